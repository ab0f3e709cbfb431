import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emailKey } from "../../src/shared/text.js";
import { accountsOf } from "../../src/sync/identity/index.js";
import { planCalendar, standingOf } from "../../src/sync/model/eligibility.js";
import { type Employee, workEmailOf } from "../../src/sync/model/employee.js";
import type { Link } from "../../src/sync/model/member.js";
import type { Plan } from "../../src/sync/model/plan.js";
import { employeesOfSource, idOfSource } from "../../src/sync/model/sources.js";
import { applyToModel, type ModelState, readModel } from "../support/model-spendesk.js";
import { planOf, TODAY } from "../support/people.js";
import { type RandomWorld, randomWorld } from "../support/worlds.js";

const RUNS = { numRuns: Number(process.env.PROPERTY_RUNS ?? 500) };
const NAMES = ["personio", "deel", "hibob"] as const;

/** A random world whose people are spread over two or three HR tools, some of which can't be read. */
interface SeveralSources extends RandomWorld {
  readonly names: readonly string[];
  readonly unread: ReadonlySet<string>;
}

const severalSources: fc.Arbitrary<SeveralSources> = fc
  .record({
    world: randomWorld,
    names: fc.shuffledSubarray([...NAMES], { minLength: 2 }),
    ofEmployee: fc.array(fc.nat(), { minLength: 6, maxLength: 6 }),
    ofLink: fc.array(fc.nat(), { minLength: 8, maxLength: 8 }),
    unread: fc.subarray([...NAMES], { maxLength: 1 }),
  })
  .map(({ world, names, ofEmployee, ofLink, unread }) => {
    const nameAt = (numbers: readonly number[], index: number) =>
      names[(numbers[index] ?? 0) % names.length] ?? "";
    const employees = world.employees.flatMap((employee, index) =>
      employeesOfSource(nameAt(ofEmployee, index), [employee]),
    );
    const sourceOf = new Map(world.employees.map(({ id }, index) => [id, nameAt(ofEmployee, index)]));
    const links = world.state.links.map((link, index): Link => {
      const source = sourceOf.get(link.employeeId) ?? nameAt(ofLink, index);
      return { ...link, source, account: keyOf(source), employeeId: idOfSource(source, link.employeeId) };
    });
    return {
      ...{ ...world, employees, names, unread: new Set(unread.filter((name) => names.includes(name))) },
      state: { ...world.state, links },
    };
  });

function keyOf(source: string): string {
  return `${source}.acme.test`;
}

/** The plan of what could be read. */
function planSources(world: SeveralSources, state: ModelState = world.state): Plan {
  const read = world.names.filter((name) => !world.unread.has(name));
  return planOf({
    employees: readable(world),
    members: readModel(state, world.view),
    links: state.links,
    policy: world.policy,
    unread: world.unread,
    accounts: accountsOf(read.map((source) => ({ source, key: keyOf(source), isProven: true }))),
  });
}

function readable({ employees, unread }: SeveralSources): readonly Employee[] {
  return employees.filter(({ source }) => !unread.has(source ?? ""));
}

function always(check: (world: SeveralSources, plan: Plan) => void): void {
  fc.assert(
    fc.property(severalSources, (world) => check(world, planSources(world))),
    RUNS,
  );
}

function rowsOf({ changes, notes, unchanged }: Plan) {
  return [...changes, ...notes, ...unchanged];
}

describe("planEntity over two and three sources", () => {
  it("does not depend on the order of people, members and links", () => {
    always((world, plan) => {
      const reversed = planSources({
        ...world,
        employees: world.employees.toReversed(),
        state: { members: world.state.members.toReversed(), links: world.state.links.toReversed() },
      });
      expect(JSON.stringify(reversed)).toBe(JSON.stringify(plan));
    });
  });

  it("changes each member at most once, and nobody gets two", () => {
    always((_world, { changes, unchanged }) => {
      const members = [...changes, ...unchanged].flatMap(({ memberId }) => memberId ?? []);
      expect(new Set(members).size).toBe(members.length);
      const people = [...changes, ...unchanged].map(({ employeeId }) => employeeId);
      expect(new Set(people).size).toBe(people.length);
    });
  });

  it("touches no member and no link of a source that could not be read", () => {
    always((world, plan) => {
      const frozen = world.state.links.filter(({ source }) => world.unread.has(source));
      const members = new Set(frozen.map(({ memberId }) => memberId));
      for (const { memberId } of [...plan.changes, ...plan.unchanged])
        expect(members).not.toContain(memberId);
      for (const { employeeId } of frozen) {
        expect(rowsOf(plan).filter((row) => row.employeeId === employeeId)).toEqual([
          expect.objectContaining({ kind: "skipped", code: "source_unread" }),
        ]);
      }
      const { upsert, remove } = plan.links;
      for (const link of [...upsert, ...remove]) expect(frozen).not.toContainEqual(link);
      for (const { memberId } of upsert) expect(members).not.toContain(memberId);
    });
  });

  it("archives nobody whose address is that of somebody who works here by any source", () => {
    always((world, plan) => {
      const calendar = planCalendar(TODAY, world.policy);
      const here = new Set(
        readable(world)
          .filter((employee) => standingOf(employee, calendar) === "eligible")
          .flatMap((employee) => {
            const email = workEmailOf(employee);
            return email.ok ? [email.key] : [];
          }),
      );
      const emailOf = new Map(world.state.members.map(({ id, email }) => [id, email]));
      for (const { action, memberId } of plan.changes) {
        const email = memberId === null ? null : emailOf.get(memberId);
        if (action === "archive" && email) expect(here).not.toContain(emailKey(email));
      }
    });
  });

  it("is carried out without a refusal, and then leaves nothing to change", () => {
    always((world, plan) => {
      const members = world.state.links.map(({ memberId }) => memberId);
      if (new Set(members).size < members.length) return;
      let state = applyToModel(world.state, plan);
      for (let runs = 0; runs < 3; runs += 1) {
        const ids = new Set(world.state.members.map(({ id }) => id));
        const isForgotten = world.state.links.some(({ memberId }) => !ids.has(memberId));
        if (isForgotten && !world.view.listsArchived) return;
        state = applyToModel(state, planSources(world, state));
      }
      expect(planSources(world, state).changes).toEqual([]);
    });
  });

  it("plans people of one source as if there were no other, where the others know nobody", () => {
    always((world) => {
      const [only, ...others] = world.names;
      if (!only) return;
      const own = world.employees.map((employee) => ({
        ...employee,
        id: idOfSource(only, employee.id.replace(/^[^:]*:/, "")),
        source: only,
        manager: null,
      }));
      const links = world.state.links.map((link) => ({
        ...link,
        source: only,
        account: keyOf(only),
        employeeId: idOfSource(only, link.employeeId.replace(/^[^:]*:/, "")),
      }));
      const ids = new Set(links.map(({ employeeId }) => employeeId));
      if (ids.size < links.length) return;
      const alone = { ...world, employees: own, names: [only], unread: new Set<string>() };
      const state = { ...world.state, links };
      const beside = { ...alone, names: [...others, only] };
      expect(planSources(beside, state)).toEqual(planSources(alone, state));
    });
  });
});
