import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { onTestFinished } from "vitest";
import { isProblem, type Problem } from "../../src/shared/errors.js";
import type { StateOptions } from "../../src/state/open.js";
import type { StateStore } from "../../src/sync/model/state-store.js";
import { serverOfStates } from "../support/postgres/place.js";
import { inSchema } from "../support/postgres/state.js";
import { openWherever } from "../support/wherever.js";

export const NOW = new Date("2026-11-20T08:30:00.000Z");

/** The instant a number of seconds after `NOW`. */
export function later(seconds: number): Date {
  return new Date(NOW.getTime() + seconds * 1000);
}

/** A folder that is removed after the test. */
export function tempDir(): string {
  const dir = mkdtempSync(join(tmpdir(), "spendesk-hr-state-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** Opens a state that is closed after the test. */
export async function open(dir: string, options: Partial<StateOptions> = {}): Promise<StateStore> {
  const usual = { dir, clock: { now: () => NOW }, toolVersion: "1.2.3", ...options };
  const store = await openWherever(usual);
  onTestFinished(() => store.close());
  return store;
}

/** Runs SQL on the database behind the store's back. */
export async function tamper(dir: string, sql: string): Promise<void> {
  const place = serverOfStates();
  if (place) {
    await inSchema(place, dir, sql);
    return;
  }
  const sqlite = new Database(join(dir, "state.sqlite"));
  try {
    sqlite.exec(sql);
  } finally {
    sqlite.close();
  }
}

/** The one value that SQL finds in the database. */
export async function query(dir: string, sql: string): Promise<unknown> {
  const place = serverOfStates();
  if (place) {
    const [row = {}] = await inSchema(place, dir, sql);
    const [value] = Object.values(row);
    return typeof value === "string" && /^\d+$/u.test(value) ? Number(value) : value;
  }
  const sqlite = new Database(join(dir, "state.sqlite"), { readonly: true });
  try {
    return sqlite.prepare(sql).pluck().get();
  } finally {
    sqlite.close();
  }
}

/** The problem that work ends with. */
export async function problemOf(work: () => unknown): Promise<Problem> {
  try {
    await work();
  } catch (error) {
    if (isProblem(error)) return error;
    throw error;
  }
  throw new Error("There was no problem.");
}

/** Everything in a folder, by name. */
export function contents(dir: string): Map<string, string> {
  return new Map(readdirSync(dir).map((name) => [name, readFileSync(join(dir, name), "base64")]));
}

export function backups(dir: string): string[] {
  return readdirSync(dir).filter((name) => name.startsWith("state.sqlite.backup-"));
}
