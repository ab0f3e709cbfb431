import { describe, expect, it } from "vitest";
import { Problem } from "../../../src/shared/errors.js";
import { partialFailure } from "../../../src/sync/apply/apply-record.js";
import type { ChangeResult } from "../../../src/sync/apply/change-run.js";
import { onlyWritable, type WriteCheck } from "../../../src/sync/apply/writable.js";
import type { EntityResult } from "../../../src/sync/run/entity-result.js";
import { planOf } from "../../support/people.js";
import { changeOf } from "../hand-off/papers.js";

const result = (outcome: ChangeResult["outcome"], detail?: string): ChangeResult => ({
  change: changeOf("ada"),
  outcome,
  error: detail === undefined ? null : { code: "x", detail },
});

describe("what is said of an entity some of whose changes failed", () => {
  it.each<[string, ChangeResult[]]>([
    ["none", []],
    ["none of two", [result("applied"), result("handed_off")]],
  ])("is nothing of %s", (_what, results) => {
    expect(partialFailure("acme-uk", results)).toBeNull();
  });

  it.each<[string, ChangeResult[], string, string]>([
    ["a failed one", [result("applied"), result("failed", "No.")], "1 of 2", "No."],
    ["a skipped one", [result("skipped", "Later.")], "1 of 1", "Later."],
    ["equal reasons", [result("failed", "No."), result("failed", "No.")], "2 of 2", "No."],
    ["no reason", [result("failed")], "1 of 1", "No reason was given."],
    ["four reasons", ["A.", "B.", "C.", "D."].map((text) => result("failed", text)), "4 of 4", "A. B. C."],
  ])("names %s", (_what, results, count, why) => {
    expect(partialFailure("acme-uk", results)).toMatchObject({
      kind: "partial",
      code: "some_changes_failed",
      message: `acme-uk: ${count} changes were not carried out; the others are done.`,
      why,
    });
  });
});

describe("entities that can't be written", () => {
  const plannedOf = (entity: string, changes = [changeOf("ada")]) =>
    ({
      ...{ ok: true, entity },
      planned: { task: { entity, providerId: "personio" }, plan: { ...planOf({}), changes } },
    }) as unknown as EntityResult;
  const failed = {
    ok: false,
    entity: "acme-de",
    task: { entity: "acme-de" },
    problem: null,
  } as unknown as EntityResult;
  const refusal = new Problem({
    kind: "credentials",
    code: "no_scope",
    what: "The key may not write.",
    why: "-",
    next: "-",
  });
  const refuse: WriteCheck = () => Promise.reject(refusal);

  it("fail alone, and the others go on", async () => {
    const [uk, fr] = [plannedOf("acme-uk"), plannedOf("acme-fr")];
    const check: WriteCheck = async ({ entity }) => {
      if (entity === "acme-uk") throw refusal;
    };
    const [first, second, third] = await onlyWritable([uk, fr, failed], { checkWritable: check });
    expect(first).toMatchObject({
      ...{ ok: false, entity: "acme-uk", task: { entity: "acme-uk" } },
      problem: { code: "no_scope", message: "acme-uk: The key may not write." },
    });
    expect(second).toBe(fr);
    expect(third).toBe(failed);
  });

  it.each<[string, EntityResult, Parameters<typeof onlyWritable>[1]]>([
    ["there is nothing to write", plannedOf("acme-uk", []), { checkWritable: refuse }],
    [
      "a colleague writes",
      plannedOf("acme-uk"),
      { checkWritable: refuse, handOff: { entities: new Set(["acme-uk"]) } },
    ],
    ["nobody checks", plannedOf("acme-uk"), {}],
  ])("are not asked about when %s", async (_why, one, ways) => {
    expect(await onlyWritable([one], ways)).toEqual([one]);
  });

  it("are asked about when only another entity is handed off", async () => {
    const ways = { checkWritable: refuse, handOff: { entities: new Set(["acme-fr"]) } };
    expect(await onlyWritable([plannedOf("acme-uk")], ways)).toMatchObject([{ ok: false }]);
  });
});
