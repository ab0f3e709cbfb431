import { afterEach, describe, expect, it } from "vitest";
import { Problem } from "../../../src/shared/errors.js";
import { breakAllLocks } from "../../support/locks.js";
import { employee, LIMITS, link, member } from "../../support/people.js";
import { type Firm, onPaper, openFirm, type Run, type Site } from "./firm.js";

let firm: Firm;

afterEach(() => firm.quick.close());

const HALF = { complete: false, why: "page 2 is missing" } as const;
const joiners = (...ids: readonly string[]): Site => ({ employees: ids.map((id) => employee(id)) });
const left = (id: string) => employee(id, { status: "inactive" });

/** Twelve people who have left, of twelve: over any limit. */
function exodus(values: Partial<Site> = {}): Site {
  const ids = Array.from({ length: 12 }, (_, index) => `p${index + 10}`);
  return {
    employees: ids.map(left),
    members: ids.map((id) => member(id)),
    links: ids.map((id) => link(id)),
    safety: { archives: LIMITS.archives },
    ...values,
  };
}

const outcomes = (result: Awaited<ReturnType<Firm["apply"]>>) =>
  result.entities.map(({ result: one, changes, problem }) =>
    [
      one.entity,
      ...changes.map(({ change, outcome }) => `${change.employeeId} ${outcome}`),
      problem?.code ?? "fine",
    ].join(", "),
  );

describe("an apply of several entities", () => {
  it("carries them all out and says what came of each", async () => {
    firm = await openFirm({
      "acme-uk": joiners("ada"),
      "acme-fr": joiners("bob", "cyd"),
      "acme-de": { employees: [employee("dan")], members: [member("dan")], links: [link("dan")] },
    });
    const result = await firm.apply();
    expect(outcomes(result)).toEqual([
      "acme-uk, ada applied, fine",
      "acme-fr, bob applied, cyd applied, fine",
      "acme-de, fine",
    ]);
    expect(result).toMatchObject({ carriedOut: true, refusal: null, files: [], exitCode: 0 });
    expect(firm.sent().sort()).toEqual(["acme-fr: create bob", "acme-fr: create cyd", "acme-uk: create ada"]);
    expect(firm.log).toContain("acme-fr: applying 2 changes");
    expect(firm.log.filter((text) => text.startsWith("acme-de: applying"))).toEqual([]);
    expect(firm.log).toContain("acme-fr apply 2 0 0 0");
    expect(await firm.state.run(result.runId)).toMatchObject({
      kind: "apply",
      exitCode: 0,
      entities: ["acme-uk", "acme-fr", "acme-de"],
      counts: { create: 3, applied: 3, failed: 0, notReached: 0, handedOff: 0 },
    });
    expect(await firm.state.lockOwners()).toEqual([]);
  });

  it("carries nothing out, and is fine, when there is nothing to do", async () => {
    firm = await openFirm({ "acme-uk": { employees: [employee("ada")], members: [member("ada")] } });
    const result = await firm.apply({ confirm: () => Promise.reject(new Error("not to be asked")) });
    expect(result).toMatchObject({ carriedOut: false, exitCode: 0, refusal: null });
    expect(await firm.state.links("acme-uk")).toMatchObject([{ employeeId: "ada", memberId: "m-ada" }]);
    expect((await firm.state.entity("acme-uk"))?.lastSuccessAt).toBe("2026-11-23T09:00:00.000Z");
  });

  it("writes nothing, not even links, when the answer is no", async () => {
    firm = await openFirm({ "acme-uk": joiners("ada"), "acme-fr": { ...joiners("bob"), membersRead: HALF } });
    const result = await firm.apply({ confirm: async () => null });
    expect(result).toMatchObject({ carriedOut: false, exitCode: 7, refusal: null, files: [] });
    expect(outcomes(result)).toEqual(["acme-uk, fine", "acme-fr, read_incomplete"]);
    expect(firm.sent()).toEqual([]);
    expect((await firm.state.entity("acme-uk"))?.lastSuccessAt).toBeNull();
    expect(await firm.state.run(result.runId)).toMatchObject({
      exitCode: 7,
      counts: { create: 1, applied: 0 },
    });
  });

  it("lets an entity whose read is partial fail alone", async () => {
    firm = await openFirm({
      "acme-uk": joiners("ada"),
      "acme-fr": { ...joiners("bob"), employeesRead: HALF },
    });
    const result = await firm.apply();
    expect(outcomes(result)).toEqual(["acme-uk, ada applied, fine", "acme-fr, read_incomplete"]);
    expect(result).toMatchObject({ carriedOut: true, exitCode: 7 });
    expect((await firm.state.entity("acme-fr"))?.lastError?.code).toBe("read_incomplete");
    expect((await firm.state.entity("acme-uk"))?.lastError).toBeNull();
  });

  it("names entities that could not be opened", async () => {
    firm = await openFirm({ "acme-uk": joiners("ada") });
    const problem = new Problem({
      kind: "credentials",
      code: "no_key",
      what: "There is no key.",
      why: "-",
      next: "-",
    });
    const unopened = [
      { ok: false as const, entity: "acme-fr", task: { entity: "acme-fr", providerId: "personio" }, problem },
    ];
    const result = await firm.apply({ unopened });
    expect(outcomes(result)).toEqual(["acme-uk, ada applied, fine", "acme-fr, no_key"]);
    expect(result.exitCode).toBe(4);
    expect((await firm.state.run(result.runId))?.entities).toEqual(["acme-uk", "acme-fr"]);
  });

  it("lets an entity fail alone that can't be written", async () => {
    firm = await openFirm({ "acme-uk": joiners("ada"), "acme-fr": joiners("bob") });
    const result = await firm.apply({
      checkWritable: async ({ entity }) => {
        if (entity === "acme-fr") throw new Error("no scope");
      },
    });
    expect(outcomes(result)).toEqual(["acme-uk, ada applied, fine", "acme-fr, unexpected"]);
    expect(firm.sent()).toEqual(["acme-uk: create ada"]);
  });

  it("waits for the others when the books of one can't be kept", async () => {
    firm = await openFirm({ "acme-uk": joiners("ada"), "acme-fr": joiners("bob") });
    const openWriter: Run["openWriter"] = ({ entity }, beforeWrite) => {
      if (entity === "acme-uk") throw new Error("the disk is full");
      return firm.writer(entity, beforeWrite);
    };
    await expect(firm.apply({ openWriter })).rejects.toMatchObject({
      kind: "unexpected",
      message: expect.stringMatching(/^acme-uk: /),
      why: "Error: the disk is full acme-uk: 0 of 1 changes done, 1 not sent. acme-fr: 1 of 1 changes done.",
    });
    expect(firm.sent()).toEqual(["acme-fr: create bob"]);
    expect(await firm.state.runs(1)).toMatchObject([{ exitCode: 1, counts: {} }]);
    expect(await firm.state.lockOwners()).toEqual([]);
  });
});

