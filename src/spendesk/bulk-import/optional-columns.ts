import { compileValueRule, type ValueRule } from "../../sync/filter/index.js";
import type { Employee } from "../../sync/model/index.js";
import type { ColumnRule, ColumnRules, OptionalColumns } from "./types.js";

/** The rules of the optional columns as the configuration holds them. */
type ColumnSettings = { readonly [Column in keyof OptionalColumns]: readonly ValueRule[] };

/**
 * Makes the rules of an entity's configuration ready for use.
 *
 * @param entity for the messages
 */
export function optionalColumns(entity: string, settings: ColumnSettings): OptionalColumns {
  const rules = (column: keyof OptionalColumns): ColumnRules =>
    settings[column].map((rule, index) => ({
      where: `entities.${entity}.spendesk.bulkImport.columns.${column}[${index}]`,
      ...compileValueRule(rule),
    }));
  return {
    roles: rules("roles"),
    costCenter: rules("costCenter"),
    approvalPolicy: rules("approvalPolicy"),
  };
}

/** What the first rule that fits this person, and gives something, gives; null when none does. */
export function ruledValue(
  rules: ColumnRules,
  employee: Employee,
): { readonly value: string; readonly rule: ColumnRule } | null {
  for (const rule of rules) {
    const value = rule.applies(employee) ? rule.value(employee) : null;
    if (value !== null && value !== "") return { value, rule };
  }
  return null;
}
