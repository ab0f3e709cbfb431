import { afterEach, describe, expect, it } from "vitest";
import { planTasks } from "../../../src/sync/run/preview.js";
import type { EntityTask } from "../../../src/sync/run/task.js";
import { employee, link, member } from "../../support/people.js";
import { type Firm, openFirm, type Site } from "../apply/firm.js";

let firm: Firm;

afterEach(() => firm.quick.close());

const HALF = { complete: false, why: "page 2 is missing" } as const;
const left = employee("ada", { status: "inactive" });

describe("entities of one HR account", () => {
  const site = (ids: readonly string[], account = "one"): Site => ({
    employees: ids.map((id) => employee(id)),
    account,
  });
  const TEXT = "employee_in_two_entities";

  async function warningsOf(sites: Record<string, Site>) {
    firm = await openFirm(sites);
    const { entities } = await firm.preview();
    return entities.map((one) =>
      one.ok ? one.planned.warnings.filter(({ code }) => code === TEXT).map(({ text }) => text) : [],
    );
  }

  it("that mean the same people are told so, each of the other", async () => {
    const both = site(["bob", "ada"]);
    expect(await warningsOf({ "acme-uk": both, "acme-fr": both })).toEqual([
      ["2 employees are also in the filter of acme-fr: ada@acme.test, bob@acme.test."],
      ["2 employees are also in the filter of acme-uk: ada@acme.test, bob@acme.test."],
    ]);
  });

  it("are told once each, however many have the same people, by the first and the number", async () => {
    const ids = ["ada", "bob", "cyd", "dan", "eve", "fay", "gil"];
    const sites = Object.fromEntries(ids.map((id) => [`acme-${id}`, site(["ada", "bob"])]));
    const who = "ada@acme.test, bob@acme.test.";
    const filter = { kind: "rule", field: "Work Email", operator: "is", values: ["bob@acme.test"] } as const;
    const texts = await warningsOf({
      ...sites,
      "acme-hal": { ...site(["ada", "bob"]), filter },
      "acme-ian": site(["ada"], "two"),
    });
    expect(texts[0]).toEqual([
      `2 employees are also in the filters of 7 other entities (acme-bob, acme-cyd, acme-dan, acme-eve, acme-fay and 2 more): ${who}`,
    ]);
    expect(texts[6]).toEqual([
      `2 employees are also in the filters of 7 other entities (acme-ada, acme-bob, acme-cyd, acme-dan, acme-eve and 2 more): ${who}`,
    ]);
    expect(texts.slice(7)).toEqual([
      [
        "1 employee is also in the filters of 7 other entities (acme-ada, acme-bob, acme-cyd, acme-dan, acme-eve and 2 more): bob@acme.test.",
      ],
      [],
    ]);
  });

  it("name one by id who has no e-mail, whom both keep", async () => {
    const odd: Site = {
      employees: [employee("ada", { workEmail: null })],
      members: [member("ada")],
      links: [link("ada")],
      account: "one",
    };
    const [texts] = await warningsOf({ "acme-uk": odd, "acme-fr": odd });
    expect(texts).toEqual(["1 employee is also in the filter of acme-fr: ada."]);
  });

  it.each<[string, Record<string, Site>]>([
    ["that are of two accounts", { "acme-uk": site(["ada"]), "acme-fr": site(["ada"], "two") }],
    [
      "that archive the person",
      {
        "acme-uk": { employees: [left], members: [member("ada")], account: "one" },
        "acme-fr": { employees: [left], members: [member("ada")], account: "one" },
      },
    ],
    ["of which one failed", { "acme-uk": site(["ada"]), "acme-fr": { ...site(["ada"]), membersRead: HALF } }],
  ])("%s have no such warning", async (_which, sites) => {
    expect((await warningsOf(sites)).flat()).toEqual([]);
  });

  it("are read once", async () => {
    firm = await openFirm({
      "acme-uk": site(["ada"]),
      "acme-fr": site(["ada"]),
      "acme-de": site(["ada"], "two"),
    });
    let reads = 0;
    const tasks = firm.tasks().map(
      (task): EntityTask => ({
        ...task,
        sources: task.sources.map((one) => ({
          ...one,
          source: {
            ...one.source,
            readEmployees: () => {
              reads += 1;
              return one.source.readEmployees();
            },
          },
        })),
      }),
    );
    const run = { state: firm.state, clock: firm.clock, progress: { phase: () => {} } };
    const results = await planTasks(tasks, run, { overrides: {}, noArchive: false });
    expect(results.map(({ ok }) => ok)).toEqual([true, true, true]);
    expect(reads).toBe(2);
  });

  it("name only those whom both keep, in order", async () => {
    const workLocation = "London";
    const employees = [employee("zoe", { workLocation }), employee("cyd"), employee("ada", { workLocation })];
    const everybody = { employees, members: [member("ada")], account: "one" };
    const filter = { kind: "rule", field: "Work Location", operator: "is", values: [workLocation] } as const;
    const [texts] = await warningsOf({
      "acme-uk": everybody,
      "acme-fr": { ...everybody, filter },
    });
    expect(texts).toEqual(["2 employees are also in the filter of acme-fr: ada@acme.test, zoe@acme.test."]);
  });
});
