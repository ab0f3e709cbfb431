import { fieldText } from "../../sync/employee.js";
import type { EmployeeRead } from "../../sync/ports.js";
import type { ProviderConnection } from "../provider.js";
import { createReadTally } from "../support/read-tally.js";
import { requireReadable } from "../support/readable.js";
import { dataRead } from "./data-read.js";
import { SERVICE, TOKEN_SCREEN } from "./errors.js";
import { openPeople } from "./people.js";
import { type DeelSettings, wantedTypes } from "./settings.js";

/**
 * Everybody of the chosen hiring types, leavers included, with ⌈N/200⌉ calls (1 when there is nobody).
 *
 * One call after the other: Deel allows five a second to the whole organization, all its integrations
 * together, and says nothing about the limit in its answers (docs/vendors/deel.md §7). The read is
 * complete when the different people add up to the total of the last page, or, where Deel tells none,
 * when nothing more comes.
 */
export async function* readEmployees(connection: ProviderConnection<DeelSettings>): EmployeeRead {
  const { pages } = openPeople(connection);
  const types = wantedTypes(connection.settings);
  const tally = createReadTally();
  let isFirst = true;
  for (;;) {
    const next = await pages.next();
    if (next.done) return tally.outcome(next.value);
    const { employees, rows } = next.value;
    if (isFirst) {
      requireReadable(employees, dataRead, {
        service: SERVICE,
        next: `In Deel under ${TOKEN_SCREEN}, generate an Organization token with the scope people:read that leaves out no sensitive data, then run \`spendesk-hr connect deel\`.`,
      });
    }
    isFirst = false;
    tally.addMalformed(rows.length - employees.length);
    // Deel filters already. Should it ever not, no contractor may be invited.
    yield tally
      .unique(employees, next.value.total)
      .filter(
        ({ employmentType }) => types === null || types.includes(fieldText(employmentType ?? null) ?? ""),
      );
  }
}
