import type { HttpRequest, HttpResponse } from "../../http/types.js";
import { type EmployeeRead, fieldText } from "../../sync/model/index.js";
import type { ProviderConnection } from "../provider.js";
import { callProvider, readJson, unexpectedAnswer } from "../support/call.js";
import { sentCredential } from "../support/credentials.js";
import { readByOffset } from "../support/list-pages.js";
import type { LookedPage } from "../support/look.js";
import { createOptionalParts } from "../support/optional-parts.js";
import { createPageSize } from "../support/page-size.js";
import { readPeople } from "../support/read-people.js";
import type { ListEnd } from "../support/read-tally.js";
import { readRefusal } from "../support/refusal.js";
import { answerProblem, SERVICE, TOKEN_SCREEN } from "./errors.js";
import { toEmployee } from "./mapping.js";
import { pageSchema } from "./schema.js";
import { type DeelSettings, dataRead, wantedTypes } from "./settings.js";

/**
 * The most people in one answer, and always asked for: Deel's default is not documented, and its
 * documents disagree about the largest (docs/vendors/deel.md §3). A refused size is followed down.
 */
export const PAGE_SIZE = 200;

/** All there are: without the filter, leavers may or may not be in the list (docs/vendors/deel.md §3). */
const HIRING_STATUSES = [
  "pending_invite",
  "draft",
  "invited",
  "onboarding",
  "onboarding_at_risk",
  "onboarding_overdue",
  "onboarded",
  "offboarding",
  "active",
  "inactive",
  "in_review",
  "quote_requires_changes",
];

/** Deel's list of people. */
interface PeopleList {
  /** Its pages, of every hiring type that came, and how it ended; one call at a time. */
  readonly pages: AsyncGenerator<LookedPage, ListEnd, void>;
  /** Whether people of every status were asked for, leavers too: Deel may refuse a status it had. */
  asksForLeavers(): boolean;
}

/**
 * The list in the order of ids: without one, people would shift between pages (docs/vendors/deel.md §3).
 * Order and filters are left out when Deel refuses them; of the statuses first the one that it names, so
 * that leavers are still asked for.
 */
export function openPeople(connection: ProviderConnection<DeelSettings>): PeopleList {
  const { settings } = connection;
  const types = wantedTypes(settings);
  const size = createPageSize(PAGE_SIZE);
  let statuses: readonly string[] = HIRING_STATUSES;
  const parts = createOptionalParts({
    statuses: { about: /\bhiring_statuses\b/iu },
    types: { about: /\bhiring_types\b/iu },
    order: { about: /\bsort_(?:by|order)\b/iu },
  });

  function send(offset: number, limit: number, present: ReadonlySet<string>): Promise<HttpResponse> {
    const query = {
      offset,
      limit,
      ...(present.has("order") && { sort_by: "id", sort_order: "asc" }),
      ...(present.has("statuses") && { hiring_statuses: statuses }),
      ...(present.has("types") && types !== null && { hiring_types: types }),
    };
    const call = { path: "/rest/v2/people", version: settings.apiVersion, query, purpose: "list people" };
    return askDeel(connection, call);
  }

  async function withKnownStatuses(call: () => Promise<HttpResponse>): Promise<HttpResponse> {
    for (;;) {
      const response = await call();
      const place = refusedStatus(response);
      if (place === null || place >= statuses.length) return response;
      statuses = statuses.toSpliced(place, 1);
    }
  }

  async function fetchPage(offset: number): Promise<LookedPage> {
    const response = await parts.ask((present) =>
      size.ask((limit) => withKnownStatuses(() => send(offset, limit, present))),
    );
    if (response.status !== 200) throw answerProblem(response);
    const answer = pageSchema.safeParse(readJson(response, SERVICE));
    if (!answer.success) throw unexpectedAnswer(SERVICE, "The list of people is not in the documented form.");
    const { data, page } = answer.data;
    const employees = data.map((item) => toEmployee(item, settings)).filter((employee) => employee !== null);
    const told = page?.items_per_page ?? null;
    size.follow(told);
    return { rows: data, employees, total: page?.total_rows ?? null, size: told };
  }

  return { pages: readByOffset(fetchPage, size.current), asksForLeavers: () => parts.has("statuses") };
}

/** Which of the statuses Deel does not know: the 2 of `/query/hiring_statuses/2`. */
function refusedStatus(response: HttpResponse): number | null {
  if (response.status !== 400) return null;
  const [, place] = /\bhiring_statuses\/(\d{1,2})$/u.exec(readRefusal(response).about ?? "") ?? [];
  return place === undefined ? null : Number(place);
}

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
  return yield* readPeople(pages, {
    dataRead,
    advice: {
      service: SERVICE,
      next: `In Deel under ${TOKEN_SCREEN}, generate an Organization token with the scope people:read that leaves out no sensitive data, then run \`spendesk-hr connect deel\`.`,
    },
    // Deel filters already. Should it ever not, no contractor may be invited.
    keep: ({ employmentType }) => types === null || types.includes(fieldText(employmentType ?? null) ?? ""),
  });
}

interface DeelCall extends Pick<HttpRequest, "path" | "query" | "purpose"> {
  /**
   * Version of this path. Deel publishes versions per endpoint and refuses with 400 one that an endpoint
   * does not have, so none is shared.
   */
  readonly version: string;
}

/** Reads something from Deel and gives the answer, whatever its status (docs/vendors/deel.md §2). */
export function askDeel(
  connection: ProviderConnection<DeelSettings>,
  { version, ...call }: DeelCall,
): Promise<HttpResponse> {
  const headers = {
    accept: "application/json",
    authorization: `Bearer ${sentCredential(connection, "apiToken")}`,
    "x-version": version,
  };
  return callProvider(connection.http, { method: "GET", headers, retry: "safe", ...call }, SERVICE);
}
