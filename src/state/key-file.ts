import { randomBytes, randomUUID } from "node:crypto";
import { closeSync, fsyncSync, openSync, readFileSync, rmSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { Problem } from "../sync/model/index.js";
import { KEY_FILE, publish } from "./files.js";

const KEY_LENGTH = 32;

/** The key of the bank fingerprints: apart from the database, so that a copy of one is useless alone. */
export function readOrCreateKey(dir: string): Uint8Array {
  const path = join(dir, KEY_FILE);
  if (statSync(path, { throwIfNoEntry: false }) === undefined) writeKey(dir, randomBytes(KEY_LENGTH));
  const key = readFileSync(path);
  if (key.length !== KEY_LENGTH) throw wrongLength(path, key.length);
  return new Uint8Array(key);
}

/** The key as credentials hold it, 64 hexadecimal digits; null when there is none. Errors are not translated. */
export function presentKey(dir: string): string | null {
  if (statSync(join(dir, KEY_FILE), { throwIfNoEntry: false }) === undefined) return null;
  return Buffer.from(readOrCreateKey(dir)).toString("hex");
}

/** Puts a key into the folder, unless there is one. Errors are not translated. */
export function writeKey(dir: string, key: Uint8Array): void {
  const path = join(dir, KEY_FILE);
  const temporary = `${path}.new-${randomUUID()}`;
  try {
    const file = openSync(temporary, "wx", 0o600);
    try {
      writeSync(file, key);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    publish(temporary, path, dir);
  } finally {
    rmSync(temporary, { force: true });
  }
}

function wrongLength(path: string, length: number): Problem {
  return new Problem({
    kind: "configuration",
    code: "state_key_invalid",
    what: `The key of the bank fingerprints, ${path}, is damaged.`,
    why: `It has ${length} bytes instead of ${KEY_LENGTH}.`,
    next:
      "Restore it from a backup; or delete it and run `spendesk-hr preview`: " +
      "the bank details of everybody managed then count as changed once.",
  });
}
