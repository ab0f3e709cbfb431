import { accountsOf, linksAfter } from "../../src/sync/identity/index.js";
import { isInForce } from "../../src/sync/identity/link-by-person.js";
import type { Plan } from "../../src/sync/model/plan.js";
import { type PlanInput, planEntity } from "../../src/sync/plan/plan-entity.js";
import { checkSafety, memberKey } from "../../src/sync/safety/index.js";
import { personKey } from "../../src/sync/safety/kinds.js";
import { planModel } from "./plan.js";
import type { LimitsInput, ModelInput, ModelPlan, Row, Violation, Written } from "./types.js";

/**
 * The planner itself, in the words of the model. What only the limits need is counted by the model, so
 * that whole stories can be played with the planner's rows and links.
 */
export function planReal(input: ModelInput): ModelPlan {
  const plan = planOf(input);
  const rows = rowsOf(plan);
  const known = new Set<string>();
  // Of several rows with one employee id the first is the employee's: a link of another account may
  // name the same number.
  const isOwn = ({ employeeId }: Row) => {
    const isFirst = !known.has(employeeId) && input.employees.some(({ id }) => id === employeeId);
    known.add(employeeId);
    return isFirst;
  };
  const own = new Set(rows.filter(isOwn));
  const managed = Array.from({ length: plan.counts.managedMembers }, (_, index) => `managed member ${index}`);
  return {
    ...planModel(input),
    rows: rows.filter((row) => own.has(row)),
    absent: rows.filter((row) => !own.has(row)),
    links: linksAfter(input.links, plan.links),
    managed: new Set(managed),
    released: plan.releases.map(({ employeeId }) => employeeId),
  };
}

function planOf(input: ModelInput): Plan {
  return planEntity({
    ...(input satisfies object as unknown as PlanInput),
    accounts: accountsOf([input.account]),
    unread: new Set(),
    whenAbsent: () => input.policy.absent,
    decisions: input.decisions.filter((one) => isInForce(one, input.today)),
    archivedBefore: { confirmed: new Set() },
    unshown: { answers: { manager: "differs", bank: "differs" }, baselines: [] },
  });
}

/** The limits that the planner's own check finds passed, for the plan and the facts of the model. */
export function violationsReal(input: ModelInput, facts: LimitsInput): Violation[] {
  const plan = planOf(input);
  const keys = new Map<string, string>();
  for (const change of plan.changes) keys.set(change.employeeId, personKey(change));
  for (const { employeeId, memberId } of plan.releases) keys.set(employeeId, memberKey(memberId));
  // The state counts members, the model employees: each is the other's as the plan has them.
  const keysOf = (ids: ReadonlySet<string>) =>
    new Set([...ids].map((id) => keys.get(id) ?? `employee ${id}`));
  const { counted, approvals, highest, limits, employeesRead, membersRead } = facts;
  const { source } = input.account;
  return checkSafety({
    ...{ plan, limits, employeesRead: [{ source, employees: employeesRead }], membersRead },
    window: {
      counted: {
        archive: keysOf(counted.archive),
        update: keysOf(counted.update),
        email_change: keysOf(counted.email_change),
        bank_change: keysOf(counted.bank_change),
        creation: keysOf(counted.creation),
        restore: keysOf(counted.restore),
        release: keysOf(counted.release),
      },
      employees: new Map(highest ? [[source, highest.employees]] : []),
      members: highest?.members ?? null,
    },
    approvals: approvals.map(({ isConfirmed, ...approval }) => ({ ...approval, isCounted: !isConfirmed })),
    fields: { people: 0, filled: {} },
    lastFields: null,
    confirmation: { configChange: null, accountChange: null },
    overrides: {},
  }).violations.map(({ code, actual, limit }) => ({ code, actual: actual ?? 0, limit: limit ?? 0 }));
}

function rowsOf({ changes, notes, unchanged }: Plan): Row[] {
  const changed = changes.map(({ action, employeeId, memberId, code, desired, warnings, level }): Row => {
    const { bank, ...values } = desired;
    const written: Written = { ...values, ...(bank && { bank: bank.fingerprint }) };
    return { kind: action, employeeId, memberId, code, written, warnings: codesOf(warnings), level };
  });
  const noted = notes.map(({ kind, employeeId, memberId, code }): Row => {
    return { kind, employeeId: employeeId ?? "", memberId, code, written: {}, warnings: [], level: 0 };
  });
  const same = unchanged.map(({ employeeId, memberId, code, warnings }): Row => {
    return {
      kind: "unchanged",
      employeeId,
      memberId,
      code,
      written: {},
      warnings: codesOf(warnings),
      level: 0,
    };
  });
  return [...changed, ...noted, ...same];
}

function codesOf(warnings: Plan["unchanged"][number]["warnings"]): string[] {
  return warnings
    .map(({ code }) => code)
    .filter((code) => !code.startsWith("bank_"))
    .sort();
}
