import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Company, openCompany } from "../people/company.js";
import { openTerminal, type Terminal } from "./terminal.js";

describe("deciding about people in a terminal", () => {
  let company: Company;
  let terminal: Terminal;

  beforeEach(async () => {
    company = await openCompany();
  });

  afterEach(async () => {
    terminal.close();
    await company.close();
  });

  function open(...argv: string[]): void {
    terminal = openTerminal(argv, { cwd: company.folder, env: company.env });
  }

  it("asks why, shows both sides, and links on yes", async () => {
    open("link", "103", "bea@acme.test");
    await terminal.answer("Why?", "Married name.");
    await terminal.see("Agrees: nothing. Differs: e-mail, name.");
    await terminal.see("who has none then and works here");
    await terminal.answer("Is Cleo Curie the member Bea Bernoulli?", "y");
    expect(await terminal.ended()).toBe(0);
    expect(await company.pairs()).toContain(`103 ↔ ${company.ids.Bea}`);
    expect(await company.decisions()).toMatchObject([{ kind: "link", why: "Married name." }]);
  });

  it("decides nothing on no, which is the default", async () => {
    open("unlink", "101", "--why", "Other person.");
    await terminal.see("this tool neither changes nor archives it.");
    await terminal.answer("Keep Ada Lovelace and this member apart?");
    expect(await terminal.ended()).toBe(5);
    await terminal.see("Nothing was decided.");
    expect(await company.pairs()).toHaveLength(2);
    expect(await company.decisions()).toEqual([]);
  });

  it("asks again for a reason that is empty", async () => {
    open("ignore", "103");
    await terminal.type("Why?", "\r");
    await terminal.see("say in a few words why");
    await terminal.answer("Why?", "Record is wrong.");
    await terminal.answer("Ignore Cleo Curie?", "y");
    expect(await terminal.ended()).toBe(0);
    expect(await company.decisions()).toMatchObject([{ kind: "ignore", why: "Record is wrong." }]);
  });

  it("stores nothing when links changed while the question was open", async () => {
    open("link", "103", "bea@acme.test", "--why", "Hers.");
    await terminal.type("Is Cleo Curie the member Bea Bernoulli?");
    const other = await company.run(["unlink", "102", "--why", "First.", "--yes"]);
    expect(other.exitCode).toBe(0);
    await terminal.answer("Is Cleo Curie the member Bea Bernoulli?", "y");
    expect(await terminal.ended()).toBe(7);
    await terminal.see("Nothing was decided: what was shown is no longer so.");
    expect(await company.decisions()).toMatchObject([{ kind: "unlink" }]);
  });
});
