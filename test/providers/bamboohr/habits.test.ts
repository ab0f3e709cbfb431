import { afterEach, describe, expect, it } from "vitest";
import { bamboohr } from "../../../src/providers/bamboohr/index.js";
import { type Sandbox, startSandbox } from "../../../src/sandbox/sandbox.js";
import type { Habit } from "../../../src/sandbox/vendors/ids.js";
import { connectTo, readAll } from "../../conformance/harness.js";

let sandbox: Sandbox | undefined;

afterEach(() => sandbox?.close());

async function connect(settings: object, options: { habits?: readonly Habit[]; forbidden?: boolean } = {}) {
  sandbox = await startSandbox({ employees: 60, vendors: { bamboohr: options } });
  const vendor = { url: sandbox.providerUrl("bamboohr"), credentials: sandbox.credentials.bamboohr };
  return connectTo(bamboohr, vendor, settings);
}

describe("bamboohr with the habits of real accounts", () => {
  it.each([
    ["by its alias", "customLanguages", []],
    ["by its label", "Language Skills", []],
    ["by its number, answered under its alias", "4341", ["answers-aliases"]],
  ] as const)("reads a field with several values %s", async (_how, name, habits) => {
    const { employees, outcome } = await readAll(bamboohr, await connect({ customFields: name }, { habits }));
    expect(outcome.complete).toBe(true);
    const values = employees.map(({ custom }) => custom[name]);
    expect(values).toContainEqual(["English", "German"]);
    expect(values.filter((value) => typeof value === "string" && value.includes(","))).toEqual([]);
  });

  it("takes the label that a deprecated field shares for the other one", async () => {
    const connection = await connect({ customFields: "Employment Status" });
    await expect(bamboohr.verify(connection)).resolves.toMatchObject({ employees: 60 });
    const { employees } = await readAll(bamboohr, connection);
    expect(employees.map(({ custom }) => custom["Employment Status"])).toContain("Full-Time");
  });

  it.each<[Habit | null, string]>([
    [null, "Insufficient Permissions"],
    ["bare-refusals", "gives no reason"],
    ["page-refusals", "gives no reason"],
    ["problem-refusals", "Refused with status 403"],
  ])("calls a missing right by its name: %s", async (habit, why) => {
    const connection = await connect({}, { forbidden: true, habits: habit ? [habit] : [] });
    await expect(bamboohr.verify(connection)).rejects.toMatchObject({
      kind: "credentials",
      code: "permission_missing",
      why: expect.stringContaining(why),
    });
  });

  it.each<readonly Habit[]>([["text-totals"], ["no-totals"]])(
    "reads the data set with %s",
    async (...habits) => {
      const { outcome } = await readAll(bamboohr, await connect({ readFrom: "dataset" }, { habits }));
      expect(outcome).toEqual({ complete: true, total: 60 });
    },
  );
});
