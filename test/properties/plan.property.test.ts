import fc from "fast-check";
import { isValidBIC, isValidIBAN } from "ibantools";
import { describe, expect, it } from "vitest";
import { emailKey } from "../../src/shared/text.js";
import { linksAfter } from "../../src/sync/identity/index.js";
import { CODES } from "../../src/sync/model/codes.js";
import { planCalendar, standingOf } from "../../src/sync/model/eligibility.js";
import type { Employee } from "../../src/sync/model/employee.js";
import { workEmailOf } from "../../src/sync/model/employee.js";
import { planFingerprint } from "../../src/sync/model/fingerprint.js";
import type { Plan } from "../../src/sync/model/plan.js";
import { decisionFor } from "../../src/sync/run/explain.js";
import { applyToModel, type ModelMember, type ModelState } from "../support/model-spendesk.js";
import { rowText, TODAY } from "../support/people.js";
import { planWorld, type RandomWorld, randomWorld } from "../support/worlds.js";

const RUNS = { numRuns: Number(process.env.PROPERTY_RUNS ?? 500) };

/** Runs a check over random worlds with the plan of each. */
function always(check: (world: RandomWorld, plan: Plan) => void): void {
  fc.assert(
    fc.property(randomWorld, (world) => check(world, planWorld(world))),
    RUNS,
  );
}

describe("planEntity over random worlds", () => {
  it("does not depend on the order of its inputs", () => {
    always((world, plan) => {
      const reversed = planWorld({
        ...world,
        employees: world.employees.toReversed(),
        state: { members: world.state.members.toReversed(), links: world.state.links.toReversed() },
      });
      expect(JSON.stringify(reversed)).toBe(JSON.stringify(plan));
      expect(planFingerprint(reversed)).toBe(planFingerprint(plan));
    });
  });

  it("does not depend on the case of e-mails", () => {
    always((world, plan) => {
      const employees = world.employees.map(upperCased);
      const other = planWorld({ ...world, employees });
      const fields = (of: Plan) => of.changes.map((change) => change.fields.map(({ field }) => field));
      for (const { id } of employees) expect(rowText(other, id)).toBe(rowText(plan, id));
      expect(fields(other)).toEqual(fields(plan));
    });
  });

  it("is carried out without a refusal, and then leaves nothing to change", () => {
    always((world, plan) => {
      // The state keeps a member from being linked twice.
      if (linkedTwice(world.state).length > 0) return;
      let state = applyToModel(world.state, plan);
      // Whoever was missing once is missing for the second time then, a conflict may be over, and whoever is
      // created after that becomes somebody's manager.
      for (let runs = 0; runs < 3; runs += 1) {
        if (hasForgottenMember(state, world)) return;
        state = applyToModel(state, planWorld(world, state));
      }
      expect(planWorld(world, state).changes).toEqual([]);
    });
  });

  it("gives each employee and each link exactly one row", () => {
    always((world, plan) => {
      const rows = [...plan.changes, ...plan.notes, ...plan.unchanged];
      const ids = new Set(world.employees.map(({ id }) => id));
      const people = [...ids, ...world.state.links.map((link) => link.employeeId)];
      expect([...new Set(rows.map(({ employeeId }) => employeeId))].sort()).toEqual(
        [...new Set(people)].sort(),
      );
      // A link whose id belongs to somebody else now has a row of its own.
      for (const id of people)
        expect(rows.filter(({ employeeId }) => employeeId === id).length).toBeLessThan(3);
    });
  });

  it("changes each member at most once", () => {
    always((_world, plan) => {
      const ids = plan.changes.flatMap(({ memberId }) => memberId ?? []);
      expect(new Set(ids).size).toBe(ids.length);
      for (const change of plan.changes) expect(change.memberId === null).toBe(change.action === "create");
    });
  });

  it("links no member twice that was not linked twice before", () => {
    always((world, plan) => {
      const after = applyToModel(world.state, plan);
      const before = linkedTwice(world.state);
      expect(linkedTwice(after).filter((id) => !before.includes(id))).toEqual([]);
    });
  });

  it("never changes protected people and never archives owners", () => {
    always((world, plan) => {
      const protectedEmails = new Set(world.policy.protect);
      for (const change of plan.changes) {
        const member = memberById(world.state, change.memberId);
        const employee = world.employees.find(({ id }) => id === change.employeeId);
        for (const email of [member?.email, employee?.workEmail]) {
          expect(email && protectedEmails.has(emailKey(email))).toBeFalsy();
        }
        if (change.action === "archive") expect(member?.isOwner).toBe(false);
      }
    });
  });

  it("leaves manual members alone", () => {
    always((world, plan) => {
      const linked = new Set(world.state.links.map(({ memberId }) => memberId));
      const emails = new Set(
        world.employees.flatMap(({ workEmail }) => (workEmail ? emailKey(workEmail) : [])),
      );
      const after = applyToModel(world.state, plan);
      for (const member of world.state.members) {
        if (linked.has(member.id) || (member.email && emails.has(emailKey(member.email)))) continue;
        expect(memberById(after, member.id)).toEqual(member);
        expect(decisionFor(plan, { memberId: member.id })).toBeNull();
      }
    });
  });

  it("writes bank details whole and valid, or not at all", () => {
    always((_world, plan) => {
      for (const { desired } of plan.changes) {
        if (!desired.bank) continue;
        const { iban, bic } = desired.bank.details.reveal();
        expect(isValidIBAN(iban) && isValidBIC(bic)).toBe(true);
      }
    });
  });

  it("erases nothing", () => {
    always((world, plan) => {
      const after = applyToModel(world.state, plan);
      for (const before of world.state.members) {
        const member = memberById(after, before.id);
        for (const key of ["email", "firstName", "lastName", "managerId", "bank"] as const) {
          if (before[key] !== null) expect(member?.[key]).toBeTruthy();
        }
      }
    });
  });

  it("archives only people who have left or are absent, and never the member of somebody who has not", () => {
    always((world, plan) => {
      const standing = standings(world);
      for (const change of plan.changes) {
        if (change.action !== "archive") continue;
        expect(standing.get(change.employeeId) ?? "absent").toMatch(/^(leaver|absent)$/);
        const email = memberById(world.state, change.memberId)?.email;
        const others = world.employees.filter(
          (employee) => email && employee.workEmail && emailKey(employee.workEmail) === emailKey(email),
        );
        for (const other of others) {
          if (standing.get(other.id) !== "eligible" && standing.get(other.id) !== "unknown") continue;
          // Somebody with this e-mail who works here has another member of their own.
          const own = linksAfter(world.state.links, plan.links).find(
            ({ employeeId }) => employeeId === other.id,
          );
          expect(own && memberById(world.state, own.memberId)).toBeTruthy();
        }
      }
    });
  });

  it("neither changes nor archives people of unknown status", () => {
    always((world, plan) => {
      for (const [id, standing] of standings(world)) {
        if (standing === "unknown") expect(rowText(plan, id)).toBe("skipped unknown_status");
      }
    });
  });

  it("ends in the truth of the HR tool for everybody in scope", () => {
    always((world, plan) => {
      const after = applyToModel(world.state, plan);
      const settled = [...plan.changes, ...plan.unchanged];
      for (const { employeeId } of settled) {
        const employee = world.employees.find(({ id }) => id === employeeId);
        if (employee && standings(world).get(employeeId) === "eligible") expectInStep(world, after, employee);
      }
    });
  });

  it("leaves no cycle of managers that it could have avoided", () => {
    always((world, plan) => {
      const after = applyToModel(world.state, plan);
      for (const { employeeId, desired } of plan.changes) {
        if (!desired.manager) continue;
        const memberId = after.links.find((link) => link.employeeId === employeeId)?.memberId;
        const seen = new Set<string>();
        let next = memberById(after, memberId)?.managerId;
        while (next && !seen.has(next)) {
          expect(next).not.toBe(memberId);
          seen.add(next);
          next = memberById(after, next)?.managerId;
        }
      }
    });
  });

  it("uses only codes of the catalogue, each under its kind", () => {
    always((_world, plan) => {
      for (const { code, warnings } of plan.changes) {
        expect(CODES.changes).toHaveProperty(code);
        for (const warning of warnings) expect(CODES.warnings).toHaveProperty(warning.code);
      }
      for (const { code, kind, reason } of plan.notes) {
        expect(CODES[kind]).toHaveProperty(code);
        expect(reason).toMatch(/^[A-Z].*\.$/);
      }
      for (const { code } of plan.unchanged) expect(CODES.unchanged).toHaveProperty(code);
    });
  });
});

