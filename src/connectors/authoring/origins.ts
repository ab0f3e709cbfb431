import type { Employee, EmployeeStatus } from "../../sync/model/index.js";
import { readWritten } from "../mapping/dates.js";
import {
  type DateField,
  dateSource,
  type FoundRecord,
  factsOf,
  type MappingContext,
  pickValue,
} from "../mapping/employee.js";
import { valueAt } from "../mapping/paths.js";
import { conditionsOf, entryOf, holdingRule } from "../mapping/status.js";
import type { FoundPerson } from "../reading/people.js";
import type { Condition } from "../schema/people.js";
import { type Value, valueText } from "../schema/values.js";

/** Where one value of a person comes from. */
export interface Origin {
  /** As in the manifest: `workEmail`, `manager.id`, `custom.level`. */
  readonly field: string;
  /** `value`; `empty`: there is nothing in it; `unreadable`: it is not in the answer, or can't be read. */
  readonly state: "value" | "empty" | "unreadable";
  /** As it is used; null without one. Bank details masked. */
  readonly value: string | null;
  /** The path or expression that gave it; of several that gave nothing, all. */
  readonly from: string;
  /** As the answer has it, where that says more than the value; null for bank details. */
  readonly raw: string | null;
  /** What else decided: the format of a date, the rule or word of a status, why it can't be read. */
  readonly how: string | null;
}

/** What was made of a record and of which parts of it, in the order of the manifest. Pure. */
export function originsOf(
  { found, employee }: FoundPerson,
  context: Omit<MappingContext, "onOddDate">,
): readonly Origin[] {
  const { employee: fields, bank } = context.manifest;
  const { allowPersonalEmail, custom, manager, startDate, terminationDate, ...plain } = fields;
  if (!employee) return [plainOrigin("id", fields.id, null, found)];
  const shown = (field: string, source: Value | undefined, value: unknown) =>
    source === undefined ? [] : [plainOrigin(field, source, value, found)];
  return [
    ...Object.entries(plain).flatMap(([field, source]) =>
      shown(field, source, employee[field as keyof Employee]),
    ),
    statusOrigin(employee, found, context),
    ...(["startDate", "terminationDate"] as const).flatMap((field) => dateOrigin(field, found, context)),
    ...shown("manager.id", manager?.id, employee.manager?.id),
    ...shown("manager.email", manager?.email, employee.manager?.email),
    ...(bank ? [bankOrigin(employee, [bank.iban, ...(bank.bic === undefined ? [] : [bank.bic])])] : []),
    ...Object.entries(custom ?? {}).flatMap(([key, source]) =>
      shown(`custom.${key}`, source, employee.custom[key]),
    ),
  ];
}

function plainOrigin(field: string, source: Value, value: unknown, found: FoundRecord): Origin {
  const { value: raw, from } = pickValue(source, found);
  const text = textOf(value);
  const isUnused = text === null && raw !== undefined && raw !== null && textOf(raw) !== "";
  return {
    field,
    state: raw === undefined ? "unreadable" : text === null ? "empty" : "value",
    value: text,
    from: valueText(from ?? source),
    raw: textOf(raw) === text ? null : textOf(raw),
    how: raw === undefined ? ABSENT : isUnused ? `${kindOf(raw)} can't be used here` : null,
  };
}

const ABSENT = "the answer has nothing of that name";

function dateOrigin(
  field: DateField,
  found: FoundRecord,
  { manifest }: Omit<MappingContext, "onOddDate">,
): readonly Origin[] {
  const source = manifest.employee[field];
  if (source === undefined) return [];
  const { value: path, style } = dateSource(source, manifest);
  const { value: raw, from } = pickValue(path, found);
  const read = readWritten(raw, style);
  const zone = read && read.format !== "iso-date" && raw !== read.day ? ` in ${style.zone}` : "";
  const isInstant = read && /instant|seconds/u.test(read.format);
  return [
    {
      field,
      state: read ? "value" : read === null ? "empty" : "unreadable",
      value: read ? read.day : null,
      from: valueText(from ?? path),
      raw: read && raw === read.day ? null : textOf(raw),
      how: read
        ? `read as ${read.format}${isInstant ? zone : ""}`
        : raw === undefined
          ? ABSENT
          : read === undefined
            ? `not written as ${style.formats.join(" or ")}`
            : null,
    },
  ];
}

function statusOrigin(
  { status, statusDetail }: Pick<Employee, "status" | "statusDetail">,
  found: FoundRecord,
  context: Omit<MappingContext, "onOddDate">,
): Origin {
  const { from, map, rules } = context.manifest.status;
  const facts = factsOf(found, { ...context, onOddDate: () => {} });
  const at = holdingRule(rules, facts);
  const rule = rules[at];
  const raw = from === undefined ? undefined : textOf(valueAt(found.record, from));
  const base = { field: "status", value: statusText(status, statusDetail), raw: raw ?? null };
  if (rule) {
    const conditions = conditionsOf(rule.when).map(conditionText).join(" and ");
    return { ...base, state: "value", from: `status.rules[${at}]`, how: `since ${conditions}` };
  }
  const entry = entryOf(map, raw ?? null);
  if (entry) {
    return { ...base, state: "value", from: from ?? "status.map", how: `by "${entry[0]}" in status.map` };
  }
  const isAbsent = from !== undefined && valueAt(found.record, from) === undefined;
  return {
    ...base,
    state: isAbsent ? "unreadable" : "value",
    from: from ?? "status.rules",
    how: isAbsent ? ABSENT : "no rule holds and status.map has no such word",
  };
}

function statusText(status: EmployeeStatus, detail: string | null | undefined): string {
  return status === "active" && detail === "leave" ? "active (on leave)" : status;
}

/** A condition in words. */
function conditionText(condition: Condition): string {
  if ("list" in condition) return `the record is of ${condition.list}`;
  if ("date" in condition) return `${condition.date} is ${condition.is}`;
  if ("filled" in condition) return `${condition.field} is ${condition.filled ? "filled" : "empty"}`;
  if ("in" in condition) return `${condition.field} is one of ${condition.in.join(", ")}`;
  return `${condition.field} is ${String(condition.is)}`;
}

/** Bank details are never shown as the answer has them. */
function bankOrigin({ bank }: Pick<Employee, "bank">, paths: readonly string[]): Origin {
  const from = paths.join(", ");
  const base = { field: "bank", from, raw: null };
  if (bank === undefined || bank === null) {
    return { ...base, state: "unreadable", value: null, how: "there is none that can be told for sure" };
  }
  const { iban, bic } = bank.reveal();
  const isEmpty = !iban && !bic;
  return { ...base, state: isEmpty ? "empty" : "value", value: isEmpty ? null : bank.masked, how: null };
}

/** The value of an answer as one line; null for none. */
function textOf(value: unknown): string | null {
  if (value === undefined || value === null || value === "") return null;
  if (typeof value === "string") return value.trim() === "" ? null : value.trim();
  if (Array.isArray(value) && value.every((one) => typeof one !== "object")) return value.join(", ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : `this ${typeof value}`;
}
