import { hashText } from "../../../random.js";
import type { Reply, SandboxRequest } from "../../../server/exchange.js";
import { cutPage } from "../../../server/exchange.js";
import type { Person } from "../../../world/world.js";
import { SMALL_PAGE, someWithoutId } from "../../habits.js";
import type { VendorSetup } from "../../vendor.js";
import { hasLeft, isAhead, luccaError } from "../errors.js";
import {
  DEFAULT_SELECTION,
  definitionOf,
  isUserField,
  parseFields,
  type Selection,
  type UserContext,
  userValue,
} from "./user.js";

const MAX_LIMIT = 1000;

/** Rights of a role that hide people, by these names in the sandbox's `hiddenAttributes`. */
const FORMER = "See former employees";
const FUTURE = "See future employees";

/** `GET /api/v3/users` (docs/vendors/lucca.md §3.1). The answers to wrong parameters are assumed. */
export function listUsers(setup: VendorSetup, request: SandboxRequest): Reply {
  const { hiddenAttributes, habits } = setup.settings();
  const hides = (name: string) => hiddenAttributes.includes(name);
  const { query } = request;
  if (habits.includes("fewer-parameters") && query.has("orderBy")) {
    return luccaError(400, "Order by query parameter is invalid");
  }
  const fields = query.get("fields");
  const selection = fields === null ? DEFAULT_SELECTION : parseFields(fields);
  const unknown = [...(selection?.keys() ?? [])].find((name) => name !== "collection" && !isUserField(name));
  if (selection === null || unknown !== undefined) return luccaError(400, `Unknown field: ${unknown ?? ""}`);
  const [offset, asked] = (query.get("paging") ?? `0,${MAX_LIMIT}`).split(",").map(Number);
  const most = habits.includes("refused-page-size") ? SMALL_PAGE : MAX_LIMIT;
  if (!isWhole(offset) || !isWhole(asked) || asked < 1 || asked > most) {
    return luccaError(400, `paging must be offset,limit with a limit of ${most} at most`);
  }
  const limit = habits.includes("small-pages") ? Math.min(asked, SMALL_PAGE) : asked;

  const context: UserContext = { world: setup.world, today: setup.clock.today() };
  const former = query.get("formerEmployees") === "true" && !hides(FORMER);
  const people = setup.world
    .people()
    .filter(
      (person) =>
        (former || !hasLeft(person, context.today)) && (!hides(FUTURE) || !isAhead(person, context.today)),
    );
  const order = query.get("orderBy") === "id,asc" ? byId : byNothing(setup.seed);
  const page = cutPage([...people].sort(order), offset, limit, request.pageFault(offset));
  return {
    status: 200,
    json: {
      header: { generated: new Date(setup.clock.now()).toISOString().slice(0, 19) },
      data: {
        items: someWithoutId(
          page.items.map((person) => render(person, selection, context, hides)),
          habits,
        ),
        ...(selection.get("collection")?.has("count") && !habits.includes("silent-lists")
          ? { count: page.total }
          : {}),
      },
      message: null,
    },
  };
}

/** `GET /api/v3/extensionuserdefinitions/{key}`, for a key that the role may see. */
export function readDefinition(setup: VendorSetup, { params }: SandboxRequest): Reply {
  const key = params.key ?? "";
  const isHidden = setup.settings().hiddenAttributes.includes(key);
  const definition = isHidden ? null : definitionOf(key, setup.world);
  return definition === null
    ? luccaError(404, "No extension definition of that key")
    : { status: 200, json: { header: {}, data: definition, message: null } };
}

/** What the role does not allow is left out, without an error. */
function render(
  person: Person,
  selection: Selection,
  context: UserContext,
  hides: (name: string) => boolean,
): Record<string, unknown> {
  const user: Record<string, unknown> = {};
  for (const [name, inner] of selection) {
    if (name === "collection" || hides(name)) continue;
    user[name] = project(userValue(name, person, context, hides), inner);
  }
  return user;
}

function project(value: unknown, inner: Selection | null): unknown {
  if (inner === null || typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => inner.has(key)));
}

function byId(one: Person, other: Person): number {
  return Number(one.id) - Number(other.id);
}

/** Without an order the pages' one is stable, but means nothing. */
function byNothing(seed: number): (one: Person, other: Person) => number {
  const place = ({ id }: Person) => hashText(`${seed} ${id}`);
  return (one, other) => place(one) - place(other);
}

function isWhole(value: number | undefined): value is number {
  return value !== undefined && Number.isSafeInteger(value) && value >= 0;
}
