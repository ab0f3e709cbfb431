import { afterEach, describe, expect, it } from "vitest";
import { planTasks } from "../../../src/sync/run/preview.js";
import { employee } from "../../support/people.js";
import { type Firm, openFirm } from "./firm.js";

let firm: Firm;

afterEach(() => firm.quick.close());

const SITE = { employees: [employee("ada"), employee("bob")] };
const ENTITIES = { "acme-uk": SITE, "acme-fr": SITE };

/** Something to wait for, and how to end the wait. */
function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

describe("an entity that waits for its limit", () => {
  it("does not keep another one from being read and planned", async () => {
    firm = await openFirm(ENTITIES);
    const { open, opened } = gate();
    const tasks = firm.tasks().map((task) => {
      if (task.entity !== "acme-uk") return task;
      const readMembers = () => opened.then(() => task.reader.readMembers());
      return { ...task, reader: { ...task.reader, readMembers } };
    });
    const planned: string[] = [];
    const results = await planTasks(
      tasks,
      {
        state: firm.state,
        clock: firm.clock,
        progress: {
          phase: () => {},
          finished: (entity, step) => {
            if (step === "plan") planned.push(entity);
            // Never reached if it had to wait for the other one.
            if (entity === "acme-fr" && step === "plan") open();
          },
        },
      },
      { overrides: {}, noArchive: false },
    );
    expect(planned).toEqual(["acme-fr", "acme-uk"]);
    expect(results.map(({ ok }) => ok)).toEqual([true, true]);
  });

  it("does not keep another one's changes from being carried out", async () => {
    firm = await openFirm(ENTITIES);
    const { open, opened } = gate();
    const { exitCode } = await firm.apply({
      openWriter: ({ entity }, beforeWrite) => {
        const writer = firm.writer(entity, beforeWrite);
        if (entity !== "acme-uk") return writer;
        return { ...writer, createMembers: (...given) => opened.then(() => writer.createMembers(...given)) };
      },
      progress: {
        phase: () => {},
        finished: (entity, step) => {
          if (entity === "acme-fr" && step === "apply") open();
        },
      },
    });
    expect(exitCode).toBe(0);
    expect(firm.sent()).toEqual([
      ...["acme-fr: create ada", "acme-fr: create bob"],
      ...["acme-uk: create ada", "acme-uk: create bob"],
    ]);
  });
});
