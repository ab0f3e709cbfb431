import { pathSegment } from "../../../http/request.js";
import { dayBegunEverywhere, type EmployeeRead } from "../../../sync/model/index.js";
import type { ProviderConnection } from "../../provider.js";
import type { LookedPage } from "../../support/look.js";
import { createManagerBook } from "../../support/manager-book.js";
import { readPeople } from "../../support/read-people.js";
import type { ListEnd } from "../../support/read-tally.js";
import { cleanId, cleanText } from "../../support/values.js";
import { SERVICE } from "../errors.js";
import type { LegacySettings } from "../settings.js";
import { dataRead, ROLE_SCREEN } from "./data-read.js";
import { askLegacy, legacyJson, legacyProblem } from "./errors.js";
import { createListLabels } from "./extended-data.js";
import { type MappingContext, toEmployee } from "./mapping.js";
import { listUsers } from "./pages.js";
import { definitionSchema } from "./schema.js";

/**
 * Everybody the key may see, leavers included, with ⌈N/1000⌉ calls (1 when there is nobody), and one more
 * for each field of the extended data that may be a list. Without a total, pages are read until one is
 * empty, since a short one may only be a smaller limit.
 */
export async function* readEmployees(connection: ProviderConnection<LegacySettings>): EmployeeRead {
  const context = startMapping(connection);
  return yield* readPeople(employeePages(connection, context), {
    dataRead,
    advice: {
      service: SERVICE,
      next: `In Lucca under ${ROLE_SCREEN}, let it see them on all establishments and departments, then run \`spendesk-hr preview\`.`,
    },
    settle: async (end) => {
      await context.lists.fillIn((key) => readListEntries(connection, key));
      return end;
    },
  });
}

/** The context of one read. */
export function startMapping({ settings, now }: ProviderConnection<LegacySettings>): MappingContext {
  const today = dayBegunEverywhere(now());
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

/** Answers about a field whose definition the key may not see, or which has none of its own. */
const UNTOLD: readonly number[] = [400, 403, 404];

/**
 * The labels of a list field by the ids of its entries (docs/vendors/lucca.md §3.1); null for a field that is
 * no list, or whose definition may not be read.
 *
 * @throws Problem for any other trouble: with ids in place of labels, people would be outside a filter
 */
async function readListEntries(
  connection: ProviderConnection<LegacySettings>,
  key: string,
): Promise<ReadonlyMap<string, string> | null> {
  const segment = pathSegment(key);
  if (segment === null) return null;
  const response = await askLegacy(connection, {
    path: `/api/v3/extensionuserdefinitions/${segment}`,
    purpose: "read a list of extended data",
  });
  if (UNTOLD.includes(response.status)) return null;
  if (response.status < 200 || response.status > 299) throw legacyProblem(response);
  const { data } = definitionSchema.safeParse(legacyJson(response));
  const entries = data?.data?.extensionUserPropertyListEntries ?? [];
  const labels = new Map<string, string>();
  for (const { id, name } of entries) {
    const [entry, label] = [cleanId(id), cleanText(name)];
    if (entry !== null && label !== null) labels.set(entry, label);
  }
  return labels.size > 0 ? labels : null;
}
