import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { CliContext } from "../../src/cli/cli-context.js";
import type { CommandResult } from "../../src/cli/command.js";
import { run as providersCommand } from "../../src/cli/commands/providers.js";
import type { Provider } from "../../src/providers/provider.js";
import { PROVIDERS } from "../../src/providers/registry.js";
import { parseCsv } from "../support/csv.js";
import { type CliRun, runCli } from "../support/run-cli.js";

const IDS = PROVIDERS.map(({ id }) => id);
const WIDTH = 100;
/** No configuration is read for tools that come with the program. */
const NOWHERE = {} as CliContext;

let providers: readonly Provider[];

beforeAll(async () => {
  providers = await Promise.all(PROVIDERS.map((entry) => entry.load()));
});

function run(...argv: string[]): Promise<CliRun> {
  return runCli(["providers", ...argv], { cwd: "/", env: { HOME: "/nowhere" } });
}

/** The text in a terminal of 100 columns. */
async function inTerminal(id?: string): Promise<string> {
  const result: CommandResult = await providersCommand({ arguments: [id], options: {} }, NOWHERE);
  return String(result.text({ color: false, width: WIDTH }));
}

/** A text without its line breaks and indents. */
function flat(text: string): string {
  return text.replace(/\s+/gu, " ");
}

describe("providers", () => {
  it("compares every HR tool in seven columns that fit 100", async () => {
    const text = await inTerminal();
    const lines = text.split("\n");
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(WIDTH);
    expect(flat(lines.slice(0, 2).join("\n"))).toMatch(
      /Id +HR tool +Evidence +Credentials +Requests +Bank details +Not for 1000 verified/,
    );
    // Longer titles go on in the next line.
    for (const { id, title } of providers) {
      expect(text).toMatch(new RegExp(`^${id} +${title.split(" ")[0]}`, "mu"));
    }
    expect(flat(text)).toContain("`spendesk-hr providers <id>`");
  });

  it("has a value in every column of every tool", async () => {
    const lines = (await inTerminal()).split("\n");
    const starts = lines.flatMap((line) =>
      /^Id /u.test(line) ? [...line.matchAll(/(?<=^|\s{2})\S/gu)] : [],
    );
    const columns = starts.map(({ index }) => index);
    expect(columns).toHaveLength(7);
    const firstLines = lines.filter((line) => IDS.some((id) => line.startsWith(`${id} `)));
    expect(firstLines).toHaveLength(IDS.length);
    for (const line of firstLines) {
      for (const column of columns) expect(line.charAt(column), line).toMatch(/\S/);
    }
  });

  it("shows the requests for 1000 people and how many points are not verified", async () => {
    const text = await inTerminal();
    const personio = text.split("\n").find((line) => line.startsWith("personio"));
    expect(personio).toMatch(/ 11 +\S.* \d+ points$/);
  });

  it("has everything the columns are short for in CSV", async () => {
    const { exitCode, stdout } = await run("-o", "csv");
    expect(exitCode).toBe(0);
    const rows = parseCsv(stdout);
    expect(rows.map(({ id }) => id)).toEqual(IDS);
    for (const [index, provider] of providers.entries()) {
      const row = rows[index] ?? {};
      expect(Object.keys(row)).toEqual([
        ...["id", "title", "evidence", "credentials", "requests", "bankDetails", "notVerified", "dataRead"],
      ]);
      expect(row.requests).toContain(`${provider.requests.count(1000)} (${provider.requests.formula})`);
      expect(row.bankDetails).toContain(provider.bankDetails);
      for (const { label } of provider.credentialFields) expect(row.credentials).toContain(label);
      for (const { label } of provider.dataRead) expect(row.dataRead).toContain(label);
      for (const point of provider.notVerified) expect(row.notVerified).toContain(point);
    }
  });

  it.each([
    ["json", (text: string) => JSON.parse(text)],
    ["yaml", (text: string) => parse(text)],
  ])("has everything in %s", async (format, read) => {
    const document = await read((await run("-o", format)).stdout);
    expect(document.schemaVersion).toBe(1);
    expect(document.providers.map(({ id }: { id: string }) => id)).toEqual(IDS);
    for (const [index, provider] of providers.entries()) {
      const { title, setupSteps, link, dataRead, settingFields, bankDetails, notVerified, requests } =
        provider;
      expect(document.providers[index]).toMatchObject({
        evidence: { kind: expect.any(String), by: expect.any(String) },
        ...{ title, setupSteps, link, dataRead, settings: settingFields, bankDetails, notVerified },
        requests: { formula: requests.formula, for1000: requests.count(1000) },
        credentialFields: provider.credentialFields.map(({ key, secret }) => ({ key, secret })),
      });
    }
  });
});

