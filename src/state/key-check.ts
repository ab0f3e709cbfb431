import { createHmac } from "node:crypto";

/** Key of `meta` for a value by which a key of the bank fingerprints is known again, and can't be found. */
export const CHECK = "fingerprint_key_check";

/** @param key 64 hexadecimal digits */
export function checkFor(key: string): string {
  return createHmac("sha256", Buffer.from(key, "hex")).update("spendesk-hr fingerprint key").digest("hex");
}
