import { hashText } from "../../random.js";
import { cutPage, type Reply, type SandboxRequest } from "../../server/exchange.js";
import type { VendorSettings } from "../../settings.js";
import type { Person, World } from "../../world/world.js";
import { SMALL_PAGE } from "../habits.js";
import { type Attribute, type AttributeDefinition, attributeDefinitions } from "./attributes.js";
import { personioError } from "./errors.js";

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 100;

/**
 * `GET /v1/company/employees` (docs/vendors/personio.md §3). The answer to a wrong limit or offset is
 * assumed.
 */
export function listEmployees<Entry>(
  directory: Directory<Entry>,
  request: SandboxRequest,
  settings: VendorSettings,
): Reply {
  const asked = wholeNumber(request.query.get("limit"), DEFAULT_LIMIT);
  const offset = wholeNumber(request.query.get("offset"), 0);
  const most = settings.habits.includes("refused-page-size") ? SMALL_PAGE : MAX_LIMIT;
  if (asked === null || asked < 1 || asked > most) {
    return personioError(400, 400, `The limit must be between 1 and ${most}.`);
  }
  const limit = settings.habits.includes("small-pages") ? Math.min(asked, SMALL_PAGE) : asked;
  if (offset === null) return personioError(400, 400, "The offset must be a whole number.");
  const page = cutPage(directory.entries(), offset, limit, request.pageFault(offset));
  const wanted = request.query.getAll("attributes[]");
  return {
    status: 200,
    json: {
      success: true,
      metadata: {
        total_elements: page.total,
        current_page: Math.floor(offset / limit),
        total_pages: Math.ceil(page.total / limit),
      },
      offset,
      limit,
      data: page.items.map((entry) => project(directory.render(entry), wanted, settings)),
    },
  };
}

/** `GET /v1/company/employees/attributes`: what the credential may read. */
export function listAttributes<Entry>(directory: Directory<Entry>, settings: VendorSettings): Reply {
  const data = directory
    .attributes()
    .filter(({ key, label }) => isReadable(key, label, settings))
    .map(({ key, label, type, universal_id }) => ({ key, label, type, universal_id, options: [] }));
  return { status: 200, json: { success: true, data } };
}

/** Attributes that were not ticked are absent, not null; `id` always comes back. */
function project(item: EmployeeItem, wanted: readonly string[], settings: VendorSettings): EmployeeItem {
  const attributes = Object.entries(item.attributes).filter(
    ([key, { label }]) =>
      key === "id" || (isReadable(key, label, settings) && (wanted.length === 0 || wanted.includes(key))),
  );
  return { type: item.type, attributes: Object.fromEntries(attributes) };
}

function isReadable(
  key: AttributeDefinition["key"],
  label: AttributeDefinition["label"],
  settings: VendorSettings,
): boolean {
  return !settings.hiddenAttributes.includes(key) && !settings.hiddenAttributes.includes(label);
}

/** Null for anything but a whole number from 0. */
function wholeNumber(text: string | null, whenAbsent: number): number | null {
  if (text === null) return whenAbsent;
  return /^\d{1,9}$/u.test(text) ? Number(text) : null;
}

/** One entry of the employee list. */
export interface EmployeeItem {
  readonly type: string;
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** The employees of the account, whoever they are. `Entry` is what one is made from. */
export interface Directory<Entry> {
  /** In the order in which pages show them. */
  entries(): readonly Entry[];
  render(entry: Entry): EmployeeItem;
  /** All attributes of the account. */
  attributes(): readonly Omit<AttributeDefinition, "value">[];
}

/** The invented people. Their order is stable but means nothing: Personio promises none. */
export function worldDirectory(world: World, seed: number): Directory<Person> {
  const definitions = attributeDefinitions(seed);
  let ordered: { readonly from: readonly Person[]; readonly entries: readonly Person[] } | null = null;
  return {
    entries() {
      const from = world.people();
      if (ordered?.from !== from) ordered = { from, entries: shuffled(from, seed) };
      return ordered.entries;
    },
    render: (person) => ({
      type: "Employee",
      attributes: Object.fromEntries(
        definitions.map(({ key, label, type, universal_id, value }) => [
          key,
          { label, value: value(person, world), type, universal_id },
        ]),
      ),
    }),
    attributes: () => definitions,
  };
}

function shuffled(people: readonly Person[], seed: number): readonly Person[] {
  return people
    .map((person) => ({ person, place: hashText(`${seed} ${person.id}`) }))
    .sort((a, b) => a.place - b.place)
    .map(({ person }) => person);
}
