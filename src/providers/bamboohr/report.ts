import { unexpectedAnswer } from "../support/call.js";
import { type BamboohrApi, jsonOf } from "./api.js";
import { SERVICE } from "./errors.js";
import { type FieldKey, type Layout, mayShow, type Row } from "./fields.js";
import { reportSchema, rowSchema } from "./schema.js";

/** Whom and when a report is about. */
interface ReportScope {
  /** Absent: everybody the key may see, leavers included. */
  readonly employeeIds?: readonly string[];
  /** False: also what becomes valid later, such as the first job of a future hire. */
  readonly onlyCurrent: boolean;
}

/**
 * A custom report: everybody in one answer (bamboohr.md §3.1).
 * @returns null when this account has no such report any more (404, 410): it is called deprecated
 */
export async function fetchReport(
  api: BamboohrApi,
  layout: Layout,
  { employeeIds, onlyCurrent }: ReportScope,
): Promise<readonly Row[] | null> {
  const response = await api.send({
    path: "/api/v1/reports/custom",
    query: { format: "JSON", onlyCurrent: String(onlyCurrent) },
    json: {
      title: "spendesk-hr",
      fields: [...new Set(layout.values())],
      ...(employeeIds && { filters: { employeeIds } }),
    },
    purpose: "report employees",
  });
  if (response.status === 404 || response.status === 410) return null;
  const report = reportSchema.safeParse(jsonOf(response));
  if (!report.success) throw unexpectedAnswer(SERVICE, "The report is not in the documented form.");
  const names = readableNames(layout, report.data.fields);
  return report.data.employees.map((item) => {
    const values = rowSchema.safeParse(item);
    return (key) => valueIn(values.success ? values.data : {}, names.get(key));
  });
}

/** What came of what was asked for: what may not be read is left out, without an error. */
function readableNames(
  layout: Layout,
  fields: readonly { readonly id: string; readonly name?: string | null | undefined }[],
): ReadonlyMap<FieldKey, string> {
  const labels = new Map(fields.map(({ id, name }) => [id, name ?? ""]));
  return new Map(
    [...layout].filter(([key, name]) => labels.has(name) && mayShow(key, labels.get(name) ?? "")),
  );
}

/** Only what is on the row counts as empty: it may be hidden for this one person. */
function valueIn(values: Readonly<Record<string, unknown>>, name: string | undefined): unknown {
  return name !== undefined && Object.hasOwn(values, name) ? (values[name] ?? null) : undefined;
}
