import { type Employee, RawBank } from "../../sync/model/index.js";
import type { Banks, FurtherAttributes } from "./employees.js";
import { createWorkerFinder } from "./employees.js";
import type { Report } from "./report.js";
import { readCell } from "./report-cell.js";
import { lacksWorkers } from "./report-errors.js";
import { bankColumns, furtherColumns, type WorkdaySettings } from "./settings.js";
import type { WorkerRecord } from "./worker.js";

/** Kinds of ids that a report may name a worker by. */
const ID_TYPES = ["WID", "Employee_ID", "Contingent_Worker_ID"];

/** What a report says of workers. */
interface ReportValues {
  readonly bankOf: Banks;
  readonly furtherOf: FurtherAttributes;
}

/** What the rows about one worker say, by column. */
interface Values {
  readonly texts: Map<string, string | null>;
  /** Columns in which the rows differ. */
  readonly disputed: Set<string>;
}

const SEVERAL_ACCOUNTS =
  "The custom report has several rows for this person, with different accounts. In Workday, make it one row per worker, with the account for expenses.";

/**
 * Joins the rows of a report to workers by their ids. Where several rows are about one worker, a value
 * counts only when all of them agree: an account must not be guessed.
 *
 * @throws Problem `report_lacks_workers` when rules need columns of the report and it has no row for
 *   more than half of the active people: a filter would take all of them for people it does not want
 */
export function valuesFromReport(
  records: readonly WorkerRecord[],
  report: Report,
  settings: WorkdaySettings,
): ReportValues {
  const further = furtherColumns(settings);
  const { reportWorkerColumn, reportIbanColumn, reportBicColumn } = settings;
  const bank = [reportIbanColumn, reportBicColumn];
  const values = joinRows(records, report, reportWorkerColumn, [...bank, ...further]);
  const active = records.filter(({ status }) => status === "active");
  const absent = active.filter(({ id }) => !values.has(id)).length;
  if (further.length > 0 && absent * 2 > active.length) {
    throw lacksWorkers(absent, active.length, reportWorkerColumn);
  }

  function bankOf({ id }: WorkerRecord): RawBank | undefined {
    const own = values.get(id);
    if (!own) return undefined;
    const { texts, disputed } = own;
    const isDisputed = bankColumns(settings).some((column) => disputed.has(column));
    const has = (column: string) => report.columns.has(column);
    const given = {
      ...(has(reportIbanColumn) && { iban: texts.get(reportIbanColumn) ?? null }),
      ...(has(reportBicColumn) && { bic: texts.get(reportBicColumn) ?? null }),
    };
    return new RawBank(given, isDisputed ? SEVERAL_ACCOUNTS : null);
  }

  function furtherOf({ id }: WorkerRecord): Employee["custom"] {
    const own = values.get(id);
    return Object.fromEntries(further.map((name) => [name, own?.texts.get(name) ?? null]));
  }

  return { bankOf: settings.bankDetails === "report" ? bankOf : () => undefined, furtherOf };
}

function joinRows(
  records: readonly WorkerRecord[],
  { rows }: Report,
  workerColumn: string,
  columns: readonly string[],
): ReadonlyMap<string, Values> {
  const findWorker = createWorkerFinder(records, readableIds);
  const joined = new Map<string, Values>();
  for (const row of rows) {
    const cell = readCell(row[workerColumn], workerColumn);
    const id = cell === "unreadable" || cell.text === null ? null : findWorker([cell.text]);
    if (id === null) continue;
    const known = joined.get(id);
    const own: Values = known ?? { texts: new Map(), disputed: new Set() };
    if (!known) joined.set(id, own);
    for (const column of columns) {
      const cell = readCell(row[column], column);
      const value = cell === "unreadable" ? null : cell.text;
      if (known && known.texts.get(column) !== value) own.disputed.add(column);
      own.texts.set(column, own.disputed.has(column) ? null : value);
    }
  }
  return joined;
}

function readableIds({ keys }: WorkerRecord): readonly string[] {
  return keys.flatMap((key) => {
    const colon = key.indexOf(":");
    return ID_TYPES.includes(key.slice(0, colon)) ? [key.slice(colon + 1)] : [];
  });
}
