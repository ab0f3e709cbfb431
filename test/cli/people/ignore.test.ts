import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { done } from "../../support/connected-workspace.js";
import { parseCsv } from "../../support/csv.js";
import { writesTo } from "../../support/sandbox-requests.js";
import { type Company, decisionSchema, ignoreDocument, ME, openCompany, undoDocument } from "./company.js";

let company: Company;

beforeEach(async () => {
  company = await openCompany();
});

afterEach(() => company.close());

const WHY = ["--why", "Being corrected in HR."];
const YES = [...WHY, "--yes"];

async function inForce() {
  return (await company.decisions()).filter(({ endedAt }) => endedAt === null);
}

describe("ignore", () => {
  it("covers an employee and their member, and writes nothing to Spendesk", async () => {
    const { exitCode, document } = await company.json<unknown>(["ignore", "ada@acme.test", ...YES]);
    expect(exitCode).toBe(0);
    expect(ignoreDocument.parse(document)).toMatchObject({
      ...{ changed: true, employee: { id: "101", name: "Ada Lovelace" }, member: { id: company.ids.Ada } },
      decision: {
        ...{ kind: "ignore", memberId: company.ids.Ada, until: null, who: ME, inForce: true },
        employee: { source: "personio", id: "101" },
      },
    });
    expect(await company.pairs()).toContain(`101 ↔ ${company.ids.Ada}`);
    expect(writesTo(company.sandbox)).toEqual({});
  });

  it("covers an employee without a member, and a member without an employee", async () => {
    const guest = company.addMember("Ida Noether", "ida@acme.test");
    const employee = await company.json<unknown>(["ignore", "103", ...YES]);
    expect(ignoreDocument.parse(employee.document)).toMatchObject({
      employee: { id: "103" },
      member: null,
      decision: { memberId: null },
    });
    for (const who of ["Ida Noether", "IDA@acme.test", guest]) {
      const member = await company.json<unknown>(["ignore", who, ...YES]);
      expect(ignoreDocument.parse(member.document)).toMatchObject({
        employee: null,
        member: { id: guest },
        decision: { employee: null, memberId: guest },
      });
    }
    expect(await inForce()).toHaveLength(2);
  });

  it("holds until its last day, which is said; a new day takes its place", async () => {
    const first = done(await company.run(["ignore", "101", "--until", "2098-12-31", ...YES]));
    expect(first.stdout).toContain("Up to and including 2098-12-31 nothing is done for this person");
    done(await company.run(["ignore", "101", "--until", "2099-01-31", ...YES]));
    expect((await inForce()).map(({ until }) => until)).toEqual(["2099-01-31"]);
    const again = done(await company.run(["ignore", "101", "--until", "2099-01-31", ...WHY]));
    expect(again.stdout).toContain("ignored already");
    expect(await company.decisions()).toHaveLength(2);
  });

  it("no longer holds after that day, in the time zone of the entity", async () => {
    const at = (text: string) => ({ now: () => new Date(text) });
    const argv = ["ignore", "101", "--until", "2026-07-01", ...YES];
    done(await company.run(argv, at("2026-07-01T22:30:00Z")));
    const late = await company.run(argv, at("2026-07-01T23:30:00Z"));
    expect(late.exitCode).toBe(64);
    expect(late.stderr).toContain("2026-07-01 is over: today is 2026-07-02.");
    const list = await company.run(["people", "list"], at("2026-07-01T23:30:00Z"));
    expect(list.stdout).toMatch(/ignored until 2026-07-01 +over/);
  });

  it.each([
    ["a day that does not exist", ["ignore", "101", "--until", "2027-02-30", ...YES], "2027-02-30"],
    ["another way to write it", ["ignore", "101", "--until", "31.01.2099", ...YES], "YYYY-MM-DD"],
    ["no reason", ["ignore", "101"], "--why"],
    ["a misspelt name", ["ignore", "Bea Bernouli", ...YES], "Bea Bernoulli (102, bea@acme.test)"],
    ["nobody", ["ignore", "Zacharias Zumwald", ...YES], "has this id, this e-mail or exactly this name"],
  ])("refuses %s", async (_name, argv, said) => {
    const run = await company.run(argv);
    expect(run.exitCode).toBe(64);
    expect(run.stderr).toContain(said);
    expect(await company.decisions()).toEqual([]);
  });

  it("lists an employee and a member of one name who are two people", async () => {
    company.addMember("Ada Lovelace", "ada@former.example");
    const run = await company.run(["ignore", "Ada Lovelace", ...YES]);
    expect(run.exitCode).toBe(64);
    expect(run.stderr).toContain('"Ada Lovelace" are 2 people in personio or Spendesk.');
    expect(run.stderr).toContain("ada@former.example");
  });

  it("asks, and ends with 6 while a run holds the lock", async () => {
    const asked = await company.run(["ignore", "101", "--until", "2099-01-31", "--why", "Wait."]);
    expect(asked.exitCode).toBe(5);
    expect(asked.stderr).toContain(
      "spendesk-hr ignore 101 --entity acme-uk --until 2099-01-31 --why Wait. --yes",
    );
    await company.lockFromElsewhere();
    expect((await company.run(["ignore", "101", ...YES])).exitCode).toBe(6);
    expect(await company.decisions()).toEqual([]);
  });
});

