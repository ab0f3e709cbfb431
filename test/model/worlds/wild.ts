import fc from "fast-check";
import type { Employee } from "../../../src/sync/model/employee.js";
import { makeBankFingerprint } from "../../../src/sync/model/fingerprint.js";
import type { EditableField, Link, Member, WrittenValue } from "../../../src/sync/model/member.js";
import type { PersonDecision } from "../../../src/sync/model/state-store.js";
import { ACCOUNT, BANKS, employee, rawBank, TODAY } from "../../support/people.js";
import type { ModelInput } from "../types.js";
import { aPolicy } from "./story.js";

/*
 * Worlds that no story leads to: links, members and records that agree here and there by chance, out of
 * so few names, addresses and days that everything collides.
 */

const EMAILS = ["ada", "bob", "cyd", "dee", "zo\u00eb", "zoe\u0308"].map((name) => `${name}@acme.test`);
const FIRST = ["Ada", "ADA", "Bob", "Zo\u00eb", "Zoe\u0308"];
const LAST = ["Kahn", "M\u00fcller", "Mueller", "King"];
const DAYS = ["2020-01-01", "2026-11-20", "2026-11-23", "2026-11-26", "2026-12-20", "2099-12-31"];
const EMPLOYEES = ["e1", "e2", "e3", "e4", "e5"];
const MEMBERS = ["m1", "m2", "m3", "m4"];
const bankFingerprint = makeBankFingerprint(new Uint8Array(32).fill(7));

const from = <const T>(...values: readonly T[]) => fc.constantFrom(...values);
const email = fc.oneof({ weight: 9, arbitrary: from(...EMAILS) }, from(null, "no e-mail", " BOB@Acme.test "));
const first = fc.oneof({ weight: 9, arbitrary: from(...FIRST) }, from(null));
const last = fc.oneof({ weight: 9, arbitrary: from(...LAST) }, from(null));
const day = fc.oneof({ weight: 2, arbitrary: from(null) }, { weight: 3, arbitrary: from(...DAYS) });

const record = fc.record({
  workEmail: email,
  firstName: first,
  lastName: last,
  startDate: day,
  terminationDate: fc.oneof({ weight: 2, arbitrary: from(null) }, day),
  status: from(
    "active",
    "active",
    "active",
    "active",
    "inactive",
    "inactive",
    "pending",
    "unknown",
    "no_contract" as "pending",
  ),
  workLocation: from("London", "London", "London", "Elsewhere"),
  bank: from(null, null, rawBank(BANKS.gb), rawBank({ iban: BANKS.gb.iban })),
  manager: fc.oneof(from(null), fc.record({ id: from(null, ...EMPLOYEES), email: from(null, ...EMAILS) })),
}) satisfies fc.Arbitrary<Partial<Employee>>;

const member = fc.record({
  email: fc.oneof({ weight: 6, arbitrary: from(...EMAILS) }, from(null)),
  firstName: first,
  lastName: last,
  status: from("active", "active", "invited", "archived", "archived", "unknown"),
  isOwner: from(false, false, false, false, true),
  managerId: from(null, null, undefined, ...MEMBERS),
}) satisfies fc.Arbitrary<
  Omit<Member, "id" | "managerId"> & { readonly managerId: string | null | undefined }
>;

const written = (values: readonly string[]): fc.Arbitrary<WrittenValue | null> =>
  fc.option(
    fc.record({
      value: from(...values),
      before: from(null, ...values),
      times: from(1, 2),
      wasSeen: fc.boolean(),
      reportedEdit: from(null, null, ...values),
    }),
  );

const link = fc
  .record({
    source: from(...Array<string>(9).fill(ACCOUNT.source), "bamboohr"),
    account: from(...Array<string | null>(7).fill(ACCOUNT.key), null, null, "another account"),
    hrStatus: from("managed", "managed", "previously_managed"),
    released: from(null, "data", "configuration"),
    bankFingerprint: from(null, "an earlier one"),
    managerMemberId: from(null, ...MEMBERS),
    archived: from(false, false, true),
    hidden: from(false, false, false, false, true),
    absentReads: from(0, 0, 1),
    seen: fc.record({
      emails: fc.uniqueArray(from(...EMAILS.slice(0, 5)), { maxLength: 2 }),
      firstName: first,
      lastName: last,
      startDate: day,
    }),
    fields: fc.record({ email: written(EMAILS), firstName: written(FIRST), lastName: written(LAST) }),
  })
  .map(({ fields, ...values }): Omit<Link, "employeeId" | "memberId"> => {
    const known: Partial<Record<EditableField, WrittenValue>> = {};
    for (const field of ["email", "firstName", "lastName"] as const) {
      if (fields[field]) known[field] = fields[field];
    }
    const isManaged = values.hrStatus === "managed";
    // Only absences of managed people are counted, and nobody is managed and let go.
    const absentReads = isManaged ? 0 : values.absentReads;
    const released = isManaged || absentReads > 0 ? null : values.released;
    return { ...values, released, absentReads, alsoIn: [], written: known };
  });

