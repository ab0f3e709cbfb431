import fc from "fast-check";
import type { Employee } from "../../src/sync/model/employee.js";
import type { Link } from "../../src/sync/model/member.js";
import type { Plan } from "../../src/sync/model/plan.js";
import type { SyncedField, SyncPolicy } from "../../src/sync/model/policy.js";
import { type ModelMember, type ModelState, type ReadView, readModel } from "./model-spendesk.js";
import { BANKS, link as linkOf, planOf, policy, rawBank } from "./people.js";

/** One HR tool, one Spendesk entity and a memory of earlier runs, small enough to collide often. */
export interface RandomWorld {
  readonly employees: readonly Employee[];
  readonly state: ModelState;
  readonly view: ReadView;
  readonly policy: SyncPolicy;
}

export function planWorld(world: RandomWorld, state: ModelState = world.state): Plan {
  return planOf({
    employees: world.employees,
    members: readModel(state, world.view),
    links: state.links,
    policy: world.policy,
  });
}

const EMAILS = ["a", "b", "c", "d", "e", "f", "g", "h", "i"].map((name) => `${name}@acme.test`);
const EMPLOYEE_IDS = ["e1", "e2", "e3", "e4", "e5", "e6"];
const MEMBER_IDS = ["m1", "m2", "m3", "m4", "m5", "m6"];
const DAYS = ["2026-06-30", "2026-11-20", "2026-11-23", "2026-11-26", "2026-12-31"];

const anyCase = fc.constantFrom(...EMAILS).chain((email) => fc.constantFrom(email, email.toUpperCase()));
const mostlyNull = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });
const name = fc.constantFrom("Ada", "Bo", "Zoë", "Zoe\u0308", " Cy ");

const employee: fc.Arbitrary<Employee> = fc
  .record(
    {
      workEmail: fc.oneof({ weight: 12, arbitrary: anyCase }, fc.constantFrom(null, "not an e-mail")),
      firstName: fc.oneof({ weight: 12, arbitrary: name }, fc.constant(null)),
      lastName: fc.oneof({ weight: 12, arbitrary: name }, fc.constant(null)),
      startDate: mostlyNull(fc.constantFrom(...DAYS)),
      terminationDate: mostlyNull(fc.constantFrom(...DAYS)),
      manager: fc.option(
        fc.record({
          id: fc.option(fc.constantFrom(...EMPLOYEE_IDS)),
          email: mostlyNull(anyCase),
        }),
      ),
      bank: fc.constantFrom(
        null,
        rawBank(BANKS.gb),
        rawBank(BANKS.de),
        rawBank({ iban: BANKS.gb.iban }),
        rawBank({ iban: "GB33BUKB20201555555556", bic: BANKS.gb.bic }),
      ),
      workLocation: fc.constantFrom("London", "London", "London", "London", "Elsewhere"),
    },
    { requiredKeys: ["workLocation", "workEmail", "firstName", "lastName"] },
  )
  .chain((values) =>
    fc
      .constantFrom(..."aaaaaaaiipu")
      .map((letter) => ({ ...values, id: "", status: STATUSES[letter] ?? "active", custom: {} })),
  );
const STATUSES: Readonly<Record<string, Employee["status"]>> = { i: "inactive", p: "pending", u: "unknown" };

const member: fc.Arbitrary<ModelMember> = fc.record({
  id: fc.constantFrom(...MEMBER_IDS),
  email: fc.oneof({ weight: 8, arbitrary: anyCase }, fc.constant(null)),
  firstName: fc.option(name),
  lastName: fc.option(name),
  isArchived: fc.constantFrom(false, false, true),
  isOwner: fc.constantFrom(false, false, false, true),
  managerId: fc.option(fc.constantFrom(...MEMBER_IDS)),
  bank: fc.constant(null),
});

const link: fc.Arbitrary<Omit<Link, "employeeId" | "memberId">> = fc
  .record({
    hrStatus: fc.constantFrom("managed", "managed", "previously_managed"),
    bankFingerprint: fc.constantFrom(null, "an earlier fingerprint"),
    managerMemberId: fc.option(fc.constantFrom(...MEMBER_IDS)),
    archived: fc.boolean(),
    absentReads: fc.constantFrom(0, 0, 1),
    email: fc.option(fc.constantFrom(...EMAILS)),
    firstName: fc.option(name),
    lastName: fc.option(name),
  })
  .map(({ email, firstName, lastName, ...rest }) => ({
    ...linkOf("x"),
    ...rest,
    seen: { emails: email === null ? [] : [email], firstName, lastName, startDate: null },
  }))
  .map(({ employeeId: _employee, memberId: _member, ...link }) =>
    link.hrStatus === "managed" ? { ...link, absentReads: 0 } : link,
  );

