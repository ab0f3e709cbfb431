import { createHash, createHmac, createSecretKey } from "node:crypto";
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

/**
 * Makes the function that gives the HMAC-SHA256 (hex) of a text. The key is handed over as an object: from bytes
 * `createHmac` makes one for every text, which takes eight times as long.
 */
export function keyedHash(key: Uint8Array): (text: string) => string {
  const secret = createSecretKey(key);
  return (text) => createHmac("sha256", secret).update(text).digest("hex");
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
