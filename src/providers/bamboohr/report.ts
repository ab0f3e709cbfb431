import type { HttpResponse } from "../../http/types.js";
import { canonicalJson, isProblem } from "../../sync/model/index.js";
import { unexpectedAnswer } from "../support/call.js";
import { cleanId, cleanTags } from "../support/values.js";
import { type BamboohrApi, jsonOf, SERVICE } from "./errors.js";
import { type FieldKey, isStandardName, type Layout, mayShow, type Row } from "./fields.js";
import { findField, type MetaField, type MetaReader, reportSchema, rowSchema } from "./meta.js";

/** Whom and when a report is about. */
interface ReportScope {
  /** Absent: everybody the key may see, leavers included. */
  readonly employeeIds?: readonly string[];
  /** False: also what becomes valid later, such as the first job of a future hire. */
  readonly onlyCurrent: boolean;
}

/** Everybody in one answer. */
export interface Report {
  /** One per employee; what came twice with the same values is one. */
  readonly rows: readonly Row[];
  /** Rows beyond the first of an employee. */
  readonly repeated: number;
  /** Ids of employees whose rows differ from each other: which one is right is not known. */
  readonly contradictory: ReadonlySet<string>;
  /** What the report gave at all, be it empty. */
  readonly came: ReadonlySet<FieldKey>;
  /** Whether it is only about those who were asked for. */
  readonly isFiltered: boolean;
}

type Values = Readonly<Record<string, unknown>>;

/** How a field is found in a row. */
interface Column {
  readonly name: string;
  readonly isList: boolean;
}

/**
 * A custom report (docs/vendors/bamboohr.md §3.1). Where BambooHR refuses the look at some, everybody is
 * asked for.
 * @returns null when this account has no such report any more (404, 410): it is called deprecated
 */
export async function fetchReport(
  api: BamboohrApi,
  layout: Layout,
  readMeta: MetaReader,
  { employeeIds, onlyCurrent }: ReportScope,
): Promise<Report | null> {
  const ids = employeeIds?.map(Number).filter(Number.isSafeInteger) ?? [];
  const isAsked = ids.length > 0 && ids.length === employeeIds?.length;
  const ask = (filters?: object) => askForReport(api, layout, onlyCurrent, filters);
  const first = await ask(isAsked ? { employeeIds: ids } : undefined);
  const isRefused = isAsked && (first.status === 400 || first.status === 422);
  const response = isRefused ? await ask() : first;
  if (response.status === 404 || response.status === 410) return null;
  const report = reportSchema.safeParse(jsonOf(response));
  if (!report.success) throw unexpectedAnswer(SERVICE, "The report is not in the documented form.");
  const columns = await columnsOf(layout, report.data.fields, readMeta);
  return {
    ...rowsOf(report.data.employees, columns),
    came: new Set(columns.keys()),
    isFiltered: isAsked && !isRefused,
  };
}

function askForReport(
  api: BamboohrApi,
  layout: Layout,
  onlyCurrent: boolean,
  filters: object | undefined,
): Promise<HttpResponse> {
  return api.send({
    path: "/api/v1/reports/custom",
    query: { format: "json", onlyCurrent: String(onlyCurrent) },
    json: {
      title: "spendesk-hr",
      fields: [...new Set(layout.values())],
      ...(filters && { filters }),
    },
    records: { path: ["employees"] },
    purpose: "report employees",
  });
}

interface ReportField {
  readonly id: string;
  readonly name?: string | null | undefined;
  readonly type?: string | null | undefined;
}

/**
 * What came of what was asked for: what may not be read is left out, without an error. A field asked
 * for by its number can be answered under its alias, and the other way round; the list of fields, asked
 * for only then, tells them as one.
 */
async function columnsOf(
  layout: Layout,
  fields: readonly ReportField[],
  readMeta: MetaReader,
): Promise<ReadonlyMap<FieldKey, Column>> {
  const answered = new Map(fields.map((field) => [field.id, field]));
  const asked = new Set(layout.values());
  const hasOther = fields.some(({ id }) => !asked.has(id));
  const hasGap = [...asked].some((name) => !answered.has(name) && !isStandardName(name));
  const meta = hasOther && hasGap ? await unlessRefused(readMeta()) : [];
  const columns = new Map<FieldKey, Column>();
  for (const [key, name] of layout) {
    const field = answered.get(name) ?? answered.get(otherName(name)) ?? null;
    if (field === null || !mayShow(key, field.name ?? "")) continue;
    columns.set(key, { name: field.id, isList: field.type?.toLowerCase() === "multilist" });
  }
  return columns;

  function otherName(name: string): string {
    const found = findField(meta, name);
    if (found.kind !== "found") return name;
    return found.field.id === name ? (found.field.alias ?? name) : found.field.id;
  }
}

/** Without the list of fields they count as not readable; the report is good all the same. */
async function unlessRefused(list: ReturnType<MetaReader>): Promise<readonly MetaField[]> {
  try {
    return await list;
  } catch (error) {
    if (isProblem(error) && (error.kind === "credentials" || error.kind === "configuration")) return [];
    throw error;
  }
}

function rowsOf(
  items: readonly unknown[],
  columns: ReadonlyMap<FieldKey, Column>,
): Pick<Report, "rows" | "repeated" | "contradictory"> {
  const byId = new Map<string, Values>();
  const contradictory = new Set<string>();
  const rows: Row[] = [];
  for (const item of items) {
    const parsed = rowSchema.safeParse(item);
    const values = parsed.success ? parsed.data : {};
    const id = cleanId(values.id);
    const earlier = id === null ? undefined : byId.get(id);
    if (id !== null && earlier) {
      if (canonicalJson(earlier) !== canonicalJson(values)) contradictory.add(id);
      continue;
    }
    if (id !== null) byId.set(id, values);
    rows.push((key) => valueIn(values, key, columns.get(key)));
  }
  return { rows, repeated: items.length - rows.length, contradictory };
}

/**
 * Only what is on the row counts as empty: it may be hidden for this one person. Every row has its id,
 * also when the list of fields leaves it out.
 */
function valueIn(values: Values, key: FieldKey, column: Column | undefined): unknown {
  if (key === "id") return values.id;
  if (!column || !Object.hasOwn(values, column.name)) return undefined;
  const value = values[column.name] ?? null;
  return column.isList ? cleanTags(value) : value;
}
