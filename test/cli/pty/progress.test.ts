import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSandboxWorkspace, RULE, type SandboxWorkspace } from "../../support/sandbox-workspace.js";
import { openTerminal, type Terminal } from "./terminal.js";

describe("a run that takes long, in a terminal", () => {
  let desk: SandboxWorkspace;
  let terminal: Terminal | undefined;

  beforeEach(async () => {
    desk = await openSandboxWorkspace({ employees: 12 });
    expect((await desk.connect()).exitCode).toBe(0);
    expect((await desk.configure("--rule", RULE)).exitCode).toBe(0);
  });
  afterEach(async () => {
    terminal?.close();
    await desk.close();
  });

  it("says what it does while it does it, and leaves nothing of that behind", async () => {
    desk.sandbox.control.setFaults(["slow=1500@/personio"]);
    terminal = openTerminal(["preview", "--summary"], { cwd: desk.folder, env: desk.env, columns: 60 });
    await terminal.see("acme-uk: reading employees and members …");
    expect(await terminal.ended()).toBe(0);
    expect(terminal.text()).not.toContain("reading employees");
    expect(terminal.brokenRows()).toEqual([]);
  });

  it("counts down while a limit makes it wait", async () => {
    desk.sandbox.control.setFaults(["429:x3@GET /spendesk/v1/users"]);
    terminal = openTerminal(["preview", "--summary"], { cwd: desk.folder, env: desk.env });
    await terminal.see("acme-uk: next call in");
    expect(await terminal.ended()).toBe(0);
    expect(terminal.text()).not.toContain("next call in");
  });

  it("says nothing on the way with --quiet", async () => {
    desk.sandbox.control.setFaults(["slow=1500@/personio"]);
    terminal = openTerminal(["preview", "--quiet"], { cwd: desk.folder, env: desk.env });
    expect(await terminal.ended()).toBe(0);
    expect(terminal.raw()).not.toContain("reading employees");
  });
});
