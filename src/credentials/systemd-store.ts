import { join } from "node:path";
import { Problem } from "../sync/model/index.js";
import { type CredentialSet, fieldsOf, parseSet, pickFields } from "./credential-set.js";
import { systemdName } from "./names.js";
import { readSmallFile } from "./read-small-file.js";
import { guardedStore } from "./set-store.js";
import type { ConnectionId, CredentialStore, SecretRegistry } from "./store.js";

/** One credential with everything: the JSON that the store `file` has and `credentials export` writes. */
const SET_NAME = "spendesk-hr.credentials";

export interface SystemdOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly redactor: SecretRegistry;
}

interface Found {
  readonly value: string;
  /** Name of the systemd credential. */
  readonly name: string;
}

/**
 * Credentials that systemd hands to a unit (`LoadCredential=`, `LoadCredentialEncrypted=`,
 * `SetCredentialEncrypted=`, `ImportCredential=`) as files in `$CREDENTIALS_DIRECTORY`: one for each field, or all in one. systemd keeps
 * the folder for the unit's user only, so modes are not checked.
 */
export function createSystemdStore({ env, redactor }: SystemdOptions): CredentialStore {
  let set: Promise<CredentialSet> | null = null;

  async function find(id: ConnectionId, field: string): Promise<Found | null> {
    const name = systemdName(id, field);
    const own = await readSystemdCredential(name, env);
    set ??= readSet(env);
    const shared = pickFields(fieldsOf(await set, id), [field])[field];
    if (own !== null && shared !== undefined) throw ambiguous(name);
    if (own !== null) return { value: own, name };
    return shared === undefined ? null : { value: shared, name: SET_NAME };
  }

  async function findAll(id: ConnectionId, fields: readonly string[]): Promise<ReadonlyMap<string, Found>> {
    const found = new Map<string, Found>();
    for (const field of fields) {
      const one = await find(id, field);
      if (one) found.set(field, one);
    }
    return found;
  }

  const store: CredentialStore = {
    id: "systemd",
    writable: false,

    async probe() {
      credentialsDirectory(env);
    },

    async read(id, fields) {
      const found = [...(await findAll(id, fields))];
      return Object.fromEntries(found.map(([field, { value }]) => [field, value]));
    },

    async write(id, values) {
      throw notWritable(id, Object.keys(values));
    },

    async remove() {
      return false;
    },

    async origins(id, fields) {
      const found = [...(await findAll(id, fields))];
      return found.map(([field, { name }]) => ({ field, source: `systemd credential ${name}` }));
    },

    describeMissing(id, field) {
      return `Add \`LoadCredentialEncrypted=${systemdName(id, field)}\` (or \`LoadCredential=\` with the path of a file) to the unit.`;
    },
  };
  return guardedStore(store, redactor);
}

/**
 * The text of one credential; null when the unit has none of that name.
 * @throws Problem `systemd_credentials_absent`, `credential_file_unreadable`, `credential_empty`
 */
export async function readSystemdCredential(
  name: string,
  env: SystemdOptions["env"],
): Promise<string | null> {
  const file = await readSmallFile(join(credentialsDirectory(env), name));
  if (!file.ok) {
    if (file.missing) return null;
    throw unusable(name, "credential_file_unreadable", `Its file ${file.why}.`);
  }
  if (file.text.trim() === "") throw unusable(name, "credential_empty", "There is nothing in it.");
  return file.text;
}

async function readSet(env: SystemdOptions["env"]): Promise<CredentialSet> {
  const text = await readSystemdCredential(SET_NAME, env);
  if (text === null) return {};
  const parsed = parseSet(text);
  if (parsed.ok) return parsed.value;
  throw unusable(SET_NAME, "credentials_file_invalid", parsed.why);
}

/** @throws Problem `systemd_credentials_absent` */
function credentialsDirectory(env: SystemdOptions["env"]): string {
  const directory = env.CREDENTIALS_DIRECTORY;
  if (directory) return directory;
  throw new Problem({
    kind: "credentials",
    code: "systemd_credentials_absent",
    what: "There are no systemd credentials here.",
    why: "`CREDENTIALS_DIRECTORY` is not set: the command was not started by systemd, or its unit has no `LoadCredential=`.",
    next: "Start it as a unit (`spendesk-hr schedule` prints one; `systemd-run --pty --property=LoadCredential=…` is for trials), or choose another `credentials.store`.",
  });
}

function unusable(name: string, code: string, why: string): Problem {
  return new Problem({
    kind: "credentials",
    code,
    what: `The systemd credential ${name} can't be used.`,
    why,
    next: "Correct what the unit's `LoadCredential=` names, then start the unit again.",
  });
}

function ambiguous(name: string): Problem {
  return new Problem({
    kind: "credentials",
    code: "credential_ambiguous",
    what: `The systemd credentials ${name} and ${SET_NAME} both hold the same field.`,
    why: "It is not clear which of the two counts.",
    next: "Remove one of them from the unit.",
  });
}

function notWritable(id: ConnectionId, fields: readonly string[]): Problem {
  const names = fields.map((field) => systemdName(id, field)).join(", ");
  return new Problem({
    kind: "credentials",
    code: "store_not_writable",
    what: `Credentials of ${id.entity} / ${id.connection} can't be stored in systemd.`,
    why: "The source is `systemd`: they come from the unit, which only you can change.",
    next: `Give the unit ${names}, each with \`LoadCredential=\` or \`LoadCredentialEncrypted=\`.`,
  });
}
