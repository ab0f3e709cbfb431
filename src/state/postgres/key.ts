import { randomBytes } from "node:crypto";
import type { PostgresAddress } from "../../shared/postgres-address.js";
import { Problem, type StateStore } from "../../sync/model/index.js";
import type { Connected, Statements } from "../database.js";
import { CHECK, checkFor, isKey } from "../key-check.js";
import { translated } from "./problems.js";

/** Where the key of the bank fingerprints is kept: apart from the database, with the credentials. */
export interface KeyPlace {
  /** 64 hexadecimal digits; null when there is none. */
  read(): Promise<string | null>;
  /** @throws Problem when the place can't be written to */
  write(key: string): Promise<void>;
  /** How a missing key is supplied, a sentence. */
  readonly missing: string;
  readonly isWritable: boolean;
}

/**
 * The key of the bank fingerprints. The database holds a value by which a machine finds out that its key is
 * another one: with it, every bank detail would count as changed. The key can't be found from it.
 */
export function sharedKey(
  connected: Connected,
  address: PostgresAddress,
  place: KeyPlace,
): Pick<StateStore, "fingerprintKey"> {
  // Entities ask side by side: one answer for all of them, so that a new key is made once.
  let asked: Promise<Uint8Array> | null = null;
  return {
    fingerprintKey() {
      asked ??= checkedKey(connected, address, place);
      return asked;
    },
  };
}

async function checkedKey(
  connected: Connected,
  address: PostgresAddress,
  place: KeyPlace,
): Promise<Uint8Array> {
  const stored = await place.read();
  if (stored !== null && !isKey(stored)) throw damaged();
  const expected = await connected.read(checkOf);
  if (stored === null && (expected !== null || !place.isWritable))
    throw missing(address, place, expected !== null);
  const key = stored ?? randomBytes(32).toString("hex");
  if (stored === null) await place.write(key);
  const mine = checkFor(key);
  // Another machine may have been faster: its key is the one that counts.
  const counts = expected ?? (await connected.transaction((statements) => claim(statements, mine)));
  if (counts !== mine) throw another(address);
  return new Uint8Array(Buffer.from(key, "hex"));
}

/** @throws Problem `state_key_other` when the database has a key, and it is not this one */
export async function refuseOtherKey(
  statements: Statements,
  address: PostgresAddress,
  key: string,
): Promise<void> {
  refuseOther(address, await checkOf(statements), key);
}

function refuseOther(address: PostgresAddress, expected: string | null, key: string): void {
  if (expected !== null && expected !== checkFor(key)) throw another(address);
}

/** What the database knows its key by; null when it has none. */
export async function checkOf({ first }: Statements): Promise<string | null> {
  const row = await first<{ value: string }>("SELECT value FROM meta WHERE key = @key", { key: CHECK });
  return row?.value ?? null;
}

/**
 * The key that a copy of the database needs; null when there is none yet. Nothing is made.
 * @throws Problem `state_key_missing`, `state_key_other`, `state_key_invalid`
 */
export async function keyForCopy(
  statements: Statements,
  address: PostgresAddress,
  place: KeyPlace,
): Promise<string | null> {
  const stored = await place.read();
  if (stored !== null && !isKey(stored)) throw damaged();
  const expected = await translated(address, () => checkOf(statements));
  if (stored === null && expected !== null) throw missing(address, place, true);
  if (stored !== null) refuseOther(address, expected, stored);
  return stored;
}

/** A key that comes with a state. */
interface ArrivingKey {
  readonly key: string | null;
  /** File that holds it, which a problem names instead of the key. */
  readonly file: string;
  /** What the database knows the key by that it has until then; null when it has none. */
  readonly keyCheck: string | null;
}

/**
 * Finds out whether a key can get to where this machine keeps it, before anything else is done. Only the key of
 * the very state that is replaced makes room for it: any other is that of another state, and the only one.
 *
 * @returns what puts it there; that returns what puts the one before back
 * @throws Problem `state_key_not_writable`, `state_key_in_use`
 */
export async function keyCarrier(
  place: KeyPlace,
  { key, file, keyCheck }: ArrivingKey,
): Promise<() => Promise<() => Promise<void>>> {
  const stored = await place.read();
  const nothing = async () => {};
  if (key === null || stored?.toLowerCase() === key) return async () => nothing;
  if (!place.isWritable) throw notWritable(place, file, stored !== null);
  if (stored !== null && isKey(stored) && checkFor(stored) !== keyCheck) throw inUse();
  return async () => {
    await place.write(key);
    return stored === null ? nothing : () => place.write(stored);
  };
}

async function claim(statements: Statements, value: string): Promise<string> {
  const known = await checkOf(statements);
  if (known !== null) return known;
  await statements.run("INSERT INTO meta (key, value) VALUES (@key, @value)", { key: CHECK, value });
  return value;
}

function missing(address: PostgresAddress, place: KeyPlace, isElsewhere: boolean): Problem {
  return new Problem({
    kind: "credentials",
    code: "state_key_missing",
    what: `This machine does not have the key of the bank fingerprints of ${address.shown}.`,
    why: isElsewhere
      ? "It is kept apart from the database, with the credentials of the machine that made it: a new one would let every bank detail count as changed."
      : "It is kept apart from the database, with the credentials, and their source here can't be written to.",
    next: isElsewhere
      ? `Take fingerprintKey of the connection state over from there, or fingerprint.key from a backup. ${place.missing} ${ifLost(address)}`
      : `Make one with \`openssl rand -hex 32\` and keep it for all machines. ${place.missing}`,
  });
}

function notWritable(place: KeyPlace, file: string, isAnother: boolean): Problem {
  return new Problem({
    kind: "credentials",
    code: "state_key_not_writable",
    what: "Nothing was done: the key of the bank fingerprints can't get to its new place.",
    why: `It is kept with the credentials, whose source can't be written to${isAnother ? " and holds another one" : ""}; without it every bank detail would count as changed.`,
    next: `${place.missing} Its value is what ${file} holds, as 64 hexadecimal digits (\`od -An -v -tx1 ${file} | tr -d ' \\n'\`). Then run the same command again.`,
  });
}

function inUse(): Problem {
  return new Problem({
    kind: "credentials",
    code: "state_key_in_use",
    what: "Nothing was done: the key of the bank fingerprints can't get to its new place.",
    why: "The stored credentials hold another one, which is not of this database: the state that it belongs to could not be used without it.",
    next: "Give this configuration a store of its own (`credentials.store`). If no state needs that key any more, run `spendesk-hr credentials remove state --key`, then the same command again.",
  });
}

/** What a new key costs is what a lost one costs in a folder. */
function ifLost({ schema }: PostgresAddress): string {
  return `If it is lost for good, run in the database: DELETE FROM ${schema}.meta WHERE key = '${CHECK}'; then the bank details of everybody managed count as changed once.`;
}

function another(address: PostgresAddress): Problem {
  return new Problem({
    kind: "credentials",
    code: "state_key_other",
    what: `The key of the bank fingerprints on this machine is not the one of ${address.shown}.`,
    why: "With it, every bank detail would count as changed. Perhaps another machine made its key a moment earlier.",
    next: `Take fingerprintKey of the connection state over from the machine that worked with this state before. ${ifLost(address)}`,
  });
}

function damaged(): Problem {
  return new Problem({
    kind: "credentials",
    code: "state_key_invalid",
    what: "The key of the bank fingerprints is damaged.",
    why: "It must consist of 64 hexadecimal digits.",
    next: "Take fingerprintKey of the connection state over from another machine or a backup.",
  });
}
