import { createHmac, timingSafeEqual } from "node:crypto";
import { canonicalJson } from "../../sync/canonical-json.js";

/** Separates this use of the installation's key from its other one, the bank fingerprints. */
const PURPOSE = "spendesk-hr plan file\n";

/** HMAC-SHA256 (hex) of a plan's content, whatever the order of its keys. */
export function sign(content: object, key: Uint8Array): string {
  return createHmac("sha256", key)
    .update(PURPOSE + canonicalJson(content))
    .digest("hex");
}

/** Whether a signature is the one of this content by this installation. */
export function isSignedBy(content: object, signature: string, key: Uint8Array): boolean {
  const expected = Buffer.from(sign(content, key), "hex");
  const given = Buffer.from(signature, "hex");
  return given.length === expected.length && timingSafeEqual(given, expected);
}
