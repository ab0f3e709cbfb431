import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isProblem, type Problem } from "../../src/shared/errors.js";

export const PERSONIO = { entity: "acme-uk", connection: "personio" };
export const SPENDESK = { entity: "acme-uk", connection: "spendesk" };
export const FIELDS = ["clientId", "clientSecret"];
export const CANARY = 'canary-4f1e/ä"+';

/** A folder of a test's own. */
export async function newFolder(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), "spendesk-hr-credentials-"));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** A redactor that remembers what it was told. */
export function newRegistry() {
  const secrets: string[] = [];
  return { secrets, register: (secret: string) => void secrets.push(secret) };
}

/** The problem that the work ends with; every text of it and of its causes is in `texts`. */
export async function problemOf(work: Promise<unknown>): Promise<{ problem: Problem; texts: string }> {
  const error = await work.then(
    () => null,
    (caught: unknown) => caught,
  );
  if (!isProblem(error)) throw new Error(`Expected a problem, got ${String(error)}`);
  const { message, why, next, stack } = error;
  return { problem: error, texts: [message, why, next, stack, String(error.cause)].join("\n") };
}
