import { describe, expect, it } from "vitest";
import { accountsOf } from "../../../src/sync/identity/accounts.js";
import { indexPeople } from "../../../src/sync/identity/index-people.js";
import type { Candidate, Person } from "../../../src/sync/identity/people.js";
import {
  contradictsNothing,
  isOnePerson,
  type Signs,
  showsName,
  signsOf,
  signsText,
} from "../../../src/sync/identity/signs.js";
import { planCalendar } from "../../../src/sync/model/eligibility.js";
import type { Employee } from "../../../src/sync/model/employee.js";
import type { Link, Member } from "../../../src/sync/model/member.js";
import { ACCOUNT, employee, link, member, policy, TODAY } from "../../support/people.js";

interface Pair {
  readonly ada?: Partial<Employee>;
  readonly member?: Partial<Member>;
  /** Null: the member was never linked. */
  readonly link?: Partial<Link> | null;
  /** People besides Ada. */
  readonly others?: readonly Employee[];
}

/** Ada as the HR tool has her today, and the member whose signs are looked at. */
function pairOf({ ada = {}, member: values = {}, link: stored = {}, others = [] }: Pair) {
  const people = indexPeople(
    {
      employees: [employee("ada", ada), ...others],
      members: [member("ada", values)],
      links: stored ? [link("ada", stored)] : [],
      accounts: accountsOf([ACCOUNT]),
      unread: new Set(),
      decisions: [],
      inFilter: () => true,
    },
    planCalendar(TODAY, policy()),
  );
  const person = people.byEmployeeId.get("ada") as Person;
  const match = people.candidatesById.get("m-ada") as Candidate;
  return { person, match, people };
}

/** `id email name start`: the signs that agree. */
function agreeing(pair: Pair): string {
  const { person, match, people } = pairOf(pair);
  const { id, email, name, start } = signsOf(person, match, people);
  const signs = { [id === "weak" ? "weak-id" : "id"]: id !== null, email, name, start };
  return Object.entries(signs)
    .flatMap(([sign, agrees]) => (agrees ? [sign] : []))
    .join(" ");
}

const seen = (values: Partial<Link["seen"]>): Partial<Link> => ({ seen: { ...link("ada").seen, ...values } });
const NEW_NAME: Partial<Employee> = { firstName: "Zoe", lastName: "Quinn" };
const NEW_EMAIL: Partial<Employee> = { workEmail: "zoe.quinn@acme.test" };

const STAFF = Array.from({ length: 20 }, (_, index) => employee(`p${index}`));

describe("the signs that a record and a member are one person", () => {
  it.each<[string, Pair, string]>([
    ["the id of the link with its e-mail", {}, "id email"],
    ["the id of a link whose account is not known", { link: { account: null } }, "weak-id email"],
    ["no id of another account", { link: { account: "personio.other.test" } }, "email name"],
    ["no id of another HR tool", { link: { source: "bamboohr" } }, "email name"],
    ["no id of another employee", { link: { employeeId: "bea" } }, "email name"],
    ["e-mail and name of a member that was never linked", { link: null }, "email name"],
    ["the e-mail in other case", { ada: { workEmail: "ADA@Acme.test" } }, "id email"],
    [
      "an e-mail of before",
      { ada: NEW_EMAIL, link: seen({ emails: ["a@x.test", "Zoe.Quinn@acme.test"] }) },
      "id email",
    ],
    ["the member's e-mail although HR had another one", { link: seen({ emails: ["a@x.test"] }) }, "id email"],
    ["the name without an e-mail", { ada: { workEmail: null } }, "id name"],
    [
      "the name last seen, when Spendesk shows another one",
      { ada: NEW_EMAIL, member: { lastName: "Byhand" } },
      "id name",
    ],
    [
      "the member's name, when another one was seen",
      { ada: NEW_EMAIL, link: seen({ lastName: "Before" }) },
      "id name",
    ],
    [
      "a start date that nobody else has",
      {
        ada: { ...NEW_EMAIL, ...NEW_NAME, startDate: "2021-03-01" },
        link: seen({ startDate: "2021-03-01" }),
        others: STAFF,
      },
      "id start",
    ],
    [
      "no start date that was not seen",
      { ada: { ...NEW_EMAIL, ...NEW_NAME, startDate: "2021-03-01" } },
      "id",
    ],
    [
      "no start date that nobody saw, however rare",
      { ada: { ...NEW_EMAIL, ...NEW_NAME, startDate: "2021-03-01" }, others: STAFF },
      "id",
    ],
    [
      "no start date that is another one than was seen, however rare",
      {
        ada: { ...NEW_EMAIL, ...NEW_NAME, startDate: "2021-03-01" },
        link: seen({ startDate: "2021-03-02" }),
        others: STAFF,
      },
      "id",
    ],
    ["nothing but the id", { ada: { ...NEW_EMAIL, ...NEW_NAME } }, "id"],
    ["nothing but the e-mail", { ada: NEW_NAME, link: null }, "email"],
    ["nothing but the name", { ada: NEW_EMAIL, link: null }, "name"],
    ["nothing at all", { ada: { ...NEW_EMAIL, ...NEW_NAME }, link: null }, ""],
    [
      "no e-mail that is not one",
      { ada: { workEmail: "ada@acme" }, member: { email: "ada@acme" }, link: null },
      "name",
    ],
  ])("are %s", (_case, pair, expected) => {
    expect(agreeing(pair)).toBe(expected);
  });

  it("know no start date that one of twenty people or more has", () => {
    const others = (count: number, same: number) =>
      Array.from({ length: count - 1 }, (_, index) =>
        employee(`p${index}`, {
          startDate: index < same - 1 ? "2021-03-01" : `2020-01-${10 + (index % 20)}`,
        }),
      );
    const ada = { ...NEW_EMAIL, ...NEW_NAME, startDate: "2021-03-01" };
    const pair = (count: number, same: number): Pair => ({
      ...{ ada, link: seen({ startDate: "2021-03-01" }), others: others(count, same) },
    });
    expect(agreeing(pair(21, 1))).toBe("id start");
    expect(agreeing(pair(20, 1))).toBe("id");
    expect(agreeing(pair(100, 4))).toBe("id start");
    expect(agreeing(pair(100, 5))).toBe("id");
  });
});

