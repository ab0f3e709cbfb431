import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { openSandboxWorkspace, type SandboxWorkspace } from "../../support/sandbox-workspace.js";
import { answerPolicy, POLICY_QUESTIONS } from "./policy-answers.js";
import { KEYS, openTerminal, type Terminal } from "./terminal.js";

const DRAFT = /draft\.json$/u;
const [KEPT, LAST_DAY, BY_HAND, GONE] = POLICY_QUESTIONS;

describe("the draft of configure", () => {
  let desk: SandboxWorkspace;
  const terminals: Terminal[] = [];

  beforeEach(async () => {
    desk = await openSandboxWorkspace({ employees: 20, members: 0 });
    expect((await desk.connect()).exitCode).toBe(0);
  });
  afterEach(async () => {
    for (const terminal of terminals.splice(0)) terminal.close();
    await desk?.close();
  });

  function open(): Terminal {
    const terminal = openTerminal(["configure"], { cwd: desk.folder, env: desk.env });
    terminals.push(terminal);
    return terminal;
  }

  async function drafts(): Promise<readonly string[]> {
    return (await readdir(desk.stateDir)).filter((name) => DRAFT.test(name));
  }

  async function storedEntity(): Promise<Record<string, unknown>> {
    return parse(await readFile(desk.configPath, "utf8")).entities["acme-uk"];
  }

  /** Answers up to the question about the last day. */
  async function answerSome(terminal: Terminal): Promise<void> {
    await terminal.choose("Which employees become members?", "only those who match rules");
    await terminal.choose("Which field?", "Work Location");
    await terminal.choose("which condition?", "is one of");
    await terminal.tick("Work Location is one of", "London");
    await terminal.answer("What now?");
    await terminal.tick(KEPT, "Their line manager");
  }

  it.each([
    ["Ctrl-C", (terminal: Terminal) => terminal.type(LAST_DAY, KEYS.ctrlC)],
    ["Ctrl-D", (terminal: Terminal) => terminal.type(LAST_DAY, KEYS.ctrlD)],
    [
      "SIGTERM",
      async (terminal: Terminal) => {
        await terminal.see(LAST_DAY);
        terminal.terminate();
      },
    ],
  ])("keeps the answers of somebody who leaves by %s, and goes on with them", async (_way, leave) => {
    const before = await readFile(desk.configPath, "utf8");
    const first = open();
    await answerSome(first);
    await leave(first);
    expect(await first.ended()).toBe(130);
    expect(first.text()).toContain("Cancelled; nothing was changed. The answers are kept.");
    expect(first.text()).toContain("Run `spendesk-hr configure --entity acme-uk` again");
    expect(await readFile(desk.configPath, "utf8")).toBe(before);
    const [name = ""] = await drafts();
    expect((await stat(join(desk.stateDir, name))).mode & 0o777).toBe(0o600);
    const kept = await readFile(join(desk.stateDir, name), "utf8");
    for (const { workEmail, iban, lastName } of desk.sandbox.control.employees()) {
      for (const personal of [workEmail, iban, lastName]) if (personal) expect(kept).not.toContain(personal);
    }

    const again = open();
    await again.see("Go on with the answers given just now (1 rule, what is kept in step)?");
    await again.answer("Go on with the answers", "y");
    await again.answer("Which employees become members?");
    await again.see("  - Work Location is one of: London");
    await again.answer("What now?");
    await answerPolicy(again);
    await again.answer("Confirm this configuration of acme-uk?", "y");
    expect(await again.ended()).toBe(0);
    expect(await storedEntity()).toMatchObject({
      employees: { include: "filter", filter: ["'Work Location' is one of: London"] },
      sync: { update: ["email", "name", "bank"] },
    });
    expect(await drafts()).toEqual([]);
  });

  it("is gone when somebody does not want to go on with it", async () => {
    const first = open();
    await answerSome(first);
    await first.type(LAST_DAY, KEYS.ctrlC);
    await first.ended();
    const again = open();
    await again.answer("Go on with the answers", "n");
    await again.see("❯ all employees");
    await again.type("Which employees become members?", KEYS.ctrlC);
    expect(await again.ended()).toBe(130);
    expect(again.text()).not.toContain("The answers are kept.");
    expect(await drafts()).toEqual([]);
  });

  it("is kept when the plan is not confirmed, so that one answer can be changed", async () => {
    const first = open();
    await answerSome(first);
    await first.choose(LAST_DAY, "A week later");
    await first.answer(BY_HAND);
    await first.answer(GONE);
    await first.answer("Confirm this configuration of acme-uk?", "n");
    expect(await first.ended()).toBe(5);
    expect(first.text()).toContain("was not confirmed, so nothing was stored. The answers are kept.");
    const again = open();
    await again.answer("Go on with the answers", "y");
    await again.answer("Which employees become members?");
    await again.answer("What now?");
    await again.answer(KEPT);
    await again.see("❯ A week later: with the first run on 7 July");
    await again.type(LAST_DAY, KEYS.ctrlC);
    expect(await again.ended()).toBe(130);
  });

  it("is dropped when the configuration was changed by another way meanwhile", async () => {
    const first = open();
    await answerSome(first);
    await first.type(LAST_DAY, KEYS.ctrlC);
    await first.ended();
    expect(await drafts()).toHaveLength(1);
    const rule = "'Work Location' is one of: Paris";
    await desk.configure("--rule", rule);
    expect(await drafts()).toEqual([]);

    const second = open();
    await second.answer("Which employees become members?");
    await second.type("What now?", KEYS.ctrlC);
    await second.ended();
    const third = open();
    await third.answer("Which employees become members?");
    await third.answer("What now?");
    await third.type(KEPT, KEYS.ctrlC);
    expect(await third.ended()).toBe(130);
    expect(await drafts()).toHaveLength(1);
    expect((await desk.run(["configure", "--set", "leavers.graceDays=9"])).exitCode).toBe(5);
    const yaml = await readFile(desk.configPath, "utf8");
    await writeFile(desk.configPath, yaml.replace("Paris", "London"));
    const fourth = open();
    await fourth.see("The answers of an earlier configure were dropped");
    await fourth.type("Which employees become members?", KEYS.ctrlC);
    expect(await fourth.ended()).toBe(130);
    expect(await drafts()).toEqual([]);
  });
});
