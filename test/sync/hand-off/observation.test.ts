import { describe, expect, it } from "vitest";
import { awaitedOf, contextOf, lookAt, needsWord, statusOf } from "../../../src/sync/hand-off/observation.js";
import type { HandOff } from "../../../src/sync/model/hand-off.js";
import type { Link, Member } from "../../../src/sync/model/member.js";
import { link, member } from "../../support/people.js";
import { handOffOf } from "./papers.js";

interface World {
  readonly members?: readonly Member[];
  readonly links?: readonly Link[];
  readonly trusted?: boolean;
}

/** What a read says of hand-offs: `status: detail`, `awaited: …` and whether a person's word is needed. */
function look(handOffs: readonly HandOff[], { members = [], links = [], trusted = false }: World = {}) {
  return lookAt(handOffs, contextOf(members, links, handOffs, trusted)).map((observation) => {
    const { status, detail } = statusOf(observation);
    const awaited = awaitedOf(observation);
    return [
      detail === null ? status : `${status}: ${detail}`,
      ...(awaited.length > 0 ? [`waits for ${awaited.join(", ")}`] : []),
      ...(needsWord(observation) ? ["needs a word"] : []),
    ].join("; ");
  });
}

const lookAtOne = (handOff: HandOff, world?: World) => look([handOff], world)[0];

const ARCHIVED = { status: "archived" } as const;
const UNTOLD = { status: "unknown" } as const;

describe("a creation in the hands of a colleague", () => {
  const ada = handOffOf("ada");

  it.each<[string, HandOff, World, string]>([
    ["nobody with the e-mail", ada, {}, "open; waits for member"],
    ["a member with the e-mail", ada, { members: [member("x", { email: " ADA@acme.test" })] }, "done"],
    ["a member of that id", { ...ada, memberId: "m-x" }, { members: [member("x")] }, "done"],
    [
      "another id, and a member with the e-mail",
      { ...ada, memberId: "m-gone" },
      { members: [member("ada")] },
      "done",
    ],
    [
      "no e-mail at all",
      { ...ada, email: null },
      { members: [member("x", { email: null })] },
      "open; waits for member",
    ],
    [
      "a member of somebody else",
      ada,
      { members: [member("ada")], links: [link("bob", { memberId: "m-ada" })] },
      "open; waits for member",
    ],
    ["a member that is linked already", ada, { members: [member("ada")], links: [link("ada")] }, "done"],
  ])("with %s", (_what, handOff, world, text) => {
    expect(lookAtOne(handOff, world)).toBe(text);
  });

  const wanted = { email: "ada@acme.test", firstName: "Ada", lastName: "Test" };

  it.each<[string, Partial<Member>, string]>([
    ["as they were handed off", {}, "done"],
    ["in another form", { email: "ADA@acme.test", firstName: " Ada " }, "done"],
    ["with another name", { lastName: "Tset" }, 'done_differently: The last name is "Tset", not "Test".'],
    ["without a name", { lastName: null }, 'done_differently: The last name is "", not "Test".'],
    [
      "with two other names",
      { firstName: "Eda", lastName: "King" },
      'done_differently: The first name is "Eda", not "Ada". The last name is "King", not "Test".',
    ],
  ])("whose values came in %s", (_how, values, text) => {
    expect(lookAtOne({ ...ada, wanted }, { members: [member("ada", values)] })).toBe(text);
  });

  it("waits for all of its values while there is no member", () => {
    expect(lookAtOne({ ...ada, wanted })).toBe("open; waits for member, email, firstName, lastName");
  });

  it("brings the bank details, which nobody shows, along", () => {
    const handOff = { ...ada, wanted: { bankFingerprint: "f" } };
    expect(lookAtOne(handOff)).toBe("open; waits for member, bankFingerprint");
    expect(lookAtOne(handOff, { members: [member("ada")] })).toBe("done");
  });
});

