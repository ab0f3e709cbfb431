import * as z from "zod";
import type { HttpResponse } from "../../http/types.js";
import type { ProviderConnection } from "../provider.js";
import { unexpectedAnswer } from "../support/call.js";
import { basicAuthorization } from "../support/credentials.js";
import { isWebPage } from "../support/refusal.js";
import { accountOf, type WorkdayAccount } from "./account.js";
import { SERVICE, strangeAnswerProblem } from "./errors.js";
import { readCell } from "./report-cell.js";
import {
  missingColumns,
  reportFailureProblem,
  reportPlace,
  reportRefusal,
  unreadableColumns,
} from "./report-errors.js";
import { sendPatiently } from "./session.js";
import { bankColumns, furtherColumns, type WorkdaySettings } from "./settings.js";

/**
 * Workday gives a report 30 minutes; who waits that long has a report to mend
 * (docs/vendors/workday.md §3.3).
 */
const TIMEOUT_MS = 600_000;

/** Some 50 000 rows with a handful of columns. */
const MAX_BYTES = 50 * 1024 * 1024;

/** A string, or a number outside of strings. */
const STRING_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/gu;

/** Values by the column's XML alias. Workday leaves out what is empty. */
type ReportRow = Readonly<Record<string, unknown>>;

/** Everything a custom report gave. */
export interface Report {
  readonly rows: readonly ReportRow[];
  /** Every column that somebody has a value in. */
  readonly columns: ReadonlySet<string>;
}

const answerSchema = z.object({
  Report_Entry: z.array(z.record(z.string(), z.unknown())).default([]),
});

/**
 * The custom report of the settings (RaaS, docs/vendors/workday.md §3.3), with one call; null when they
 * ask for nothing from one.
 *
 * @throws Problem `report_elsewhere`, `report_not_available`, `report_column_missing` (of the workers'
 *   ids, or one that rules need), `report_column_unreadable` and others
 */
export async function readReport({
  http,
  credentials,
  settings,
  registerSecret,
}: ProviderConnection<WorkdaySettings>): Promise<Report | null> {
  if (settings.reportUrl === undefined) return null;
  const account = accountOf(credentials);
  const place = reportPlace(settings.reportUrl, account);
  const authorization = basicAuthorization({ registerSecret }, reportUser(account), account.password);
  const response = await sendPatiently(
    http,
    {
      method: "GET",
      path: place.path,
      query: place.query,
      headers: { accept: "application/json", authorization },
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_BYTES,
      purpose: "read the custom report",
    },
    ({ status }) => status >= 500,
    reportFailureProblem,
  );
  const report = reportOf(response);
  const needed = [settings.reportWorkerColumn, ...furtherColumns(settings)];
  const missing = needed.filter((column) => !report.columns.has(column));
  if (report.rows.length > 0 && missing.length > 0) throw missingColumns(missing, report.columns);
  const used = settings.bankDetails === "report" ? bankColumns(settings) : [];
  const unreadable = [...needed, ...used].filter((column) =>
    report.rows.some((row) => readCell(row[column], column) === "unreadable"),
  );
  if (unreadable.length > 0) throw unreadableColumns(unreadable);
  return report;
}

/** Reports take the plain name of the user, where the web services want `@tenant` behind it. */
function reportUser({ username, tenant }: WorkdayAccount): string {
  const suffix = `@${tenant}`;
  return username.endsWith(suffix) ? username.slice(0, -suffix.length) : username;
}

function reportOf(response: HttpResponse): Report {
  const refusal = reportRefusal(response);
  if (refusal) throw refusal;
  if (isWebPage(response)) throw strangeAnswerProblem(response);
  const parsed = answerSchema.safeParse(parseKeepingDigits(response.text));
  if (!parsed.success) throw unexpectedAnswer(SERVICE, "The custom report is not JSON with a Report_Entry.");
  const rows = parsed.data.Report_Entry;
  return { rows, columns: new Set(rows.flatMap((row) => Object.keys(row))) };
}

/**
 * JSON with its numbers as they were written. Workday writes numbers as text too, but ids that came
 * without quotes would lose their zeros in front, or their last digits. Null when it is no JSON.
 */
function parseKeepingDigits(text: string): unknown {
  try {
    return JSON.parse(
      text.replace(STRING_OR_NUMBER, (token) => (token.startsWith('"') ? token : `"${token}"`)),
    );
  } catch {
    return null;
  }
}
