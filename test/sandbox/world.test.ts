import { isValidBIC, isValidIBAN } from "ibantools";
import { describe, expect, it } from "vitest";
import { inventPeople } from "../../src/sandbox/world/seed.js";

const TODAY = "2026-09-30";
const people = inventPeople(600, 1, TODAY);

describe("inventPeople", () => {
  it("gives the same people for the same seed and day", () => {
    expect(inventPeople(60, 7, TODAY)).toEqual(inventPeople(60, 7, TODAY));
    expect(inventPeople(60, 8, TODAY)).not.toEqual(inventPeople(60, 7, TODAY));
  });

  it("keeps the first people when more are asked for", () => {
    expect(inventPeople(60, 1, TODAY)).toEqual(people.slice(0, 60));
  });

  it("has every office and every status among 60 people", () => {
    const few = people.slice(0, 60);
    expect(new Set(few.map((person) => person.status))).toEqual(
      new Set(["active", "leave", "onboarding", "inactive"]),
    );
    expect(new Set(few.map((person) => person.office))).toEqual(
      new Set(["Remote", "London", "Paris", "Berlin", "Madrid", null]),
    );
    expect(few.some((person) => person.employmentType === "external")).toBe(true);
  });

  it("has dates that fit the status", () => {
    for (const person of people) {
      expect(person.startDate, person.id).not.toBeNull();
      if (person.status === "onboarding") expect((person.startDate ?? "") > TODAY, person.id).toBe(true);
      else expect((person.startDate ?? "") < TODAY, person.id).toBe(true);
      if (person.status === "inactive") {
        expect((person.endDate ?? "9999") < TODAY, person.id).toBe(true);
        expect((person.endDate ?? "") > (person.startDate ?? ""), person.id).toBe(true);
      } else if (person.endDate !== null) expect(person.endDate > TODAY, person.id).toBe(true);
    }
  });

  it("has valid British, French and German accounts, and some that are wrong or empty", () => {
    const valid = people.filter(
      ({ iban, bic }) => isValidIBAN((iban ?? "").replaceAll(" ", "")) && bic !== null,
    );
    expect(valid.length).toBeGreaterThan(people.length * 0.7);
    expect(new Set(valid.map(({ iban }) => iban?.slice(0, 2)))).toEqual(new Set(["GB", "FR", "DE"]));
    expect(valid.every(({ bic }) => isValidBIC((bic ?? "").toUpperCase()))).toBe(true);
    expect(people.some(({ iban }) => iban === null)).toBe(true);
    expect(people.some(({ iban, bic }) => iban !== null && bic === null)).toBe(true);
    expect(people.some(({ iban }) => iban?.includes(" "))).toBe(true);
    expect(people.some(({ iban }) => iban !== null && !isValidIBAN(iban.replaceAll(" ", "")))).toBe(true);
  });

  it("has unique e-mails on the test domain, and a few people without one", () => {
    const emails = people.flatMap(({ workEmail }) => (workEmail === null ? [] : [workEmail.toLowerCase()]));
    expect(new Set(emails).size).toBe(emails.length);
    expect(emails.every((email) => /^[a-z0-9-]+\.[a-z0-9-]+@acme\.test$/u.test(email))).toBe(true);
    expect(emails.length).toBeLessThan(people.length);
  });

  it("has managers in a tree with one person at the top", () => {
    const byId = new Map(people.map((person) => [person.id, person]));
    for (const person of people) {
      let above = person;
      for (let steps = 0; above.managerId !== null; steps += 1) {
        expect(steps).toBeLessThan(20);
        above = byId.get(above.managerId) ?? people[0] ?? person;
      }
      expect(above.id).toBe(people[0]?.id);
    }
  });

  it("has names beyond plain letters", () => {
    const names = people.map(({ firstName, lastName }) => `${firstName} ${lastName}`);
    for (const sign of [/[À-ſ]/u, /'/u, /-/u, /\p{Script=Han}|\p{Script=Cyrillic}|\p{Script=Greek}/u]) {
      expect(names.some((name) => sign.test(name))).toBe(true);
    }
    expect(names.some((name) => name !== name.normalize("NFC"))).toBe(true);
  });
});