describe("ignore --undo", () => {
  it("takes it back", async () => {
    done(await company.run(["ignore", "101", ...YES]));
    done(await company.run(["ignore", "102", ...YES]));
    const { document } = await company.json<unknown>(["ignore", "ada@acme.test", "--undo", "--yes"]);
    expect(undoDocument.parse(document)).toMatchObject({
      decision: { kind: "ignore", employee: { id: "101" }, inForce: false },
    });
    expect((await inForce()).map(({ employee }) => employee?.id)).toEqual(["102"]);
  });

  it("says that nobody is ignored", async () => {
    const run = await company.run(["ignore", "101", "--undo", "--yes"]);
    expect(run.exitCode).toBe(64);
    expect(run.stderr).toContain("101 is not ignored in acme-uk");
    expect(run.stderr).toContain("Nobody is ignored there.");
  });
});

describe("what was decided", () => {
  beforeEach(async () => {
    done(await company.run(["ignore", "101", "--until", "2099-01-31", ...YES]));
    done(await company.run(["link", "103", company.ids.Bea ?? "", "--why", "One person.", "--yes"]));
    done(await company.run(["unlink", "103", "--why", "Two people.", "--yes"]));
  });

  it("is listed: in force first, then what ended", async () => {
    const { document } = await company.json<{ decisions: unknown[] }>(["people", "list"]);
    const decisions = document.decisions.map((one) => decisionSchema.parse(one));
    expect(decisions.map(({ kind, inForce: holds }) => [kind, holds])).toEqual([
      ["unlink", true],
      ["ignore", true],
      ["link", false],
    ]);
    const text = done(await company.run(["people", "list"])).stdout;
    expect(text).toMatch(/Ada Lovelace \(employee 101\) +ignored until 2099-01-31 +in force/);
    const rows = parseCsv((await company.run(["people", "list", "-o", "csv"])).stdout);
    expect(rows).toHaveLength(3);
    expect(rows[0]).toMatchObject({ kind: "unlink", employeeId: "103", inForce: "true", who: ME });
  });

  it("is explained, with who decided, when and why", async () => {
    const today = new Date().toISOString().slice(0, 10);
    const ada = done(await company.run(["explain", "101"])).stdout;
    expect(ada).toContain(`Decided by ${ME} on ${today}: ignored until 2099-01-31. Being corrected in HR.`);
    const cleo = done(await company.run(["explain", "103"])).stdout;
    expect(cleo).toContain(`kept apart from the member ${company.ids.Bea}. Two people.`);
    expect(cleo).not.toContain("One person.");
    const { document } = await company.json<{ entities: { decisions: unknown[] }[] }>(["explain", "101"]);
    expect(document.entities[0]?.decisions).toMatchObject([{ kind: "ignore", until: "2099-01-31" }]);
    expect(done(await company.run(["explain", "102"])).stdout).toContain("kept apart");
  });

  it("stands in the history between the runs, and in a list of its own for machines", async () => {
    done(await company.run(["preview"]));
    const { document } = await company.json<{ runs: unknown[]; decisions: unknown[] }>(["history"]);
    expect(document.decisions).toMatchObject([
      { kind: "unlink", why: "Two people.", endedAt: null },
      { kind: "link", why: "One person.", endedAt: expect.stringContaining("T") },
      { kind: "ignore", endedAt: null },
    ]);
    const lines = done(await company.run(["history"])).stdout.split("\n");
    // Single words: the longer the name of the user is, the sooner the column beside it wraps.
    const at = (word: string) => lines.findIndex((line) => line.includes(word));
    expect(at("preview")).toBeLessThan(at("Two"));
    expect(at("Two")).toBeLessThan(at("One"));
    expect(at("One")).toBeLessThan(at("Being"));
    expect(at("Being")).toBeLessThan(at("apply"));
    const short = done(await company.run(["history", "--limit", "2"])).stdout;
    expect(short).toContain("Two");
    expect(short).not.toContain("One");
    expect(short).not.toContain("apply");
  });

  it("is empty where nobody decided anything", async () => {
    const other = await openCompany();
    try {
      expect((await other.run(["people", "list"])).stdout).toBe(
        "Nobody has decided anything about a person yet.\n",
      );
    } finally {
      await other.close();
    }
  });
});
