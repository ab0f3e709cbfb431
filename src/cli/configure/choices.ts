import type { EntityPatch } from "../../config/write.js";
import type { Employee } from "../../sync/employee.js";
import { type FieldHeadCounts, fieldHeadCounts } from "../../sync/filter/head-counts.js";
import type { FilterInput } from "../../sync/filter/parse.js";
import type { Prompter } from "../prompts/prompter.js";

/** Values of one field offered at once; more than that is a list nobody reads. */
const MAX_VALUES = 200;

const SYNC_FIELDS = [
  { value: "create", label: "create members for new employees" },
  { value: "email", label: "update the e-mail" },
  { value: "name", label: "update the name" },
  { value: "bank", label: "update bank details" },
  { value: "manager", label: "update the line manager" },
  { value: "archive", label: "archive leavers" },
] as const;

/** Asks which employees are meant, offering the fields and values that exist, with head-counts. */
export async function askEmployees(
  employees: readonly Employee[],
  prompter: Prompter,
): Promise<NonNullable<EntityPatch["employees"]>> {
  const include = await prompter.select("Which employees become members?", [
    { value: "all", label: `all employees (${employees.length} records, leavers included)` },
    { value: "filter", label: "only those who match rules" },
  ]);
  if (include === "all") return { include: "all" };
  const fields = fieldHeadCounts(employees);
  const rules: FilterInput[] = [];
  do {
    rules.push(await askRule(fields, prompter));
  } while (await prompter.confirm("Another rule? (All rules must hold.)", false));
  return { include: "filter", filter: rules };
}

async function askRule(fields: readonly FieldHeadCounts[], prompter: Prompter): Promise<FilterInput> {
  const name = await prompter.select(
    "Field",
    fields.map(({ field, values }) => ({ value: field, label: `${field} (${values.length} values)` })),
  );
  const operator = await prompter.select("Condition", [
    { value: "is one of", label: "is one of" },
    { value: "is not one of", label: "is not one of" },
  ]);
  const values = fields.find(({ field }) => field === name)?.values ?? [];
  const chosen = await prompter.checkbox(
    `${name} ${operator}`,
    values.slice(0, MAX_VALUES).map(({ value, employees }) => ({ value, label: `${value} (${employees})` })),
    false,
  );
  return { field: name, operator, values: [...chosen] };
}

/** Asks what is kept in step and what happens to leavers. */
export async function askSync(prompter: Prompter): Promise<Pick<EntityPatch, "sync" | "leavers">> {
  const chosen = await prompter.checkbox("What should be kept in step?", SYNC_FIELDS, true);
  const update = (["email", "name", "bank", "manager"] as const).filter((field) => chosen.includes(field));
  const days = await prompter.input("Days after the last day of employment before a leaver is archived", {
    byDefault: "0",
    validate: (value) =>
      /^\d{1,3}$/.test(value) && Number(value) <= 365 ? null : "A whole number from 0 to 365.",
  });
  return {
    sync: { create: chosen.includes("create"), update, archive: chosen.includes("archive") },
    leavers: { graceDays: Number(days) },
  };
}