describe("an archive in the hands of a colleague", () => {
  const ada = handOffOf("ada", { action: "archive" });

  it.each<[string, World, string]>([
    ["active", { members: [member("ada")] }, "open; waits for member"],
    ["invited", { members: [member("ada", { status: "invited" })] }, "open; waits for member"],
    ["archived", { members: [member("ada", ARCHIVED)] }, "done"],
    ["not listed any more", {}, "done"],
    ["listed without a status", { members: [member("ada", UNTOLD)] }, "open; waits for member; needs a word"],
    [
      "listed without a status, and somebody says it was done",
      { members: [member("ada", UNTOLD)], trusted: true },
      "done",
    ],
    ["active, whatever somebody says", { members: [member("ada")], trusted: true }, "open; waits for member"],
  ])("of a member that is %s", (_what, world, text) => {
    expect(lookAtOne(ada, world)).toBe(text);
  });

  it("is not looked for by e-mail", () => {
    expect(lookAtOne({ ...ada, memberId: null }, { members: [member("ada")] })).toBe("done");
  });
});

describe("a restore in the hands of a colleague", () => {
  const ada = handOffOf("ada", { action: "restore", wanted: { lastName: "Test" } });
  const all = "open; waits for member, lastName";

  it.each<[string, Partial<HandOff>, World, string]>([
    ["active", {}, { members: [member("ada")] }, "done"],
    ["archived", {}, { members: [member("ada", ARCHIVED)] }, all],
    ["not listed", {}, {}, all],
    ["listed without a status as before", {}, { members: [member("ada", UNTOLD)] }, `${all}; needs a word`],
    ["listed again without a status", { wasListed: false }, { members: [member("ada", UNTOLD)] }, "done"],
    [
      "listed without a status, and somebody says it was done",
      {},
      { members: [member("ada", UNTOLD)], trusted: true },
      "done",
    ],
    ["archived, whatever somebody says", {}, { members: [member("ada", ARCHIVED)], trusted: true }, all],
  ])("of a member that is %s", (_what, values, world, text) => {
    expect(lookAtOne({ ...ada, ...values }, world)).toBe(text);
  });
});

