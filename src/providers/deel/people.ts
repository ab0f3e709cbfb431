import type { HttpResponse } from "../../http/types.js";
import type { Employee } from "../../sync/employee.js";
import type { ProviderConnection } from "../provider.js";
import { readJson, unexpectedAnswer } from "../support/call.js";
import { askDeel } from "./api.js";
import { refusalProblem, refusesLimit, SERVICE } from "./errors.js";
import { toEmployee } from "./mapping.js";
import { pageSchema } from "./schema.js";
import { type DeelSettings, wantedTypes } from "./settings.js";

/** The most people in one answer, and always asked for: Deel's default is not documented (deel.md §3). */
export const PAGE_SIZE = 200;

/** What older versions of Deel's documentation allow. */
const SMALLER_SIZES = [100, 50];

/** All there are: without the filter, leavers may or may not be in the list (deel.md §3). */
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

/** In the far east of the Pacific it is tomorrow first. */
const LATEST_OFFSET_MS = 14 * 3_600_000;

/** One page of people. */
interface PeoplePage {
  /** Of every hiring type that came. */
  readonly employees: readonly Employee[];
  /** Records without a usable id. */
  readonly malformed: number;
  /** People there are in all; null when the answer does not say. */
  readonly total: number | null;
  /** Where the next page starts, as an offset. */
  readonly next: number;
}

/** Deel's list of people. */
export interface PeopleList {
  first(): Promise<PeoplePage>;
  /** @param offset `next` of the page before */
  page(offset: number): Promise<PeoplePage>;
}

/** The list in the order of ids: without one, people would shift between pages (deel.md §7.3). */
export function openPeople(connection: ProviderConnection<DeelSettings>): PeopleList {
  const { settings } = connection;
  const types = wantedTypes(settings);
  const today = new Date(Date.now() + LATEST_OFFSET_MS).toISOString().slice(0, 10);
  let size = PAGE_SIZE;

  function ask(offset: number): Promise<HttpResponse> {
    const query = {
      offset,
      limit: size,
      sort_by: "id",
      sort_order: "asc",
      hiring_statuses: HIRING_STATUSES,
      ...(types === null ? {} : { hiring_types: types }),
    };
    return askDeel(connection, { path: "/rest/v2/people", query, purpose: "list people" });
  }

  function toPage(response: HttpResponse, offset: number): PeoplePage {
    if (response.status !== 200) throw refusalProblem(response);
    const answer = pageSchema.safeParse(readJson(response, SERVICE));
    if (!answer.success) throw unexpectedAnswer(SERVICE, "The list of people is not in the documented form.");
    const { data, page } = answer.data;
    const employees = data
      .map((item) => toEmployee(item, settings, today))
      .filter((employee) => employee !== null);
    // A smaller page than asked for must not open a gap.
    const step = Math.min(page?.items_per_page || size, size);
    return {
      employees,
      malformed: data.length - employees.length,
      total: page?.total_rows ?? null,
      next: offset + step,
    };
  }

  return {
    async first() {
      let response = await ask(0);
      for (const smaller of SMALLER_SIZES) {
        if (!refusesLimit(response)) break;
        size = smaller;
        response = await ask(0);
      }
      return toPage(response, 0);
    },
    page: async (offset) => toPage(await ask(offset), offset),
  };
}
