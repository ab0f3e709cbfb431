import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { done, openAppliedWorkspace, openConnectedWorkspace } from "../support/connected-workspace.js";
import { parseCsv } from "../support/csv.js";
import { writesTo } from "../support/sandbox-requests.js";
import { openSandboxWorkspace, type SandboxWorkspace } from "../support/sandbox-workspace.js";
import { bankNeedles, found, keyNeedles } from "../support/secret-needles.js";
import { diagnose, fingerprint } from "./doctor-support.js";

const DAY_MS = 24 * 3_600_000;
const EXPIRY = ["--set", "keyExpiresOn=2049-01-01"];

let workspace: SandboxWorkspace;

afterEach(() => workspace.close());

/** An entity about which nothing is to be said. */
async function openHealthyWorkspace(): Promise<void> {
  workspace = await openSandboxWorkspace();
  done(await workspace.connect(...EXPIRY));
  done(await workspace.configure());
  done(await workspace.run(["apply", "--yes"]));
}

describe("doctor when all is well", () => {
  it("finds nothing, ends with 0 and says what it looked at, area by area", async () => {
    await openHealthyWorkspace();
    const { exitCode, checks, codes } = await diagnose(workspace);
    expect({ exitCode, codes }).toEqual({ exitCode: 0, codes: [] });
    expect([...new Set(checks.map(({ area }) => area))]).toEqual([
      ...["runtime", "configuration", "network", "credentials", "apis", "people", "state", "runs"],
    ]);
    for (const check of ["node", "database-module", "time-zones", "proxy", "spendesk-access"])
      expect(checks.map((one) => one.check)).toContain(check);
  });

  it("changes no file, and sends Spendesk nothing but reads", async () => {
    await openHealthyWorkspace();
    workspace.sandbox.control.resetStats();
    const before = await fingerprint(workspace.folder);
    await diagnose(workspace);
    expect(await fingerprint(workspace.folder)).toEqual(before);
    expect(writesTo(workspace.sandbox)).toEqual({});
  });

  it("asks each API what tells that it works, and reads everybody once", async () => {
    workspace = await openAppliedWorkspace({ employees: 350 });
    workspace.sandbox.control.resetStats();
    await diagnose(workspace);
    const pages = Math.ceil(350 / 100) + Math.ceil(workspace.sandbox.control.members().length / 100);
    const { total } = workspace.sandbox.stats();
    expect(total).toBeGreaterThan(pages);
    expect(total).toBeLessThan(pages + 8);
  });

  it("asks nobody anything with --offline", async () => {
    await openHealthyWorkspace();
    workspace.sandbox.control.resetStats();
    const { exitCode, checks } = await diagnose(workspace, ["--offline"]);
    expect(exitCode).toBe(0);
    expect(checks.filter(({ area }) => area === "apis")).toEqual([]);
    expect(workspace.sandbox.stats().total).toBe(0);
  });

  it("says the same as text with a word and a sign for each check, as YAML and as CSV", async () => {
    await openHealthyWorkspace();
    const { checks } = await diagnose(workspace);
    const text = await workspace.run(["doctor"]);
    expect(text.exitCode).toBe(0);
    expect(text.stderr).toBe("");
    expect(text.stdout.match(/^ {2}✔ ok {7}\S/gm)).toHaveLength(checks.length);
    expect(text.stdout.trimEnd()).toMatch(new RegExp(`\\n0 problems, 0 warnings, ${checks.length} ok\\.$`));
    const yaml = parse((await workspace.run(["doctor", "-o", "yaml"])).stdout);
    expect(yaml).toMatchObject({ schemaVersion: 1, ok: true });
    const rows = parseCsv((await workspace.run(["doctor", "-o", "csv"])).stdout);
    expect(rows).toHaveLength(checks.length);
    expect(Object.keys(rows[0] ?? {})).toEqual(Object.keys(checks[0] ?? {}));
  });

  it("shows no secret and no bank details, also with --debug", async () => {
    await openHealthyWorkspace();
    workspace.env.HTTPS_PROXY = "http://anna:proxy-secret-word@proxy.acme.test:3128";
    for (const format of ["table", "json"]) {
      const { stdout, stderr } = await workspace.run(["doctor", "--debug", "-o", format]);
      expect(found([...keyNeedles(workspace), ...bankNeedles(workspace)], stdout + stderr)).toEqual([]);
      expect(stdout + stderr).not.toContain("proxy-secret-word");
      expect(stdout).toContain("proxy.acme.test:3128");
    }
  });
});

