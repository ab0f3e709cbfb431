import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSandboxWorkspace, type SandboxWorkspace } from "../../support/sandbox-workspace.js";
import { KEYS, openTerminal, type Terminal } from "./terminal.js";

describe("configure in terminals of many widths", () => {
  let desk: SandboxWorkspace;
  let terminal: Terminal | undefined;

  beforeEach(async () => {
    desk = await openSandboxWorkspace({ employees: 40, members: 3 });
    const { control } = desk.sandbox;
    for (let number = 0; number < 30; number += 1) {
      const office = `Office ${number} in the very long street of Saint-Germain-en-Laye, ${number} floors`;
      control.upsertEmployee({ firstName: "Ida", status: "active", office, startDate: "2020-01-01" });
    }
    const [someone] = control.employees().filter(({ status }) => status === "active");
    control.upsertEmployee({ id: someone?.id, statusName: "Sabbatical" });
    expect((await desk.connect()).exitCode).toBe(0);
  });
  afterEach(async () => {
    terminal?.close();
    await desk?.close();
  });

  it.each([40, 60, 80, 100])(
    "breaks no word at %i columns, from the first question to the last",
    async (columns) => {
      terminal = openTerminal(["configure"], { cwd: desk.folder, env: desk.env, columns });
      const { answer, type, see } = terminal;
      await answer("1 person has the status");
      await type("Which employees", KEYS.down, KEYS.enter);
      await answer("Which field?", "work");
      await answer("Work Location: which");
      await type("Work Location is one of", "laye 17");
      await see("❯ ◯ Office 17 ");
      await see("17 floors (1)");
      await answer("Work Location is one of", KEYS.enter);
      await see("✔ 1 of ");
      await type("What now?", ...Array.from({ length: 4 }, () => KEYS.down), KEYS.enter);
      await see("Left out (");
      await answer("What now?");
      await answer("What is kept in step");
      await type("Somebody's last day", ...Array.from({ length: 4 }, () => KEYS.down), KEYS.enter);
      await type("How many days", KEYS.eraseLine, "many", KEYS.enter);
      await see("> It must be a whole number");
      await answer("How many days", KEYS.eraseLine, "40");
      await see("on 9 August");
      await answer("Somebody leaves");
      await answer("Somebody is no");
      await type("Confirm this", KEYS.ctrlC);
      expect(await terminal.ended()).toBe(130);
      expect(terminal.text().replaceAll(/\s+/gu, " ")).toContain(
        "nothing was changed. The answers are kept.",
      );
      expect(terminal.brokenRows()).toEqual([]);
    },
  );
});