const randomPolicy: fc.Arbitrary<SyncPolicy> = fc
  .record({
    inviteDaysBefore: fc.constantFrom(0, 0, 5),
    graceDays: fc.constantFrom(0, 0, 5),
    absent: fc.constantFrom("keep", "archive"),
    neverManaged: fc.constantFrom("archive", "keep"),
    rehires: fc.constantFrom("restore", "restore", "report"),
    create: fc.constantFrom(true, true, true, false),
    archive: fc.constantFrom(true, true, true, false),
    update: fc.oneof(
      fc.constant<SyncedField[]>(["email", "name", "bank", "manager"]),
      fc.subarray<SyncedField>(["email", "name", "bank", "manager"]),
    ),
    protect: fc.subarray(EMAILS, { maxLength: 1 }),
    walletCurrency: fc.constantFrom(null, "GBP"),
  })
  .map(policy);

/** A member whom the read leaves out can't tell their manager either. */
const VIEWS: readonly ReadView[] = [
  { tellsStatus: true, listsArchived: true, tellsManager: true },
  { tellsStatus: true, listsArchived: true, tellsManager: false },
  { tellsStatus: false, listsArchived: true, tellsManager: true },
  { tellsStatus: false, listsArchived: true, tellsManager: false },
  { tellsStatus: false, listsArchived: false, tellsManager: false },
];

export const randomWorld: fc.Arbitrary<RandomWorld> = fc
  .record({
    people: fc.array(employee, { minLength: 1, maxLength: EMPLOYEE_IDS.length, size: "max" }),
    ids: fc.shuffledSubarray(EMPLOYEE_IDS, { minLength: EMPLOYEE_IDS.length }),
    members: fc.uniqueArray(member, {
      minLength: 2,
      maxLength: MEMBER_IDS.length,
      size: "max",
      selector: ({ id }) => id,
    }),
    linkValues: fc.array(link, { minLength: 8, maxLength: 8 }),
    linked: fc.shuffledSubarray([...EMPLOYEE_IDS, "e7", "e8"]),
    // Linked members often have their employee's e-mail; the rest are changed, reused or swapped ones.
    agreeing: fc.oneof(fc.constant(EMPLOYEE_IDS), fc.subarray(EMPLOYEE_IDS)),
    rotates: fc.constantFrom(false, false, true),
    linksTwice: fc.constantFrom(...Array(9).fill(false), true),
    view: fc.constantFrom(...VIEWS),
    policy: randomPolicy,
  })
  .map(({ people, ids, members, linkValues, linked, agreeing, rotates, linksTwice, view, policy }) => {
    const employees = people.map((person, index) => ({ ...person, id: ids[index] ?? "" }));
    const emailOf = new Map(employees.map(({ id, workEmail }) => [id, workEmail]));
    // One link more than members: its member is gone.
    const links = linked.slice(0, members.length + 1).flatMap((employeeId, index): Link[] => {
      const values = linkValues[index];
      const memberId = members[linksTwice && index === 1 ? 0 : index]?.id ?? "gone";
      return values ? [{ ...values, employeeId, memberId }] : [];
    });
    const agreed = members.map((member) => {
      const link = links.find(({ memberId }) => memberId === member.id);
      const email = link && agreeing.includes(link.employeeId) ? emailOf.get(link.employeeId) : null;
      return email?.includes("@") ? { ...member, email } : member;
    });
    const moved = agreed.map((member, index) => ({
      ...member,
      email: agreed[(index + 1) % agreed.length]?.email ?? null,
    }));
    const state = consistent(rotates ? moved : agreed, links, view);
    return { employees, state, view, policy };
  });

/** Makes the memory agree with Spendesk in what the read hides, as earlier runs would have left it. */
function consistent(members: readonly ModelMember[], links: readonly Link[], view: ReadView): ModelState {
  const emails = new Set<string>();
  const linked = new Set(links.map(({ memberId }) => memberId));
  const known = members.map((member) => {
    const email = member.email?.toLowerCase() ?? null;
    const isNew = email !== null && !emails.has(email);
    if (email) emails.add(email);
    const hasManager = member.managerId !== member.id && (view.tellsManager || linked.has(member.id));
    const isKnown = view.tellsStatus || linked.has(member.id);
    return {
      ...member,
      email: isNew ? member.email : null,
      isArchived: member.isArchived && isKnown,
      managerId: hasManager ? member.managerId : null,
      bank: links.find(({ memberId }) => memberId === member.id)?.bankFingerprint ?? null,
    };
  });
  const byId = new Map(known.map((member) => [member.id, member]));
  return {
    members: known,
    links: links.map((link) => {
      const member = byId.get(link.memberId);
      if (!member) return { ...link, archived: false };
      return {
        ...link,
        bankFingerprint: member.bank,
        ...(!view.tellsStatus && { archived: member.isArchived }),
        ...(!view.listsArchived && {
          seen: { ...link.seen, emails: member.email === null ? [] : [member.email] },
        }),
        ...(!view.tellsManager && { managerMemberId: member.managerId }),
      };
    }),
  };
}