describe("doctor and the configuration", () => {
  it("says on a fresh machine what is missing, and names `connect`", async () => {
    workspace = await openSandboxWorkspace();
    const env = { HOME: workspace.folder, SPENDESK_HR_STATE_DIR: workspace.stateDir };
    const { exitCode, of, codes } = await diagnose(workspace, [], { env });
    expect({ exitCode, codes }).toEqual({ exitCode: 78, codes: ["no_entities"] });
    expect(of("file")[0]?.next).toContain("spendesk-hr connect");
    expect(Object.keys(await fingerprint(workspace.folder))).toEqual(["."]);
  });

  it("goes on with everything else when the file is broken", async () => {
    await openHealthyWorkspace();
    await writeFile(workspace.configPath, "version: 1\nentities: [\n");
    const { exitCode, checks, codes } = await diagnose(workspace);
    expect({ exitCode, codes }).toEqual({ exitCode: 78, codes: ["config_syntax"] });
    expect(checks.some(({ area, status }) => area === "state" && status === "ok")).toBe(true);
  });

  it("tells each of the configuration's warnings once", async () => {
    await openHealthyWorkspace();
    workspace.env.SPENDESK_HR_CONFG = "x";
    const run = await workspace.run(["doctor"]);
    expect(run.exitCode).toBe(0);
    expect(`${run.stdout}${run.stderr}`.split("SPENDESK_HR_CONFG")).toHaveLength(2);
  });

  it("warns of a file that others may change, and of copies a killed command left", async () => {
    await openHealthyWorkspace();
    await chmod(workspace.configPath, 0o666);
    const left = join(workspace.folder, ".spendesk-hr.config.yaml.00000000-0000-4000-8000-000000000000");
    await writeFile(left, "half");
    const { exitCode, of } = await diagnose(workspace, ["--offline"]);
    expect(exitCode).toBe(0);
    expect(of("file")[1]?.text).toContain("chmod o-w");
    expect(of("leftovers")[0]).toMatchObject({ status: "warning", next: `rm '${left}'` });
  });

  it("refuses an entity that does not exist, as every command does", async () => {
    await openHealthyWorkspace();
    expect((await workspace.run(["doctor", "--entity", "acme-xx"])).exitCode).toBe(64);
  });
});