describe("one person", () => {
  const none: Signs = { id: null, email: false, name: false, start: false };

  it.each<[Partial<Signs>, boolean]>([
    [{}, false],
    [{ id: "strong" }, false],
    [{ id: "weak" }, false],
    [{ email: true }, false],
    [{ name: true }, false],
    [{ start: true }, false],
    [{ id: "strong", email: true }, true],
    [{ id: "strong", name: true }, true],
    [{ id: "strong", start: true }, true],
    [{ id: "weak", email: true }, true],
    [{ id: "weak", name: true }, true],
    [{ email: true, name: true }, true],
    [{ email: true, start: true }, true],
    // A namesake who began on the same day has neither id nor e-mail.
    [{ name: true, start: true }, false],
  ])("needs two signs, one of them id or e-mail: %j", (signs, expected) => {
    expect(isOnePerson({ ...none, ...signs })).toBe(expected);
  });
});

describe("the signs in words", () => {
  const text = (pair: Pair) => {
    const { person, match, people } = pairOf(pair);
    return signsText(person, match, people);
  };

  it("say what agrees and what does not, of what both sides have", () => {
    expect(text({ ada: { ...NEW_EMAIL, ...NEW_NAME } })).toBe(
      "Only the HR id agrees, not the e-mail, the name.",
    );
    expect(text({ ada: NEW_NAME, link: null })).toBe("Only the e-mail agrees, not the name.");
    const one = "Only the HR id and the e-mail agrees, not the name.";
    expect(text({ ada: { ...NEW_NAME, startDate: "2021-03-01" } })).toBe(one);
    expect(text({ ada: NEW_NAME, link: seen({ startDate: "2019-01-01" }) })).toBe(one);
    expect(
      text({
        ada: { ...NEW_NAME, startDate: "2021-03-01" },
        link: { ...seen({ startDate: "2019-01-01" }), employeeId: "bea" },
      }),
    ).toBe("Only the e-mail agrees, not the HR id, the name, the start date.");
  });
});

describe("a record that the HR tool emptied", () => {
  it.each<[string, Partial<Employee>, boolean]>([
    ["nothing is left", { workEmail: null, firstName: null, lastName: null }, true],
    ["one name is no whole name", { workEmail: null, lastName: null }, true],
    ["the e-mail is none", { workEmail: "ada", firstName: null }, true],
    ["there is an e-mail", { firstName: null, lastName: null }, false],
    ["there is a whole name", { workEmail: null }, false],
  ])("says nothing against its id only when %s: %j", (_case, ada, expected) => {
    expect(contradictsNothing(pairOf({ ada }).person)).toBe(expected);
  });
});

describe("a member", () => {
  it.each<[Partial<Member>, boolean]>([
    [{}, true],
    [{ firstName: null }, false],
    [{ lastName: null }, false],
    [{ firstName: " ", lastName: "." }, false],
  ])("shows a name when both parts are there: %j", (values, expected) => {
    expect(showsName(member("ada", values))).toBe(expected);
  });
});
