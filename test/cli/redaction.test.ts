import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { done, openConnectedWorkspace } from "../support/connected-workspace.js";
import { openSandboxWorkspace, type SandboxWorkspace } from "../support/sandbox-workspace.js";
import { bankNeedles, found, keyNeedles, type Needle, secretNeedles } from "../support/secret-needles.js";

const LOUD = ["--debug", "--log-level", "debug"];
const FORMATS = ["table", "json", "yaml", "csv"];
const CANARY = "canary/secret+4711=äöü";
const PERSONIO_SECRET = "SPENDESK_HR_ACME_UK_PERSONIO_CLIENT_SECRET";
const SPENDESK_SECRET = "SPENDESK_HR_ACME_UK_SPENDESK_CLIENT_SECRET";

let workspace: SandboxWorkspace;

afterEach(() => workspace.close());

/** Runs a command as loudly as it can; everything it printed. */
async function loud(argv: readonly string[], stdin?: string): Promise<string> {
  const { stdout, stderr } = await workspace.run([...argv, ...LOUD], stdin === undefined ? {} : { stdin });
  return stdout + stderr;
}

/** Every file the program has written, byte by byte. */
async function filesText(): Promise<string> {
  const entries = await readdir(workspace.folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const contents = await Promise.all(files.map((file) => readFile(join(file.parentPath, file.name))));
  expect(files.map(({ name }) => name)).toContain("spendesk-hr.config.yaml");
  expect(files.length).toBeGreaterThan(1);
  return contents.map((content) => `${content.toString("latin1")}\n${content.toString("utf8")}`).join("\n");
}

function needles(): Needle[] {
  const all = [...keyNeedles(workspace), ...bankNeedles(workspace)];
  expect(all.length).toBeGreaterThan(50);
  return all;
}

describe("secrets and bank details", () => {
  it.each([PERSONIO_SECRET, SPENDESK_SECRET])("stay hidden when %s is refused", async (variable) => {
    workspace = await openConnectedWorkspace({ employees: 10 });
    workspace.env[variable] = CANARY;
    const output = await Promise.all(
      FORMATS.flatMap((format) =>
        [["preview"], ["apply", "--yes"], ["status"]].map((argv) => loud([...argv, "-o", format])),
      ),
    );
    expect(output.join("\n")).toMatch(/does not accept/);
    expect(found(secretNeedles("canary", CANARY), output.join("\n"))).toEqual([]);
    expect(found(secretNeedles("canary", CANARY), await filesText())).toEqual([]);
  });

  it("stay hidden when they are given to connect on stdin, right or wrong", async () => {
    workspace = await openSandboxWorkspace({ employees: 10 });
    const { spendesk, personio } = workspace.sandbox.credentials;
    for (const name of [PERSONIO_SECRET, SPENDESK_SECRET]) delete workspace.env[name];
    const connect = (credentials: object) =>
      workspace.run(
        [
          ...["connect", "personio", "--entity", "acme-uk", "--yes", "--set", "timezone=Europe/London"],
          ...["--set", `spendesk.baseUrl=${workspace.sandbox.spendeskUrl()}`],
          ...["--set", `source.baseUrl=${workspace.sandbox.providerUrl("personio")}`],
          ...["--credentials-file", "-", ...LOUD],
        ],
        { stdin: JSON.stringify(credentials) },
      );
    const refused = await connect({ spendesk, personio: { ...personio, clientSecret: CANARY } });
    expect(refused.exitCode).toBe(4);
    const accepted = done(await connect({ spendesk, personio }));
    const output = refused.stdout + refused.stderr + accepted.stdout + accepted.stderr;
    const wanted = [...keyNeedles(workspace), ...secretNeedles("canary", CANARY)];
    expect(found(wanted, output)).toEqual([]);
    expect(found(wanted, await filesText())).toEqual([]);
  });

  it("stay hidden when somebody types one behind a flag that does not exist", async () => {
    workspace = await openSandboxWorkspace({ employees: 1 });
    const run = await workspace.run(["connect", "personio", `--client-secret=${CANARY}`, ...LOUD]);
    expect(run.exitCode).toBe(64);
    expect(run.stderr).toContain("Unknown option '--client-secret'.");
    expect(found(secretNeedles("canary", CANARY), run.stdout + run.stderr)).toEqual([]);
  });

  it("stay hidden when Spendesk refuses people or answers oddly", async () => {
    workspace = await openConnectedWorkspace({ employees: 40, seats: 3 });
    const wanted = needles();
    const printed = [await loud(["apply", "--yes", "-o", "json"])];
    for (const fault of [
      "html@/spendesk",
      "wrong-json@/spendesk",
      "html@/personio",
      "wrong-json@/personio",
    ]) {
      workspace.sandbox.control.setFaults([fault]);
      printed.push(await loud(["apply", "--yes"]));
    }
    expect(printed.join("\n")).toContain("SEAT_LIMIT_REACHED");
    expect(found(wanted, printed.join("\n"))).toEqual([]);
    expect(found(wanted, await filesText())).toEqual([]);
  });
});
