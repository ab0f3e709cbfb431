import { type FieldCounts, idWithin } from "../model/index.js";
import { emptiedFields } from "./field-counts.js";
import type { EmployeesRead, SafetyInput, SafetyViolation } from "./input.js";
import { type Check, judge } from "./judge.js";

/** Head-counts of both sides, and whether the fields still hold what they held. */
export function checkReads(input: SafetyInput): SafetyViolation[] {
  const { employeesRead, membersRead, limits, overrides, window } = input;
  if (employeesRead.every(({ employees }) => employees === 0)) {
    const text =
      "The HR tool returned no employees at all. Check the key's permissions and the account; of a file, the export.";
    return [{ code: "no_employees", actual: 0, limit: 1, override: null, text }];
  }
  // Another account has other people; its numbers are shown to whoever confirms it.
  if (input.confirmation.accountChange !== null) return [];
  const { members: mostMembers } = window;
  const fewestMembers = Math.ceil((limits.minMembersPercent * (mostMembers ?? 0)) / 100);
  const members: Check = {
    code: "too_few_members",
    override: "allowMembers",
    number: membersRead,
    limit: fewestMembers,
    isOver: membersRead < fewestMembers,
    text: `Spendesk lists ${membersRead} members; the last complete read had ${mostMembers}, and ${limits.minMembersPercent} % of them (${fewestMembers}) must be there.`,
  };
  return [...checkSources(input), ...judge(members, overrides), ...checkFields(input)];
}

/** Each source has head-counts of its own: a few contractors must not vanish among many employees. */
function checkSources(input: SafetyInput): SafetyViolation[] {
  const { employeesRead, overrides } = input;
  const { allowEmployees: allowed, ...others } = overrides;
  const isForOne = employeesRead.some(({ employees }) => employees === allowed);
  return employeesRead.flatMap((read) => {
    // The flag names the number of one source and says nothing about the others.
    const isForAnother = isForOne && read.employees !== allowed;
    return judge(employeesCheck(read, input), isForAnother ? others : overrides);
  });
}

/** In a company of three, three more people are no sign of a wrong account. */
const MIN_GROWTH = 5;

/** From this much growth on it is asked whether the new records are second ones of people already there. */
const DOUBLED_PERCENT = 150;

function employeesCheck(
  { source, employees }: EmployeesRead,
  { plan, employeesRead, limits, window }: SafetyInput,
): Check {
  const most = window.employees.get(source) ?? null;
  const isOnly = employeesRead.length === 1;
  const fewest = Math.ceil((limits.minEmployeesPercent * (most ?? 0)) / 100);
  const largest = most === null ? Number.POSITIVE_INFINITY : grownBy(limits.maxEmployeesPercent, most);
  const seconds = plan.notes.filter(
    ({ code, employeeId }) =>
      code === "superseded" && employeeId !== null && (isOnly || idWithin(source, employeeId) !== null),
  ).length;
  const isDoubled =
    most !== null && employees >= grownBy(DOUBLED_PERCENT, most) && 2 * seconds > plan.counts.managedMembers;
  const isFew = employees < fewest;
  const isMany = employees > largest;
  const who = isOnly ? "The HR tool" : source;
  const returned = `${who} returned ${employees} employees; the last complete read had ${most}`;
  const why = (): string => {
    if (isFew) return `${limits.minEmployeesPercent} % of them (${fewest}) must be there.`;
    if (isMany) return `at most ${limits.maxEmployeesPercent} % of them (${largest}) may be there.`;
    return `${seconds} records are second ones of people who have one already: was something imported twice?`;
  };
  return {
    code: isFew ? "too_few_employees" : "too_many_employees",
    override: "allowEmployees",
    number: employees,
    limit: isFew ? fewest : largest,
    isOver: isFew || isMany || isDoubled,
    text: `${returned}, and ${why()}`,
  };
}

function grownBy(percent: number, most: number): number {
  return Math.max(Math.floor((percent * most) / 100), most + MIN_GROWTH);
}

function checkFields(input: SafetyInput): SafetyViolation[] {
  const { fields, lastFields } = input;
  if (!fields.sources) return checkFilled(fields, lastFields, "", input);
  return Object.entries(fields.sources).flatMap(([source, counts]) =>
    checkFilled(counts, lastFields?.sources?.[source] ?? null, `${source}: `, input),
  );
}

/** @param prefix which source is meant, where there are several */
function checkFilled(
  fields: FieldCounts,
  lastFields: FieldCounts | null,
  prefix: string,
  { limits, overrides }: Pick<SafetyInput, "limits" | "overrides">,
): SafetyViolation[] {
  const allowed = new Set(overrides.allowEmpty?.map((name) => name.toLowerCase()));
  return emptiedFields(fields, lastFields, limits.minFilledPercent).flatMap(
    ({ field, filled, people, before, limit }) => {
      if (allowed.has(field.toLowerCase())) return [];
      const what = field === "Status" ? "is understood" : "is filled";
      const text = `${prefix}${field} ${what} for ${filled} of ${people} people; in the last good read it was for ${before.filled} of ${before.people}. At least ${limit} must be.`;
      return [{ code: "field_emptied", actual: filled, limit, override: `--allow-empty "${field}"`, text }];
    },
  );
}
