import { createHash, hash } from "node:crypto";
import type { BankDetails } from "./bank.js";
import type { Change, Plan } from "./plan.js";

/**
 * SHA-256 (hex) of a value's canonical JSON: object keys sorted, absent and undefined keys alike.
 * Holds for plain data only.
 */
export function fingerprintOf(value: unknown): string {
  return createHash("sha256").update(canonicalJson(value)).digest("hex");
}

/**
 * Fingerprint of everything a plan would write, bank details by their keyed fingerprint. Does not
 * depend on the order of changes. Equal fingerprints mean: what was reviewed is what would be applied.
 */
export function planFingerprint(plan: Plan): string {
  return fingerprintOf({
    entity: plan.entity,
    changes: plan.changes.map((change) => canonicalJson(essence(change))).sort(),
  });
}

/**
 * Makes the function that tells whether bank details changed without keeping them: HMAC-SHA256 (hex)
 * over IBAN and BIC. A BIC with the branch `XXX` (head office) is the same as one without.
 * @param key 32 random bytes of this installation
 */
export function makeBankFingerprint(key: Uint8Array): (bank: BankDetails) => string {
  const digest = keyedHash(key);
  return (bank) => {
    const { iban, bic } = bank.reveal();
    const institution = bic.length === 11 && bic.endsWith("XXX") ? bic.slice(0, 8) : bic;
    return digest(`${iban}\n${institution}`);
  };
}

/** Bytes that SHA-256 takes in at once. */
const BLOCK = 64;

/**
 * Makes the function that gives the HMAC-SHA256 (hex) of a text, as RFC 2104 §2 has it: for 100 000 people in
 * a fifth of the time that `createHmac` takes, which sets up two contexts for every text.
 */
export function keyedHash(key: Uint8Array): (text: string) => string {
  const short = key.length > BLOCK ? hash("sha256", key, "buffer") : key;
  const inner = Buffer.alloc(BLOCK, 0x36);
  const outer = Buffer.alloc(BLOCK, 0x5c);
  for (const [index, byte] of short.entries()) {
    inner[index] = 0x36 ^ byte;
    outer[index] = 0x5c ^ byte;
  }
  return (text) => {
    const first = hash("sha256", Buffer.concat([inner, Buffer.from(text)]), "buffer");
    return hash("sha256", Buffer.concat([outer, first]), "hex");
  };
}

function essence(change: Change) {
  const { action, employeeId, memberId, code, level, desired } = change;
  const { bank, ...values } = desired;
  const fields = change.fields.map((field) => canonicalJson(field)).sort();
  return { action, employeeId, memberId, code, level, fields, values, bank: bank?.fingerprint };
}

/** JSON with the keys of every object in one order, so that equal data gives equal text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(withSortedKeys(value));
}

/** Values that write themselves, as masked ones do, are left to. */
function withSortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withSortedKeys);
  if (value === null || typeof value !== "object" || "toJSON" in value) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  for (const entry of entries) entry[1] = withSortedKeys(entry[1]);
  return Object.fromEntries(entries);
}
