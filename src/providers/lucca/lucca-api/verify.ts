import type { ProviderConnection, VerifyReport } from "../../provider.js";
import { findingsFrom } from "../../support/readable.js";
import { createManagerBook } from "../managers.js";
import type { LuccaApiSettings } from "../settings.js";
import { adviceFor, dataReadWith } from "./data-read.js";
import { createListReader } from "./lists.js";
import { toEmployee } from "./mapping.js";
import { readOrganization } from "./organization.js";
import { readPerson } from "./person.js";
import { noteRecords, type PersonalRecord, RECORDS } from "./personal-records.js";
import { EMPLOYEES, ifReadable } from "./read.js";
import { openSession } from "./session.js";
import { dayBegunSomewhere } from "./status.js";

/**
 * Looks at the first page of each list, with the personal records of just the employees of that page:
 * six calls, which show the head-count and, by what people have, what the application may read.
 */
export async function verify(connection: ProviderConnection<LuccaApiSettings>): Promise<VerifyReport> {
  const { settings } = connection;
  const session = openSession(connection);
  const lists = createListReader(session, settings);
  const today = dayBegunSomewhere(new Date());

  const { items, embedded, total } = await lists.page(EMPLOYEES, null);
  const people = items.map((item) => readPerson(item, embedded, today)).filter((person) => person !== null);
  const organization = await readOrganization((list) =>
    ifReadable(session, list, async () => (await lists.page(list, null)).items),
  );
  const records = new Map<string, PersonalRecord>();
  if (settings.bankDetails !== false && people.length > 0) {
    // The filter takes 100 ids at most (lucca.md §3b).
    const ids = people.slice(0, 100).map(({ id }) => id);
    await ifReadable(session, RECORDS, async () => {
      const page = await lists.page(RECORDS, null, { "employee.id": ids.join(",") });
      noteRecords(page.items, records);
    });
  }

  const context = { organization, records, managers: createManagerBook() };
  const employees = people.map((person) => toEmployee(person, context));
  return { employees: total, findings: findingsFrom(employees, dataReadWith(settings), adviceFor) };
}
