import type { Reply, SandboxRequest } from "../../server/exchange.js";
import { cutPage } from "../../server/exchange.js";
import type { Person } from "../../world/world.js";
import type { Domain, Moment } from "./directory.js";
import { workerIds } from "./directory.js";
import { tag } from "./replies.js";
import { isActive, isAhead } from "./status.js";

/** The one custom report of the tenant; as a hidden attribute it is not shared with the user. */
export const REPORT = "Spendesk_People";
export const REPORT_OWNER = "hr.reports";

/** A column: its XML alias, the domain of its field, and what it holds. */
type Column = readonly [
  alias: string,
  domain: Domain | null,
  value: (person: Person, today: string) => Value | null,
];

/** Most columns are texts. One of instances comes as an object, one in a group as a list of objects. */
type Value = string | Instance | readonly Readonly<Record<string, string>>[];

interface Instance {
  readonly Descriptor: string;
  readonly ID: readonly { readonly type: string; readonly $: string }[];
}

function instance(text: string | null, type: string): Instance | null {
  return text === null ? null : { Descriptor: text, ID: [{ type, $: text.toUpperCase() }] };
}

const COLUMNS: readonly Column[] = [
  ["workdayId", null, (person) => workerIds(person).WID ?? null],
  ["employeeId", null, (person) => workerIds(person).Employee_ID ?? null],
  ["active", "staffing", (person, today) => (isActive(person, today) ? "1" : null)],
  ["hireDate", "staffing", ({ startDate }) => startDate],
  ["squad", "organizations", ({ team }) => team],
  ["site", "positions", ({ office }) => instance(office, "Location_ID")],
  [
    "languages",
    "names",
    ({ languages }) => (languages.length === 0 ? null : languages.map((language) => ({ language }))),
  ],
  ["iban", "elections", ({ iban }) => iban],
  ["bic", "elections", ({ bic }) => bic],
];

/**
 * A custom report with the data source All Active and Terminated Workers (docs/vendors/workday.md §3.3):
 * everybody but future hires, in one answer. What is empty is left out, and so is what the user has no
 * View on; XML unless JSON is asked for.
 */
export function customReport(
  request: SandboxRequest,
  moment: Moment,
  today: string,
  sees: (domain: Domain) => boolean,
): Reply {
  const people = moment.people.filter((person) => !isAhead(person, today));
  const { items } = cutPage(people, 0, people.length, request.pageFault(0));
  const rows = items.map((person) => rowOf(person, today, sees));
  if (request.query.get("format") === "json") {
    return { status: 200, json: rows.length > 0 ? { Report_Entry: rows } : {} };
  }
  const entries = rows.map((row) =>
    tag(
      "Report_Entry",
      Object.entries(row).map(([alias, value]) => tag(alias, textOf(value))),
    ),
  );
  return {
    status: 200,
    headers: { "content-type": "text/xml;charset=UTF-8" },
    text: `<wd:Report_Data xmlns:wd="urn:com.workday.report/${REPORT}">${entries.join("")}</wd:Report_Data>`,
  };
}

function textOf(value: Value): string {
  if (typeof value === "string") return value;
  return "Descriptor" in value ? value.Descriptor : value.flatMap((row) => Object.values(row)).join("; ");
}

function rowOf(person: Person, today: string, sees: (domain: Domain) => boolean): Record<string, Value> {
  const row: Record<string, Value> = {};
  for (const [alias, domain, read] of COLUMNS) {
    const value = domain === null || sees(domain) ? read(person, today) : null;
    if (value !== null) row[alias] = value;
  }
  return row;
}
