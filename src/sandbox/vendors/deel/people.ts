import { hashText } from "../../random.js";
import type { Reply, SandboxRequest } from "../../server/exchange.js";
import { cutPage } from "../../server/paging.js";
import type { Person } from "../../world/person.js";
import type { VendorSetup } from "../vendor.js";
import { deelError } from "./errors.js";
import { deelId } from "./ids.js";
import { renderPerson } from "./render.js";
import { type Standing, standingOf } from "./standing.js";

const MAX_LIMIT = 200;
/** Not documented (deel.md §3). */
const DEFAULT_LIMIT = 50;

type Filter = { readonly values: readonly string[]; of(standing: Standing): string };

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

/** `GET /rest/v2/people` (deel.md §3). */
export function listPeople(setup: VendorSetup, request: SandboxRequest): Reply {
  const { query } = request;
  const limit = wholeNumber(query.get("limit"), DEFAULT_LIMIT);
  const offset = wholeNumber(query.get("offset"), 0);
  if (limit === null || limit < 1 || limit > MAX_LIMIT) {
    return deelError(400, `limit must be between 1 and ${MAX_LIMIT}`, "/query/limit");
  }
  if (offset === null) return deelError(400, "offset must be a number", "/query/offset");
  const unknown = unknownFilter(query);
  if (unknown !== null) return deelError(400, "must be equal to one of the allowed values", unknown);

  const found = inOrder(setup, query).filter((person) => matches(person, query));
  const { items, total } = cutPage(found, offset, limit, request.pageFault(offset));
  const hidden = setup.settings().hiddenAttributes;
  return {
    status: 200,
    json: {
      data: items.map((person) => renderPerson(person, setup.world, hidden)),
      page: { offset, total_rows: total, items_per_page: limit },
    },
  };
}

/** Path of the first filter with a value that does not exist. */
function unknownFilter(query: URLSearchParams): string | null {
  const unknown = Object.entries(FILTERS).find(([name, { values }]) =>
    query.getAll(name).some((wanted) => !values.includes(wanted)),
  );
  return unknown === undefined ? null : `/query/${unknown[0]}`;
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

/** By id when asked for; otherwise in an order that is another one for every page (deel.md §7.3). */
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
