import { ownValue } from "../../../shared/objects.js";
import type { DateStyle } from "../../mapping/dates.js";
import { dateSource } from "../../mapping/employee.js";
import { parsePath, type Step, valueAt } from "../../mapping/paths.js";
import { referencesOf } from "../../mapping/templates.js";
import { listsOf } from "../../reading/assemble.js";
import type { Manifest } from "../../schema/manifest.js";
import type { Value } from "../../schema/values.js";
import type { Exchange } from "../exchanges.js";

/** What stands at a place of an answer, as the manifest says. */
export type Role =
  | { readonly kind: "id" | "email" | "name" | "iban" | "bic" | "country" | "count" | "nextUrl" }
  | { readonly kind: "date"; readonly style: DateStyle };

/** The roles of places in answers. */
export interface Marks {
  /** Of what `holder` has under `key`, itself an entry of the answers. */
  of(holder: object, key: string): Role | undefined;
  /** Whether the keys of an object are ids. */
  hasIdKeys(holder: object): boolean;
  /** Every marked text with this role. */
  texts(kind: Role["kind"]): readonly string[];
}

type MarkedPath = readonly [path: string, role: Role];

/** Finds in answers what the manifest names. */
export function marksOf(manifest: Manifest, exchanges: readonly Exchange[]): Marks {
  const roles = new Map<object, Map<string, Role>>();
  const idKeys = new Set<object>();
  const ofRecords = recordPaths(manifest);
  const below = (name: string) =>
    ofRecords.flatMap(([path, role]): MarkedPath[] =>
      path.startsWith(`${name}.`) ? [[path.slice(name.length + 1), role]] : [],
    );
  const { root: _root, join, batch, detail } = manifest.assemble;
  const partsOf = (request: string): readonly MarkedPath[] => [
    ...(listsOf(manifest).includes(request) ? ofRecords : []),
    ...join.flatMap(({ from, as, right }): MarkedPath[] =>
      from === request ? [[right, ID], ...below(as)] : [],
    ),
    ...batch.flatMap((one): MarkedPath[] =>
      one.request === request ? [[one.key, ID], ...below(one.as)] : [],
    ),
  ];

  function mark(root: unknown, paths: readonly MarkedPath[]): void {
    for (const [path, role] of paths) {
      for (const { holder, key } of placesAt(root, path)) {
        const known = roles.get(holder) ?? new Map<string, Role>();
        roles.set(holder, known.set(key, known.get(key) ?? role));
      }
    }
  }

  for (const { request: name, json } of exchanges) {
    const request = manifest.requests[name];
    if (!request) continue;
    mark(json, envelopePaths(manifest, name));
    if (detail?.request === name) mark(json, below(detail.as));
    const { records } = request;
    const found = valueAt(json, typeof records === "string" ? records : records.path);
    if (typeof found !== "object" || found === null) continue;
    if (typeof records !== "string") idKeys.add(found);
    for (const row of Object.values(found)) mark(Array.isArray(row) ? row[0] : row, partsOf(name));
    // Where keys are ids, the record itself may be in a list of its own.
    for (const row of Object.values(found)) mark(row, partsOf(name));
  }
  return {
    of: (holder, key) => roles.get(holder)?.get(key),
    hasIdKeys: (holder) => idKeys.has(holder),
    texts: (kind) =>
      [...roles].flatMap(([holder, known]) =>
        [...known].flatMap(([key, role]) => (role.kind === kind ? textsIn(Reflect.get(holder, key)) : [])),
      ),
  };
}

const ID: Role = { kind: "id" };
const COUNT: Role = { kind: "count" };

/** What the paths into a record lead to. */
function recordPaths(manifest: Manifest): readonly MarkedPath[] {
  const { employee, bank, assemble, requests } = manifest;
  const marked = (value: Value | undefined, role: Role): MarkedPath[] =>
    (Array.isArray(value) ? value : [value]).flatMap((one) => (typeof one === "string" ? [[one, role]] : []));
  const dates = (["startDate", "terminationDate"] as const).flatMap((field) => {
    const source = employee[field];
    if (source === undefined) return [];
    const { value, style } = dateSource(source, manifest);
    return marked(value, { kind: "date", style });
  });
  const accounts =
    bank?.accounts === undefined ? "" : bank.accounts === "$" ? "[*]." : `${bank.accounts}[*].`;
  const detailPath = assemble.detail && requests[assemble.detail.request]?.path;
  const recordIds = referencesOf(detailPath ?? "").filter((reference) => reference.startsWith("record."));
  return [
    ...marked(employee.id, ID),
    ...marked(employee.manager?.id, ID),
    ...assemble.join.map(({ left }): MarkedPath => [left, ID]),
    ...assemble.batch.map(({ ids }): MarkedPath => [ids, ID]),
    ...recordIds.map((reference): MarkedPath => [reference.replace(/^record\./u, ""), ID]),
    ...marked(employee.workEmail, { kind: "email" }),
    ...marked(employee.manager?.email, { kind: "email" }),
    ...[employee.firstName, employee.lastName, employee.displayName].flatMap((name) =>
      marked(name, { kind: "name" }),
    ),
    ...marked(employee.country, { kind: "country" }),
    ...dates,
    ...(bank ? [[`${accounts}${bank.iban}`, { kind: "iban" }] as const] : []),
    ...(bank?.bic === undefined ? [] : [[`${accounts}${bank.bic}`, { kind: "bic" }] as const]),
  ];
}

/** What stands around the records. */
function envelopePaths({ requests, check }: Manifest, name: string): readonly MarkedPath[] {
  const request = requests[name];
  if (!request) return [];
  const { pagination, total } = request;
  const counts = [
    ...(total === undefined ? [] : [total]),
    ...("pages" in pagination && pagination.pages !== undefined ? [pagination.pages] : []),
    ...(pagination.kind === "scim" ? ["totalResults", "itemsPerPage", "startIndex"] : []),
  ];
  return [
    ...counts.map((path): MarkedPath => [path, COUNT]),
    ...(pagination.kind === "nextUrl" ? [[pagination.next, { kind: "nextUrl" }] as const] : []),
    ...(check?.request === name && check.company !== undefined ? [[check.company, ID] as const] : []),
  ];
}

interface Place {
  readonly holder: object;
  readonly key: string;
}

/** Every place that a path leads to. */
function placesAt(root: unknown, text: string): readonly Place[] {
  const parsed = parsePath(text);
  if (!("path" in parsed)) return [];
  let places: readonly { readonly value: unknown; readonly place: Place | null }[] = [
    { value: root, place: null },
  ];
  for (const step of parsed.path) places = places.flatMap(({ value }) => entriesAt(value, step));
  return places.flatMap(({ place }) => (place ? [place] : []));
}

function entriesAt(value: unknown, step: Step) {
  if (typeof value !== "object" || value === null) return [];
  const at = (key: string) => ({ value: Reflect.get(value, key), place: { holder: value, key } });
  switch (step.kind) {
    case "key":
      return Object.hasOwn(value, step.key) && !Array.isArray(value) ? [at(step.key)] : [];
    case "at":
      return Array.isArray(value) && step.index < value.length ? [at(String(step.index))] : [];
    case "where": {
      if (!Array.isArray(value)) return [];
      // All that have it, not the first alone: whichever is found must be replaced alike.
      const fits = (entry: unknown) => String(ownValue(entry, step.key)) === step.value;
      return value.flatMap((entry, index) => (fits(entry) ? [at(String(index))] : []));
    }
    case "each":
      return Object.keys(value).map(at);
  }
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}
