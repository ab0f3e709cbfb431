import { EndlessList } from "../../shared/page-watch.js";
import type { Employee } from "../../sync/model/index.js";
import type { DataRead, Obstacle, VerifyReport } from "../provider.js";
import type { ListPage } from "./list-pages.js";
import { withoutId } from "./read-tally.js";
import { findingsFrom, needsFurtherLook } from "./readable.js";

/** A page with the employees of its rows; those without a usable id are not among them. */
export interface LookedPage extends ListPage<unknown> {
  readonly employees: readonly Employee[];
  /** What keeps the list from ever being known as whole, as this page tells. */
  readonly obstacle?: Obstacle | null;
}

/** The same pages, with their employees noted: for what has to be looked up for some of them. */
export async function* noting(
  pages: AsyncGenerator<LookedPage, unknown, void>,
  employees: Employee[],
): AsyncGenerator<LookedPage, unknown, void> {
  for await (const page of pages) {
    employees.push(...page.employees);
    yield page;
  }
  return null;
}

const ENDLESS = "Run the same command again later. If it stays, check `baseUrl` and the proxy.";

/**
 * The report of a provider that judges by people: the first page, and further ones only while required
 * data are empty for everybody seen. That the oldest hundred have no work e-mail any more says nothing
 * about the others.
 *
 * @param pages left after the last one that is looked at
 */
export async function lookThrough<Data extends DataRead>(
  pages: AsyncGenerator<LookedPage, unknown, void>,
  dataRead: readonly Data[],
  whatToAllow: (data: Data) => string,
): Promise<VerifyReport> {
  const employees: Employee[] = [];
  let rows = 0;
  let total: number | null = null;
  const obstacles: Obstacle[] = [];
  try {
    for await (const page of pages) {
      employees.push(...page.employees);
      rows += page.rows.length;
      total = page.total ?? total;
      if (page.obstacle) obstacles.push(page.obstacle);
      if (!needsFurtherLook(findingsFrom(employees, dataRead, whatToAllow))) break;
    }
  } catch (error) {
    if (!(error instanceof EndlessList)) throw error;
    obstacles.push({ text: error.message, next: ENDLESS });
  }
  const nameless = withoutId(rows - employees.length);
  if (nameless) obstacles.push(nameless);
  return {
    employees: total,
    findings: findingsFrom(employees, dataRead, whatToAllow),
    looked: total !== null && employees.length < total ? employees.length : null,
    ...(obstacles.length > 0 && { obstacles }),
  };
}
