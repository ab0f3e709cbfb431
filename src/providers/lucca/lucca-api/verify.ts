import { dayBegunSomewhere, type IsoDate } from "../../../sync/model/index.js";
import type { ProviderConnection, VerifyReport } from "../../provider.js";
import { type LookedPage, lookThrough } from "../../support/look.js";
import { createManagerBook } from "../../support/manager-book.js";
import type { LuccaApiSettings } from "../settings.js";
import { adviceFor, dataReadWith } from "./guide.js";
import { createListReader, type ListReader } from "./lists.js";
import { type MappingContext, noteRecords, type PersonalRecord, RECORDS, toEmployee } from "./mapping.js";
import { readOrganization } from "./organization.js";
import type { LuccaPerson } from "./person.js";
import { EMPLOYEES, ifReadable, peopleOf } from "./read.js";
import { type LuccaSession, openSession } from "./session.js";

/** The filter of the personal records takes as many ids (docs/vendors/lucca.md §3.2). */
const MOST_IDS = 100;

/**
 * Looks at the first page of each list, where bank details are wanted with the personal records of just
 * the employees of that page: five or six calls, which show the head-count and, by what people have, what
 * the application may read. Further pages only while required data are empty for everybody seen.
 */
export async function verify(connection: ProviderConnection<LuccaApiSettings>): Promise<VerifyReport> {
  const { settings } = connection;
  const session = openSession(connection);
  const lists = createListReader(session, settings);
  return lookThrough(
    lookedPages(lists, session, settings, dayBegunSomewhere(connection.now())),
    dataReadWith(settings),
    adviceFor,
  );
}

async function* lookedPages(
  lists: ListReader,
  session: LuccaSession,
  settings: LuccaApiSettings,
  today: IsoDate,
): AsyncGenerator<LookedPage, unknown, void> {
  let context: MappingContext | null = null;
  for await (const page of lists.pages(EMPLOYEES)) {
    const people = peopleOf(page, today);
    const known: MappingContext = context ?? (await readContext(lists, session, settings, people));
    context = known;
    yield { ...page, size: null, employees: people.map((person) => toEmployee(person, known)) };
  }
  return null;
}

async function readContext(
  lists: ListReader,
  session: LuccaSession,
  settings: LuccaApiSettings,
  people: readonly LuccaPerson[],
): Promise<MappingContext> {
  const organization = await readOrganization((list) =>
    ifReadable(session, list, async () => (await lists.first(list)).rows),
  );
  const records = new Map<string, PersonalRecord>();
  if (settings.bankDetails && people.length > 0) {
    const ids = people.slice(0, MOST_IDS).map(({ id }) => id);
    await ifReadable(session, RECORDS, async () => {
      noteRecords((await lists.first(RECORDS, { "employee.id": ids.join(",") })).rows, records);
    });
  }
  return { organization, records, managers: createManagerBook() };
}
