import type { Limit, SafetyLimits } from "../../src/sync/model/policy.js";
import type { LimitKind } from "../../src/sync/model/state-store.js";
import type { LimitsInput, ModelApproval, ModelPlan, Row, Violation } from "./types.js";

/** The limits on what a plan does, by what it counts. */
export const CHANGE_LIMITS = [
  ["too_many_archives", "archive", "archives"],
  ["too_many_updates", "update", "updates"],
  ["too_many_email_changes", "email_change", "emailChanges"],
  ["too_many_bank_changes", "bank_change", "bankChanges"],
  ["too_many_creations", "creation", "creations"],
  ["too_many_restores", "restore", "restores"],
  ["too_many_releases", "release", "releases"],
] as const satisfies readonly (readonly [string, LimitKind, keyof SafetyLimits])[];

/** All limits that a plan passes; sorted by code. */
export function violationsOf(plan: ModelPlan, facts: LimitsInput): Violation[] {
  const over = [...changesOver(plan, facts), ...readsOver(plan, facts), ...identitiesOver(plan, facts)];
  return over.sort((a, b) => (a.code < b.code ? -1 : 1));
}

/** What a change counts as. At a restore, e-mail and bank details are changed like at an update. */
export function kindsOf({ kind, written }: Row): LimitKind[] {
  if (kind === "archive") return ["archive"];
  if (kind === "create") return ["creation"];
  if (kind !== "update" && kind !== "restore") return [];
  return [
    kind,
    ...(written.email === undefined ? [] : (["email_change"] as const)),
    ...(written.bank === undefined ? [] : (["bank_change"] as const)),
  ];
}

/** A change of which only a part was approved is a new one: it is more than what was agreed to. */
export function approvalOf(
  row: Row,
  { approvals }: Pick<LimitsInput, "approvals">,
): ModelApproval | undefined {
  return approvals.find(
    (one) => one.employeeId === row.employeeId && kindsOf(row).every((kind) => covers(one, kind)),
  );
}

/** An approved creation or restore covers whatever else is written to the person. */
function covers({ kinds }: ModelApproval, kind: LimitKind): boolean {
  const isField = kind === "update" || kind === "email_change" || kind === "bank_change";
  return kinds.includes(kind) || (isField && (kinds.includes("creation") || kinds.includes("restore")));
}

function changesOver(plan: ModelPlan, facts: LimitsInput): Violation[] {
  const rows = [...plan.rows, ...plan.absent];
  const joiners = rows.filter((row) => row.kind === "create" && approvalOf(row, facts)?.isConfirmed);
  return CHANGE_LIMITS.flatMap(([code, kind, name]) => {
    const of = kind === "release" ? [] : rows.filter((row) => kindsOf(row).includes(kind));
    const begun = of.filter((row) => approvalOf(row, facts)?.isConfirmed === false);
    const isFresh = (row: Row) => !approvalOf(row, facts);
    const fresh = kind === "release" ? plan.released : of.filter(isFresh).map(({ employeeId }) => employeeId);
    const base = plan.managed.size + (kind === "creation" ? joiners.length : 0);
    const limit = limitOf(facts.limits[name], base, kind !== "creation");
    // Carrying on is not new, but who is new comes on top of it. People count, however often.
    const before = new Set([...facts.counted[kind], ...begun.map(({ employeeId }) => employeeId)]);
    const actual = new Set([...before, ...fresh]).size;
    return actual > before.size && actual > limit ? [{ code, actual, limit }] : [];
  });
}

/** Half of an odd number is rounded up: of three people two may leave in a week, of one the only one. */
function limitOf({ percent, atLeast }: Limit, base: number, isCapped: boolean): number {
  const limit = Math.max(Math.floor((percent * base) / 100), atLeast);
  return isCapped ? Math.min(limit, Math.max(1, Math.ceil(base / 2))) : limit;
}

function readsOver(plan: ModelPlan, facts: LimitsInput): Violation[] {
  const { limits, highest, employeesRead, membersRead, linked } = facts;
  if (employeesRead === 0) return [{ code: "no_employees", actual: 0, limit: 1 }];
  const found: (Violation & { readonly isOver: boolean })[] = [];
  const gone = plan.gone.length;
  const goneLimit = limitOf(limits.membersGone, linked, true);
  found.push({ code: "members_gone", actual: gone, limit: goneLimit, isOver: gone > goneLimit });
  if (highest) {
    const fewest = Math.ceil((limits.minEmployeesPercent * highest.employees) / 100);
    const fewestMembers = Math.ceil((limits.minMembersPercent * highest.members) / 100);
    const most = Math.floor((limits.maxEmployeesPercent * highest.employees) / 100);
    const mostStrangers = Math.max(3, Math.floor((limits.strangersPercent * highest.employees) / 100));
    const strangers = plan.strangers.filter((id) => !isAwaited(id, facts)).length;
    found.push(
      { code: "too_few_employees", actual: employeesRead, limit: fewest, isOver: employeesRead < fewest },
      {
        code: "too_few_members",
        actual: membersRead,
        limit: fewestMembers,
        isOver: membersRead < fewestMembers,
      },
      { code: "too_many_employees", actual: employeesRead, limit: most, isOver: employeesRead > most },
      {
        code: "too_many_strangers",
        actual: strangers,
        limit: mostStrangers,
        isOver: strangers > mostStrangers,
      },
    );
  }
  return found.flatMap(({ isOver, ...violation }) => (isOver ? [violation] : []));
}

/** Somebody whose creation is approved is expected, not a stranger. */
function isAwaited(id: string, { approvals }: LimitsInput): boolean {
  return approvals.some(({ employeeId, kinds }) => employeeId === id && kinds.includes("creation"));
}

/** Whom a person has confirmed is not in doubt while the confirmed change is carried on. */
function identitiesOver(plan: ModelPlan, { linked, approvals }: LimitsInput): Violation[] {
  const isConfirmed = (id: string) => approvals.some((one) => one.isConfirmed && one.employeeId === id);
  const actual = plan.doubtful.filter((id) => !isConfirmed(id)).length;
  const limit = linked < 20 ? Math.floor(linked / 3) : Math.max(3, Math.floor(linked / 20));
  return actual > limit ? [{ code: "identities_changed", actual, limit }] : [];
}
