import type { HandOffReview, ReviewedPlan } from "../hand-off/index.js";
import { type BankReading, type Employee, type Plan, type Warning, warn } from "../model/index.js";
import type { EmployeeReads } from "./employee-reads.js";
import { idInEntity, ownId } from "./sources.js";
import type { EntityTask, Progress, TaskSource } from "./task.js";

/** A plan made with bank details that were read person by person. */
interface BankPass {
  readonly employees: readonly Employee[];
  readonly plan: Plan;
  readonly handOffs: HandOffReview;
  /** Of the entity as a whole: nobody's bank details could be read, for one reason. */
  readonly warnings: readonly Warning[];
}

interface PassInput {
  readonly task: EntityTask;
  readonly employees: readonly Employee[];
  /** Makes the plan; pure. */
  readonly planOf: (employees: readonly Employee[]) => ReviewedPlan;
  readonly reads: EmployeeReads;
  readonly progress: Progress;
}

/**
 * Plans, and where the HR tool gives bank details only person by person, reads those of the people
 * who are created, changed or restored, and plans again with them. Bank details decide nothing but
 * their own field, so the second plan changes the same people.
 *
 * Nobody else is asked for: it would cost one call per employee and run. What was written for them
 * before stays remembered. A new bank account alone is therefore not noticed; it is taken over with
 * the person's next change.
 *
 * @throws Problem when nobody can be asked: somebody created without bank details would not be asked
 *   for again, so a passing failure stops the entity before anything is written
 */
export async function planWithBankDetails(input: PassInput): Promise<BankPass> {
  const { task, employees, planOf } = input;
  const first = planOf(employees);
  const wanted = wantedBankDetails(task, employees, first.plan);
  if (wanted.length === 0) return { employees, plan: first.plan, handOffs: first.review, warnings: [] };

  const readings = new Map<string, BankReading>();
  for (const of of task.sources) {
    const own = wanted.flatMap((id) => ownId(of, task, id) ?? []);
    if (own.length === 0 || !of.source.readBankDetails) continue;
    for (const [id, reading] of await readBankDetails(input, of, own)) {
      readings.set(idInEntity(of, task, id), reading);
    }
  }
  const completed = withBankDetails(employees, readings);
  const { plan, review } = planOf(completed);
  return { employees: completed, handOffs: review, ...withReasons(plan, wanted, readings) };
}

/** Employee ids in the order of the plan. Whoever came with bank details is not asked for again. */
function wantedBankDetails(
  task: EntityTask,
  employees: readonly Employee[],
  { changes }: Plan,
): readonly string[] {
  const asking = task.sources.filter(({ source }) => source.readBankDetails);
  if (asking.length === 0 || !task.policy.update.includes("bank")) return [];
  const changed = changes.filter(({ action }) => action !== "archive").map(({ employeeId }) => employeeId);
  if (changed.length === 0) return [];
  const known = new Set(employees.filter(({ bank }) => bank !== undefined).map(({ id }) => id));
  return changed.filter((id) => !known.has(id) && asking.some((of) => ownId(of, task, id) !== null));
}

async function readBankDetails(
  { task: { entity }, reads, progress }: PassInput,
  { source }: TaskSource,
  wanted: readonly string[],
): Promise<ReadonlyMap<string, BankReading>> {
  const people = wanted.length === 1 ? "1 person" : `${wanted.length} people`;
  progress.phase(entity, `reading the bank details of ${people} one by one`);
  const doing = "reading bank details one by one";
  return reads.bankDetails(source, wanted, (done, total) =>
    progress.advanced?.(entity, { doing, done, total }),
  );
}

function withBankDetails(
  employees: readonly Employee[],
  readings: ReadonlyMap<string, BankReading>,
): readonly Employee[] {
  return employees.map((employee) => {
    const reading = readings.get(employee.id);
    return reading?.ok ? { ...employee, bank: reading.bank } : employee;
  });
}

const ALL_BANK_DETAILS = { key: "all", employeeId: null, name: "bank details" };
const NOT_SAID = "The HR tool says nothing about them.";

/** The plan with a warning for everybody whose bank details are left out; one for all when it is all. */
function withReasons(
  plan: Plan,
  wanted: readonly string[],
  readings: ReadonlyMap<string, BankReading>,
): Pick<BankPass, "plan" | "warnings"> {
  const reasons = new Map<string, string>();
  for (const id of wanted) {
    const reading = readings.get(id);
    if (!reading?.ok) reasons.set(id, reading?.why ?? NOT_SAID);
  }
  const [why, another] = new Set(reasons.values());
  if (why !== undefined && another === undefined && reasons.size > 1 && reasons.size === wanted.length) {
    const text = `The bank details of all ${wanted.length} people asked for were left out. ${why}`;
    return { plan, warnings: [warn("bank_not_readable", text, [ALL_BANK_DETAILS])] };
  }
  const changes = plan.changes.map((change) => {
    const reason = reasons.get(change.employeeId);
    if (reason === undefined) return change;
    const left = warn("bank_not_readable", `Bank details were left out. ${reason}`);
    return { ...change, warnings: [...change.warnings, left] };
  });
  return { plan: { ...plan, changes }, warnings: [] };
}
