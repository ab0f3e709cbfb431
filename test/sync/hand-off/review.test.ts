import { describe, expect, it } from "vitest";
import { closingsOf, factsOf, handOffReviewer, NO_HAND_OFFS } from "../../../src/sync/hand-off/review.js";
import { accountsOf } from "../../../src/sync/identity/index.js";
import type { HandOff } from "../../../src/sync/model/hand-off.js";
import type { Change, Plan } from "../../../src/sync/model/plan.js";
import { ACCOUNT, link, member, planOf } from "../../support/people.js";
import { changeOf, handOffOf } from "./papers.js";

type Input = Parameters<typeof handOffReviewer>[0];

function reviewer(handOffs: readonly HandOff[], values: Partial<Input> = {}) {
  return handOffReviewer({
    ...{
      handOffs,
      members: [],
      links: [],
      accounts: accountsOf([ACCOUNT]),
      today: "2026-11-23",
      timezone: "UTC",
    },
    ...{ again: false, trusted: false },
    ...values,
  });
}

function planWith(changes: readonly Change[], values: Partial<Plan> = {}): Plan {
  return { ...planOf({}), changes, ...values };
}

const ada = handOffOf("ada");
const renamed = handOffOf("ada", {
  action: "update",
  wanted: { firstName: "Eda", lastName: "King" },
  fields: [
    { field: "firstName", from: "Ada", to: "Eda" },
    { field: "lastName", from: "Test", to: "King" },
  ],
});

describe("the review of hand-offs", () => {
  it("is empty where nothing was handed off, and leaves links and plan as they are", () => {
    const links = [link("ada")];
    const plan = planWith([changeOf("ada")]);
    const { links: after, review } = reviewer([], { links });
    expect(after).toBe(links);
    expect(review(plan)).toEqual({ plan, review: NO_HAND_OFFS });
  });

  it.each<[string, Partial<HandOff>, Partial<Input>, string, number]>([
    ["today", { handedOffAt: "2026-11-23T01:00:00.000Z" }, {}, "2026-11-23", 0],
    ["three days ago", {}, {}, "2026-11-20", 3],
    [
      "the day before, where it was late",
      { handedOffAt: "2026-11-22T20:00:00.000Z" },
      { timezone: "Asia/Tokyo" },
      "2026-11-23",
      0,
    ],
  ])("says since when a hand-off of %s is open", (_when, values, input, since, days) => {
    const handOff = { ...ada, ...values };
    const { review } = reviewer([handOff], input).review(planWith([changeOf("ada")]));
    expect(review.open).toEqual([{ handOff, since, days, waitsFor: ["the new member"], needsWord: false }]);
    expect(review.settled).toEqual([]);
  });

  it.each<[string, HandOff, Partial<Input>, Change, string[], boolean]>([
    [
      "values",
      renamed,
      { members: [member("ada")] },
      changeOf("ada", { action: "update", desired: { firstName: "Eda", lastName: "King" } }),
      ["first name", "last name"],
      false,
    ],
    [
      "a value that is still wanted",
      renamed,
      { members: [member("ada")] },
      changeOf("ada", { action: "update", desired: { lastName: "King" } }),
      ["last name"],
      false,
    ],
    [
      "an archive that only a word can tell",
      handOffOf("ada", { action: "archive" }),
      { members: [member("ada", { status: "unknown" })] },
      changeOf("ada", { action: "archive" }),
      ["the archive"],
      true,
    ],
    [
      "a member with all values",
      { ...ada, wanted: { lastName: "Test" } },
      {},
      changeOf("ada"),
      ["the new member"],
      false,
    ],
  ])("says that it waits for %s", (_what, handOff, input, change, waitsFor, needsWord) => {
    const { review } = reviewer([handOff], input).review(planWith([change]));
    expect(review.open).toMatchObject([{ waitsFor, needsWord }]);
  });

  it("has one that the plan does not want any more, which no read has shown", () => {
    const { review } = reviewer([ada]).review(planWith([]));
    expect(review.open).toEqual([]);
    expect(review.settled).toEqual([
      {
        handOff: ada,
        memberId: null,
        status: "withdrawn",
        detail: "The plan does not want it any more.",
        isSeen: false,
      },
    ]);
    expect(factsOf(review)).toEqual([]);
    expect(closingsOf(review)).toEqual([
      {
        runId: "run-1",
        sequence: 0,
        status: "withdrawn",
        detail: "The plan does not want it any more.",
        closed: true,
      },
    ]);
  });

  it("has one without its unwanted part as done, and leaves its links to the next run", () => {
    const members = [member("ada", { firstName: "Eda" })];
    const { review } = reviewer([renamed], { members }).review(planWith([]));
    expect(review.settled).toMatchObject([{ status: "done", detail: null, isSeen: false }]);
    expect(factsOf(review)).toEqual([]);
    expect(closingsOf(review)).toEqual([{ runId: "run-1", sequence: 0, status: "done", memberId: "m-ada" }]);
  });

  it("has one that was carried out as a fact, with the member", () => {
    const { review, plan } = reviewer([ada], { members: [member("ada")] }).review(planWith([]));
    expect(review.settled).toEqual([
      { handOff: ada, memberId: "m-ada", status: "done", detail: null, isSeen: true },
    ]);
    const fact = { runId: "run-1", sequence: 0, status: "done", memberId: "m-ada" };
    expect(factsOf(review)).toEqual([fact]);
    expect(closingsOf(review)).toEqual([{ ...fact, closed: true }]);
    expect(plan.links.upsert).toMatchObject([{ employeeId: "ada", memberId: "m-ada" }]);
  });

  it("knows the detail of one that was done differently", () => {
    const handOff = { ...ada, wanted: { lastName: "Test" } };
    const { review } = reviewer([handOff], { members: [member("ada", { lastName: "Tset" })] }).review(
      planWith([]),
    );
    expect(factsOf(review)).toEqual([
      {
        runId: "run-1",
        sequence: 0,
        status: "done_differently",
        detail: 'The last name is "Tset", not "Test".',
        memberId: "m-ada",
      },
    ]);
  });

  it("has those that an earlier run saw only as known", () => {
    const over = { ...ada, status: "done" as const, memberId: "m-ada" };
    const { review } = reviewer([over], { members: [member("ada")] }).review(planWith([]));
    expect(review).toEqual({ open: [], settled: [], known: [over] });
    expect(closingsOf(review)).toEqual([{ runId: "run-1", sequence: 0, closed: true }]);
  });
});

