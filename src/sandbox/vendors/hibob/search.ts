import * as z from "zod";
import { hashText } from "../../random.js";
import { cutPage, parseJson, type Reply, type SandboxRequest } from "../../server/exchange.js";
import type { PageFault } from "../../server/faults.js";
import type { Person } from "../../world/world.js";
import type { VendorSetup } from "../vendor.js";
import { BANK_FIELDS, hibobError, isReadable, isVisible } from "./errors.js";
import { type FieldContext, type FieldDefinition, isDefaultField } from "./fields.js";
import { accessStatus } from "./lifecycle.js";

const MAX_FIELDS = 400;

const searchBody = z.object({
  fields: z.array(z.string()).max(MAX_FIELDS).optional(),
  filters: z
    .array(
      z.object({
        fieldPath: z.enum(["root.id", "root.email"]),
        operator: z.literal("equals"),
        values: z.array(z.string()).min(1),
      }),
    )
    .max(1)
    .optional(),
  showInactive: z.boolean().default(false),
  humanReadable: z.string().optional(),
});

type Search = z.infer<typeof searchBody>;

/**
 * `POST /v1/people/search` (docs/vendors/hibob.md §3): everybody in one answer, unknown and hidden fields
 * left out.
 */
export function searchPeople(
  setup: VendorSetup,
  definitions: readonly FieldDefinition[],
  request: SandboxRequest,
): Reply {
  const parsed = searchBody.safeParse(parseJson(request.body));
  if (!parsed.success) return hibobError(400, "errors.validation", "The search is not valid");
  const search = parsed.data;
  const settings = setup.settings();
  const usesBankTable = settings.hiddenAttributes.includes(BANK_FIELDS);
  const context = { world: setup.world, today: setup.clock.today(), usesBankTable };
  const fields = wantedFields(definitions, search).filter((field) => isReadable(field, settings));
  const found = inNoOrder(setup.world.people(), setup.seed).filter(
    (person) =>
      isVisible(person, context.today, settings) &&
      (search.showInactive || accessStatus(person, context.today) === "Active") &&
      matches(person, search),
  );
  const { items } = cutPage(found, 0, found.length, spoiling(request.pageFault(0), search));
  const mode = search.humanReadable ?? "";
  return {
    status: 200,
    json: { employees: items.map((person) => renderPerson(person, fields, context, mode)) },
  };
}

function wantedFields(definitions: readonly FieldDefinition[], { fields }: Search) {
  return definitions.filter((field) => (fields ? fields.includes(field.id) : isDefaultField(field)));
}

function matches(person: Person, { filters = [] }: Search): boolean {
  return filters.every(({ fieldPath, values }) => {
    const value = fieldPath === "root.id" ? person.id : person.workEmail;
    return value !== null && values.includes(value);
  });
}

/** Bob cuts nothing into pages: of the faults of pages, only what can happen to people asked for by id. */
function spoiling(fault: PageFault | null, { filters = [] }: Search): PageFault | null {
  if (fault?.kind === "duplicate-id") return fault;
  return fault?.kind === "drop-page" && filters.length > 0 ? fault : null;
}

/** An order that is stable but means nothing: Bob documents none. */
function inNoOrder(people: readonly Person[], seed: number): readonly Person[] {
  return people
    .map((person) => ({ person, place: hashText(`hibob ${seed} ${person.id}`) }))
    .sort((a, b) => a.place - b.place)
    .map(({ person }) => person);
}

/**
 * One person: every value nested and again under a slash key, and with APPEND once more in words
 * (docs/vendors/hibob.md §4).
 */
function renderPerson(
  person: Person,
  fields: readonly FieldDefinition[],
  context: FieldContext,
  mode: string,
): Record<string, unknown> {
  const record: Record<string, unknown> = {};
  const words: Record<string, unknown> = {};
  for (const field of fields) {
    const machine = field.machine(person, context);
    const human = inWords(field, machine, person, context);
    const value = mode === "REPLACE" ? human : machine;
    // Empty values are null for machines and left out for people.
    if (human !== null) setNested(words, pathOf(field), human);
    if (mode === "REPLACE" && human === null) continue;
    setNested(record, pathOf(field), value);
    record[`/${field.id.replaceAll(".", "/")}`] = { value };
  }
  return mode === "APPEND" ? { ...record, humanReadable: words } : record;
}

function inWords(
  { human }: FieldDefinition,
  machine: unknown,
  person: Person,
  context: FieldContext,
): string | null {
  if (human) return human(person, context);
  return machine === null ? null : String(machine);
}

function pathOf({ id }: FieldDefinition): readonly string[] {
  return id.replace(/^root\./u, "").split(".");
}

function setNested(target: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [key, ...rest] = path;
  if (key === undefined) return;
  if (rest.length === 0) {
    target[key] = value;
    return;
  }
  const inner = target[key];
  const next: Record<string, unknown> = isRecord(inner) ? inner : {};
  target[key] = next;
  setNested(next, rest, value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
