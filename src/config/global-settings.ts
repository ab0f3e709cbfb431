import { resolve } from "node:path";
import * as z from "zod";
import { addressFault, type PostgresAddress, parseAddress } from "../shared/postgres-address.js";
import { Problem } from "../sync/model/index.js";
import { CREDENTIAL_STORES, type CredentialStoreId } from "./credential-stores.js";
import { homeMissing, stateDirectory, type UserSystem } from "./directories.js";
import { environmentValue } from "./environment.js";
import { suggestion } from "./suggestion.js";

/** A value and where it came from: `flag --state-dir`, `environment SPENDESK_HR_…`, `file …`, `default`. */
export interface Setting<Value> {
  readonly value: Value;
  readonly origin: string;
}

/**
 * Where the state lives, absolute: flag, else environment, else file, else the usual place of the system.
 * @param byFile the folder that the file names, absolute; null: none, or no file
 * @throws Problem `flag_empty`, `home_missing`
 */
export function resolveStateDir(
  flag: string | undefined,
  byFile: Setting<string> | null,
  system: UserSystem,
  cwd: string,
): Setting<string> {
  if (flag !== undefined)
    return { value: resolve(cwd, filled("--state-dir", flag)), origin: "flag --state-dir" };
  const variable = environmentValue(system.env, "SPENDESK_HR_STATE_DIR");
  if (variable) return { value: resolve(cwd, variable), origin: "environment SPENDESK_HR_STATE_DIR" };
  if (byFile) return byFile;
  const value = stateDirectory(system);
  if (value !== null) return { value, origin: "default" };
  throw homeMissing(
    "It is not known where the state is kept.",
    "Name the folder with `--state-dir`, SPENDESK_HR_STATE_DIR or `state.dir` in the configuration",
    system.platform,
  );
}

/**
 * The database that the state is in: environment, else file. Null: it is in its folder.
 * @throws Problem `state_url_invalid`, `state_url_password`
 */
export function resolveStateUrl(
  byFile: Setting<string> | null,
  { env }: Pick<UserSystem, "env">,
): Setting<PostgresAddress> | null {
  const variable = environmentValue(env, "SPENDESK_HR_STATE_URL");
  const text = variable ? { value: variable, origin: "environment SPENDESK_HR_STATE_URL" } : byFile;
  return text && { value: parseAddress(text.value), origin: text.origin };
}

/**
 * The value of a flag that names a file or a folder.
 * @throws Problem `flag_empty`: another file or folder than the one that was meant would be used
 */
export function filled(flag: string, value: string, what = "a path"): string {
  if (value.trim() !== "") return value;
  throw new Problem({
    kind: "usage",
    code: "flag_empty",
    what: `There is nothing after \`${flag}\`.`,
    why: "Often a variable from which it was filled was not set.",
    next: `Name ${what}, or leave the flag out.`,
  });
}

/**
 * Where credentials are kept as the environment says; null when it says nothing.
 * @throws Problem `credentials_store_unknown`: going on with another store would look for the
 *   credentials in the wrong place.
 */
export function credentialStoreFromEnvironment(env: UserSystem["env"]): Setting<CredentialStoreId> | null {
  const name = environmentValue(env, "SPENDESK_HR_CREDENTIALS_STORE");
  if (name === null) return null;
  const value = CREDENTIAL_STORES.find((candidate) => candidate === name);
  if (value) return { value, origin: "environment SPENDESK_HR_CREDENTIALS_STORE" };
  throw new Problem({
    kind: "configuration",
    code: "credentials_store_unknown",
    what: `SPENDESK_HR_CREDENTIALS_STORE is "${name}", which is not a store of credentials.`,
    why: suggestion(name, CREDENTIAL_STORES),
    next: `Set it to one of: ${CREDENTIAL_STORES.join(", ")}.`,
  });
}

// Messages complete a sentence that starts with the key, as in schema.ts.

function days(): z.ZodNumber {
  const error = "must be a whole number of days from 30 to 36500";
  return z.int({ error }).min(30, { error }).max(36_500, { error });
}

/** The block `state`. */
export const stateSchema = z
  .strictObject({
    dir: z
      .string()
      .min(1, { error: "must name a folder" })
      .optional()
      .describe(
        "Folder of the state; relative to this file. Without it, the usual place of the user who runs the tool, which is another one for every user.",
      ),
    url: z
      .string()
      .superRefine((text, check) => {
        const fault = addressFault(text);
        if (fault !== null) check.addIssue({ code: "custom", message: fault });
      })
      .optional()
      .describe(
        "Database of PostgreSQL 14 or newer that the state is kept in, as postgres://user@host/database, without a password (docs/postgresql.md). Without it, the state is a file in its folder.",
      ),
    keepRunsDays: days().default(400).describe("How long runs that changed nothing stay in the history."),
    keepChangesDays: days()
      .default(1100)
      .describe("How long runs that wrote stay, with every change: the audit trail, which names people."),
  })
  .prefault({})
  .describe("What the tool remembers. Applies forget what is older.");

/** How long runs are kept, in days. */
export type Retention = z.output<typeof stateSchema>;