function expectInStep(world: RandomWorld, after: ModelState, employee: Employee): void {
  const { update } = world.policy;
  const link = after.links.find(({ employeeId }) => employeeId === employee.id);
  const member = memberById(after, link?.memberId);
  expect(link).toMatchObject({ hrStatus: "managed", archived: false, absentReads: 0 });
  expect(member?.isArchived).toBe(false);
  const email = workEmailOf(employee);
  if (update.includes("email") && email.ok) expect(emailKey(member?.email ?? "")).toBe(email.key);
  if (update.includes("name") && employee.firstName) {
    expect(member?.firstName?.trim().normalize("NFC")).toBe(employee.firstName.trim().normalize("NFC"));
  }
  if (link?.bankFingerprint) expect(member?.bank).toBe(link.bankFingerprint);
}

function standings(world: RandomWorld): Map<string, string> {
  const calendar = planCalendar(TODAY, world.policy);
  return new Map(world.employees.map((employee) => [employee.id, standingOf(employee, calendar)]));
}

/** An archived member that no read lists and no link remembers: only Spendesk's refusal tells that it exists. */
function hasForgottenMember({ members, links }: ModelState, { view }: RandomWorld): boolean {
  if (view.listsArchived) return false;
  const linked = new Set(links.map(({ memberId }) => memberId));
  return members.some(({ id, isArchived }) => isArchived && !linked.has(id));
}

function linkedTwice({ links }: ModelState): string[] {
  const ids = links.map(({ memberId }) => memberId);
  return ids.filter((id, index) => ids.indexOf(id) !== index);
}

function memberById(state: ModelState, id: string | null | undefined): ModelMember | undefined {
  return state.members.find((member) => member.id === id);
}

function upperCased(employee: Employee): Employee {
  return { ...employee, ...(employee.workEmail && { workEmail: employee.workEmail.toUpperCase() }) };
}
