import type { Employee } from "../../../sync/employee.js";
import type { EmployeeRead } from "../../../sync/ports.js";
import type { ProviderConnection } from "../../provider.js";
import type { LookedPage } from "../../support/look.js";
import { createReadTally, type ListEnd } from "../../support/read-tally.js";
import { requireReadable } from "../../support/readable.js";
import { SERVICE } from "../errors.js";
import { createManagerBook } from "../managers.js";
import type { LegacySettings } from "../settings.js";
import { dayBegunEverywhere } from "./contract.js";
import { dataRead, ROLE_SCREEN } from "./data-read.js";
import { readListEntries } from "./definitions.js";
import { createListLabels } from "./list-labels.js";
import { type MappingContext, toEmployee } from "./mapping.js";
import { listUsers } from "./pages.js";

/**
 * Everybody the key may see, leavers included, with ⌈N/1000⌉ calls (1 when there is nobody), and one more
 * for each field of the extended data that may be a list. Without a total, pages are read until one is
 * empty, since a short one may only be a smaller limit.
 *
 * All pages are mapped before any is handed on: a manager's e-mail may be on the last one.
 */
export async function* readEmployees(connection: ProviderConnection<LegacySettings>): EmployeeRead {
  const context = startMapping(connection.settings);
  const tally = createReadTally();
  const pages: (readonly Employee[])[] = [];

  const users = employeePages(connection, context);
  let next = await users.next();
  for (; !next.done; next = await users.next()) {
    const { employees, rows } = next.value;
    if (pages.length === 0) requireData(employees);
    tally.addMalformed(rows.length - employees.length);
    pages.push(tally.unique(employees, next.value.total));
  }
  await context.lists.fillIn((key) => readListEntries(connection, key));

  yield* pages;
  return tally.outcome(next.value);
}

/** The context of one read. */
export function startMapping(settings: LegacySettings): MappingContext {
  const today = dayBegunEverywhere(new Date());
  return { settings, managers: createManagerBook(), lists: createListLabels(), today };
}

/** The pages with the employees of their records; those without a usable id are not among them. */
export async function* employeePages(
  connection: ProviderConnection<LegacySettings>,
  context: MappingContext,
): AsyncGenerator<LookedPage, ListEnd, void> {
  const users = listUsers(connection);
  let next = await users.next();
  for (; !next.done; next = await users.next()) {
    const employees = next.value.rows
      .map((record) => toEmployee(record, context))
      .filter((employee) => employee !== null);
    yield { ...next.value, employees };
  }
  return next.value;
}

function requireData(employees: readonly Employee[]): void {
  requireReadable(employees, dataRead, {
    service: SERVICE,
    next: `In Lucca under ${ROLE_SCREEN}, let it see them on all establishments and departments, then run \`spendesk-hr preview\`.`,
  });
}
