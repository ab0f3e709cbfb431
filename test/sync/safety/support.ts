import type { Plan, PlanCounts } from "../../../src/sync/model/plan.js";
import { checkSafety, peopleByKind } from "../../../src/sync/safety/index.js";
import { ACCOUNT, LIMITS, link, planOf } from "../../support/people.js";

type Input = Parameters<typeof checkSafety>[0];

/** Of an entity with one source, whose head-counts are plain numbers. */
interface SafetyInput extends Omit<Input, "employeesRead" | "window"> {
  readonly employeesRead: number;
  /** Employees: null before the first complete read. */
  readonly window: Omit<Input["window"], "employees"> & { readonly employees: number | null };
}
type Action = "create" | "update" | "archive" | "restore";
type Field = "email" | "firstName" | "bank";

/** The plan of an entity in which nothing is to be done. */
export const IN_STEP = planOf({});

/** A plan over so many managed members with so many changes of a kind. */
export function planWith(
  changes: readonly { readonly action: Action; readonly count: number; readonly field?: Field }[],
  counts: Partial<PlanCounts> = {},
  releases = 0,
): Plan {
  return {
    ...IN_STEP,
    changes: changes.flatMap(({ action, count, field = "firstName" }) =>
      Array.from({ length: count }, (_, index) => ({
        ...{ action, employeeId: `${action}-${field}-${index}`, memberId: `m-${index}`, email: null },
        memberStatus: "active" as const,
        ...{ name: "Ada Test", reason: "", warnings: [], desired: {}, level: 0 },
        code: action === "create" ? "joiner" : "fields_changed",
        fields: action === "update" ? [{ field, from: "a", to: "b" }] : [],
        link: link("ada"),
      })),
    ),
    releases: Array.from({ length: releases }, (_, index) => ({
      ...{ employeeId: `released-${index}`, memberId: `r-${index}`, name: "Ada Test" },
    })),
    counts: { ...IN_STEP.counts, managedMembers: 100, linked: 100, ...counts },
  };
}

/** Nothing was done in the days before, but for archives of so many other people. */
export function counted(archives = 0): SafetyInput["window"]["counted"] {
  const ids = Array.from({ length: archives }, (_, index) => `member before-${index}`);
  return { ...peopleByKind([]), archive: new Set(ids) };
}

const FULL_WINDOW = { counted: counted(), employees: 100, members: 100 };
const FIELDS = { people: 100, filled: { Status: 100, Department: 80 } };

export function check({ employeesRead = 100, window = FULL_WINDOW, ...values }: Partial<SafetyInput> = {}) {
  const { source } = ACCOUNT;
  return checkSafety({
    plan: planWith([]),
    limits: LIMITS,
    employeesRead: [{ source, employees: employeesRead }],
    membersRead: 100,
    window: {
      ...window,
      employees: new Map(window.employees === null ? [] : [[source, window.employees]]),
    },
    approvals: [],
    fields: FIELDS,
    lastFields: FIELDS,
    confirmation: { configChange: null, accountChange: null },
    overrides: {},
    ...values,
  });
}

export function codes(values: Partial<SafetyInput>): string[] {
  return check(values).violations.map(({ code }) => code);
}
