import { CONTRARY_FORMATS } from "../../mapping/dates.js";
import type { ManifestInput } from "../../schema/manifest.js";
import type { Value } from "../../schema/values.js";

/** What somebody answered about an HR tool, by question. An empty text is the answer "none". */
export type Answers = Readonly<Record<string, string>>;

/** Fields of an employee that are asked for by their places. */
export const FIELD_LABELS = {
  id: "Id of the person, which never changes",
  workEmail: "Work e-mail",
  firstName: "First name",
  lastName: "Last name",
  displayName: "Display name",
  status: "Status",
  startDate: "First day",
  terminationDate: "Last day",
  workLocation: "Work location",
  department: "Department",
  team: "Team",
  jobTitle: "Job title",
  legalEntity: "Legal entity",
  country: "Country",
  employmentType: "Employment type",
  costCenter: "Cost center",
  managerId: "Manager, by id",
  managerEmail: "Manager, by e-mail",
  iban: "IBAN",
  bic: "BIC",
} as const;

export type FieldKey = keyof typeof FIELD_LABELS;

/** Without these nobody can be matched. */
export const NEEDED_FIELDS: readonly FieldKey[] = ["id", "workEmail", "firstName", "lastName"];

/** A place as it is typed: a path, or `expr: ...`. */
function placeOf(text: string): Value {
  return text.startsWith("expr:") ? { expr: text.slice("expr:".length).trim() } : text;
}

/**
 * The manifest that the answers describe, as it is written. Whether it can be used is for lint to say.
 * @param answers at least those without which there is no question (`title`, `baseUrl`, `people.path`, ...)
 */
export function manifestFrom(answers: Answers): ManifestInput {
  const get = (key: string) => answers[key] ?? "";
  const title = get("title");
  const host = URL.canParse(get("baseUrl")) ? new URL(get("baseUrl")).hostname : "";
  const { credentials, auth } = signingOf(answers);
  const [path = "", query = ""] = get("people.path").split("?", 2);
  const parameters = Object.fromEntries(new URLSearchParams(query));
  const total = get("total");
  const steps = [
    ...(get("key.where") === ""
      ? []
      : [`In ${title}, open ${get("key.where")} and make the ${get("key.label")}.`]),
    `Allow it: ${get("permission")}.`,
  ];
  return {
    manifest: 1,
    id: get("id"),
    title,
    guide: {
      steps,
      ...(get("link") !== "" && { link: get("link") }),
      permission: get("permission"),
    },
    credentials,
    baseUrl: get("baseUrl").replace(/\/$/u, ""),
    allowedHosts: [host],
    auth,
    requests: {
      people: {
        path,
        ...(query !== "" && { query: parameters }),
        ...(get("pagination") !== "none" && { pagination: paginationOf(answers) }),
        records: get("records"),
        ...(total !== "" && { total }),
      },
    },
    assemble: { root: "people" },
    completeness: get("completeness") as ManifestInput["completeness"],
    employee: employeeOf(answers),
    ...(hasDates(answers) && {
      dates: {
        formats: formatList(get("dates.formats")) as [],
        ...(get("dates.zone") !== "" && { zone: get("dates.zone") }),
      },
    }),
    status: statusOf(answers),
    ...(get("field.iban") !== "" && {
      bank: { iban: get("field.iban"), ...(get("field.bic") !== "" && { bic: get("field.bic") }) },
    }),
    notVerified: [
      `Made from one reply: what ${title} documents about its statuses, dates and pages was not compared with it.`,
    ],
  };
}

function signingOf(answers: Answers): Pick<ManifestInput, "credentials" | "auth"> {
  const help = answers["key.where"]
    ? `From ${answers["key.where"]}.`
    : "From whoever administers the HR tool.";
  const label = answers["key.label"] || "API key";
  const apiKey = { apiKey: { label, help } };
  const name = answers["auth.name"] ?? "";
  const key = "${credentials.apiKey}";
  switch (answers.auth) {
    case "none":
      return { credentials: {}, auth: "none" };
    case "header": {
      const prefix = answers["auth.prefix"] ?? "";
      return {
        credentials: apiKey,
        auth: { kind: "header", name, value: prefix === "" ? key : `${prefix} ${key}` },
      };
    }
    case "query":
      return { credentials: apiKey, auth: { kind: "query", name, value: key } };
    case "basic":
      return {
        credentials: {
          username: { label: "User name", help, secret: false, form: "text" },
          password: { label: "Password", help, form: "text" },
        },
        auth: { kind: "basic", username: "${credentials.username}", password: "${credentials.password}" },
      };
    case "oauth2": {
      const scope = answers["auth.scope"] ?? "";
      return {
        credentials: {
          clientId: { label: "Client id", help, secret: false },
          clientSecret: { label: "Client secret", help },
        },
        auth: {
          ...{ kind: "oauth2", tokenUrl: answers["auth.tokenUrl"] ?? "" },
          ...{ clientId: "${credentials.clientId}", clientSecret: "${credentials.clientSecret}" },
          ...(scope !== "" && { scope }),
        },
      };
    }
    default:
      return { credentials: apiKey, auth: { kind: "bearer", token: key } };
  }
}

