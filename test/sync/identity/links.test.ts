import { describe, expect, it } from "vitest";
import {
  isOfAccount,
  isSameLink,
  linksAfter,
  NOTHING_SEEN,
  newLink,
  seeAgain,
  withSeen,
} from "../../../src/sync/identity/index.js";
import { type Link, MAX_SEEN_EMAILS, type Seen } from "../../../src/sync/model/member.js";
import { ACCOUNT, employee, link } from "../../support/people.js";

describe("what was seen of a person", () => {
  const known: Seen = {
    emails: ["ada@acme.test", "a.king@acme.test"],
    firstName: "Ada",
    lastName: "Test",
    startDate: "2020-01-01",
  };
  const ada = employee("ada", { startDate: "2020-01-01" });

  it("is the same object when nothing is new, whatever the case of the e-mail", () => {
    expect(seeAgain(known, ada)).toBe(known);
    expect(seeAgain(known, { ...ada, workEmail: " ADA@acme.test" })).toBe(known);
  });

  it("keeps the e-mails of before, each once and the newest first", () => {
    const changed = seeAgain(known, { ...ada, workEmail: "ada.new@acme.test" });
    expect(changed.emails).toEqual(["ada.new@acme.test", "ada@acme.test", "a.king@acme.test"]);
    const back = seeAgain(known, { ...ada, workEmail: "A.King@acme.test" });
    expect(back.emails).toEqual(["A.King@acme.test", "ada@acme.test"]);
  });

  it("keeps the last few e-mails only", () => {
    let seen = NOTHING_SEEN;
    for (let index = 0; index < MAX_SEEN_EMAILS + 2; index += 1) {
      seen = seeAgain(seen, { ...ada, workEmail: `ada${index}@acme.test` });
    }
    expect(seen.emails).toEqual([6, 5, 4, 3, 2].map((index) => `ada${index}@acme.test`));
  });

  it("stays known when the HR tool empties it, or names what is no e-mail", () => {
    const emptied = { ...ada, workEmail: null, firstName: null, lastName: null, startDate: null };
    expect(seeAgain(known, emptied)).toBe(known);
    expect(seeAgain(known, { ...emptied, workEmail: "none" })).toBe(known);
  });

  it("follows names and the start date", () => {
    const seen = seeAgain(known, { ...ada, firstName: "Eda", lastName: "King", startDate: "2026-01-01" });
    expect(seen).toEqual({ ...known, firstName: "Eda", lastName: "King", startDate: "2026-01-01" });
  });
});

describe("a link with what was seen", () => {
  const moved = employee("ada", { workEmail: "ada.new@acme.test", lastName: "King" });

  it.each(["archived", "hidden"] as const)("keeps the address of an %s member first", (state) => {
    const { seen } = withSeen(link("ada", { [state]: true }), { employee: moved, standing: "eligible" });
    expect(seen.emails).toEqual(["ada@acme.test", "ada.new@acme.test"]);
    const again = link("ada", { [state]: true, seen });
    expect(withSeen(again, { employee: moved, standing: "eligible" })).toBe(again);
  });

  it("keeps five addresses of an archived member, and takes the only one there is", () => {
    const emails = [1, 2, 3, 4, 5].map((index) => `ada${index}@acme.test`);
    const seenBy = (known: readonly string[]) => {
      const stored = link("ada", { archived: true, seen: { ...NOTHING_SEEN, emails: known } });
      return withSeen(stored, { employee: moved, standing: "eligible" }).seen.emails;
    };
    expect(seenBy(emails)).toEqual(["ada1@acme.test", "ada.new@acme.test", ...emails.slice(1, 4)]);
    expect(seenBy([])).toEqual(["ada.new@acme.test"]);
  });

  it("is the same object when nothing is new", () => {
    const stored = link("ada");
    expect(withSeen(stored, { employee: employee("ada"), standing: "eligible" })).toBe(stored);
  });

  it("learns e-mail and name of whoever works here", () => {
    const { seen } = withSeen(link("ada"), { employee: moved, standing: "eligible" });
    expect(seen).toMatchObject({ emails: ["ada.new@acme.test", "ada@acme.test"], lastName: "King" });
  });

  it("does not learn the address of a leaver: it may be somebody else's by now", () => {
    const { seen } = withSeen(link("ada"), { employee: moved, standing: "leaver" });
    expect(seen).toMatchObject({ emails: ["ada@acme.test"], lastName: "King" });
    const first = withSeen(newLink(ACCOUNT, "ada", "m-ada"), { employee: moved, standing: "leaver" });
    expect(first.seen.emails).toEqual(["ada.new@acme.test"]);
  });
});

describe("the account of a link", () => {
  it.each<[string, Partial<Link>, boolean]>([
    ["this account", {}, true],
    ["an account that was not stored", { account: null }, true],
    ["an account and a source that were not stored", { account: null, source: "" }, true],
    ["another account of the HR tool", { account: "personio.other.test" }, false],
    ["another HR tool", { source: "bamboohr" }, false],
    ["an unknown account of another HR tool", { source: "bamboohr", account: null }, false],
  ])("counts an id of %s: %j", (_case, values, expected) => {
    expect(isOfAccount(link("ada", values), ACCOUNT)).toBe(expected);
  });
});

describe("two links", () => {
  it("are the same when every value is", () => {
    const stored = link("ada", { written: { email: WRITTEN } });
    expect(isSameLink(stored, stored)).toBe(true);
    expect(isSameLink(stored, structuredClone(stored))).toBe(true);
    expect(isSameLink(stored, null)).toBe(false);
  });

  it.each<[Partial<Link>]>([
    [{ memberId: "m-2" }],
    [{ account: null }],
    [{ hrStatus: "previously_managed" }],
    [{ released: "data" }],
    [{ archived: true }],
    [{ hidden: true }],
    [{ absentReads: 1 }],
    [{ bankFingerprint: "f" }],
    [{ seen: { ...link("ada").seen, startDate: "2020-01-01" } }],
    [{ written: {} }],
    [
      {
        written: {
          email: { value: "ada@acme.test", before: null, times: 2, wasSeen: true, reportedEdit: null },
        },
      },
    ],
  ])("differ in %j", (values) => {
    const stored = link("ada", { written: { email: WRITTEN } });
    expect(isSameLink({ ...stored, ...values }, stored)).toBe(false);
  });
});

const WRITTEN = { value: "ada@acme.test", before: null, times: 1, wasSeen: true, reportedEdit: null };

describe("the links after a plan", () => {
  it("keep one link per employee of an account, and one per member", () => {
    const stored = [
      link("ada"),
      link("ada", { account: "personio.other.test", memberId: "m-2" }),
      link("bea"),
      link("cy"),
    ];
    const upsert = [link("ada", { memberId: "m-new" }), link("dee", { memberId: "m-bea" })];
    const after = linksAfter(stored, { upsert, remove: [link("cy")] });
    expect(after.map(({ account, employeeId, memberId }) => `${account} ${employeeId} ${memberId}`)).toEqual([
      "personio.other.test ada m-2",
      "personio.acme.test ada m-new",
      "personio.acme.test dee m-bea",
    ]);
  });

  it("lose a link only when the pair to be removed is the one that is stored", () => {
    const stored = [link("ada", { memberId: "m-new" })];
    expect(linksAfter(stored, { upsert: [], remove: [link("ada")] })).toEqual(stored);
  });
});
