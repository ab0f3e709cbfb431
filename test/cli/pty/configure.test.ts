import { readFile } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { openSandboxWorkspace, type SandboxWorkspace } from "../../support/sandbox-workspace.js";
import { answerPolicy } from "./policy-answers.js";
import { KEYS, openTerminal, type Terminal } from "./terminal.js";

/** Asked once, when there are members with something that Spendesk does not show. */
const RIGHT = "Are they right in Spendesk today?";

describe("configure in a terminal", () => {
  let desk: SandboxWorkspace;
  const terminals: Terminal[] = [];

  beforeEach(async () => {
    desk = await openSandboxWorkspace({ employees: 20, members: 3 });
    expect((await desk.connect()).exitCode).toBe(0);
  });
  afterEach(async () => {
    for (const terminal of terminals.splice(0)) terminal.close();
    await desk?.close();
  });

  function open(...argv: string[]): Terminal {
    const terminal = openTerminal(argv, { cwd: desk.folder, env: desk.env });
    terminals.push(terminal);
    return terminal;
  }

  async function storedEntity(): Promise<Record<string, unknown>> {
    const { entities } = parse(await readFile(desk.configPath, "utf8"));
    return entities["acme-uk"];
  }

  async function connectionStatus(): Promise<string | undefined> {
    const { document } = await desk.json<{ entities: { connectionStatus: string }[] }>(["status"]);
    return document.entities[0]?.connectionStatus;
  }

  function employedAt(office: string): number {
    const today = desk.sandbox.control.today();
    return desk.sandbox.control
      .employees()
      .filter(
        (person) =>
          person.office === office &&
          ["active", "leave"].includes(person.status) &&
          (person.endDate === null || person.endDate > today),
      ).length;
  }

  it("offers fields and values with head-counts of people who are employed", async () => {
    desk.sandbox.control.upsertEmployee({ firstName: "Lea", status: "inactive", office: "Closed Office" });
    const terminal = open("configure");
    await terminal.choose("Which employees become members?", "only those who match rules");
    await terminal.choose("Which field?", "Work Location");
    await terminal.choose("which condition?", "is one of");
    await terminal.see(`London (${employedAt("London")})`);
    expect(terminal.text()).not.toContain("Closed Office");
    await terminal.tick("Work Location is one of", "London");
    await terminal.see(`✔ ${employedAt("London")} of `);
    await terminal.type("What now?", KEYS.ctrlC);
    expect(await terminal.ended()).toBe(130);
  });

  it("asks what a status of the company's own means, with its head-count", async () => {
    const { control } = desk.sandbox;
    const named = control.employees().filter(({ status }) => status === "active");
    for (const { id } of named.slice(0, 2)) control.upsertEmployee({ id, statusName: "Sabbatical" });
    const terminal = open("configure");
    const names = named.slice(0, 2).map(({ firstName, lastName }) => `${firstName} ${lastName}`);
    await terminal.choose(`2 people have the status "Sabbatical"`, "employed");
    for (const name of names) expect(terminal.text().replaceAll(/\s+/gu, " ")).toContain(name);
    await terminal.choose("Which employees become members?", "all employees");
    await answerPolicy(terminal);
    await terminal.answer(RIGHT);
    await terminal.answer("Confirm this configuration", "y");
    expect(await terminal.ended()).toBe(0);
    expect(await storedEntity()).toMatchObject({ source: { statuses: { Sabbatical: "active" } } });
    const { document } = await desk.json<{ entities: [{ notes: { code: string }[] }] }>(["preview"]);
    expect(document.entities[0].notes.map(({ code }) => code)).not.toContain("unknown_status");
  });

  it("shows after each rule how many are left, and leaves out one that leaves nobody", async () => {
    const terminal = open("configure");
    await terminal.choose("Which employees become members?", "only those who match rules");
    await terminal.choose("Which field?", "Work Location");
    await terminal.choose("which condition?", "is one of");
    await terminal.tick("Work Location is one of", "London");
    await terminal.see(`✔ ${employedAt("London")} of `);
    await terminal.choose("What now?", "Add a rule");
    await terminal.choose("Which field?", "Work Location");
    await terminal.choose("which condition?", "is not one of");
    await terminal.tick("Work Location is not one of", "London");
    await terminal.see("This change was left out.");
    await terminal.choose("What now?", "Add a rule");
    await terminal.answer("Which field?", "start date");
    await terminal.choose("which condition?", "is on or after");
    await terminal.type("Start Date is on or after", "last year", KEYS.enter);
    await terminal.see("It must be a day of the form YYYY-MM-DD");
    await terminal.answer("Start Date is on or after", KEYS.eraseLine, "1990-01-01");
    await terminal.answer("What now?");
    await answerPolicy(terminal);
    await terminal.answer(RIGHT);
    await terminal.answer("Confirm this configuration of acme-uk?", "y");
    expect(await terminal.ended()).toBe(0);
    expect(await storedEntity()).toMatchObject({
      employees: {
        include: "filter",
        filter: ["'Work Location' is one of: London", "'Start Date' is on or after: 1990-01-01"],
      },
    });
  });

  it("shows the preview with masked bank details before it asks, and reads the employees once", async () => {
    desk.sandbox.control.resetStats();
    const terminal = open("configure");
    await terminal.choose("Which employees become members?", "all employees");
    await answerPolicy(terminal);
    await terminal.answer(RIGHT);
    await terminal.see("Plan: ");
    await terminal.answer("Confirm this configuration of acme-uk?", "y");
    expect(await terminal.ended()).toBe(0);
    expect(await connectionStatus()).toBe("connected");
    // At both ends of a plan that is longer than a screen.
    expect(terminal.text().match(/^Plan: /gm)).toHaveLength(2);
    expect(terminal.text()).toMatch(/•••• \w{4}/);
    for (const { iban } of desk.sandbox.control.employees()) {
      const digits = iban?.replaceAll(" ", "");
      if (digits) expect(terminal.raw().replaceAll(" ", "")).not.toContain(digits);
    }
    expect(desk.sandbox.stats().requests["GET /personio/v1/company/employees"]).toBe(1);
  });

  it.each([
    ["no", "n", 5],
    ["Ctrl-C", KEYS.ctrlC, 130],
  ])("stores nothing when the last answer is %s", async (_name, key, exitCode) => {
    const before = await readFile(desk.configPath, "utf8");
    const terminal = open("configure");
    await terminal.choose("Which employees become members?", "all employees");
    await answerPolicy(terminal);
    await terminal.answer(RIGHT);
    await terminal.type("Confirm this configuration of acme-uk?", key, KEYS.enter);
    expect(await terminal.ended()).toBe(exitCode);
    expect(await readFile(desk.configPath, "utf8")).toBe(before);
    expect(await connectionStatus()).toBe("awaiting_actions");
  });

  it("asks once whether Spendesk is right where nobody can see it, and takes yes as the baseline", async () => {
    const first = open("configure", "--include", "all");
    await first.see("Spendesk does not show the bank details of 3 members");
    await first.answer(RIGHT);
    await first.see("nothing is sent until the HR tool changes");
    await first.answer("Confirm this configuration of acme-uk?", "y");
    expect(await first.ended()).toBe(0);
    expect(first.text()).not.toContain("bank: not shown by");

    const { document } = await desk.json<{
      entities: [{ unshown: Record<string, { answer: string; who: string }> }];
    }>(["status"]);
    expect(document.entities[0].unshown).toMatchObject({
      bank: { answer: "right", who: expect.stringMatching(/./) },
      manager: { answer: "right" },
    });
    const again = open("configure", "--include", "all");
    await again.answer("Confirm this configuration of acme-uk?", "y");
    expect(await again.ended()).toBe(0);
    expect(again.text()).not.toContain(RIGHT);
  });

  it("plans the values of the HR tool when Spendesk is said not to be right", async () => {
    const terminal = open("configure", "--include", "all");
    await terminal.choose(RIGHT, "No, or not all");
    await terminal.see("bank: not shown by");
    await terminal.answer("Confirm this configuration of acme-uk?", "y");
    expect(await terminal.ended()).toBe(0);
    expect((await desk.run(["status"])).stdout).toMatch(
      /Not shown +.*bank details written as the HR tool has them/,
    );
    const apply = await desk.run(["apply", "--yes"]);
    expect(apply.exitCode).toBe(0);
    expect(apply.stdout).toMatch(/^✔ (\d+) of \1 changes applied/m);
    const [run] = (await desk.json<{ runs: { id: string }[] }>(["history"])).document.runs;
    const { stdout } = await desk.run(["history", run?.id ?? ""]);
    expect(stdout.match(/bank details: not shown by/g)).toHaveLength(3);
  });

  it("starts from the present choice when it runs again", async () => {
    await desk.configure(
      ...["--rule", "'Work Location' is one of: London"],
      ...["--set", "sync.archive=false", "--set", "sync.update=email,bank"],
      ...["--set", "sync.create=true", "--set", "leavers.graceDays=4"],
    );
    const before = await readFile(desk.configPath, "utf8");
    const again = open("configure");
    await again.see(`only those who match rules (now 1 rule: ${employedAt("London")} of `);
    await again.answer("Which employees become members?");
    await again.see("  - Work Location is one of: London");
    await again.answer("What now?");
    await again.answer("What is kept in step with the HR tool?");
    await again.answer("Confirm this configuration of acme-uk?", "y");
    expect(await again.ended()).toBe(0);
    expect(await readFile(desk.configPath, "utf8")).toBe(before);

    const more = open("configure");
    await more.answer("Which employees become members?");
    await more.choose("What now?", "Add a rule");
    await more.choose("Which field?", "Employment Type");
    await more.choose("which condition?", "is not one of");
    await more.tick("Employment Type is not one of", "external");
    await more.answer("What now?");
    await more.tick("What is kept in step with the HR tool?", "The access of leavers ends");
    await more.see("❯ 4 days later, as now: with the first run on 4 July");
    await more.choose("Somebody's last day is 30 June.", "A week later: with the first run on 7 July");
    await more.choose("Somebody leaves whom a colleague invited", "They stay a member");
    await more.choose("Somebody is no longer in the HR tool", "once two complete reads in a row");
    await more.answer("Confirm this configuration of acme-uk?", "y");
    expect(await more.ended()).toBe(0);
    expect(await storedEntity()).toMatchObject({
      employees: {
        filter: ["'Work Location' is one of: London", "'Employment Type' is not one of: external"],
      },
      sync: { create: true, update: ["email", "bank"], archive: true },
      leavers: { graceDays: 7, neverManaged: "keep", absent: "archive" },
    });
  });

  it("shows values without their escape sequences, and stores them as they are", async () => {
    const office = "Kyiv\u001b[2J\u001b]0;owned\u0007, \u202eHQ";
    desk.sandbox.control.upsertEmployee({ id: "777", status: "active", office, startDate: "2020-01-01" });
    const terminal = open("configure");
    await terminal.choose("Which employees become members?", "only those who match rules");
    await terminal.choose("Which field?", "Work Location");
    await terminal.choose("which condition?", "is one of");
    await terminal.tick("Work Location is one of", "Kyiv, HQ (1)");
    await terminal.see("✔ 1 of ");
    await terminal.answer("What now?");
    await answerPolicy(terminal);
    await terminal.answer("Confirm this configuration of acme-uk?", "y");
    expect(await terminal.ended()).toBe(0);
    for (const attack of ["\u001b[2J", "\u001b]0;", "\u0007", "\u202e"]) {
      expect(terminal.raw()).not.toContain(attack);
    }
    expect(await storedEntity()).toMatchObject({
      employees: { filter: [`'Work Location' is one of: "${office}"`] },
    });
    expect((await desk.run(["preview"])).exitCode).toBe(0);
  });

  it("asks only for the confirmation when flags say who is meant", async () => {
    const terminal = open("configure", "--include", "all", "--spendesk-is-right", "yes");
    await terminal.answer("Confirm this configuration of acme-uk?", "y");
    expect(await terminal.ended()).toBe(0);
    expect(await storedEntity()).toMatchObject({ employees: { include: "all" } });
  });
});