const decision = fc
  .record({
    kind: from("unlink", "ignore"),
    id: from(...EMPLOYEES),
    memberId: from(...MEMBERS),
    about: from("both", "employee", "member"),
    until: from(null, "2026-11-22", "2026-11-23"),
  })
  .map(({ kind, id, memberId, about, until }): PersonDecision => {
    const isPair = kind !== "ignore" || about === "both";
    const who = { source: ACCOUNT.source, account: ACCOUNT.key, id };
    return {
      id: `${kind} ${id} ${memberId}`,
      entity: "acme-uk",
      kind,
      employee: isPair || about === "employee" ? who : null,
      memberId: kind !== "ignore" || about === "member" ? memberId : null,
      name: id,
      until,
      why: "",
      who: "admin",
      at: "2026-11-01T00:00:00Z",
      endedAt: null,
    };
  });

/** Former people without anything, so that a start date that two share is rare. */
const CROWD = Array.from({ length: 40 }, (_, index) =>
  employee(`x${index}`, { status: "inactive", workEmail: null, firstName: null, lastName: null }),
);

export const wildWorld: fc.Arbitrary<ModelInput> = fc
  .record({
    records: fc.array(record, { minLength: 1, maxLength: EMPLOYEES.length, size: "max" }),
    members: fc.array(member, { minLength: 1, maxLength: MEMBERS.length, size: "max" }),
    links: fc.array(link, { maxLength: 5, size: "max" }),
    linked: fc.shuffledSubarray([...EMPLOYEES, "gone1", "gone2"], { minLength: 5 }),
    // Rarely two links of one member, or a link of a member that is gone.
    seats: fc.shuffledSubarray([...MEMBERS, ...(["m1", "nobody"] as const)], { minLength: 5 }),
    decisions: fc.oneof(fc.constant<PersonDecision[]>([]), fc.array(decision, { maxLength: 3 })),
    policy: aPolicy({}),
    isProven: fc.boolean(),
    isCrowded: fc.boolean(),
    configChanged: fc.boolean(),
    acceptsOtherNames: fc.boolean(),
    connectedOn: from(null, "2026-11-01", "2026-11-23"),
  })
  .map(({ records, members, links, linked, seats, policy, isProven, isCrowded, decisions, ...rest }) => {
    const known = new Set<string>();
    const isApart = ({ employeeId, memberId, source, account }: Link) =>
      source === ACCOUNT.source &&
      (account === null || account === ACCOUNT.key) &&
      decisions.some(
        ({ kind, employee: meant, memberId: other }) =>
          kind === "unlink" && meant?.id === employeeId && other === memberId,
      );
    return {
      ...rest,
      entity: "acme-uk",
      policy,
      // A later decision about the same employee or member ends an earlier one.
      decisions: decisions.filter((one, index) =>
        decisions.slice(index + 1).every((later) => {
          const isSame = one.employee !== null && one.employee.id === later.employee?.id;
          return !isSame && (one.memberId === null || one.memberId !== later.memberId);
        }),
      ),
      employees: [
        ...records.map((values, index): Employee => ({ ...values, id: `e${index + 1}`, custom: {} })),
        ...(isCrowded ? CROWD : []),
      ],
      members: members.map(({ managerId, ...values }, index): Member => {
        const id = `m${index + 1}`;
        const address = values.email?.normalize("NFC") ?? "";
        // Spendesk gives an address once, and leads back to nobody but other members.
        const isNew = !known.has(address);
        known.add(address);
        const base = { ...values, id, email: isNew ? values.email : null };
        return managerId === undefined || managerId === id ? base : { ...base, managerId };
      }),
      // Whoever takes two apart removes the link.
      links: links
        .map(
          (values, index): Link => ({
            ...values,
            employeeId: linked[index] ?? "",
            memberId: seats[index] ?? "",
          }),
        )
        .filter((one) => !isApart(one)),
      inFilter: ({ workLocation }) => !policy.isFiltered || workLocation === "London",
      today: TODAY,
      bankFingerprint,
      account: { ...ACCOUNT, isProven },
    };
  });
