import { describe, expect, it } from "vitest";
import type { Employee } from "../../../src/sync/model/employee.js";
import type { EmployeeRead, ReadOutcome } from "../../../src/sync/model/ports.js";
import { readEmployees, readMembers } from "../../../src/sync/run/read.js";
import { employee, member } from "../../support/people.js";

const WHOLE: ReadOutcome = { complete: true, total: 2 };
const HALF: ReadOutcome = { complete: false, why: "page 2 is missing" };

type Read = readonly [pages: readonly (readonly Employee[])[], outcome: ReadOutcome];

/** A source whose reads come one after the other. */
function sourceOf(...reads: readonly Read[]) {
  let count = 0;
  return {
    count: () => count,
    providerId: "personio",
    async *readEmployees(): EmployeeRead {
      const [pages, outcome] = reads[count] ?? [[], HALF];
      count += 1;
      yield* pages;
      return outcome;
    },
  };
}

const [ada, bob] = [employee("ada"), employee("bob")];

describe("a read of the employees", () => {
  it("gives everybody of all pages, in one go when it was complete", async () => {
    const source = sourceOf([[[ada], [], [bob]], WHOLE]);
    expect(await readEmployees(source, "acme-uk")).toEqual([ada, bob]);
    expect(source.count()).toBe(1);
  });

  it.each<[string, Read]>([
    ["was not complete", [[[ada]], HALF]],
    ["had somebody twice", [[[ada], [ada]], WHOLE]],
  ])("is repeated when it %s, and nothing of it is kept", async (_why, first) => {
    const source = sourceOf(first, [[[ada, bob]], WHOLE]);
    expect(await readEmployees(source, "acme-uk")).toEqual([ada, bob]);
    expect(source.count()).toBe(2);
  });

  it.each<[string, Read, string]>([
    ["is not complete", [[[ada]], HALF], "Two reads in a row did not add up: page 2 is missing."],
    [
      "ends with a sentence",
      [[], { ...HALF, why: "A page is missing." }],
      "Two reads in a row did not add up: A page is missing.",
    ],
    [
      "has two of three records twice",
      [[[ada, ada, ada]], WHOLE],
      "Two reads in a row did not add up: 2 of 3 records repeat the id of another record.",
    ],
    [
      "has somebody twice and is not complete",
      [[[ada, ada]], HALF],
      "Two reads in a row did not add up: page 2 is missing.",
    ],
  ])("fails when the second one %s, too", async (_why, second, why) => {
    await expect(readEmployees(sourceOf([[], HALF], second), "acme-uk")).rejects.toMatchObject({
      kind: "temporary",
      code: "read_incomplete",
      message: "acme-uk: the employees of personio could not be read completely, so nothing was planned.",
      why,
    });
  });

  it("is not repeated for what somebody has to mend", async () => {
    const source = sourceOf([[], { complete: false, why: "Two fields are hidden", next: "Show them." }]);
    await expect(readEmployees(source, "acme-uk")).rejects.toMatchObject({
      kind: "configuration",
      code: "read_incomplete",
      message: "acme-uk: the employees of personio could not be read completely, so nothing was planned.",
      why: "Two fields are hidden.",
      next: "Show them.",
    });
    expect(source.count()).toBe(1);
  });
});

describe("a read of the members", () => {
  function readerOf(...outcomes: readonly ReadOutcome[]) {
    let count = 0;
    return {
      count: () => count,
      async readMembers() {
        const outcome = outcomes[count] ?? HALF;
        count += 1;
        return { members: [member(`read-${count}`)], outcome };
      },
    };
  }

  it.each([
    [1, [WHOLE]],
    [2, [HALF, WHOLE]],
  ])("gives those of read %i when that is the complete one", async (count, outcomes) => {
    const reader = readerOf(...outcomes);
    expect(await readMembers(reader, "acme-uk")).toEqual([member(`read-${count}`)]);
    expect(reader.count()).toBe(count);
  });

  it("fails after a second one that is not complete", async () => {
    await expect(readMembers(readerOf(HALF, HALF), "acme-uk")).rejects.toMatchObject({
      kind: "temporary",
      code: "read_incomplete",
      message: "acme-uk: the members in Spendesk could not be read completely, so nothing was planned.",
      why: "Two reads in a row did not add up: page 2 is missing.",
    });
  });
});
