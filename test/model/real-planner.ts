import { linksAfter } from "../../src/sync/identity/index.js";
import { isInForce } from "../../src/sync/identity/link-by-person.js";
import type { Plan } from "../../src/sync/model/plan.js";
import { type PlanInput, planEntity } from "../../src/sync/plan/plan-entity.js";
import { planModel } from "./plan.js";
import type { ModelInput, ModelPlan, Row, Written } from "./types.js";

/**
 * The planner itself, in the words of the model. What only the limits need is counted by the model, so
 * that whole stories can be played with the planner's rows and links.
 */
export function planReal(input: ModelInput): ModelPlan {
  const plan = planEntity({
    ...(input satisfies object as unknown as PlanInput),
    decisions: input.decisions.filter((one) => isInForce(one, input.today)),
    archivedBefore: { confirmed: new Set() },
    unshown: { answers: { manager: "differs", bank: "differs" }, baselines: [] },
  });
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
