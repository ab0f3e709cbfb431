import type { EntityHandOff } from "../../spendesk/bulk-import/types.js";
import type { Employee } from "../../sync/employee.js";
import type { Change, FieldChange } from "../../sync/plan.js";

/**
 * The changes as a colleague needs them: a creation whose line manager, or bank details, the import can't
 * take gets a second row for the worklist, and managers are named with their e-mail.
 * @param importTakesBank whether the import file has columns for bank details
 */
export function rowsForColleague(
  changes: readonly Change[],
  employees: EntityHandOff["employees"],
  importTakesBank: boolean,
): readonly Change[] {
  return changes.flatMap((change) => {
    const named = withManagerEmail(change, employees);
    return change.action === "create" ? [named, ...afterImport(named, importTakesBank)] : [named];
  });
}

function afterImport(change: Change, importTakesBank: boolean): Change[] {
  const { bank, manager } = change.desired;
  const late = new Set<FieldChange["field"]>(importTakesBank ? ["manager"] : ["bank", "manager"]);
  const fields = change.fields.filter(({ field }) => late.has(field));
  if (fields.length === 0) return [];
  return [
    {
      ...change,
      action: "update",
      fields,
      desired: { ...(late.has("bank") && bank && { bank }), ...(manager && { manager }) },
      code: "fields_changed",
      reason: "New member: the import can't take this. Do it after the import.",
      warnings: [],
    },
  ];
}

/** Two people of one name can both be managers. */
function withManagerEmail(change: Change, employees: ReadonlyMap<string, Employee>): Change {
  const { manager } = change.desired;
  const email = manager && employees.get(manager.employeeId)?.workEmail;
  if (!email) return change;
  return {
    ...change,
    fields: change.fields.map((field) =>
      field.field === "manager" && field.to !== null ? { ...field, to: `${field.to} (${email})` } : field,
    ),
  };
}
