import type { ColumnKey } from "./keys.js";

/** Names in a path that say nothing of what stands below them. */
const ROOMS = setOf(
  `attributes, attribute, fields, field, properties, data, details, info, information, general, basic, profile, record,
  employee, employees, worker, person, people, user, member, staff, hr, name, names, value, values`,
);

/** Those of the person's own, which have no e-mail or place of work. */
const OWN = setOf("personal, private, home");
const OF_WORK: readonly ColumnKey[] = ["workEmail", "workLocation", "country"];

/** Those of the person's work, whose ids and names are not the person's. */
const WORK = setOf("work, business, employment, contract, job, contact, custom, custom fields, dates");
const OF_PERSON: readonly ColumnKey[] = ["id", "firstName", "lastName", "fullName"];

/** What is meant wherever it stands. */
const ANYWHERE: readonly ColumnKey[] = ["iban", "bic"];

/** What has a name of its own: of `office.name`, the office. */
const NAMED: readonly ColumnKey[] = [
  ...(["status", "workLocation", "department", "team", "jobTitle", "legalEntity"] as const),
  ...(["country", "employmentType", "costCenter"] as const),
];

/** The last part of a path under which a value stands that the parts beside it only describe. */
const VALUE = "value";

/** Whether a key may be meant by a name. */
export type Spelling = readonly [name: string, mayBe: (key: ColumnKey) => boolean];

/**
 * What a nested value may be called, likeliest first. The whole path counts: a `name` below a department is
 * no person's. Only what says nothing is left out.
 *
 * @param path parts of the name as words, such as `department`, `value`, `attributes`, `name`
 */
export function spellingsOf(path: readonly string[]): readonly Spelling[] {
  const last = path.at(-1) ?? "";
  const above = path.slice(0, -1);
  const telling = above.filter((part) => !ROOMS.has(part) && !OWN.has(part) && !WORK.has(part));
  const parts = last === VALUE ? telling : [...telling, last];
  const excluded = [
    ...(above.some((part) => OWN.has(part)) ? OF_WORK : []),
    ...(above.some((part) => WORK.has(part)) ? OF_PERSON : []),
  ];
  return [
    [path.join(" "), () => true],
    [path.toReversed().join(" "), () => true],
    [parts.join(" "), (key) => !excluded.includes(key)],
    [last, (key) => ANYWHERE.includes(key)],
    ...(parts.at(-1) === "name"
      ? [[parts.slice(0, -1).join(" "), (key: ColumnKey) => NAMED.includes(key)] as const]
      : []),
  ];
}

function setOf(names: string): ReadonlySet<string> {
  return new Set(names.split(",").map((name) => name.trim()));
}

/**
 * The names without those that can be no column: what stands beside a `value` and describes it (`label`,
 * `type`), and objects that are null for somebody.
 */
export function withoutDescriptions(names: readonly string[]): readonly string[] {
  const holders = new Set<string>();
  for (const name of names) {
    const parts = name.split(".");
    for (let length = 1; length < parts.length; length += 1) holders.add(parts.slice(0, length).join("."));
  }
  const all = new Set(names);
  return names.filter((name) => {
    if (holders.has(name)) return false;
    const value = name.replace(/[^.]+$/u, VALUE);
    return value === name || !name.includes(".") || !(all.has(value) || holders.has(value));
  });
}
