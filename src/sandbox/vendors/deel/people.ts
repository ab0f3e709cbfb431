import { hashText } from "../../random.js";
import type { Reply, SandboxRequest } from "../../server/exchange.js";
import { cutPage } from "../../server/exchange.js";
import type { Person } from "../../world/world.js";
import { SMALL_PAGE, someWithoutId } from "../habits.js";
import type { VendorSetup } from "../vendor.js";
import { deelError } from "./errors.js";
import { renderPerson } from "./render.js";
import { type DeelStanding, deelId, standingOf } from "./standing.js";

const MAX_LIMIT = 200;
/** Not documented (docs/vendors/deel.md §3). */
const DEFAULT_LIMIT = 50;

type Filter = { readonly values: readonly string[]; of(standing: DeelStanding): string };

/** Statuses of the hiring that not every version of the list has; nobody here has one of them. */
const RARE_STATUSES = ["onboarded"];

/** The documented filters with all their values. */
const FILTERS: Readonly<Record<string, Filter>> = {
  hiring_statuses: {
    values: [
      ...["pending_invite", "draft", "invited", "onboarding", "onboarding_at_risk", "onboarding_overdue"],
      ...["onboarded", "offboarding", "active", "inactive", "in_review", "quote_requires_changes"],
    ],
    of: ({ hiringStatus }) => hiringStatus,
  },
  person_statuses: {
    values: ["ACTIVE", "OFFBOARDING", "NOT_STARTED", "INACTIVE"],
    of: ({ personStatus }) => personStatus,
  },
  hiring_types: {
    values: [
      ...["contractor", "eor", "peo", "hris_direct_employee", "hris_direct_contractor", "direct_employee"],
      ...["contractor_outside_deel", "person_without_contract"],
    ],
    of: ({ hiringType }) => hiringType,
  },
};

/** `GET /rest/v2/people` (docs/vendors/deel.md §3). */
export function listPeople(setup: VendorSetup, request: SandboxRequest): Reply {
  const { query } = request;
  const { hiddenAttributes: hidden, habits } = setup.settings();
  const asked = wholeNumber(query.get("limit"), DEFAULT_LIMIT);
  const offset = wholeNumber(query.get("offset"), 0);
  // Older guides and newer pages of Deel's disagree about the largest.
  const most = habits.includes("refused-page-size") ? SMALL_PAGE : MAX_LIMIT;
  if (asked === null || asked < 1) return deelError(400, "must be >= 1", "/query/limit");
  if (asked > most) return deelError(400, `must be <= ${most}`, "/query/limit");
  const limit = habits.includes("small-pages") ? Math.min(asked, SMALL_PAGE) : asked;
  if (offset === null) return deelError(400, "offset must be a number", "/query/offset");
  const unknown = unknownFilter(query, habits.includes("fewer-parameters") ? RARE_STATUSES : []);
  if (unknown !== null) return deelError(400, "must be equal to one of the allowed values", unknown);

  const found = inOrder(setup, query).filter((person) => matches(person, query));
  const { items, total } = cutPage(found, offset, limit, request.pageFault(offset));
  const contradicts = habits.includes("contradictions");
  const records = items.map((person) => renderPerson(person, setup.world, { hidden, contradicts }));
  // The specification requires the data alone, and the guide has no `page` in its answers.
  const page = { offset, total_rows: total, items_per_page: limit };
  return {
    status: 200,
    json: {
      data: someWithoutId(records, habits),
      ...(habits.includes("silent-lists") ? {} : { page }),
    },
  };
}

/** Path of the first value of a filter that does not exist, or no longer. */
function unknownFilter(query: URLSearchParams, gone: readonly string[]): string | null {
  for (const [name, { values }] of Object.entries(FILTERS)) {
    const place = query.getAll(name).findIndex((wanted) => !values.includes(wanted) || gone.includes(wanted));
    if (place >= 0) return `/query/${name}/${place}`;
  }
  return null;
}

/** Without a filter by status the imitation takes the worse of what may happen: leavers are not listed. */
function matches(person: Person, query: URLSearchParams): boolean {
  const standing = standingOf(person);
  if (!query.has("hiring_statuses") && !query.has("person_statuses") && person.status === "inactive") {
    return false;
  }
  return Object.entries(FILTERS).every(
    ([name, filter]) => !query.has(name) || query.getAll(name).includes(filter.of(standing)),
  );
}

/**
 * By id when asked for; otherwise in an order that is another one for every page
 * (docs/vendors/deel.md §3).
 */
function inOrder({ world, seed }: VendorSetup, query: URLSearchParams): readonly Person[] {
  const placeOf =
    query.get("sort_by") === "id"
      ? ({ id }: Person) => deelId(id)
      : ({ id }: Person) => String(hashText(`deel ${seed} ${query.get("offset")} ${id}`));
  const placed = world.people().map((person) => ({ person, place: placeOf(person) }));
  placed.sort((a, b) => (a.place < b.place ? -1 : 1));
  const people = placed.map(({ person }) => person);
  return query.get("sort_order") === "desc" ? people.reverse() : people;
}

/** Null for anything but a whole number from 0. */
function wholeNumber(text: string | null, whenAbsent: number): number | null {
  if (text === null) return whenAbsent;
  return /^\d{1,9}$/u.test(text) ? Number(text) : null;
}
