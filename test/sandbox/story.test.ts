import { isValidIBAN } from "ibantools";
import { describe, expect, it } from "vitest";
import {
  joinerArrives,
  leaverGoes,
  moverLeavesFilter,
  nameChanges,
  tellStory,
} from "../../src/sandbox/story.js";
import { sandboxWith } from "./client.js";

const FILTER = ["Remote", "London", "Paris"];

describe("tellStory", () => {
  it("moves four different people, each from inside the filter but the joiner", async () => {
    const { control } = await sandboxWith({ employees: 24, seed: 7 });
    const moves = tellStory(control);
    expect(moves.map(({ move }) => move)).toEqual(["joiner", "new_name", "leaver", "out_of_filter"]);
    expect(new Set(moves.map(({ person }) => person.id)).size).toBe(4);
    for (const { before } of moves.slice(1)) {
      expect(FILTER).toContain(before?.office);
      expect(before).toMatchObject({ status: "active", endDate: null, employmentType: "internal" });
    }
  });

  it("brings a joiner to London with valid bank details", async () => {
    const { control } = await sandboxWith();
    const [joiner] = tellStory(control);
    expect(joiner?.person).toMatchObject({ office: "London", status: "active", startDate: "2026-09-30" });
    expect(isValidIBAN(joiner?.person.iban ?? "")).toBe(true);
    expect(joiner?.before).toBeNull();
    expect(control.employees().at(-1)).toEqual(joiner?.person);
  });

  it("changes name and e-mail, ends an employment yesterday, and moves somebody to Berlin", async () => {
    const [, newName, leaver, mover] = tellStory((await sandboxWith()).control);
    expect(newName?.person.lastName).not.toBe(newName?.before?.lastName);
    expect(newName?.person.workEmail).not.toBe(newName?.before?.workEmail);
    expect(newName?.person.firstName).toBe(newName?.before?.firstName);
    expect(leaver?.person).toMatchObject({ status: "inactive", endDate: "2026-09-29", office: null });
    expect(mover?.person).toMatchObject({ status: "active", office: "Berlin" });
  });

  it("tells who it was without bank details", async () => {
    const moves = tellStory((await sandboxWith()).control);
    for (const { told, person, before } of moves) {
      expect(told).toContain((before ?? person).lastName);
      for (const { iban } of [person, before ?? person]) if (iban !== null) expect(told).not.toContain(iban);
    }
  });

  it("can be played again with other people", async () => {
    const { control } = await sandboxWith();
    const moves = [...tellStory(control), ...tellStory(control)];
    expect(new Set(moves.map(({ person }) => person.id)).size).toBe(8);
    const emails = control.employees().flatMap(({ workEmail }) => (workEmail === null ? [] : [workEmail]));
    expect(new Set(emails).size).toBe(emails.length);
  });

  it("is made of moves that stand alone", async () => {
    for (const move of [joinerArrives, nameChanges, leaverGoes, moverLeavesFilter]) {
      const { control } = await sandboxWith();
      const before = control.employees();
      const { person } = move(control);
      const others = control.employees().filter(({ id }) => id !== person.id);
      expect(others).toEqual(before.filter(({ id }) => id !== person.id));
    }
  });
});
