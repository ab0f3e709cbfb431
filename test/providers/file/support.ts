import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { createHttpClient } from "../../../src/http/client.js";
import { file } from "../../../src/providers/file/index.js";
import type { FileConnection } from "../../../src/providers/file/open.js";
import type { FileSettings } from "../../../src/providers/file/settings.js";
import type { Machine, ProviderConnection } from "../../../src/providers/provider.js";
import { isProblem, type Problem } from "../../../src/shared/errors.js";
import type { Employee } from "../../../src/sync/model/employee.js";
import type { ReadOutcome } from "../../../src/sync/model/ports.js";

/** The header and columns that most tests use. */
export const HEADER = "Id,First name,Last name,E-mail,Status,Start,End";
export const ADA = "1001,Ada,Lovelace,ada@acme.test,Active,2020-02-01,";

const COLUMNS = {
  id: "Id",
  firstName: "First name",
  lastName: "Last name",
  workEmail: "E-mail",
  status: "Status",
  startDate: "Start",
  terminationDate: "End",
};

/** A time long after any file was written, so that none is waited for. */
const LATER = () => new Date(Date.now() + 3_600_000);

/** A computer that waits for nothing. */
export function testMachine(overrides: Partial<Machine> = {}): Machine & { now(): Date } {
  return {
    now: LATER,
    sleep: async () => {},
    stdin: Readable.from([]),
    env: process.env,
    signal: new AbortController().signal,
    ...overrides,
  };
}

/** A folder of exports, taken away at the end. */
export interface Folder {
  readonly path: string;
  write(name: string, content: string | Uint8Array): Promise<string>;
  remove(): Promise<void>;
}

export async function makeFolder(): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), "spendesk-hr-test-"));
  return {
    path,
    async write(name, content) {
      await writeFile(join(path, name), content);
      return join(path, name);
    },
    remove: () => rm(path, { recursive: true, force: true }),
  };
}

/** Settings as they would stand in a configuration, with everything that is needed. */
export function settingsOf(settings: Readonly<Record<string, unknown>>): FileSettings {
  return file.settings.parse({ columns: COLUMNS, missingRows: "unknown", ...settings });
}

/** What the schema says against settings, by their paths. */
export function faultsOf(settings: Readonly<Record<string, unknown>>): Record<string, string> {
  const issues = file.settings.safeParse(settings).error?.issues ?? [];
  return Object.fromEntries(issues.map(({ path, message }) => [path.join("."), message]));
}

export interface ConnectionParts {
  readonly now?: () => Date;
  readonly machine?: Partial<Machine>;
  readonly credentials?: Readonly<Record<string, string>>;
}

/** A connection with real clients that wait for nothing. */
function connectionOf({ now = LATER, machine, credentials = {} }: ConnectionParts = {}): FileConnection {
  const userAgent = "spendesk-hr/test";
  return {
    httpAt: (baseUrl) => createHttpClient({ baseUrl, userAgent, sleep: async () => {}, random: () => 0 }),
    credentials,
    registerSecret: () => {},
    now,
    machine: testMachine(machine),
  };
}

/** The connection that the provider's own functions get. */
export function fullConnection(
  settings: Readonly<Record<string, unknown>>,
  parts: ConnectionParts = {},
): ProviderConnection<FileSettings> {
  const connection = connectionOf(parts);
  return {
    ...connection,
    http: connection.httpAt("https://export.invalid"),
    settings: settingsOf(settings),
    today: () => "2026-06-01",
    noteCompany: () => {},
  };
}

/** Everybody in an export. */
export async function readAll(
  settings: Readonly<Record<string, unknown>>,
  parts: ConnectionParts = {},
): Promise<{ readonly employees: readonly Employee[]; readonly outcome: ReadOutcome }> {
  const employees: Employee[] = [];
  const pages = file.readEmployees(fullConnection(settings, parts));
  for (;;) {
    const page = await pages.next();
    if (page.done) return { employees, outcome: page.value };
    employees.push(...page.value);
  }
}

/** The problem that something ends with. */
export async function problemOf(promise: Promise<unknown>): Promise<Problem> {
  try {
    await promise;
  } catch (error) {
    if (isProblem(error)) return error;
    throw error;
  }
  throw new Error("there was no problem");
}
