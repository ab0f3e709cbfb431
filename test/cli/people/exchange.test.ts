import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { done } from "../../support/connected-workspace.js";
import { withState } from "../../support/memory.js";
import { type Company, openCompany } from "./company.js";

interface Imported {
  readonly new: number;
  readonly known: number;
  readonly leftOut: number;
  readonly decisions: readonly { kind: string; verdict: string; reason: string | null }[];
}

interface Filed {
  schemaVersion: unknown;
  format: unknown;
  decisions: Record<string, unknown>[];
}

let company: Company;
let file: string;

/** Decisions of every kind, exported; one of them ended before. */
beforeEach(async () => {
  company = await openCompany();
  file = join(company.folder, "decisions.json");
  const decide = async (...argv: string[]) =>
    done(await company.run([...argv, "--why", "Because.", "--yes"]));
  await decide("ignore", "102", "--until", "2099-01-31");
  await decide("link", "103", company.ids.Bea ?? "");
  await decide("ignore", "103");
  await decide("unlink", "101");
  done(await company.run(["people", "export", "decisions.json"]));
});

afterEach(() => company.close());

/** A memory that knows the links of before, and no decision. */
async function forget(): Promise<void> {
  await withState(company, async (state) => {
    for (const { id, endedAt } of await state.personDecisions("acme-uk")) {
      if (endedAt === null) await state.endPersonDecision(id, new Date());
    }
  });
}

async function edit(change: (content: Filed) => void): Promise<void> {
  const content: Filed = JSON.parse(await readFile(file, "utf8"));
  change(content);
  await writeFile(file, JSON.stringify(content));
}

/** New ids, as if the decisions were made on another machine. */
async function fromElsewhere(at = "2026-01-01T00:00:00.000Z"): Promise<void> {
  await edit(({ decisions }) => {
    for (const [index, one] of decisions.entries()) Object.assign(one, { id: `elsewhere-${index}`, at });
  });
}

async function imported(...flags: string[]): Promise<Imported> {
  const { exitCode, document } = await company.json<Imported>([
    ...["people", "import", "decisions.json", "--yes"],
    ...flags,
  ]);
  expect(exitCode).toBe(0);
  return document;
}

describe("people export", () => {
  it("writes what is in force, for its owner only", async () => {
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const content: Filed = JSON.parse(await readFile(file, "utf8"));
    expect(content).toMatchObject({ format: "spendesk-hr people", schemaVersion: 1 });
    expect(content.decisions.map(({ kind, name }) => [kind, name])).toEqual([
      ["link", "Cleo Curie"],
      ["ignore", "Cleo Curie"],
      ["unlink", "Ada Lovelace"],
    ]);
    expect(content.decisions[0]).toMatchObject({
      ...{ entity: "acme-uk", memberId: company.ids.Bea, until: null, why: "Because." },
      seen: { emails: ["cleo@acme.test"], firstName: "Cleo", lastName: "Curie", startDate: "2020-01-01" },
    });
  });

  it("takes a name of its own, and never the place of another file", async () => {
    const { document } = await company.json<{ file: string; decisions: number }>(["people", "export"]);
    expect(document).toEqual({
      schemaVersion: 1,
      decisions: 3,
      file: expect.stringContaining("spendesk-hr-people-"),
    });
    const again = await company.run(["people", "export", "decisions.json"]);
    expect(again.exitCode).toBe(64);
    expect(again.stderr).toContain("decisions.json is there already; nothing was written.");
    const nowhere = await company.run(["people", "export", "not/there.json"]);
    expect(nowhere.exitCode).toBe(78);
    expect(nowhere.stderr).toContain("ENOENT");
  });
});

