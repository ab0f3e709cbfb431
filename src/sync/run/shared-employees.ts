import { listed } from "../../shared/text.js";
import type { Plan, Warning } from "../model/index.js";
import type { PlannedEntity } from "./plan-task.js";
import { ownId } from "./sources.js";

const SHOWN = 5;

/**
 * The entities that have one person, as a path from the last of them to the first. People of the same entities
 * share a circle, so that hundreds of entities with everybody of one account take one, and not a list for each
 * person and each pair.
 */
interface Circle {
  /** Place of the entity among those that are planned. */
  readonly place: number;
  readonly before: Circle | null;
  readonly further: Map<number, Circle>;
}

/**
 * Warnings for entities of one HR account that are meant to have the same people: allowed, since
 * somebody may need two cards, but more often two filters overlap by mistake. One warning per entity.
 *
 * @returns by entity
 */
export function sharedEmployeeWarnings(
  planned: readonly PlannedEntity[],
): ReadonlyMap<string, readonly Warning[]> {
  const circles = circlesOf(planned);
  const placesOf = rememberedPlaces();
  return new Map(
    planned.map((one, place) => {
      const shared = sharedOf(one, circles);
      if (shared.size === 0) return [one.task.entity, []];
      const others = placesOf(new Set(shared.values())).filter((other) => other !== place);
      const entities = others.map((other) => planned[other]?.task.entity ?? "");
      return [one.task.entity, [warning(namesOf(shared.keys(), one), entities)]];
    }),
  );
}

function warning(names: readonly string[], others: readonly string[]): Warning {
  const who = names.length === 1 ? "1 employee is" : `${names.length} employees are`;
  const where =
    others.length === 1
      ? `the filter of ${others[0]}`
      : `the filters of ${others.length} other entities (${listed(others, SHOWN)})`;
  return {
    code: "employee_in_two_entities",
    text: `${who} also in ${where}: ${listed(names, SHOWN)}.`,
  };
}

/** The circle of everybody, by key. Each row is looked at once, however many entities there are. */
function circlesOf(planned: readonly PlannedEntity[]): ReadonlyMap<string, Circle> {
  const first = new Map<number, Circle>();
  const circles = new Map<string, Circle>();
  for (const [place, one] of planned.entries()) {
    for (const [, key] of keptKeys(one)) {
      const before = circles.get(key) ?? null;
      if (before?.place === place) continue;
      const further = before?.further ?? first;
      const circle = further.get(place) ?? { place, before, further: new Map() };
      further.set(place, circle);
      circles.set(key, circle);
    }
  }
  return circles;
}

/** The ids of those whom other entities have as well, with their circles. */
function sharedOf(one: PlannedEntity, circles: ReadonlyMap<string, Circle>): Map<string, Circle> {
  return new Map(
    keptKeys(one).flatMap(([id, key]) => {
      const circle = circles.get(key);
      return circle?.before ? [[id, circle] as const] : [];
    }),
  );
}

/** The places in any of some circles, in order; worked out once for all entities that have the same circles. */
function rememberedPlaces(): (circles: ReadonlySet<Circle>) => readonly number[] {
  const numbers = new Map<Circle, number>();
  const known = new Map<string, readonly number[]>();
  const numberOf = (circle: Circle): number => {
    const number = numbers.get(circle) ?? numbers.size;
    numbers.set(circle, number);
    return number;
  };
  return (circles) => {
    const key = [...circles]
      .map(numberOf)
      .sort((a, b) => a - b)
      .join();
    const places = known.get(key) ?? placesIn(circles);
    known.set(key, places);
    return places;
  };
}

function placesIn(circles: ReadonlySet<Circle>): readonly number[] {
  const places = new Set<number>();
  for (const circle of circles) {
    for (let one: Circle | null = circle; one !== null; one = one.before) places.add(one.place);
  }
  return [...places].sort((a, b) => a - b);
}

/** Their work e-mails, else their ids, in order. */
function namesOf(ids: Iterable<string>, { employees }: PlannedEntity): readonly string[] {
  const names = new Map(employees.map((employee) => [employee.id, employee.workEmail ?? employee.id]));
  return [...ids].map((id) => names.get(id) ?? id).sort();
}

/** The ids of those who are kept, with what names them in their HR account whatever the entity. */
function keptKeys({ plan, task }: PlannedEntity): (readonly [id: string, key: string])[] {
  const ids = keptIds(plan);
  return task.sources.flatMap((of) =>
    ids.flatMap((id) => {
      const own = ownId(of, task, id);
      return own === null ? [] : [[id, `${of.source.accountKey} ${own}`] as const];
    }),
  );
}

/** Employees who have a member of this entity once the plan is applied. */
function keptIds({ changes, unchanged }: Plan): string[] {
  const kept = changes.filter((change) => change.action !== "archive");
  return [...kept, ...unchanged].map((row) => row.employeeId);
}
