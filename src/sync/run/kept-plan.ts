import {
  type Change,
  canonicalJson,
  type KeptPerson,
  type KeptPlan,
  type KeptRow,
  keyedHash,
  type Note,
} from "../model/index.js";
import type { PlannedEntity } from "./plan-task.js";

/** Separates this use of the installation's key from its others. */
const PURPOSE = "spendesk-hr kept plan\n";
/** Hexadecimal digits of a hash: 128 bits, since a plan may have many thousands. */
const DIGITS = 32;

/**
 * A plan as the state keeps it: whom it is about and what it says as keyed hashes, so that two can be compared
 * and nothing can be read from them. Those who are merely skipped are left out.
 * @param key the installation's fingerprint key
 */
export function keptPlan({ task, plan }: Pick<PlannedEntity, "task" | "plan">, key: Uint8Array): KeptPlan {
  const digest = keyedHash(key);
  const rows = [...plan.changes, ...plan.notes.filter(({ kind }) => kind !== "skipped")]
    .map((row) => ({ kept: keptRow(row, digest), who: personOf(row) }))
    .sort((one, other) => (one.kept.person < other.kept.person ? -1 : 1));
  return { entity: task.entity, rows: rows.map(({ kept }) => kept), people: rows.map(({ who }) => who) };
}

function personOf({ name, employeeId, memberId }: Change | Note): KeptPerson {
  return { name, employeeId, memberId };
}

function keptRow(row: Change | Note, digest: (text: string) => string): KeptRow {
  const person = row.employeeId === null ? ["member", row.memberId] : ["employee", row.employeeId];
  const isChange = "action" in row;
  const fields = isChange ? row.fields : [];
  const said = isChange
    ? { kind: row.action, code: row.code, fields, bank: row.desired.bank?.fingerprint ?? null }
    : { kind: row.kind, code: row.code, candidate: row.candidateMemberId ?? null };
  return {
    person: hashOf(person, digest),
    content: hashOf(said, digest),
    kind: said.kind,
    code: row.code,
    fields: fields.map(({ field }) => field),
  };
}

function hashOf(value: unknown, digest: (text: string) => string): string {
  return digest(PURPOSE + canonicalJson(value)).slice(0, DIGITS);
}

/** A row of one plan, with the name of whom it is about while names are kept. */
export interface ComparedRow extends Omit<KeptRow, "person" | "content"> {
  readonly who: KeptPerson | null;
}

/** What differs between two plans of an entity. */
export interface PlanDiff {
  readonly added: readonly ComparedRow[];
  readonly gone: readonly ComparedRow[];
  readonly different: readonly { readonly from: ComparedRow; readonly to: ComparedRow }[];
  /** How many rows say the same. */
  readonly same: number;
}

/** Compares what two runs planned for the same entity; null is the plan of one that did not plan it. */
export function diffPlans(from: KeptPlan | null, to: KeptPlan | null): PlanDiff {
  const [before, after] = [byPerson(from), byPerson(to)];
  const added = [...after].flatMap(([person, { row }]) => (before.has(person) ? [] : [row]));
  const gone = [...before].flatMap(([person, { row }]) => (after.has(person) ? [] : [row]));
  const both = [...before].flatMap(([person, one]) => {
    const other = after.get(person);
    return other === undefined ? [] : [{ one, other }];
  });
  const different = both
    .filter(({ one, other }) => one.content !== other.content)
    .map(({ one, other }) => ({ from: one.row, to: other.row }));
  return { added, gone, different, same: both.length - different.length };
}

/** Two records of one id (a conflict) have a row each: they are told apart by their place. */
function byPerson(plan: KeptPlan | null): ReadonlyMap<string, { content: string; row: ComparedRow }> {
  const rows = new Map<string, { content: string; row: ComparedRow }>();
  for (const [index, { person, content, ...row }] of (plan?.rows ?? []).entries()) {
    let key = person;
    while (rows.has(key)) key += "+";
    rows.set(key, { content, row: { ...row, who: plan?.people?.[index] ?? null } });
  }
  return rows;
}