describe("providers <id>", () => {
  it.each(IDS)("prints everything about %s in 100 columns", async (id) => {
    const provider = providers.find((candidate) => candidate.id === id);
    if (!provider) throw new Error(`no ${id}`);
    const text = await inTerminal(id);
    const words = flat(text);
    for (const line of text.split("\n")) {
      // Only what must not be broken is longer: a command or an address.
      if (line.length > WIDTH) expect(line.trim()).toMatch(/^(?:\d+\. |- )?\S+$|`[^`]+`/u);
    }
    for (const step of provider.setupSteps) expect(words).toContain(flat(step));
    if (provider.link !== null) expect(words).toContain(`The vendor's own page: ${provider.link}`);
    for (const { key, label, help } of provider.credentialFields) {
      expect(words).toMatch(new RegExp(`- ${key}: `, "u"));
      expect(words).toContain(label);
      expect(words).toContain(flat(help));
    }
    for (const { key, help } of provider.settingFields) {
      expect(words).toContain(`- ${key}: `);
      expect(words).toContain(flat(help));
    }
    expect(words).toContain(`for N people: ${provider.requests.formula}`);
    expect(words).toContain(`for 1000 people: ${provider.requests.count(1000)}`);
    expect(words).toContain(flat(provider.bankDetails));
    for (const point of provider.notVerified) expect(words).toContain(`- ${flat(point)}`);
  });

  it("prints what is read, what for, and where it is allowed", async () => {
    // Wide enough for the table not to wrap.
    const result = await providersCommand({ arguments: ["hibob"], options: {} }, NOWHERE);
    const text = String(result.text({ color: false, width: 400 }));
    const hibob = providers.find(({ id }) => id === "hibob");
    const lines = text.split("\n");
    for (const { label, required, purpose, permission } of hibob?.dataRead ?? []) {
      const [forWhat, another] = lines.filter((candidate) => candidate.startsWith(`${purpose}  `));
      expect(forWhat).toContain(required ? `${label} (needed)` : label);
      expect(another).toBeUndefined();
      const [allowed, again] = lines.filter((candidate) => candidate.startsWith(`${permission}  `));
      expect(allowed).toContain(label);
      expect(again).toBeUndefined();
    }
  });

  it("says which credentials are kept secret", async () => {
    const words = flat(await inTerminal("personio"));
    expect(words).toMatch(/- clientSecret: [^.]*, kept secret\./);
    expect(words).not.toMatch(/- clientId: [^.]*kept secret/);
  });

  it("has the same columns in CSV and one document in JSON", async () => {
    const [row, ...others] = parseCsv((await run("workday", "-o", "csv")).stdout);
    expect(others).toEqual([]);
    expect(row).toMatchObject({ id: "workday", title: "Workday" });
    const { provider } = JSON.parse((await run("workday", "-o", "json")).stdout);
    expect(provider).toMatchObject({ id: "workday", requests: { for1000: 2 } });
  });

  it("suggests the id that was meant", async () => {
    const { exitCode, stderr } = await run("personnio");
    expect(exitCode).toBe(64);
    expect(stderr).toContain("Did you mean personio?");
  });
});
