import { fieldText } from "../../sync/employee.js";
import type { EmployeeRead } from "../../sync/ports.js";
import type { ProviderConnection } from "../provider.js";
import { createReadTally, endAtTotal } from "../support/read-tally.js";
import { requireReadable } from "../support/readable.js";
import { dataRead } from "./data-read.js";
import { SERVICE, TOKEN_SCREEN } from "./errors.js";
import { openPeople } from "./people.js";
import { type DeelSettings, wantedTypes } from "./settings.js";

/**
 * Everybody of the chosen hiring types, leavers included, with ⌈N/200⌉ calls (1 when there is nobody).
 *
 * One call after the other: Deel allows five a second to the whole organization, all its integrations
 * together, and says nothing about the limit in its answers (deel.md §6). The read is complete only
 * when the different people add up to the total of the last page.
 */
export async function* readEmployees(connection: ProviderConnection<DeelSettings>): EmployeeRead {
  const list = openPeople(connection);
  const types = wantedTypes(connection.settings);
  const tally = createReadTally();

  let page = await list.first();
  requireReadable(page.employees, dataRead, {
    service: SERVICE,
    next: `In Deel under ${TOKEN_SCREEN}, generate an Organization token with the scope people:read that leaves out no sensitive data, then run \`spendesk-hr connect deel\`.`,
  });
  for (;;) {
    tally.addMalformed(page.malformed);
    // Deel filters already. Should it ever not, no contractor may be invited.
    yield tally
      .unique(page.employees)
      .filter(
        ({ employmentType }) => types === null || types.includes(fieldText(employmentType ?? null) ?? ""),
      );
    const { total, next } = page;
    // An empty page means that the total is wrong: without this a wild one would be paged for ever.
    const isLast = page.employees.length + page.malformed === 0 || total === null || next >= total;
    if (isLast) return tally.outcome(endAtTotal(total));
    page = await list.page(next);
  }
}
