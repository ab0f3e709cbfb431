import type { EntityConfig } from "../../config/load.js";
import {
  type FieldHeadCounts,
  type FilterInput,
  OPERATOR_NAMES,
  OPERATORS,
  requireField,
  type ValueCount,
} from "../../sync/filter/index.js";
import {
  type Clock,
  dayInZone,
  type Employee,
  type EmployeeSource,
  isIsoDate,
  type Operator,
  planCalendar,
  standingOf,
} from "../../sync/model/index.js";
import type { Prompter } from "../prompts/prompter.js";

/** More values than anybody reads through; then they are looked for by a part of their text. */
const MAX_LISTED = 40;

/** Said by the list forms as well. */
const LEFT_OUT: readonly Operator[] = ["is", "is not"];

/** Asks for one rule, offering the fields and values people have. */
export async function askRule(fields: readonly FieldHeadCounts[], prompter: Prompter): Promise<FilterInput> {
  const name = await prompter.select(
    "Field",
    fields.map(({ field, values }) => ({ value: field, label: `${field} (${valuesText(values.length)})` })),
  );
  const operators = operatorsFor(name).map((value) => ({ value, label: value }));
  const operator = await prompter.select("Condition", operators);
  const values = fields.find(({ field }) => field === name)?.values ?? [];
  return { field: name, operator, values: await askValues(name, operator, values, prompter) };
}

function operatorsFor(field: string): readonly Operator[] {
  const { holds } = requireField(field);
  return OPERATOR_NAMES.filter((operator) => {
    const { on } = OPERATORS[operator];
    return !LEFT_OUT.includes(operator) && (on === "both" || holds === "either" || on === holds);
  });
}

async function askValues(
  field: string,
  operator: string,
  values: readonly ValueCount[],
  prompter: Prompter,
): Promise<readonly string[]> {
  const { arity, on } = OPERATORS[OPERATOR_NAMES.find((name) => name === operator) ?? "is one of"];
  if (arity === "none") return [];
  const question = `${field} ${operator}`;
  if (arity === "one") {
    const validate = on === "day" ? dayProblem : textProblem;
    return [await prompter.input(question, { validate })];
  }
  const listed = values.length > MAX_LISTED ? await lookFor(field, values, prompter) : values;
  const choices = listed.map(({ value, employees }) => ({ value, label: `${value} (${employees})` }));
  return prompter.checkbox(question, choices, { required: true });
}

/** The values that have a text in them. */
async function lookFor(
  field: string,
  values: readonly ValueCount[],
  prompter: Prompter,
): Promise<readonly ValueCount[]> {
  const found = (part: string) => {
    const wanted = part.toLocaleLowerCase();
    return values.filter(({ value }) => value.toLocaleLowerCase().includes(wanted));
  };
  const part = await prompter.input(`Part of ${field} to look for (${valuesText(values.length)})`, {
    validate: (typed) => {
      const count = found(typed).length;
      if (count === 0) return "Nobody has such a value.";
      return count > MAX_LISTED ? `${valuesText(count)} have that in them: type more.` : null;
    },
  });
  return found(part);
}

function valuesText(count: number): string {
  return `${count} value${count === 1 ? "" : "s"}`;
}

function dayProblem(value: string): string | null {
  return isIsoDate(value) ? null : "It must be a day of the form YYYY-MM-DD.";
}

function textProblem(value: string): string | null {
  return value === "" ? "Type the text to compare with." : null;
}

/** Who is employed now: values that only former colleagues have are no choice for a rule. */
export function employedNow(
  employees: readonly Employee[],
  { timezone, policy }: EntityConfig,
  clock: Clock,
): readonly Employee[] {
  const calendar = planCalendar(dayInZone(clock.now(), timezone), policy);
  return employees.filter((employee) => standingOf(employee, calendar) === "eligible");
}

/** The source with employees that were read a moment ago: the preview doesn't fetch them again. */
export function alreadyRead(source: EmployeeSource, employees: readonly Employee[]): EmployeeSource {
  return {
    ...source,
    async *readEmployees() {
      yield employees;
      return { complete: true, total: employees.length };
    },
  };
}
