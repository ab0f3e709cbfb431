import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, it, onTestFinished } from "vitest";
import { keepFailures, replayed } from "./failed-properties.js";

const isSmall = fc.property(fc.integer({ min: 0, max: 100_000 }), (number) => number < 70_000);

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "spendesk-hr-properties-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

function messageOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error("The property holds.");
}

it("a failed property (it's [this] one) is kept, and its command plays it again at once", () => {
  const folder = newFolder();
  const message = messageOf(() => fc.assert(isSmall, { reporter: keepFailures(folder) }));
  const [name = ""] = readdirSync(folder);
  const { file, seed, path, command } = JSON.parse(readFileSync(join(folder, name), "utf8"));
  expect(file).toBe("test/support/failed-properties.test.ts");
  expect(message).toContain("Property failed after");
  expect(message).toContain(`Play it again: ${command}`);
  expect(message).toContain(name);
  expect(command).toBe(
    `PROPERTY_SEED=${seed} PROPERTY_PATH=${path} npm test -- ${file} -t 'a failed property \\(it'\\''s \\[this\\] one\\) is kept, and its command plays it again at once'`,
  );

  const again = replayed({ PROPERTY_SEED: String(seed), PROPERTY_PATH: path });
  const details = fc.check(isSmall, again);
  expect(details).toMatchObject({ failed: true, numRuns: 1, counterexample: [70_000] });
});

it("a property that holds leaves nothing", () => {
  const folder = newFolder();
  fc.assert(
    fc.property(fc.boolean(), () => true),
    { reporter: keepFailures(folder) },
  );
  expect(readdirSync(folder)).toEqual([]);
});

it("all properties are kept in this way, as nobody asks for it", () => {
  expect(fc.readConfigureGlobal()?.reporter).toBeTypeOf("function");
});

it("random tests begin at the same place, at a given one, or anywhere", () => {
  expect(replayed({})).toEqual(replayed({}));
  expect(replayed({})).toHaveProperty("seed");
  expect(replayed({ PROPERTY_SEED: "-7", PROPERTY_PATH: "3:1" })).toEqual({ seed: -7, path: "3:1" });
  expect(replayed({ PROPERTY_SEED: "random" })).toEqual({});
});
