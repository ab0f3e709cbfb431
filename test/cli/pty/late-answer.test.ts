import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { openConnectedWorkspace } from "../../support/connected-workspace.js";
import { writesTo } from "../../support/sandbox-requests.js";
import type { SandboxWorkspace } from "../../support/sandbox-workspace.js";
import { openTerminal, type Terminal } from "./terminal.js";

const LATE_CLOCK = pathToFileURL(join(import.meta.dirname, "../../support/late-clock.mjs")).href;
const QUESTION = "Write these changes to Spendesk?";
const NOVA = { firstName: "Nova", lastName: "Keller", workEmail: "nova.keller@acme.test", office: "London" };

describe("the question of apply in a terminal", () => {
  let desk: SandboxWorkspace;
  let terminal: Terminal;

  afterEach(async () => {
    terminal.close();
    await desk.close();
  });

  it("comes again with the new plan when the answer took long and somebody joined meanwhile", async () => {
    desk = await openConnectedWorkspace({ employees: 10 });
    const late = join(desk.folder, "late");
    const env = { ...desk.env, NODE_OPTIONS: `--import ${LATE_CLOCK}`, LATE_CLOCK_FILE: late };
    terminal = openTerminal(["apply"], { cwd: desk.folder, env });
    await terminal.see(QUESTION);
    desk.sandbox.control.upsertEmployee(NOVA);
    await writeFile(late, "");
    await terminal.answer(QUESTION, "y");
    await terminal.see("the plan is another one now");
    await terminal.see("Nova Keller");
    expect(writesTo(desk.sandbox)).toEqual({});
    await terminal.answer(QUESTION, "y");
    expect(await terminal.ended()).toBe(0);
    const members = desk.sandbox.control.members().map(({ email }) => email);
    expect(members).toContain(NOVA.workEmail);
  });
});