describe("an update in the hands of a colleague", () => {
  const ada = handOffOf("ada", {
    action: "update",
    fields: [
      { field: "email", from: "ada.old@acme.test", to: "ada@acme.test" },
      { field: "lastName", from: "Old", to: "Test" },
    ],
    wanted: { email: "ada@acme.test", lastName: "Test" },
  });

  it.each<[string, Partial<Member>, string]>([
    ["nothing yet", { email: "ADA.old@acme.test", lastName: " Old" }, "open; waits for email, lastName"],
    ["the e-mail", { lastName: "Old" }, "open; waits for lastName"],
    ["both", {}, "done"],
    ["another name", { lastName: "Tset" }, 'done_differently: The last name is "Tset", not "Test".'],
    [
      "another name, and the e-mail not yet",
      { email: "ada.old@acme.test", lastName: "Tset" },
      "open; waits for email",
    ],
    ["no e-mail at all", { email: null }, 'done_differently: The e-mail is "", not "ada@acme.test".'],
  ])("shows %s", (_what, values, text) => {
    expect(lookAtOne(ada, { members: [member("ada", values)] })).toBe(text);
  });

  it("waits for everything while the member is not listed", () => {
    expect(lookAtOne(ada)).toBe("open; waits for email, lastName");
  });

  it("waits for a value that was empty before as long as it is", () => {
    const handOff = { ...ada, fields: [], wanted: { lastName: "Test" } };
    expect(lookAtOne(handOff, { members: [member("ada", { lastName: null })] })).toBe(
      "open; waits for lastName",
    );
  });

  describe("of the line manager", () => {
    const toBob = (memberId: string | null): HandOff => ({
      ...ada,
      wanted: { manager: { employeeId: "bob", memberId } },
    });
    const shown = (managerId?: string | null) => member("ada", managerId === undefined ? {} : { managerId });

    it.each<[string, string | null, World, string]>([
      ["is set", "m-bob", { members: [shown("m-bob"), member("bob")] }, "done"],
      ["is another one", "m-bob", { members: [shown("m-cyd"), member("bob")] }, "open; waits for manager"],
      ["is nobody", "m-bob", { members: [shown(null), member("bob")] }, "open; waits for manager"],
      [
        "is not shown",
        "m-bob",
        { members: [shown(), member("bob")] },
        "taken_as_done: Spendesk's list of members does not show it: line manager.",
      ],
      ["is no member any more", "m-bob", { members: [shown()] }, "open; waits for manager"],
      [
        "was to be created, and is linked now",
        null,
        { members: [shown("m-bob"), member("bob")], links: [link("bob")] },
        "done",
      ],
      [
        "was to be created, and is no member yet",
        null,
        { members: [shown()], links: [link("bob")] },
        "open; waits for manager",
      ],
      [
        "was to be created, and nobody knows them",
        null,
        { members: [shown("m-bob"), member("bob")] },
        "open; waits for manager",
      ],
    ])("that %s", (_what, memberId, world, text) => {
      expect(lookAtOne(toBob(memberId), world)).toBe(text);
    });

    it("finds the one whose creation was carried out in the same breath", () => {
      const members = [shown("m-new"), member("new", { email: "bob@acme.test" })];
      expect(look([toBob(null), handOffOf("bob")], { members })).toEqual(["done", "done"]);
    });

    it("goes by creations only", () => {
      const members = [shown("m-x"), member("x")];
      const update = handOffOf("bob", { action: "update", memberId: "m-x", wanted: { lastName: "Test" } });
      expect(look([toBob(null), update], { members })[0]).toBe("open; waits for manager");
    });
  });
});

describe("what nobody shows", () => {
  const bank = handOffOf("ada", { action: "update", wanted: { bankFingerprint: "f" } });
  const members = [member("ada")];
  const TAKEN = "taken_as_done: Spendesk's list of members does not show it: bank details.";
  const HELD = "open; waits for bankFingerprint; needs a word";
  const joiner = handOffOf("bob");

  it.each<[string, HandOff[], World, string]>([
    ["nothing else was handed off", [], {}, TAKEN],
    ["the rest of that run is open", [joiner], {}, HELD],
    ["the rest is done", [joiner], { members: [...members, member("bob")] }, TAKEN],
    ["the rest was withdrawn", [{ ...joiner, status: "withdrawn" }], {}, TAKEN],
    ["another run is open", [{ ...joiner, runId: "run-2" }], {}, TAKEN],
    ["somebody says that it was done", [joiner], { trusted: true }, TAKEN],
  ])("is judged with its run: %s", (_what, others, world, text) => {
    expect(look([bank, ...others], { members, ...world })[0]).toBe(text);
  });

  it("is not held any more once it counts as done", () => {
    const over = { ...bank, status: "taken_as_done" as const };
    expect(look([over, joiner], { members })[0]).toBe(TAKEN);
  });

  it("is named with all of its parts", () => {
    const both = { ...bank, wanted: { ...bank.wanted, manager: { employeeId: "bob", memberId: "m-bob" } } };
    expect(lookAtOne(both, { members: [member("ada"), member("bob")] })).toBe(
      "taken_as_done: Spendesk's list of members does not show it: bank details and line manager.",
    );
  });

  it("is withdrawn when nothing of it is wanted any more", () => {
    const [observation] = lookAt([bank], contextOf(members, [], [bank], false));
    if (!observation) throw new Error("one hand-off was looked at");
    expect(statusOf(observation, new Set(["bankFingerprint"]))).toEqual({
      status: "withdrawn",
      detail: "The plan does not want it any more.",
    });
    expect(statusOf(observation, new Set(["lastName"])).status).toBe("taken_as_done");
  });
});