function paginationOf(answers: Answers): ManifestInput["requests"][string]["pagination"] {
  const get = (key: string) => answers[`pagination.${key}`] ?? "";
  const size = Number(get("size"));
  const sized = { size, ...(get("sizeParam") !== "" && { sizeParam: get("sizeParam") }) };
  const start = get("start") === "0" ? (0 as const) : (1 as const);
  switch (answers.pagination) {
    case "page":
      return { kind: "page", param: get("param"), ...sized, start };
    case "offset":
      return { kind: "offset", param: get("param"), ...sized, start };
    case "cursor":
      return { kind: "cursor", param: get("param"), ...sized, next: get("next"), absentEnds: true };
    case "nextUrl":
      return { kind: "nextUrl", ...sized, next: get("next"), absentEnds: true };
    case "link":
      return { kind: "link", ...sized };
    case "scim":
      return { kind: "scim", size };
    default:
      return { kind: "none" };
  }
}

/** Fields of the question that are no field of the manifest's employee, or stand in a block of it. */
const ELSEWHERE: readonly FieldKey[] = ["status", "managerId", "managerEmail", "iban", "bic"];

function employeeOf(answers: Answers): ManifestInput["employee"] {
  const keys = Object.keys(FIELD_LABELS) as FieldKey[];
  const plain = keys.filter((key) => !ELSEWHERE.includes(key) && (answers[`field.${key}`] ?? "") !== "");
  const fields = Object.fromEntries(plain.map((key) => [key, placeOf(answers[`field.${key}`] ?? "")]));
  const { "field.managerId": id = "", "field.managerEmail": email = "" } = answers;
  const manager = { ...(id !== "" && { id: placeOf(id) }), ...(email !== "" && { email: placeOf(email) }) };
  return {
    ...fields,
    ...(Object.keys(manager).length > 0 && { manager }),
  } as ManifestInput["employee"];
}

/** In front of the words of the status in the names of answers. */
export const WORD_KEY = "status.map.";

function statusOf(answers: Answers): ManifestInput["status"] {
  const unknown = answers["status.unknown"] === "stop" ? "stop" : "skip";
  const from = answers["field.status"] ?? "";
  if (from === "") return { rules: rulesByDates(answers), unknown };
  const words = Object.entries(answers).filter(
    ([key, meaning]) => key.startsWith(WORD_KEY) && meaning !== "" && meaning !== "unknown",
  );
  const map = Object.fromEntries(words.map(([key, meaning]) => [key.slice(WORD_KEY.length), meaning]));
  return { from, map: map as Record<string, "active">, unknown };
}

/**
 * Without a word for it, somebody is gone after the last day and not there before the first one; of a list
 * without last days, everybody is employed.
 */
function rulesByDates(answers: Answers): NonNullable<ManifestInput["status"]["rules"]> {
  const has = (key: string) => (answers[key] ?? "") !== "";
  const before = has("field.startDate")
    ? [{ when: { date: "startDate", is: "future" }, is: "pending" } as const]
    : [];
  if (!has("field.terminationDate")) return [...before, { when: { list: "people" }, is: "active" }];
  const end = "terminationDate" as const;
  return [
    { when: { date: end, is: "past" }, is: "inactive" },
    ...before,
    { when: { date: end, is: "empty" }, is: "active" },
    { when: { date: end, is: "filled" }, is: "active" },
  ];
}

/** Whether any date is read. */
export function hasDates(answers: Answers): boolean {
  return ["startDate", "terminationDate"].some((key) => (answers[`field.${key}`] ?? "") !== "");
}

/** Formats as they are typed: one, or several with commas. */
export function formatList(text: string): readonly string[] {
  return text
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "");
}

/** Whether formats read one text as two days. */
export function areContrary(formats: readonly string[]): boolean {
  return CONTRARY_FORMATS.some((pair) => pair.every((format) => formats.includes(format)));
}
