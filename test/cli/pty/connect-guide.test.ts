import { describe, expect, it } from "vitest";
import { deskForEachTest } from "./connect-support.js";
import { answerConnect, STEPS, stepsAfterFlags } from "./desk.js";
import { flat, KEYS, type Terminal } from "./terminal.js";

describe("what connect says before it asks", () => {
  const test = deskForEachTest();

  /** Up to the first step, at 80 columns. */
  async function openSteps(): Promise<Terminal> {
    const terminal = test.desk.open(test.desk.connectCommand, { columns: 80 });
    await answerConnect(terminal, stepsAfterFlags(test.sandbox).slice(0, 2));
    await terminal.see("Step 1 of 7: done?");
    return terminal;
  }

  it("says first what it does, what it takes and what it leaves alone", async () => {
    const terminal = test.desk.open(test.desk.connectCommand, { columns: 80 });
    await terminal.type("Name for the entity", KEYS.ctrlC);
    expect(await terminal.ended()).toBe(130);
    const said = flat(terminal);
    expect(said).toMatch(
      /^ ?Connect a Spendesk entity to an HR tool - Each Spendesk entity is connected by itself/u,
    );
    expect(said).toContain("the plan Scale or Premium for an HR integration");
    expect(said).toContain("Account Owner, Administrator or Controller");
    expect(said).toContain("Nothing is stored before you say yes to the last question");
    expect(said).toContain("nothing is written to Spendesk");
    const [opening = ""] = terminal.text().split("? Name for the entity");
    expect(opening.trim().split("\n").length).toBeLessThanOrEqual(14);
    expect(terminal.brokenRows().filter((row) => opening.includes(row))).toEqual([]);
  });

  it("shows one step at a time, with a way back", async () => {
    const terminal = await openSteps();
    expect(flat(terminal)).toContain(
      "The vendor's own page: https://support.personio.de/hc/en-us/articles/4404623630993",
    );
    expect(terminal.text()).toContain("  1. Sign in to Personio");
    expect(terminal.text()).not.toContain("  2. ");
    await terminal.answer(STEPS);
    await terminal.see("  2. Open Marketplace");
    expect(terminal.text()).not.toContain("  3. ");
    await terminal.choose("Step 2 of 7: done?", "Back to the one before");
    await terminal.answer(STEPS);
    for (let step = 2; step <= 7; step += 1) await terminal.answer(`Step ${step} of 7: done?`);
    await terminal.see("What will be read from Personio");
    await terminal.type("May this data be read?", KEYS.ctrlC);
    expect(await terminal.ended()).toBe(130);
    expect(terminal.text().match(/^ {2}1\. Sign in to Personio/gmu)).toHaveLength(2);
    expect(terminal.text().match(/^ {2}7\. /gmu)).toHaveLength(1);
  });

  it("says each permission and each purpose once, with the data it is about", async () => {
    const terminal = await openSteps();
    await terminal.choose(STEPS, "Skip the rest");
    await terminal.type("May this data be read?", KEYS.ctrlC);
    expect(await terminal.ended()).toBe(130);
    const said = flat(terminal);
    expect(said.match(/under Readable employee attributes all of it/gu)).toHaveLength(1);
    expect(said.match(/Name of the Spendesk member/gu)).toHaveLength(1);
    expect(terminal.text()).toMatch(/Name of the Spendesk member +First name \(needed\), Last name/u);
    expect(terminal.text()).toMatch(/Reimburses expenses to the right +IBAN, BIC/u);
  });

  it("prints the same afterwards with `providers`", async () => {
    const wizard = await openSteps();
    await wizard.choose(STEPS, "Skip the rest");
    await wizard.type("May this data be read?", KEYS.ctrlC);
    expect(await wizard.ended()).toBe(130);
    const printed = test.desk.open(["providers", "personio"], { columns: 80 });
    expect(await printed.ended()).toBe(0);
    const table = /^What for .*?\n\n/msu.exec(wizard.text())?.[0] ?? "no table";
    expect(printed.text()).toContain(table);
    expect(flat(printed)).toContain("The vendor's own page: https://support.personio.de/");
  });
});
