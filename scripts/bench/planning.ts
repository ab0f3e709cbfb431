import { compileFilter } from "../../src/sync/filter/evaluate.js";
import { parseFilter } from "../../src/sync/filter/parse.js";
import { accountsOf } from "../../src/sync/identity/accounts.js";
import { RawBank } from "../../src/sync/model/bank.js";
import type { Employee } from "../../src/sync/model/employee.js";
import { makeBankFingerprint } from "../../src/sync/model/fingerprint.js";
import type { Link, Member } from "../../src/sync/model/member.js";
import type { SyncPolicy } from "../../src/sync/model/policy.js";
import { planEntity } from "../../src/sync/plan/plan-entity.js";
import type { Measurement } from "./three-tries.js";

const PEOPLE = 100_000;
/** Of the time that JSON takes for the same people: how fast the machine is stands in both. */
const BUDGET = 1.7;
const AIM_MS = 400;

/** Planning alone, everybody in step, a third with bank details: the everyday run of a very large company. */
export function planning(): Measurement[] {
  const bankFingerprint = makeBankFingerprint(new Uint8Array(32).fill(7));
  const employees = Array.from({ length: PEOPLE }, (_, index) => employee(index));
  const members = employees.map(member);
  const first = plan(employees, members, [], bankFingerprint);
  const links = first.links.upsert.concat(first.changes.map(linkOf));
  const start = performance.now();
  const second = plan(employees, members, links, bankFingerprint);
  const elapsed = performance.now() - start;
  const yardstick = jsonRoundTrip([employees, members]);
  if (second.unchanged.length + second.changes.length !== PEOPLE) throw new Error("the plan lost people");
  return [
    {
      what: `planning ${PEOPLE} employees x ${PEOPLE} members`,
      measured: `${(elapsed / yardstick).toFixed(2)} x, ${elapsed.toFixed(0)} ms`,
      budget: `${BUDGET} x their JSON (aim ${AIM_MS} ms)`,
      kept: elapsed <= BUDGET * yardstick,
      ofBudget: elapsed / (BUDGET * yardstick),
    },
  ];
}

/** @returns the milliseconds in which the people become JSON and come back from it */
function jsonRoundTrip(people: unknown): number {
  const start = performance.now();
  JSON.parse(JSON.stringify(people));
  return performance.now() - start;
}

function plan(
  employees: readonly Employee[],
  members: readonly Member[],
  links: readonly Link[],
  bankFingerprint: ReturnType<typeof makeBankFingerprint>,
) {
  const inFilter = compileFilter(parseFilter(["'Work Location' is one of: Remote,London,Paris"]));
  return planEntity({
    entity: "acme-uk",
    employees,
    members,
    links,
    policy: POLICY,
    inFilter,
    today: "2026-06-01",
    bankFingerprint,
    accounts: accountsOf([{ source: "personio", key: "personio.acme.test", isProven: true }]),
    unread: new Set<string>(),
    whenAbsent: () => "keep",
    decisions: [],
    configChanged: false,
    acceptsOtherNames: false,
    isAccountConfirmed: true,
    connectedOn: "2026-01-01",
    unshown: { answers: {}, baselines: [] },
    archivedBefore: { confirmed: new Set<string>() },
  });
}

const POLICY: SyncPolicy = {
  walletCurrency: null,
  inviteDaysBefore: 0,
  graceDays: 0,
  absent: "keep",
  neverManaged: "archive",
  rehires: "restore",
  rehireGapDays: 7,
  archivedByHand: "report",
  handEdits: "overwrite",
  create: true,
  update: ["email", "name", "bank", "manager"],
  archive: true,
  singleName: "skip",
  deriveBic: false,
  protect: ["owner@acme.test"],
};

function employee(index: number): Employee {
  return {
    id: String(index),
    workEmail: `person.${index}@acme.test`,
    firstName: `First${index}`,
    lastName: `Last${index}`,
    status: "active",
    terminationDate: null,
    workLocation: ["Remote", "London", "Paris"][index % 3] ?? "Paris",
    manager: index === 0 ? null : { id: String(Math.floor(index / 10)), email: null },
    bank: index % 3 === 0 ? new RawBank({ iban: "GB33BUKB20201555555555", bic: "BUKBGB22XXX" }) : null,
    custom: {},
  };
}

function member(from: Employee): Member {
  const manager = from.manager?.id ?? null;
  return {
    id: `m${from.id}`,
    email: from.workEmail ?? null,
    firstName: from.firstName ?? null,
    lastName: from.lastName ?? null,
    status: "active",
    isOwner: false,
    managerId: manager === null ? null : `m${manager}`,
  };
}

function linkOf(change: ReturnType<typeof plan>["changes"][number]): Link {
  return { ...change.link, bankFingerprint: change.desired.bank?.fingerprint ?? null };
}
