import { isWithheld } from "../../providers/support/readable.js";
import { CONTRARY_FORMATS, type DateFormat, INSTANTS } from "../mapping/dates.js";
import { compileExpression } from "../mapping/expression.js";
import { listsOf } from "../reading/assemble.js";
import type { Manifest } from "../schema/manifest.js";
import type { Condition } from "../schema/people.js";
import { type Finding, finding } from "./finding.js";

/** People: what fields, dates and statuses are made of. */
export function lintPeople(manifest: Manifest): readonly Finding[] {
  return [
    ...lintEmails(manifest),
    ...lintValues(manifest.employee, ["employee"]),
    ...lintCustom(manifest),
    ...lintDates(manifest),
    ...lintStatus(manifest),
  ];
}

const PERSONAL = /personal|private|home|second/iu;

function lintEmails({ employee: { workEmail, manager, allowPersonalEmail } }: Manifest): readonly Finding[] {
  if (allowPersonalEmail) return [];
  const places = [
    [["employee", "workEmail"], workEmail],
    [["employee", "manager", "email"], manager?.email],
  ] as const;
  return places.flatMap(([path, value]) =>
    PERSONAL.test(JSON.stringify(value ?? ""))
      ? [
          finding(
            path,
            "looks like a private address: remove it, or say allowPersonalEmail: true if it is meant",
          ),
        ]
      : [],
  );
}

/** Fields that have one value: a list would have to be cut to its first entry, which is nobody's choice. */
const SINGLE = [
  "id",
  "workEmail",
  "firstName",
  "lastName",
  "displayName",
  "startDate",
  "terminationDate",
  "email",
  "value",
];

function lintValues(value: unknown, path: readonly (string | number)[]): readonly Finding[] {
  if (typeof value === "string") {
    const field = path.findLast((key) => typeof key === "string");
    return SINGLE.includes(String(field)) && value.includes("[*]")
      ? [finding(path, "must name one entry, not all of them ([*])")]
      : [];
  }
  if (typeof value !== "object" || value === null) return [];
  if ("expr" in value && typeof value.expr === "string") {
    const compiled = compileExpression(value.expr);
    return "fault" in compiled ? [finding([...path, "expr"], compiled.fault)] : [];
  }
  return Object.entries(value).flatMap(([key, inner]) =>
    lintValues(inner, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

/** Further attributes are plain text, and shown. */
function lintCustom({ employee }: Manifest): readonly Finding[] {
  return Object.entries(employee.custom ?? {}).flatMap(([key, value]) =>
    [key, ...JSON.stringify(value).split(/[^\p{L}\p{N}_ -]+/u)].some(isWithheld)
      ? [finding(["employee", "custom", key], "must not be about pay or bank details: such fields are shown")]
      : [],
  );
}

function lintDates({ dates, employee }: Manifest): readonly Finding[] {
  const own = (["startDate", "terminationDate"] as const).flatMap((field) => {
    const source = employee[field];
    return typeof source === "object" && "formats" in source
      ? [{ path: ["employee", field, "formats"], formats: source.formats }]
      : [];
  });
  const contrary = [{ path: ["dates", "formats"], formats: dates.formats }, ...own].flatMap(
    ({ path, formats }) =>
      CONTRARY_FORMATS.filter((pair) => pair.every((format) => formats.includes(format))).map((pair) =>
        finding(path, `must not be both ${pair.join(" and ")}: one text would be two days`),
      ),
  );
  const all: readonly DateFormat[] = [...dates.formats, ...own.flatMap(({ formats }) => formats)];
  const asksZone = all.some((format) => INSTANTS.includes(format));
  return asksZone && !isZone(dates.zone)
    ? [...contrary, finding(["dates", "zone"], "must be a time zone such as Europe/Berlin")]
    : contrary;
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

function lintStatus(manifest: Manifest): readonly Finding[] {
  const { status, employee } = manifest;
  const found: Finding[] = [];
  const words = Object.keys(status.map).map((word) => word.toLowerCase());
  if (words.length === 0 && status.rules.length === 0)
    found.push(finding(["status"], "needs a map or rules"));
  if (words.length > 0 && status.from === undefined) {
    found.push(finding(["status", "map"], "needs status.from: the field whose words these are"));
  }
  if (new Set(words).size < words.length) {
    found.push(finding(["status", "map"], "has a word twice: capitals make no difference"));
  }
  const lists = listsOf(manifest);
  for (const [index, { when }] of status.rules.entries()) {
    const path = ["status", "rules", index, "when"];
    const conditions: readonly Condition[] = Array.isArray(when) ? when : [when];
    for (const condition of conditions) {
      if ("list" in condition && !lists.includes(condition.list)) {
        found.push(finding(path, `must name a list of people: ${lists.join(", ")}`));
      }
      if ("date" in condition && employee[condition.date] === undefined) {
        found.push(finding(path, `needs employee.${condition.date}`));
      }
    }
  }
  return found;
}