describe("doctor and the credentials", () => {
  it("ends with 4 when a key is missing, and still checks the other end", async () => {
    await openHealthyWorkspace();
    delete workspace.env.SPENDESK_HR_ACME_UK_PERSONIO_CLIENT_SECRET;
    const { exitCode, codes, of } = await diagnose(workspace);
    expect({ exitCode, codes }).toEqual({ exitCode: 4, codes: ["credentials_missing"] });
    expect(of("personio")[0]?.next).toContain("SPENDESK_HR_ACME_UK_PERSONIO_CLIENT_SECRET");
    expect(of("spendesk-access")[0]?.status).toBe("ok");
    expect(of("personio-access")).toEqual([]);
  });

  it.each([
    ["Spendesk", "SPENDESK_HR_ACME_UK_SPENDESK_CLIENT_SECRET", "spendesk-access"],
    ["Personio", "SPENDESK_HR_ACME_UK_PERSONIO_CLIENT_SECRET", "personio-access"],
  ])("ends with 4 when %s refuses the key", async (_name, variable, check) => {
    await openHealthyWorkspace();
    workspace.env[variable] = "papi-wrong-secret-value";
    const { exitCode, of } = await diagnose(workspace);
    expect(exitCode).toBe(4);
    expect(of(check)[0]).toMatchObject({ status: "problem" });
  });

  it("has the configuration decide the exit code when both are wrong", async () => {
    await openHealthyWorkspace();
    delete workspace.env.SPENDESK_HR_ACME_UK_PERSONIO_CLIENT_SECRET;
    await writeFile(join(workspace.stateDir, "state.sqlite"), "no database".repeat(50));
    const { exitCode, codes } = await diagnose(workspace);
    expect({ exitCode, codes }).toEqual({ exitCode: 78, codes: ["credentials_missing", "state_corrupt"] });
  });

  it("tells a file of credentials that others may read, and copies a killed command left", async () => {
    await openHealthyWorkspace();
    delete workspace.env.SPENDESK_HR_CREDENTIALS_STORE;
    const secrets = join(workspace.folder, "secrets", "keys.json");
    await mkdir(join(workspace.folder, "secrets"));
    await writeFile(secrets, "{}", { mode: 0o644 });
    const left = join(workspace.folder, "secrets", ".keys.json.00000000-0000-4000-8000-000000000000");
    await writeFile(left, "{}");
    const text = (await readFile(workspace.configPath, "utf8")).replace(/^credentials:\n(?: .*\n)*/m, "");
    const choice = `credentials: { store: file, file: { path: ${secrets} } }\n`;
    await writeFile(workspace.configPath, `${text}${choice}`);
    const { exitCode, codes } = await diagnose(workspace, ["--offline"]);
    expect(exitCode).toBe(4);
    expect(codes).toContain("credentials_file_permissions");
    expect(codes).toContain("credential_leftovers");
  });

  it("says that a key can only read, and that files are a way", async () => {
    workspace = await openConnectedWorkspace({ writes: false });
    const { of } = await diagnose(workspace);
    expect(of("spendesk-write")[0]).toMatchObject({ status: "ok" });
    const config = await readFile(workspace.configPath, "utf8");
    await writeFile(workspace.configPath, config.replace("target: file", "target: api"));
    const again = await diagnose(workspace);
    expect(again.exitCode).toBe(4);
    expect(again.of("spendesk-write")[0]).toMatchObject({
      status: "problem",
      code: "spendesk_read_only_key",
    });
    expect(again.of("spendesk-write")[0]?.next).toContain("--to file");
  });

  it("warns 30 days before the key ends, and has a problem once it has ended", async () => {
    await openHealthyWorkspace();
    const at = (day: string) => ({ now: () => new Date(`${day}T12:00:00Z`) });
    const soon = await diagnose(workspace, ["--offline"], at("2048-12-12"));
    expect(soon.of("spendesk-key-expiry")[0]).toMatchObject({ code: "spendesk_key_ends_soon" });
    const over = await diagnose(workspace, ["--offline"], at("2049-01-03"));
    expect(over.exitCode).toBe(4);
    expect(over.of("spendesk-key-expiry")[0]).toMatchObject({ code: "spendesk_key_ended" });
  });

  it("names what the HR tool keeps to itself and where to allow it", async () => {
    workspace = await openSandboxWorkspace({ vendors: { personio: { hiddenAttributes: ["office"] } } });
    done(await workspace.connect(...EXPIRY));
    done(await workspace.configure("--include", "all"));
    done(await workspace.run(["apply", "--yes"]));
    const { exitCode, of } = await diagnose(workspace);
    expect(exitCode).toBe(0);
    expect(of("personio-permission").map(({ code }) => code)).toEqual(["permission_missing"]);
  });
});

describe("doctor and the runs", () => {
  it("warns when the last success is older than two days", async () => {
    await openHealthyWorkspace();
    const now = () => new Date(Date.now() + 3 * DAY_MS);
    const { codes, of } = await diagnose(workspace, ["--offline"], { now });
    expect(codes).toEqual(["last_success_old"]);
    expect(of("last-success")[0]?.next).toContain("spendesk-hr apply --entity acme-uk");
  });

  it("warns of what a person has to do first, of a run that failed, and leaves out who was disconnected", async () => {
    workspace = await openSandboxWorkspace();
    done(await workspace.connect(...EXPIRY));
    const first = await diagnose(workspace, ["--offline"]);
    expect(first.codes).toEqual(["entity_not_configured", "awaiting_actions", "never_applied"]);
    done(await workspace.configure());
    workspace.env.SPENDESK_HR_ACME_UK_PERSONIO_CLIENT_SECRET = "papi-wrong";
    expect((await workspace.run(["apply", "--yes"])).exitCode).toBe(4);
    const failed = await diagnose(workspace, ["--offline"]);
    expect(failed.of("connection")[0]?.text).toContain("The last attempt failed: Personio");
    done(await workspace.run(["disconnect", "--yes"]));
    const { checks } = await diagnose(workspace);
    expect(checks.filter(({ area }) => area === "apis" || area === "credentials")).toEqual([]);
  });
});