describe("an apply over a limit", () => {
  const FINE = "Look at `spendesk-hr preview`. If it is right, run";

  it("writes nothing of any entity, and names the way out", async () => {
    firm = await openFirm({ "acme-uk": exodus(), "acme-fr": joiners("bob") });
    const result = await firm.apply({ confirm: () => Promise.reject(new Error("not to be asked")) });
    expect(result).toMatchObject({ carriedOut: false, files: [], exitCode: 5 });
    expect(result.refusal).toMatchObject({
      kind: "safety",
      code: "too_many_archives",
      next: `${FINE} \`spendesk-hr apply --entity acme-uk --allow-archives 12\`.`,
    });
    expect(result.refusal?.why).toMatch(/^acme-uk: /);
    expect(firm.sent()).toEqual([]);
    expect(outcomes(result)).toEqual(["acme-uk, fine", "acme-fr, fine"]);
    expect(await firm.state.run(result.runId)).toMatchObject({
      exitCode: 5,
      counts: { archive: 12, create: 1 },
    });
    expect((await firm.state.entity("acme-uk"))?.lastError).toBeNull();
  });

  it("needs no entity in the command when there is one only", async () => {
    firm = await openFirm({ "acme-uk": exodus() });
    expect((await firm.apply()).refusal?.next).toBe(`${FINE} \`spendesk-hr apply --allow-archives 12\`.`);
  });

  it("has one command for entities that need the same, and one for each that needs another number", async () => {
    const left = (count: number): Partial<Site> => ({
      employees: Array.from({ length: 12 }, (_, index) => employee(`p${index + 10}`)).map((one, index) =>
        index < count ? { ...one, status: "inactive" as const } : one,
      ),
    });
    firm = await openFirm({ "acme-uk": exodus(), "acme-fr": exodus(), "acme-de": exodus(left(11)) });
    const { refusal } = await firm.apply();
    expect(refusal?.next).toBe(
      `${FINE} \`spendesk-hr apply --entity acme-uk --entity acme-fr --allow-archives 12\` and \`spendesk-hr apply --entity acme-de --allow-archives 11\`.`,
    );
    expect(refusal?.why).toMatch(/^acme-uk, acme-fr: The plan has 12 archives.*\nacme-de: The plan has 11/u);
  });

  it("leaves what is wrong with another entity to that one's own problem, which may decide the exit code", async () => {
    firm = await openFirm({
      "acme-uk": exodus(),
      "acme-fr": { ...joiners("bob"), employeesRead: HALF },
      "acme-de": joiners("cyd"),
    });
    const temporary = await firm.apply();
    expect(temporary.refusal?.why).not.toContain("acme-fr");
    expect(outcomes(temporary)).toEqual(["acme-uk, fine", "acme-fr, read_incomplete", "acme-de, fine"]);
    expect(temporary.exitCode).toBe(5);
    const key = new Problem({ kind: "credentials", code: "no_key", what: "-", why: "-", next: "-" });
    const task = { entity: "acme-es", providerId: "personio" };
    const graver = await firm.apply({ unopened: [{ ok: false, entity: "acme-es", task, problem: key }] });
    expect(graver).toMatchObject({ carriedOut: false, exitCode: 4 });
    expect(graver.refusal?.code).toBe("too_many_archives");
    expect((await firm.state.run(graver.runId))?.exitCode).toBe(4);
    expect(firm.sent()).toEqual([]);
  });

  it("keeps in its command what was let through already", async () => {
    firm = await openFirm({ "acme-uk": exodus({ record: { confirmedConfig: "another" } }) });
    const { refusal } = await firm.apply({ overrides: { acceptConfig: true } });
    expect(refusal?.next).toBe(`${FINE} \`spendesk-hr apply --accept-config --allow-archives 12\`.`);
    expect(await firm.apply({ overrides: { acceptConfig: true, allowArchives: 12 } })).toMatchObject({
      exitCode: 0,
    });
  });

  it("names the first of many entities, and how the others are found", async () => {
    const sizes = Array.from({ length: 9 }, (_, index) => index + 10);
    firm = await openFirm(
      Object.fromEntries(
        sizes.map((size) => {
          const ids = Array.from({ length: size }, (_, index) => `p${index + 10}`);
          const site = { members: ids.map((id) => member(id)), links: ids.map((id) => link(id)) };
          return [`acme-${size}`, exodus({ employees: ids.map(left), ...site })];
        }),
      ),
    );
    const { refusal } = await firm.apply();
    const lines = refusal?.why.split("\n") ?? [];
    expect(lines).toHaveLength(6);
    expect(lines[0]).toMatch(/^acme-10: The plan has 10 archives/u);
    expect(lines[5]).toMatch(/^4 more: `spendesk-hr preview .*--summary` says why\.$/u);
    expect(refusal?.next.match(/spendesk-hr apply --entity/gu)).toHaveLength(3);
    expect(refusal?.next).toContain(
      "and so on: `spendesk-hr preview --summary` names the flags for the other 6 entities.",
    );
  });

  it("goes on with the flag, and is refused with another number", async () => {
    firm = await openFirm({ "acme-uk": exodus() });
    const wrong = await firm.apply({ overrides: { allowArchives: 11 } });
    expect(wrong).toMatchObject({ exitCode: 5, carriedOut: false });
    const right = await firm.apply({ overrides: { allowArchives: 12 } });
    expect(right).toMatchObject({ exitCode: 0, carriedOut: true });
    expect(firm.sent()).toHaveLength(12);
  });

  it("tells to leave a flag out that fits nothing", async () => {
    firm = await openFirm({ "acme-uk": joiners("ada") });
    const { refusal } = await firm.apply({ overrides: { allowArchives: 3 } });
    expect(refusal).toMatchObject({
      code: "override_mismatch",
      next: "Run `spendesk-hr apply` again without that flag.",
    });
  });

  it("has no way out where the HR tool gave nobody", async () => {
    firm = await openFirm({ "acme-uk": exodus({ employees: [] }) });
    expect((await firm.apply()).refusal?.next).toMatch(
      /^Run `spendesk-hr preview` and look at what the HR tool returned; nothing/,
    );
  });
});

