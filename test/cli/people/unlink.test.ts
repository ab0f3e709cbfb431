import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { done } from "../../support/connected-workspace.js";
import { withState } from "../../support/memory.js";
import { writesTo } from "../../support/sandbox-requests.js";
import { type Company, ignoreDocument, ME, openCompany, undoDocument, unlinkDocument } from "./company.js";

let company: Company;

beforeEach(async () => {
  company = await openCompany();
});

afterEach(() => company.close());

const YES = ["--why", "Another person.", "--yes"];

describe("unlink", () => {
  it("removes the link, keeps the pair apart, and writes nothing to Spendesk", async () => {
    const { exitCode, document } = await company.json<unknown>(["unlink", "101", ...YES]);
    expect(exitCode).toBe(0);
    expect(unlinkDocument.parse(document)).toMatchObject({
      ...{ changed: true, wasLinked: true, employee: { id: "101" }, member: { id: company.ids.Ada } },
      decision: { kind: "unlink", memberId: company.ids.Ada, why: "Another person.", who: ME, inForce: true },
    });
    expect(await company.pairs()).toEqual([`102 ↔ ${company.ids.Bea}`]);
    expect(writesTo(company.sandbox)).toEqual({});
    expect(done(await company.run(["members", "--hr-status", "manual"])).stdout).toContain("ada@acme.test");
  });

  it("says what becomes of both", async () => {
    const { stdout } = done(await company.run(["unlink", "Ada Lovelace", ...YES]));
    expect(stdout).toContain("this tool neither changes nor archives it");
    expect(stdout).toContain("the next apply may create one, unless `spendesk-hr ignore` says otherwise");
    expect(stdout).toContain("They stay apart until `spendesk-hr link` or `unlink --undo`.");
  });

  it("keeps somebody apart who is not linked yet: the member with their e-mail, or the one named", async () => {
    const stranger = company.addMember("Carl Gauss", "CLEO@acme.test");
    const namesake = company.addMember("Cleo Curie", "cleo@former.example");
    const first = await company.json<unknown>(["unlink", "103", ...YES]);
    expect(unlinkDocument.parse(first.document)).toMatchObject({
      ...{ member: { id: stranger }, wasLinked: false, changed: true },
    });
    const second = await company.json<unknown>(["unlink", "103", "cleo@former.example", ...YES]);
    expect(unlinkDocument.parse(second.document)).toMatchObject({ member: { id: namesake } });
    const inForce = (await company.decisions()).filter(({ endedAt }) => endedAt === null);
    expect(new Set(inForce.map(({ memberId }) => memberId))).toEqual(new Set([stranger, namesake]));
  });

  it("finds somebody who is gone from the HR tool by what was last seen of them", async () => {
    company.sandbox.control.removeEmployee("101");
    const { document } = await company.json<unknown>(["unlink", "ada@acme.test", ...YES]);
    expect(unlinkDocument.parse(document)).toMatchObject({
      ...{ employee: { id: "101", email: "ada@acme.test" }, member: { id: company.ids.Ada } },
      wasLinked: true,
    });
    expect(await company.pairs()).toEqual([`102 ↔ ${company.ids.Bea}`]);
  });

  it("also takes a link away whose member is gone from Spendesk", async () => {
    company.sandbox.control.removeMember(company.ids.Ada ?? "");
    const { document } = await company.json<unknown>(["unlink", "101", ...YES]);
    expect(unlinkDocument.parse(document)).toMatchObject({
      member: { id: company.ids.Ada, name: null, status: null },
      wasLinked: true,
    });
    expect(await company.pairs()).toEqual([`102 ↔ ${company.ids.Bea}`]);
  });

  it("means the person with the link when another account has the same id for somebody else", async () => {
    const bea = (await company.links()).find(({ employeeId }) => employeeId === "102");
    if (!bea) throw new Error("Bea has no link");
    const former = { ...bea, source: "personio", account: "personio:former.example", employeeId: "103" };
    await withState(company, (state) => state.applyLinkChanges("acme-uk", { upsert: [former], remove: [] }));
    const { document } = await company.json<unknown>(["unlink", "103", ...YES]);
    expect(unlinkDocument.parse(document)).toMatchObject({
      ...{ wasLinked: true, member: { id: company.ids.Bea } },
      decision: { employee: { account: "personio:former.example", id: "103" } },
    });
    // Whom nobody is linked with any more is whoever works here.
    const ignored = await company.json<unknown>(["ignore", "103", ...YES]);
    expect(ignoreDocument.parse(ignored.document)).toMatchObject({ employee: { name: "Cleo Curie" } });
  });

  it("does nothing the second time", async () => {
    done(await company.run(["unlink", "101", ...YES]));
    const before = await company.decisions();
    const again = done(await company.run(["unlink", "101", company.ids.Ada ?? "", "--why", "Again."]));
    expect(again.stdout).toContain("they are kept apart already");
    expect(await company.decisions()).toEqual(before);
  });

  it("is taken back by link, and ends what link said", async () => {
    done(await company.run(["link", "101", company.ids.Ada ?? "", ...YES]));
    done(await company.run(["unlink", "101", ...YES]));
    done(await company.run(["link", "101", company.ids.Ada ?? "", ...YES]));
    expect((await company.decisions()).map(({ kind, endedAt }) => [kind, endedAt === null])).toEqual([
      ["link", true],
      ["unlink", false],
      ["link", false],
    ]);
    expect(await company.pairs()).toContain(`101 ↔ ${company.ids.Ada}`);
  });

  it("asks, and names the whole command", async () => {
    const run = await company.run(["unlink", "101", "--why", "Other"]);
    expect(run.exitCode).toBe(5);
    expect(run.stderr).toContain(
      `spendesk-hr unlink 101 ${company.ids.Ada} --entity acme-uk --why Other --yes`,
    );
    expect(await company.pairs()).toHaveLength(2);
    expect(await company.decisions()).toEqual([]);
  });

  it("refuses when there is nothing to keep apart", async () => {
    const run = await company.run(["unlink", "103", ...YES]);
    expect(run.exitCode).toBe(64);
    expect(run.stderr).toContain("Cleo Curie is not linked with any member, and no member has their e-mail.");
    expect(run.stderr).toContain("spendesk-hr unlink 103 <member>");
  });

  it("ends with 6 while a run holds the lock", async () => {
    await company.lockFromElsewhere();
    expect((await company.run(["unlink", "101", ...YES])).exitCode).toBe(6);
    expect(await company.pairs()).toHaveLength(2);
    expect(await company.decisions()).toEqual([]);
  });
});

