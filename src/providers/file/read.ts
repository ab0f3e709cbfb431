import type { Employee, EmployeeRead } from "../../sync/model/index.js";
import type { ProviderConnection } from "../provider.js";
import { createColumnFinder } from "./columns.js";
import type { DateKey } from "./keys.js";
import { toEmployee } from "./mapping.js";
import { openFile } from "./open.js";
import { contentProblem, placesText } from "./problems.js";
import type { FileSettings } from "./settings.js";
import type { Table } from "./table.js";

/** Employees that are handed on at once. */
const PAGE_SIZE = 500;

/** Rows with one kind of fault that are looked for before they are told. */
const MOST_FAULTS = 20;

/**
 * Everybody in the export. It is whole when its end was reached without a fault: one row that can't be read
 * stops the read, since a person who is missing looks like one who has left.
 *
 * @throws Problem of the place or the content, `file_ids`, `file_duplicate_ids` or `file_dates`
 */
export async function* readEmployees(connection: ProviderConnection<FileSettings>): EmployeeRead {
  const { settings } = connection;
  const { file, table } = await openFile(settings, connection);
  const finder = createColumnFinder(settings, file);
  const faults = createFaults(settings, table, file);
  const places = new Map<string, number>();
  let page: Employee[] = [];
  for await (const row of table.rows) {
    const mapped = toEmployee(row, finder.of(row), settings);
    if (!mapped.ok) {
      faults.add(mapped.fault, row.place);
      continue;
    }
    const { employee } = mapped;
    const before = places.get(employee.id);
    if (before !== undefined) throw duplicateIds(table, file, [before, row.place]);
    places.set(employee.id, row.place);
    page.push(employee);
    if (page.length < PAGE_SIZE) continue;
    yield page;
    page = [];
  }
  finder.finish(table.header());
  faults.finish();
  if (page.length > 0) yield page;
  return { complete: true, total: places.size };
}

function duplicateIds({ noun }: Table, file: string, places: readonly number[]) {
  return contentProblem(
    "file_duplicate_ids",
    file,
    `The id in ${placesText(noun, places)} is the same, so two people can't be told apart.`,
    "Set `source.settings.columns.id` to a column that is different for everybody, or have the HR tool export one row per person.",
  );
}

/** Collects rows by what is wrong with them, so that all of them can be mended at once. */
function createFaults({ columns, dates }: FileSettings, { noun }: Table, file: string) {
  const places = new Map<"id" | DateKey, number[]>();

  function finish(): void {
    for (const [fault, found] of places) {
      if (fault === "id") {
        throw contentProblem(
          "file_ids",
          file,
          `There is no id in ${placesText(noun, found)}: "${columns.id}" is empty there, or holds no id.`,
          "Have it filled in the HR tool, or remove rows that are no people, such as sums.",
        );
      }
      const stated = dates[fault] ?? "YYYY-MM-DD (ISO), since no other form is stated";
      throw contentProblem(
        "file_dates",
        file,
        `"${columns[fault]}" holds something else than a day of the form ${stated} in ${placesText(noun, found)}.`,
        `Correct it in the HR tool, or set \`source.settings.dates.${fault}\` to the form of the export.`,
      );
    }
  }

  return {
    add(fault: "id" | DateKey, place: number): void {
      const found = places.get(fault) ?? [];
      found.push(place);
      places.set(fault, found);
      if (found.length >= MOST_FAULTS) finish();
    },
    finish,
  };
}
