import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { done } from "../../support/connected-workspace.js";
import { withState } from "../../support/memory.js";
import { writesTo } from "../../support/sandbox-requests.js";
import { openTwoEntities } from "../../support/two-entities.js";
import { type Company, linkDocument, ME, openCompany } from "./company.js";

let company: Company;

beforeEach(async () => {
  company = await openCompany();
});

afterEach(() => company.close());

const WHY = ["--why", "Checked with HR."];
const YES = [...WHY, "--yes"];

async function refused(argv: readonly string[], exitCode: number): Promise<string> {
  const before = { pairs: await company.pairs(), decisions: await company.decisions() };
  const run = await company.run(argv);
  expect(run.exitCode, run.stderr).toBe(exitCode);
  expect(run.stdout).toBe("");
  expect(run.stderr.trim().split("\n"), run.stderr).toHaveLength(3);
  expect({ pairs: await company.pairs(), decisions: await company.decisions() }).toEqual(before);
  return run.stderr;
}

describe("link", () => {
  it("stores the pair with what the HR tool says now, and writes nothing to Spendesk", async () => {
    const id = company.addMember("Adda Byron", "adda@former.example");
    const { exitCode, document } = await company.json<unknown>(["link", "101", id, ...YES]);
    expect(exitCode).toBe(0);
    const parsed = linkDocument.parse(document);
    expect(parsed).toMatchObject({
      ...{ entity: "acme-uk", changed: true, agrees: [], differs: ["e-mail", "name"] },
      employee: { id: "101", name: "Ada Lovelace", email: "ada@acme.test" },
      member: { id, name: "Adda Byron", email: "adda@former.example", status: "active" },
      decision: {
        ...{ kind: "link", memberId: id, name: "Ada Lovelace", until: null, why: "Checked with HR." },
        ...{ who: ME, endedAt: null, inForce: true, employee: { source: "personio", id: "101" } },
      },
    });
    const link = (await company.links()).find(({ memberId }) => memberId === id);
    expect(link).toMatchObject({
      ...{ source: "personio", account: parsed.decision.employee?.account, employeeId: "101" },
      ...{ hrStatus: "managed", released: null, bankFingerprint: null, archived: false, hidden: false },
      seen: {
        emails: ["ada@acme.test"],
        firstName: "Ada",
        lastName: "Lovelace",
        startDate: "2020-01-01",
      },
      written: {},
    });
    expect(await company.decisions()).toHaveLength(1);
    expect(writesTo(company.sandbox)).toEqual({});
  });

  it("says what agrees, who had the member before, and what becomes of the other one", async () => {
    const { stdout } = done(await company.run(["link", "ada@acme.test", "bea@acme.test", ...YES]));
    expect(stdout).toContain("Employee Ada Lovelace (101, ada@acme.test) ↔ member Bea Bernoulli");
    expect(stdout).toContain("Agrees: nothing. Differs: e-mail, name.");
    expect(stdout).toContain("Nothing tells that the two are one person");
    expect(stdout).toContain("Until now it was the member of");
    expect(stdout).toContain("who has none then and works here: the next apply may create one.");
    expect(stdout).toMatch(/Ada Lovelace \(.+\) was theirs until now; it stays in Spendesk as it is/);
    expect(stdout).toContain("Nothing was sent to Spendesk. Next: spendesk-hr preview --entity acme-uk");
    expect(await company.pairs()).toEqual([`101 ↔ ${company.ids.Bea}`]);
  });

  it("keeps what was written to the member, whoever it belonged to", async () => {
    const bea = (await company.links()).find(({ employeeId }) => employeeId === "102");
    if (!bea) throw new Error("Bea has no link");
    const written = {
      email: { value: "b@acme.test", before: null, times: 1, wasSeen: true, reportedEdit: null },
    };
    const before = { ...bea, bankFingerprint: "f1", managerMemberId: "m9", archived: true, written };
    await withState(company, (state) => state.applyLinkChanges("acme-uk", { upsert: [before], remove: [] }));
    done(await company.run(["link", "103", bea.memberId, ...YES]));
    const linked = (await company.links()).find(({ employeeId }) => employeeId === "103");
    expect(linked).toMatchObject({ bankFingerprint: "f1", managerMemberId: "m9", archived: true, written });
    expect(linked?.seen.emails).toEqual(["cleo@acme.test"]);
  });

  it("remembers the earlier e-mails of a pair that it confirms", async () => {
    company.hire("101", "Ada King", { workEmail: "ada.king@acme.test" });
    done(await company.run(["link", "Ada King", company.ids.Ada ?? "", ...YES]));
    const [ada] = (await company.links()).filter(({ employeeId }) => employeeId === "101");
    expect(ada?.seen).toMatchObject({ emails: ["ada.king@acme.test", "ada@acme.test"], lastName: "King" });
  });

  it("finds people by id, e-mail and whole name, whatever the case", async () => {
    const id = company.addMember("Ida Noether", "ida@acme.test");
    for (const employee of ["103", "CLEO@acme.test", "curie  CLEO"]) {
      for (const member of [id, "IDA@acme.test", "ida noether"]) {
        expect((await company.run(["link", employee, member, ...YES])).exitCode).toBe(0);
      }
    }
    expect(await company.pairs()).toContain(`103 ↔ ${id}`);
    expect(await company.decisions()).toHaveLength(1);
  });

  it("does nothing the second time, and says who decided", async () => {
    const argv = ["link", "103", company.ids.Bea ?? "", ...YES];
    done(await company.run(argv));
    const before = { links: await company.links(), decisions: await company.decisions() };
    const again = done(await company.run(["link", "103", company.ids.Bea ?? "", "--why", "Once more."]));
    expect(again.stdout).toContain("they are linked already");
    expect(again.stdout).toContain(`Decided by ${ME} on `);
    expect({ links: await company.links(), decisions: await company.decisions() }).toEqual(before);
    const { document } = await company.json<unknown>(argv);
    expect(linkDocument.parse(document)).toMatchObject({
      changed: false,
      decision: { why: "Checked with HR." },
    });
  });

  it("says what it ends: ignoring either of the two, or an earlier link of one of them", async () => {
    const ada = company.ids.Ada ?? "";
    done(await company.run(["link", "101", ada, ...YES]));
    done(await company.run(["ignore", "103", "--until", "2099-01-31", ...YES]));
    const { stdout } = done(await company.run(["link", "103", ada, ...YES]));
    expect(stdout).toContain("This ends: Cleo Curie (employee 103) ignored until 2099-01-31.");
    expect(stdout).toContain(`This ends: Ada Lovelace (employee 101) linked with the member ${ada}.`);
    expect((await company.decisions()).map(({ endedAt }) => endedAt === null)).toEqual([true, false, false]);
    done(await company.run(["ignore", "103", ...YES]));
    const again = done(await company.run(["link", "103", ada, ...YES]));
    expect(again.stdout).toContain("This ends: Cleo Curie (employee 103) ignored for good.");
  });

  it("says that a leaver's member is archived next, and that an archived one may come back", async () => {
    company.hire("104", "Dan Dirac", { status: "inactive", endDate: "2026-01-31" });
    const dan = company.addMember("Dan Dirac", "dan@former.example");
    const leaver = done(await company.run(["link", "104", dan, ...YES])).stdout;
    expect(leaver).toContain("So the next apply archives this member.");
    expect(leaver).toContain("Agrees: name. Differs: e-mail.");
    const old = company.addMember("Cleo Curie", "cleo@former.example", { isArchived: true });
    const archived = done(await company.run(["link", "103", old, ...YES])).stdout;
    expect(archived).toContain("The member is archived: `spendesk-hr preview` says whether");
  });

  it("shows no control characters of a name", async () => {
    const id = company.addMember("Ev\u001b[31mil Name", "evil@acme.test");
    const { stdout } = done(await company.run(["link", "103", id, ...YES]));
    expect(stdout).toContain("Evil Name");
    const { stderr } = await company.run(["unlink", "103", "--why", "x"]);
    const lists = await Promise.all([["people", "list"], ["history"]].map((argv) => company.run(argv)));
    expect([stdout, stderr, ...lists.map((run) => run.stdout)].join("")).not.toContain("\u001b");
  });

  it("asks before anything is stored, and names the whole command where nobody can be asked", async () => {
    const stderr = await refused(["link", "103", "Bea Bernoulli", "--why", "It's her."], 5);
    expect(stderr).toContain("Nothing was decided: nobody confirmed it.");
    expect(stderr).toContain("Differs: e-mail, name.");
    const command = `spendesk-hr link 103 ${company.ids.Bea} --entity acme-uk --why 'It'\\''s her.' --yes`;
    expect(stderr).toContain(`run \`${command}\``);
  });

  it.each([
    ["no reason", ["link", "101", "102"], "--why"],
    ["an empty reason", ["link", "101", "102", "--why", " "], "say in a few words why"],
    ["a reason of several lines", ["link", "101", "102", "--why", "a\nb"], "line break"],
    ["a long reason", ["link", "101", "102", "--why", "x".repeat(501)], "500 characters"],
    [
      "a misspelt employee",
      ["link", "ada@acme.tset", "bea@acme.test", ...YES],
      "Ada Lovelace (101, ada@acme.test)",
    ],
    [
      "an unknown employee",
      ["link", "Somebody Else Entirely", "bea@acme.test", ...YES],
      "None of the 3 people",
    ],
    ["a misspelt member", ["link", "101", "Bea Bernouli", ...YES], "Bea Bernoulli ("],
    [
      "two swapped arguments",
      ["link", "Nobody There", "bea@acme.test", ...YES],
      'Nobody in personio is "Nobody There"',
    ],
  ])("refuses %s", async (_name, argv, said) => {
    expect(await refused(argv, 64)).toContain(said);
  });

  it("tells that the arguments are swapped", async () => {
    company.addMember("Ida Noether", "ida@acme.test");
    const stderr = await refused(["link", "ida@acme.test", "103", ...YES], 64);
    expect(stderr).toContain("The employee comes first: `spendesk-hr link <employee> <member>`.");
  });

  it("lists everybody who is meant by a name of several", async () => {
    company.hire("105", "Ada Lovelace", { workEmail: "ada.two@acme.test" });
    const stderr = await refused(["link", "Ada Lovelace", "bea@acme.test", ...YES], 64);
    expect(stderr).toContain('"Ada Lovelace" are 2 people in personio.');
    expect(stderr).toContain("Ada Lovelace (101, ada@acme.test); Ada Lovelace (105, ada.two@acme.test)");
  });

  it("waits for no run: it ends with 6 while one holds the lock", async () => {
    await company.lockFromElsewhere();
    expect(await refused(["link", "103", company.ids.Bea ?? "", ...YES], 6)).toContain("server.acme.test");
  });

  it("stores nothing when a side can't be read", async () => {
    company.env.SPENDESK_HR_ACME_UK_PERSONIO_CLIENT_SECRET = "papi-wrong";
    await refused(["link", "103", company.ids.Bea ?? "", ...YES], 4);
  });

  it("keeps no secret that was typed into the reason", async () => {
    const secret = company.env.SPENDESK_HR_ACME_UK_PERSONIO_CLIENT_SECRET ?? "";
    done(await company.run(["link", "103", company.ids.Bea ?? "", "--why", `see ${secret}`, "--yes"]));
    expect(secret.length).toBeGreaterThan(8);
    expect(JSON.stringify(await company.decisions())).not.toContain(secret);
  });
});

describe("link with several entities", () => {
  it("wants to know which one is meant", async () => {
    const two = await openTwoEntities({ employees: 5 });
    try {
      const argv = ["link", "1", "2", ...YES];
      const run = await two.run(argv);
      expect(run.exitCode).toBe(64);
      expect(run.stderr).toContain("2 are chosen: acme-uk, acme-fr.");
      expect(run.stderr).toContain("--entity <id>");
      const named = await two.run([...argv, "--entity", "acme-fr"]);
      expect(named.stderr).toContain('Nobody in personio is "1".');
    } finally {
      await two.close();
    }
  });
});