describe("unlink --undo", () => {
  beforeEach(async () => {
    done(await company.run(["unlink", "101", ...YES]));
    done(await company.run(["unlink", "102", ...YES]));
  });

  it("ends the decision without a link; the rules decide again", async () => {
    const { document } = await company.json<unknown>(["unlink", "101", "--undo", "--yes"]);
    expect(undoDocument.parse(document)).toMatchObject({
      changed: true,
      decision: { kind: "unlink", memberId: company.ids.Ada, inForce: false },
    });
    expect(await company.pairs()).toEqual([]);
    const open = (await company.decisions()).filter(({ endedAt }) => endedAt === null);
    expect(open.map(({ employee }) => employee?.id)).toEqual(["102"]);
  });

  it.each([["Ada Lovelace"], ["ada@acme.test"], ["101"]])("finds it by %s", async (who) => {
    done(await company.run(["unlink", who, "--undo", "--yes"]));
    const ended = (await company.decisions()).filter(({ endedAt }) => endedAt !== null);
    expect(ended.map(({ employee }) => employee?.id)).toEqual(["101"]);
  });

  it("needs no network for an id", async () => {
    company.sandbox.control.resetStats();
    done(await company.run(["unlink", "101", company.ids.Ada ?? "", "--undo", "--yes"]));
    expect(company.sandbox.stats().requests).toEqual({});
  });

  it("wants the member when several are kept apart from one person", async () => {
    const other = company.addMember("Ada Lovelace", "ada@former.example");
    done(await company.run(["unlink", "101", other, ...YES]));
    const run = await company.run(["unlink", "101", "--undo", "--yes"]);
    expect(run.exitCode).toBe(64);
    expect(run.stderr).toContain("2 decisions are about 101");
    done(await company.run(["unlink", "101", other, "--undo", "--yes"]));
    const open = (await company.decisions()).filter(({ endedAt }) => endedAt === null);
    expect(open.map(({ memberId }) => memberId)).not.toContain(other);
    expect(open).toHaveLength(2);
  });

  it("asks, and says what there is when nothing fits", async () => {
    expect((await company.run(["unlink", "101", "--undo"])).exitCode).toBe(5);
    const run = await company.run(["unlink", "103", "--undo", "--yes"]);
    expect(run.exitCode).toBe(64);
    expect(run.stderr).toContain("103 is not kept apart from a member in acme-uk");
    expect(run.stderr).toContain("Ada Lovelace (employee 101), kept apart from the member");
    expect((await company.decisions()).every(({ endedAt }) => endedAt === null)).toBe(true);
  });
});
