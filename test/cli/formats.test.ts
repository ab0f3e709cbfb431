import { afterEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { previewDocument } from "../../src/cli/json-shapes/run-documents.js";
import { openConnectedWorkspace } from "../support/connected-workspace.js";
import { parseCsv } from "../support/csv.js";
import type { CliRun } from "../support/run-cli.js";
import type { SandboxWorkspace } from "../support/sandbox-workspace.js";

/** A window title, a cleared screen, a C1 escape, a reordering of what follows, and a forged line. */
const HOSTILE = "Eve\u001b]0;owned\u0007\u001b[2J\u009b31m\u202eTest\nacme-uk: all is well";
/** Everything a terminal obeys or that reorders text, but the line ends of the output itself. */
const UNSAFE =
  /[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/u;

let workspace: SandboxWorkspace;

afterEach(() => workspace.close());

async function openWithPerson(person: { firstName: string; lastName: string }): Promise<void> {
  workspace = await openConnectedWorkspace();
  workspace.sandbox.control.upsertEmployee({
    ...person,
    workEmail: "eve.test@acme.test",
    office: "London",
    startDate: "2020-01-01",
  });
}

function expectSafe(run: CliRun): void {
  expect(run.stdout).not.toMatch(UNSAFE);
  expect(run.stderr).not.toMatch(UNSAFE);
  expect(run.stdout).not.toMatch(/^acme-uk: all is well/m);
}

describe("the formats of a preview", () => {
  it("tells in YAML what it tells in JSON", async () => {
    workspace = await openConnectedWorkspace();
    const { document } = await workspace.json<{ run: string }>(["preview"]);
    const yaml = await workspace.run(["preview", "-o", "yaml"]);
    expect({ ...parse(yaml.stdout), run: document.run }).toEqual(document);
  });

  it("has one CSV row for each change and note", async () => {
    workspace = await openConnectedWorkspace();
    const [entity] = previewDocument.parse((await workspace.json(["preview"])).document).entities;
    const rows = parseCsv((await workspace.run(["preview", "-o", "csv"])).stdout);
    const expected = [...(entity?.changes ?? []), ...(entity?.notes ?? [])];
    expect(rows.map(({ name, email, code }) => ({ name, email, code }))).toEqual(
      expected.map(({ name, email, code }) => ({ name, email: email ?? "", code })),
    );
    expect(rows[0]).toMatchObject({ entity: "acme-uk", action: "create", memberId: "" });
  });

  it("begins CSV with a byte order mark on request only, which parsers drop", async () => {
    workspace = await openConnectedWorkspace();
    const plain = await workspace.run(["members", "-o", "csv"]);
    const marked = await workspace.run(["members", "-o", "csv", "--csv-bom"]);
    expect(plain.stdout).toMatch(/^entity,/);
    expect(marked.stdout).toBe(`\uFEFF${plain.stdout}`);
    const { stdout } = await workspace.run(["members", "-o", "json", "--csv-bom"]);
    expect(() => JSON.parse(stdout)).not.toThrow();
  });

  it("says on stderr why an entity is missing from CSV", async () => {
    workspace = await openConnectedWorkspace();
    workspace.env.SPENDESK_HR_ACME_UK_PERSONIO_CLIENT_SECRET = "papi-wrong";
    const run = await workspace.run(["preview", "-o", "csv"]);
    expect(run).toMatchObject({ exitCode: 4, stdout: "" });
    expect(run.stderr).toContain("Personio");
  });

  it("refuses CSV where there are no rows", async () => {
    workspace = await openConnectedWorkspace();
    const run = await workspace.run(["config", "validate", "-o", "csv"]);
    expect(run).toMatchObject({ exitCode: 64, stdout: "" });
    expect(run.stderr).toContain("--output json");
  });
});

describe("text from outside", () => {
  it.each(["=HYPERLINK(0)", "+1", "-1", "@SUM(A1)", " =1", "\u200b=1", "\t=1"])(
    "never starts a formula in CSV: %j",
    async (firstName) => {
      await openWithPerson({ firstName, lastName: "Test" });
      const rows = parseCsv((await workspace.run(["preview", "-o", "csv"])).stdout);
      const eve = rows.find(({ email }) => email === "eve.test@acme.test");
      expect(eve?.name).toMatch(/^'\s*[=+\-@]/);
    },
  );

  it.each(["table", "csv", "json", "yaml"])("can't give orders to the terminal in %s", async (format) => {
    await openWithPerson({ firstName: HOSTILE, lastName: "Test" });
    for (const argv of [["preview"], ["apply", "--yes"], ["members"], ["history"]]) {
      const run = await workspace.run([...argv, "-o", format, "--debug"]);
      expect(run.exitCode).toBe(0);
      expectSafe(run);
    }
  });

  it("reaches machines unchanged, escaped", async () => {
    await openWithPerson({ firstName: HOSTILE, lastName: "Test" });
    const preview = async (format: string, read: (text: string) => unknown) => {
      const { stdout } = await workspace.run(["preview", "-o", format]);
      return previewDocument
        .parse(await read(stdout))
        .entities[0]?.changes.find(({ email }) => email === "eve.test@acme.test")?.name;
    };
    expect(await preview("json", JSON.parse)).toBe(`${HOSTILE} Test`);
    expect(await preview("yaml", parse)).toBe(`${HOSTILE} Test`);
  });

  it("can't give orders to the terminal by way of an error", async () => {
    workspace = await openConnectedWorkspace();
    for (const format of ["table", "json", "yaml", "csv"]) {
      const run = await workspace.run(["--entity", HOSTILE, "preview", "-o", format, "--debug"]);
      expect(run.exitCode).toBe(64);
      expectSafe(run);
      expectSafe(await workspace.run([`--${HOSTILE}`, "-o", format]));
    }
  });
});
