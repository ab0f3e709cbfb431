import { describe, expect, it } from "vitest";
import { supersede } from "../../../src/sync/apply/hand-off-run.js";
import { BankDetails } from "../../../src/sync/model/bank.js";
import type { HandOff } from "../../../src/sync/model/hand-off.js";
import type { Change } from "../../../src/sync/model/plan.js";
import { changeOf, handOffOf } from "../hand-off/papers.js";

const BANK = { details: new BankDetails("DE89370400440532013000", "COBADEFFXXX"), fingerprint: "f" };
const HOW = "Done through the API instead.";
const WITHDRAWN = { runId: "run-1", sequence: 0, status: "withdrawn", detail: HOW, closed: true };
const narrowed = (wanted: HandOff["wanted"]) => ({ runId: "run-1", sequence: 0, wanted });

function updatesFor(handOff: HandOff, changes: readonly Change[]) {
  const open = { handOff, since: "2026-11-20", days: 3, waitsFor: [], needsWord: false };
  return supersede([open], changes, HOW);
}

describe("an open hand-off of somebody who was changed meanwhile", () => {
  const all = { email: "ada@acme.test", firstName: "Ada", lastName: "King", bankFingerprint: "f" };
  const update = handOffOf("ada", { action: "update", wanted: all });
  const creation = handOffOf("ada", { wanted: all });
  const changed = (desired: Change["desired"]) => changeOf("ada", { action: "update", desired });

  it.each<[string, HandOff, Change, object[]]>([
    [
      "has ended when all of its values were written",
      update,
      changed({ email: "x@acme.test", firstName: "x", lastName: "x", bank: BANK }),
      [WITHDRAWN],
    ],
    [
      "keeps the values that were not",
      update,
      changed({ lastName: "Quinn" }),
      [narrowed({ email: "ada@acme.test", firstName: "Ada", bankFingerprint: "f" })],
    ],
    [
      "keeps its bank details",
      update,
      changed({ email: "x@acme.test", firstName: "x", lastName: "x" }),
      [narrowed({ bankFingerprint: "f" })],
    ],
    [
      "is as it was when others were written",
      { ...update, wanted: { lastName: "King" } },
      changed({ firstName: "x" }),
      [],
    ],
    [
      "still creates the member when all of its values were written",
      { ...creation, wanted: { lastName: "King" } },
      changed({ lastName: "x" }),
      [narrowed({})],
    ],
    [
      "still creates the member without any value",
      { ...creation, wanted: {} },
      changed({ lastName: "x" }),
      [],
    ],
    ["has ended with an archive", creation, changeOf("ada", { action: "archive" }), [WITHDRAWN]],
    ["has ended with a creation", creation, changeOf("ada"), [WITHDRAWN]],
    [
      "has ended with a restore",
      update,
      changeOf("ada", { action: "restore", desired: { lastName: "x" } }),
      [WITHDRAWN],
    ],
    ["is nobody else's matter", update, { ...changed({ lastName: "x" }), employeeId: "bob" }, []],
  ])("%s", (_what, handOff, change, updates) => {
    expect(updatesFor(handOff, [change])).toEqual(updates);
  });
});