describe("the links before anything is planned", () => {
  it("know what colleagues carried out", () => {
    const { links } = reviewer([ada], { members: [member("ada")], links: [link("bob")] });
    expect(links.map(({ employeeId, memberId }) => `${employeeId} ${memberId}`)).toEqual([
      "bob m-bob",
      "ada m-ada",
    ]);
  });

  it("of another account hold nobody's member", () => {
    const other = link("bob", { account: "personio.other.test", memberId: "m-ada" });
    const { links } = reviewer([ada], { members: [member("ada")], links: [other] });
    expect(links.map(({ employeeId }) => employeeId)).toEqual(["ada"]);
  });

  it("give way to those of the plan, and are in order of the people", () => {
    const both = [handOffOf("cyd", { sequence: 1 }), ada];
    const { review } = reviewer(both, { members: [member("ada"), member("cyd")] });
    const own = link("ada", { hrStatus: "previously_managed" });
    const { plan } = review(planWith([], { links: { upsert: [own, link("dan")], remove: [] } }));
    expect(plan.links.upsert.map(({ employeeId, hrStatus }) => `${employeeId} ${hrStatus}`)).toEqual([
      "ada previously_managed",
      "cyd managed",
      "dan managed",
    ]);
    const removed = { upsert: [], remove: [link("ada"), link("cyd")] };
    expect(review(planWith([], { links: removed })).plan.links).toBe(removed);
  });
});

describe("handing everything off once more", () => {
  const bank = handOffOf("ada", { action: "update", wanted: { bankFingerprint: "f" } });
  const taken = { ...bank, status: "taken_as_done" as const };
  const known = link("ada", { bankFingerprint: "f" });
  const input = { members: [member("ada")], links: [known] };

  it.each([
    ["open", bank],
    ["taken as done by an earlier run", taken],
  ])("forgets what was never seen: %s", (_what, handOff) => {
    expect(reviewer([handOff], { ...input, again: true }).links).toEqual([
      { ...known, bankFingerprint: null },
    ]);
    expect(reviewer([handOff], input).links).toEqual([known]);
  });

  it("keeps what was seen", () => {
    const seen = { ...renamed, status: "done" as const };
    expect(reviewer([seen], { ...input, again: true }).links).toEqual([known]);
  });

  it("leaves a hand-off open that the plan wants once more, although nobody will show it", () => {
    const change = changeOf("ada", { action: "update", desired: {} });
    const { review } = reviewer([bank], { ...input, again: true }).review(planWith([change]));
    expect(review.open).toEqual([]);
    expect(review.settled).toMatchObject([{ status: "taken_as_done", isSeen: false }]);
    const open = reviewer([ada], { again: true }).review(planWith([changeOf("ada")]));
    expect(open.plan.changes).toEqual([changeOf("ada")]);
    expect(open.review.open).toMatchObject([{ waitsFor: ["the new member"] }]);
  });
});
