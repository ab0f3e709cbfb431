import { readFile } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { openSandboxWorkspace, type SandboxWorkspace } from "../../support/sandbox-workspace.js";
import { answerPolicy } from "./policy-answers.js";
import { KEYS, openTerminal, type Terminal } from "./terminal.js";

const OFFICES = 300;

describe("the rules of configure, of a company of some hundred people", () => {
  let desk: SandboxWorkspace;
  let terminal: Terminal | undefined;

  beforeEach(async () => {
    desk = await openSandboxWorkspace({ employees: 60, members: 0 });
    const [boss] = desk.sandbox.control.employees();
    for (let number = 1; number <= OFFICES; number += 1) {
      desk.sandbox.control.upsertEmployee({
        firstName: `Person${number}`,
        lastName: "Office",
        status: "active",
        office: `Office ${String(number).padStart(3, "0")}`,
        managerId: number <= 20 ? (boss?.id ?? null) : null,
        startDate: "2020-01-01",
      });
    }
    expect((await desk.connect()).exitCode).toBe(0);
  });
  afterEach(async () => {
    terminal?.close();
    await desk?.close();
  });

  function open(columns = 80): Terminal {
    terminal = openTerminal(["configure"], { cwd: desk.folder, env: desk.env, columns });
    return terminal;
  }

  async function toRules(columns?: number): Promise<Terminal> {
    const opened = open(columns);
    await opened.choose("Which employees become members?", "only those who match rules");
    return opened;
  }

  async function filter(): Promise<readonly string[]> {
    return parse(await readFile(desk.configPath, "utf8")).entities["acme-uk"].employees.filter;
  }

  async function finish(opened: Terminal): Promise<void> {
    await opened.answer("What now?");
    await answerPolicy(opened);
    await opened.answer("Confirm this configuration of acme-uk?", "y");
    expect(await opened.ended()).toBe(0);
  }

  it("picks several of 300 values over several searches, and shows what is chosen and how many more there are", async () => {
    const opened = await toRules();
    await opened.answer("Which field?", "work loc");
    await opened.choose("which condition?", "is one of");
    const question = "Work Location is one of";
    await opened.type(question, KEYS.enter);
    await opened.see("> Nothing is chosen yet: space ticks a row.");
    await opened.see("… 293 more below");
    await opened.type(question, "office 12");
    // 120 to 129 begin with it, 012, 112 and 212 only have it in them.
    await opened.see("… 1 more below");
    await opened.type(question, KEYS.enter);
    await opened.see("Chosen (1): Office 120");
    await opened.see("… 293 more below");
    await opened.type(question, "29", KEYS.down, " ", KEYS.down, " ");
    await opened.see("Chosen (3): Office 120, Office 129, Office 229");
    await opened.see("❯ ◉ Office 229 (1)");
    await opened.type(question, " ");
    await opened.see("Chosen (2): Office 120, Office 129\n");
    await opened.type(question, KEYS.enter);
    await opened.see("… 293 more below");
    await opened.type(question, "nowhere");
    await opened.see("None of 305 has that.");
    await opened.type(question, KEYS.eraseLine, "office 300");
    await opened.see("❯ ◯ Office 300 (1)");
    await opened.type(question, KEYS.enter);
    await opened.see("Chosen (3): ");
    await opened.answer(question);
    await opened.see("  - Work Location is one of: Office 120, Office 129, Office 300");
    await opened.see("✔ 3 of ");
    await finish(opened);
    expect(await filter()).toEqual(["'Work Location' is one of: Office 120,Office 129,Office 300"]);
    expect(opened.brokenRows()).toEqual([]);
  });

  it("changes, shows and removes single rules, with the number of people after each step", async () => {
    await desk.configure(
      ...["--rule", "'Work Location' is one of: Office 001,Office 002,Office 150"],
      ...["--rule", "'Start Date' is on or after: 2010-01-01"],
    );
    const opened = open();
    await opened.see("only those who match rules (now 2 rules: 3 of ");
    await opened.answer("Which employees become members?");
    await opened.choose("What now?", "Show who is selected");
    await opened.see("Selected (3): Person1 Office, Person150 Office, Person2 Office.");
    await opened.type("What now?");
    expect(opened.text()).toMatch(/Left out \(\d+\): .*\sand\s+\d+\s+more\./su);

    await opened.choose("What now?", "Change a rule");
    await opened.choose("Change which rule?", "Work Location is one of");
    await opened.answer("Which field?");
    await opened.answer("which condition?");
    await opened.see("Chosen (3): Office 001, Office 002, Office 150");
    await opened.see("❯ ◉ Office 001 (1)");
    await opened.answer("Work Location is one of", " ");
    await opened.see("✔ 2 of ");

    await opened.choose("What now?", "Change a rule");
    await opened.choose("Change which rule?", "(back)");
    await opened.choose("What now?", "Remove a rule");
    await opened.choose("Remove which rule?", "Start Date");
    await opened.see("  - Work Location is one of: Office 002, Office 150\n✔ 2 of ");
    await finish(opened);
    expect(await filter()).toEqual(["'Work Location' is one of: Office 002,Office 150"]);
  });

  it("comes to all employees when the last rule is removed", async () => {
    await desk.configure("--rule", "'Work Location' is one of: Office 001");
    const opened = open();
    await opened.answer("Which employees become members?");
    await opened.choose("What now?", "Remove a rule");
    await opened.choose("Remove which rule?", "Work Location");
    await opened.see("Done: no rule, so all employees");
    await finish(opened);
    const { entities } = parse(await readFile(desk.configPath, "utf8"));
    expect(entities["acme-uk"].employees).toEqual({ include: "all" });
  });

  it("names managers and countries instead of their codes, and lists no field twice", async () => {
    const [boss] = desk.sandbox.control.employees();
    const opened = await toRules();
    await opened.see("Work Location (in Personio: Office): 305 values");
    await opened.type("Which field?", "dynamic");
    // The attributes' own keys are no rows of their own: they stand beside the names people gave.
    await opened.see("Personal email (also called dynamic_");
    expect(opened.text()).not.toMatch(/^[❯ ] dynamic_/mu);
    await opened.answer("Which field?", KEYS.eraseLine, "country");
    await opened.choose("which condition?", "is one of");
    await opened.see("United Kingdom (GB) (");
    await opened.tick("Country is one of", "United Kingdom (GB)");
    await opened.choose("What now?", "Add a rule");
    await opened.answer("Which field?", "supervisor");
    await opened.choose("which condition?", "is not one of");
    const label = `${boss?.firstName} ${boss?.lastName} <${boss?.workEmail}>`;
    await opened.tick("Manager Email is not one of", label);
    await opened.see("Manager Email is not one of: ");
    await opened.answer("What now?");
    await opened.type("What is kept in step", KEYS.ctrlC);
    expect(await opened.ended()).toBe(130);
    expect(opened.text().replaceAll(/\s+/gu, " ")).toContain(`Manager Email is not one of: ${label}`);
  });
});