describe("an apply of which a part goes into files", () => {
  it("hands that part off together and sends the rest", async () => {
    firm = await openFirm({
      "acme-uk": joiners("ada"),
      "acme-fr": joiners("bob"),
      "acme-de": joiners("cyd"),
    });
    const written: string[][] = [];
    const result = await firm.apply(
      onPaper(["acme-uk", "acme-de"], async (_run, requests) => {
        written.push(requests.map(({ entity }) => entity));
        return [{ path: "/nowhere/all.xlsx", entity: null, kind: "import", rows: 2, unfilled: null }];
      }),
    );
    expect(outcomes(result)).toEqual([
      "acme-uk, ada handed_off, fine",
      "acme-fr, bob applied, fine",
      "acme-de, cyd handed_off, fine",
    ]);
    expect(written).toEqual([["acme-uk", "acme-de"]]);
    expect(result.files.map(({ path }) => path)).toEqual(["/nowhere/all.xlsx"]);
    expect(result).toMatchObject({ carriedOut: true, exitCode: 0 });
    expect(firm.sent()).toEqual(["acme-fr: create bob"]);
    expect((await firm.state.run(result.runId))?.counts).toMatchObject({ applied: 1, handedOff: 2 });
    expect(await firm.state.handOffs("acme-uk", false)).toMatchObject([
      { employeeId: "ada", status: "open" },
    ]);
    expect((await firm.state.entity("acme-de"))?.lastSuccessAt).not.toBeNull();
  });

  it("writes no files where nothing is to be handed off", async () => {
    firm = await openFirm({
      "acme-uk": { employees: [employee("ada")], members: [member("ada")] },
      "acme-fr": joiners("bob"),
    });
    const result = await firm.apply(onPaper(["acme-uk"], () => Promise.reject(new Error("not to be asked"))));
    expect(outcomes(result)).toEqual(["acme-uk, fine", "acme-fr, bob applied, fine"]);
    expect(result.files).toEqual([]);
    expect(await firm.state.links("acme-uk")).toHaveLength(1);
  });

  it("fails with its entities' names when the files can't be written, and sends the rest", async () => {
    firm = await openFirm({ "acme-uk": joiners("ada"), "acme-fr": joiners("bob") });
    const full = new Problem({
      kind: "configuration",
      code: "disk_full",
      what: "The disk is full.",
      why: "-",
      next: "-",
    });
    const result = await firm.apply(onPaper(["acme-uk"], () => Promise.reject(full)));
    expect(outcomes(result)).toEqual(["acme-uk, ada failed, disk_full", "acme-fr, bob applied, fine"]);
    expect(result.entities[0]?.problem?.message).toBe("acme-uk: The disk is full.");
    expect(result).toMatchObject({ exitCode: 78, files: [] });
    expect(firm.log).toContain("acme-uk failed disk_full");
    expect(await firm.state.entity("acme-uk")).toMatchObject({
      lastError: { code: "disk_full" },
      lastSuccessAt: null,
    });
  });

  it("says nothing of an entity whose lock was lost while the files were written", async () => {
    firm = await openFirm({ "acme-uk": joiners("ada") });
    const before = await firm.state.entity("acme-uk");
    const result = await firm.apply(
      onPaper(["acme-uk"], async () => {
        await breakAllLocks(firm.state);
        return [];
      }),
    );
    expect(outcomes(result)).toEqual(["acme-uk, ada failed, hand_off_not_counted"]);
    expect(result.exitCode).toBe(6);
    expect(await firm.state.entity("acme-uk")).toMatchObject({
      appliedConfig: before?.appliedConfig,
      lastSuccessAt: null,
      fieldCounts: null,
    });
  });

  it("withdraws older rows of people whom the API changes", async () => {
    firm = await openFirm({ "acme-uk": joiners("ada") });
    const first = await firm.apply(onPaper(["acme-uk"]));
    const second = await firm.apply({ again: true });
    expect(firm.sent()).toEqual(["acme-uk: create ada"]);
    expect((await firm.state.journal(first.runId))[0]?.handOff).toMatchObject({
      status: "withdrawn",
      detail: `Done through the API instead, by run ${second.runId.slice(0, 8)}.`,
    });
  });
});
