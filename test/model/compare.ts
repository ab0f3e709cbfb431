import type { Link } from "../../src/sync/model/member.js";
import { byKey } from "./scene.js";
import type { ModelInput, ModelPlan, Row, Violation } from "./types.js";

/** What of a plan is compared: absent people's rows may stand among the others. */
export type Comparable = Pick<ModelPlan, "rows" | "absent" | "links" | "released"> & {
  readonly managed: { readonly size: number };
};

/** Rows in which the member matters. In the others nobody's member is meant for sure. */
const ABOUT_MEMBERS = ["update", "archive", "restore", "unchanged", "previously_managed"];

/**
 * The first thing that two plans of one world say differently, in words, with everything of the world
 * that has to do with it; null when they say the same.
 */
export function firstDifference(input: ModelInput, model: Comparable, planner: Comparable): string | null {
  const differences = [
    ...differ(rowsByEmployee(model), rowsByEmployee(planner)),
    ...differ(linksByEmployee(model), linksByEmployee(planner)),
    ...differ(
      new Map([["managed members", [`${model.managed.size}`]]]),
      new Map([["managed members", [`${planner.managed.size}`]]]),
    ),
    ...differ(
      new Map([["released people", model.released]]),
      new Map([["released people", planner.released]]),
    ),
  ];
  const [first] = differences;
  return first === undefined ? null : [first, "", describeWorld(input)].join("\n");
}

/** The first limit that is passed for one and not for the other, or with other numbers. */
export function firstLimitDifference(
  model: readonly Violation[],
  planner: readonly Violation[],
): string | null {
  const texts = (all: readonly Violation[]) =>
    new Map(all.map(({ code, actual, limit }) => [code, [`${actual}, more (or fewer) than ${limit}`]]));
  return differ(texts(model), texts(planner))[0] ?? null;
}

function differ(
  model: ReadonlyMap<string, readonly string[]>,
  planner: ReadonlyMap<string, readonly string[]>,
): string[] {
  const keys = [...new Set([...model.keys(), ...planner.keys()])].sort();
  return keys.flatMap((key) => {
    const [expected, actual] = [model, planner].map((all) =>
      [...(all.get(key) ?? [])].sort().join("\n         "),
    );
    return expected === actual
      ? []
      : [`${key}\n  model:   ${expected || "nothing"}\n  planner: ${actual || "nothing"}`];
  });
}

function rowsByEmployee({ rows, absent }: Comparable): Map<string, string[]> {
  return grouped([...rows, ...absent], ({ employeeId }) => `row of ${employeeId}`, rowText);
}

function rowText({ kind, code, memberId, written, warnings, level }: Row): string {
  const values = Object.entries(written)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([field, value]) => `${field}=${JSON.stringify(value)}`);
  return [
    kind,
    code,
    ABOUT_MEMBERS.includes(kind) ? memberId : null,
    ...values,
    ...[...warnings].sort().map((warning) => `!${warning}`),
    level > 0 ? `after ${level}` : null,
  ]
    .filter(Boolean)
    .join(" ");
}

function linksByEmployee({ links }: Comparable): Map<string, string[]> {
  return grouped([...links].sort(byKey), ({ employeeId }) => `link of ${employeeId}`, linkText);
}

function linkText({ written, seen, ...link }: Link): string {
  // How often a value was sent says nothing once it was kept.
  const values = Object.entries(written).map(([field, value]) => [
    field,
    value.wasSeen ? { ...value, times: 0 } : value,
  ]);
  return JSON.stringify(
    sortKeys({ ...link, seen: sortKeys(seen), written: sortKeys(Object.fromEntries(values)) }),
  );
}

function sortKeys(value: object): object {
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function grouped<T>(
  all: readonly T[],
  key: (one: T) => string,
  text: (one: T) => string,
): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const one of all) groups.set(key(one), [...(groups.get(key(one)) ?? []), text(one)]);
  return groups;
}

/** A world in a few lines, without what is empty. */
function describeWorld(input: ModelInput): string {
  const {
    employees,
    members,
    links,
    decisions,
    policy,
    inFilter,
    bankFingerprint: _fingerprint,
    ...facts
  } = input;
  const lines = (title: string, all: readonly object[]) => [title, ...all.map((one) => `  ${textOf(one)}`)];
  return [
    ...lines("facts", [facts]),
    ...lines("policy", [policy]),
    ...lines(
      "employees",
      employees.map((employee) => ({ ...employee, isOutside: !inFilter(employee) })),
    ),
    ...lines("members", members),
    ...lines("links", links),
    ...lines(
      "decisions",
      decisions.map(({ kind, employee, memberId, until }) => ({
        kind,
        employee: employee?.id,
        memberId,
        until,
      })),
    ),
  ].join("\n");
}

function textOf(one: object): string {
  const isTold = (value: unknown) => {
    const text = JSON.stringify(value);
    return text !== undefined && !["null", "false", "[]", "{}", '""'].includes(text);
  };
  return Object.entries(one)
    .filter(([, value]) => isTold(value))
    .map(([key, value]) => `${key} ${typeof value === "object" ? JSON.stringify(value) : value}`)
    .join(", ");
}
