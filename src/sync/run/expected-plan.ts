import { type Change, type FieldChange, type Plan, Problem } from "../model/index.js";

/** A change as a plan file keeps it. */
export type ExpectedChange = Pick<Change, "action" | "employeeId" | "name" | "fields">;

/** What somebody reviewed and signed off: only exactly this may be applied. */
export interface ExpectedPlan {
  readonly entity: string;
  readonly fingerprint: string;
  readonly configFingerprint: string;
  readonly changes: readonly ExpectedChange[];
}

const MAX_SHOWN = 20;

/**
 * Compares a fresh plan with the reviewed one.
 * @throws Problem `plan_changed` (exit 8) with what is different
 */
export function refuseOtherPlan(
  expected: ExpectedPlan,
  actual: { readonly plan: Plan; readonly fingerprint: string; readonly configFingerprint: string },
): void {
  const differences = [
    ...(expected.configFingerprint === actual.configFingerprint ? [] : ["the configuration is another one"]),
    ...changeDifferences(expected.changes, actual.plan.changes),
  ];
  if (expected.fingerprint === actual.fingerprint && differences.length === 0) return;
  const shown = differences.slice(0, MAX_SHOWN);
  const more = differences.length - shown.length;
  throw new Problem({
    kind: "stale_plan",
    code: "plan_changed",
    what: `${expected.entity}: the plan file no longer matches reality, so nothing was written.`,
    why: `Since it was made: ${[...(shown.length > 0 ? shown : ["details that are not shown, such as bank details"]), ...(more > 0 ? [`and ${more} more ${more === 1 ? "difference" : "differences"}`] : [])].join("; ")}.`,
    next: "Run `spendesk-hr preview --out` again, review the new file, then apply that.",
  });
}

function changeDifferences(before: readonly ExpectedChange[], now: readonly ExpectedChange[]): string[] {
  const expected = new Map(before.map((change) => [keyOf(change), change]));
  const actual = new Map(now.map((change) => [keyOf(change), change]));
  return [
    ...now.filter((change) => !expected.has(keyOf(change))).map((change) => `new: ${label(change)}`),
    ...before.filter((change) => !actual.has(keyOf(change))).map((change) => `gone: ${label(change)}`),
    ...now.flatMap((change) => {
      const reviewed = expected.get(keyOf(change));
      return reviewed && fieldsText(reviewed.fields) !== fieldsText(change.fields)
        ? [
            `different: ${label(change)} (was ${fieldsText(reviewed.fields)}; is ${fieldsText(change.fields)})`,
          ]
        : [];
    }),
  ];
}

function keyOf({ action, employeeId }: ExpectedChange): string {
  return `${action} ${employeeId}`;
}

function label({ action, name, employeeId }: ExpectedChange): string {
  return `${action} ${name} (employee ${employeeId})`;
}

function fieldsText(fields: readonly FieldChange[]): string {
  const texts = fields.map(({ field, from, to }) => `${field} ${from ?? ""} → ${to ?? ""}`);
  return texts.sort().join(", ") || "no fields";
}
