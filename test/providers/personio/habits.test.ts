import { afterEach, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../../src/sandbox/sandbox.js";
import type { Habit } from "../../../src/sandbox/vendors/ids.js";
import { connectTo, readAll } from "../../conformance/harness.js";
import { personio } from "./personio.js";

let sandbox: Sandbox | undefined;

afterEach(() => sandbox?.close());

async function connect(habits: readonly Habit[], forbidden = false) {
  sandbox = await startSandbox({ employees: 130, vendors: { personio: { habits, forbidden } } });
  const vendor = { url: sandbox.providerUrl("personio"), credentials: sandbox.credentials.personio };
  return connectTo(personio, vendor);
}

describe("personio with the habits of real servers", () => {
  it.each<Habit[]>([
    ["small-pages"],
    ["refused-page-size"],
    ["text-totals"],
    ["no-totals"],
    ["small-pages", "no-totals"],
    ["refused-page-size", "text-totals"],
  ])("reads everybody: %s %s", async (...habits) => {
    const { employees, outcome } = await readAll(personio, await connect(habits));
    expect(outcome).toEqual({ complete: true, total: 130 });
    expect(new Set(employees.map(({ id }) => id)).size).toBe(130);
  });

  it.each<[Habit, string]>([
    ["bare-refusals", "gives no reason"],
    ["page-refusals", "gives no reason"],
    ["problem-refusals", "trace id 00-4bf92f3577b34da6"],
  ])("calls a missing right by its name: %s", async (habit, why) => {
    await expect(readAll(personio, await connect([habit], true))).rejects.toMatchObject({
      kind: "credentials",
      code: "permission_missing",
      why: expect.stringContaining(why),
    });
  });

  it("keeps the languages of somebody apart", async () => {
    const { employees } = await readAll(personio, await connect([]));
    const languages = employees.map(({ custom }) => custom["Language Skills"]);
    expect(languages).toContainEqual(["English", "German"]);
    expect(languages).not.toContain("English,German");
  });
});
