import { describe, expect, it } from "vitest";
import { bankOf, managerOf } from "../../../src/providers/support/employee-parts.js";
import { createManagerBook } from "../../../src/providers/support/manager-book.js";

describe("bank details of an employee", () => {
  it("leave out what may not be read, and are none when neither may", () => {
    expect(bankOf({ iban: " GB33 BUKB ", bic: null })?.reveal()).toEqual({ iban: "GB33 BUKB", bic: null });
    expect(bankOf({ bic: "BUKBGB22" })?.reveal()).toEqual({ bic: "BUKBGB22" });
    expect(bankOf({ iban: ["two", "accounts"] })?.reveal()).toEqual({ iban: null });
    expect(bankOf({})).toBeUndefined();
  });
});

describe("the manager of an employee", () => {
  it("is known by id, by e-mail or by both; empty is nobody, and unreadable stays so", () => {
    expect(managerOf({ id: 7 })).toEqual({ id: "7", email: null });
    expect(managerOf({ email: " a@acme.test " })).toEqual({ id: null, email: "a@acme.test" });
    expect(managerOf({ id: "7", email: "a@acme.test" })).toEqual({ id: "7", email: "a@acme.test" });
    expect(managerOf({ id: 2 ** 60, email: "" })).toBeNull();
    expect(managerOf({ id: null })).toBeNull();
    expect(managerOf({})).toBeUndefined();
  });

  it("has the e-mail of the own record, also when that comes later", () => {
    const book = createManagerBook([
      ["1", "boss@acme.test"],
      [null, "nobody@acme.test"],
    ]);
    const later = book.complete({ id: "2", email: null });
    expect(book.complete({ id: "1", email: null })).toEqual({ id: "1", email: "boss@acme.test" });
    expect(later).toEqual({ id: "2", email: null });
    book.note("2", "later@acme.test");
    expect(later).toEqual({ id: "2", email: "later@acme.test" });
    expect(book.complete({ id: "3", email: null })).toEqual({ id: "3", email: null });
  });

  it("keeps an e-mail that the report itself has, and stays nobody or unreadable", () => {
    const book = createManagerBook([["1", "own@acme.test"]]);
    expect(book.complete({ id: "1", email: "told@acme.test" })).toEqual({ id: "1", email: "told@acme.test" });
    expect(book.complete(null)).toBeNull();
    expect(book.complete(undefined)).toBeUndefined();
  });
});