describe("people import", () => {
  it("knows what is there already, and changes nothing", async () => {
    const before = await company.decisions();
    expect(await imported()).toMatchObject({ new: 0, known: 3, leftOut: 0 });
    expect(await company.decisions()).toEqual(before);
  });

  it("brings decisions back with who made them when, and the links that follow; once", async () => {
    await withState(company, async (state) => {
      await state.applyLinkChanges("acme-uk", { upsert: [], remove: await state.links("acme-uk") });
    });
    await forget();
    await fromElsewhere();
    const before = (await company.decisions()).length;
    expect(await imported()).toMatchObject({ new: 3, known: 0, leftOut: 0 });
    expect(await company.pairs()).toEqual([`103 ↔ ${company.ids.Bea}`]);
    expect((await company.links())[0]?.seen).toMatchObject({ emails: ["cleo@acme.test"], lastName: "Curie" });
    expect(await company.decisions()).toHaveLength(before + 3);
    const brought = (await company.decisions()).filter(({ id }) => id.startsWith("elsewhere"));
    expect(brought.map(({ at, endedAt }) => [at, endedAt])).toEqual(
      Array(3).fill(["2026-01-01T00:00:00.000Z", null]),
    );
    const after = await company.decisions();
    expect(await imported()).toMatchObject({ new: 0, known: 3, leftOut: 0 });
    expect(await company.decisions()).toEqual(after);
  });

  it("takes links away that the decisions contradict", async () => {
    const ada = company.ids.Ada ?? "";
    done(await company.run(["link", "101", ada, "--why", "Back.", "--yes"]));
    await forget();
    await fromElsewhere();
    await imported();
    expect(await company.pairs()).toEqual([`103 ↔ ${company.ids.Bea}`]);
  });

  it("leaves out what was decided otherwise here since, and says so", async () => {
    done(await company.run(["link", "102", company.ids.Bea ?? "", "--why", "It is Bea's.", "--yes"]));
    await fromElsewhere();
    const { decisions } = await imported();
    const links = decisions.filter(({ kind }) => kind === "link");
    expect(links).toMatchObject([{ verdict: "left_out" }]);
    expect(links[0]?.reason).toContain(
      `a later decision is in force here: linked with the member ${company.ids.Bea}`,
    );
    expect(await company.pairs()).toContain(`102 ↔ ${company.ids.Bea}`);
  });

  it("leaves out what ended here, what is over, what is dated ahead, and other entities", async () => {
    done(await company.run(["ignore", "103", "--undo", "--yes"]));
    await edit(({ decisions }) => {
      const [link = {}, ignore = {}, unlink = {}] = decisions;
      const ahead = new Date(Date.now() + 3 * 86_400_000).toISOString();
      decisions.push(
        { ...ignore, id: "over", until: "2020-01-31" },
        { ...unlink, id: "ahead", at: ahead },
        { ...link, id: "gone", entity: "acme-xy" },
      );
    });
    const { decisions, ...counts } = await imported();
    expect(counts).toMatchObject({ new: 0, known: 2, leftOut: 4 });
    const reasons = decisions.flatMap(({ reason }) => reason ?? []).join("; ");
    expect(reasons).toContain("it ended here on ");
    expect(reasons).toContain("its last day was 2020-01-31");
    expect(reasons).toContain("it is dated in the future");
    expect(reasons).toContain("there is no entity acme-xy in the configuration");
    const { stdout } = done(await company.run(["people", "import", "decisions.json"]));
    expect(stdout).toContain("– acme-xy: Cleo Curie (employee 103) linked with the member");
    expect(stdout).toContain("decisions.json: 0 new, 2 known already, 4 left out.");
  });

  it("asks before it takes over anything, and ends with 6 while a run holds the lock", async () => {
    await forget();
    await fromElsewhere();
    const before = await company.decisions();
    const asked = await company.run(["people", "import", "decisions.json"]);
    expect(asked.exitCode).toBe(5);
    expect(asked.stderr).toContain("spendesk-hr people import decisions.json --yes");
    await company.lockFromElsewhere();
    expect((await company.run(["people", "import", "decisions.json", "--yes"])).exitCode).toBe(6);
    expect(await company.decisions()).toEqual(before);
  });

  it.each<[string, (content: Filed) => void, string]>([
    [
      "a day that is none",
      ({ decisions }) => Object.assign(decisions[1] ?? {}, { until: "soon" }),
      "decisions[1].until: must be a day, YYYY-MM-DD.",
    ],
    [
      "a link without a member",
      ({ decisions }) => Object.assign(decisions[0] ?? {}, { memberId: null }),
      "decisions[0].memberId",
    ],
    [
      "a decision about nobody",
      ({ decisions }) => Object.assign(decisions[1] ?? {}, { employee: null, memberId: null }),
      "must name an employee or a member",
    ],
    [
      "an unknown kind",
      ({ decisions }) => Object.assign(decisions[2] ?? {}, { kind: "delete" }),
      "decisions[2].kind",
    ],
    [
      "one decision twice",
      ({ decisions }) => decisions.push(decisions[0] ?? {}),
      "decisions[3].id: is there twice",
    ],
    [
      "an empty reason",
      ({ decisions }) => Object.assign(decisions[0] ?? {}, { why: "" }),
      "decisions[0].why: must not be empty.",
    ],
    [
      "an instant that is none",
      ({ decisions }) => Object.assign(decisions[0] ?? {}, { at: "yesterday" }),
      "decisions[0].at: must be an instant",
    ],
    [
      "a later version",
      (content) => Object.assign(content, { schemaVersion: 2 }),
      "It has version 2; this program reads versions up to 1.",
    ],
    [
      "another file",
      (content) => Object.assign(content, { format: "other" }),
      "no file of `spendesk-hr people export`",
    ],
  ])("refuses a file with %s as a whole", async (_name, change, said) => {
    await forget();
    await fromElsewhere();
    await edit(change);
    const before = { decisions: await company.decisions(), pairs: await company.pairs() };
    const run = await company.run(["people", "import", "decisions.json", "--yes"]);
    expect(run.exitCode).toBe(64);
    expect(run.stderr).toContain("Nothing was imported from decisions.json.");
    expect(run.stderr).toContain(said);
    expect({ decisions: await company.decisions(), pairs: await company.pairs() }).toEqual(before);
  });

  it.each([
    ["that is not there", "missing.json", null, "does not exist"],
    ["that is no JSON", "text.json", "decisions: none", "It is not JSON."],
    ["in another encoding", "utf16.json", Buffer.from("\ufeff{}", "utf16le"), "utf16.json is not UTF-8"],
    ["that is a folder", "state", null, "is a folder"],
  ])("refuses a file %s", async (_name, name, content, said) => {
    if (content !== null) await writeFile(join(company.folder, name), content);
    const run = await company.run(["people", "import", name, "--yes"]);
    expect(run.exitCode).toBe(64);
    expect(run.stderr).toContain(said);
  });
});
