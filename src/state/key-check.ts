import { createHmac } from "node:crypto";

/** Key of `meta` for a value by which a key of the bank fingerprints is known again, and can't be found. */
export const CHECK = "fingerprint_key_check";

/** Whether a text can be such a key as credentials hold it. */
export function isKey(text: string): boolean {
  return /^[0-9a-f]{64}$/iu.test(text);
}

/** @param key 64 hexadecimal digits */
export function checkFor(key: string): string {
  return createHmac("sha256", Buffer.from(key, "hex")).update("spendesk-hr fingerprint key").digest("hex");
}
