import { describe, expect, it } from "vitest";
import type { Sandbox } from "../../src/sandbox/sandbox.js";
import type { SandboxOptions } from "../../src/sandbox/settings.js";
import { deelId } from "../../src/sandbox/vendors/deel/standing.js";
import type { Habit } from "../../src/sandbox/vendors/ids.js";
import { call, sandboxWith } from "./client.js";

interface DeelRecord {
  readonly id: string;
  readonly hiring_type: string;
  readonly person_status?: string;
  readonly hiring_status: string;
  readonly emails: readonly { readonly type: string; readonly value: string | null }[];
  readonly employments: readonly Record<string, unknown>[];
}

const EVERYBODY =
  "sort_by=id&sort_order=asc&limit=200&person_statuses=ACTIVE&person_statuses=OFFBOARDING&person_statuses=NOT_STARTED&person_statuses=INACTIVE";

function people(sandbox: Sandbox, query: string, token = sandbox.credentials.deel.apiToken) {
  const url = `${sandbox.providerUrl("deel")}/rest/v2/people?${query}`;
  return call("GET", url, { headers: { authorization: `Bearer ${token}` } });
}

async function records(options: SandboxOptions, query: string): Promise<readonly DeelRecord[]> {
  return (await people(await sandboxWith(options), query)).body.data;
}

const PAYROLL = "/rest/v2/gp/workers";
const HRIS = "/rest/hris/workers";

/** The bank accounts of one person, by one of Deel's two calls. */
function banks(sandbox: Sandbox, calls: string, id: string, headers: Record<string, string> = {}) {
  const authorization = `Bearer ${sandbox.credentials.deel.apiToken}`;
  return call("GET", `${sandbox.providerUrl("deel")}${calls}/${id}/banks`, {
    headers: { authorization, ...headers },
  });
}

/** What both calls say about everybody of a hiring type: `200 404`, or the number of accounts. */
async function answersFor(sandbox: Sandbox, hiringType: string): Promise<Set<string>> {
  const { body } = await people(sandbox, `${EVERYBODY}&hiring_types=${hiringType}`);
  const answers = new Set<string>();
  for (const { id } of body.data) {
    const [hris, payroll] = [await banks(sandbox, HRIS, id), await banks(sandbox, PAYROLL, id)];
    answers.add(`${hris.body.data?.length ?? hris.status} ${payroll.body.data?.length ?? payroll.status}`);
  }
  return answers;
}

describe("Deel's bank accounts", () => {
  it("are known of nobody whom Deel pays itself", async () => {
    const sandbox = await sandboxWith();
    expect(await answersFor(sandbox, "eor")).toEqual(new Set(["404 404"]));
    expect(await answersFor(sandbox, "contractor")).toEqual(new Set(["404 404"]));
  });

  it("are known to one call or the other, with failed and pending ones among those of payroll", async () => {
    const answers = await answersFor(await sandboxWith({ employees: 150 }), "hris_direct_employee");
    expect([...answers]).toEqual(expect.arrayContaining(["1 404", "404 2", "404 3", "0 2", "0 404"]));
  });

  it("come with much that is of no use, and silently lack what may not be read", async () => {
    const sandbox = await sandboxWith({ vendors: { deel: { hiddenAttributes: ["banks.iban"] } } });
    const { body } = await people(sandbox, `${EVERYBODY}&hiring_types=hris_direct_employee`);
    const answers = await Promise.all(body.data.map(({ id }: DeelRecord) => banks(sandbox, PAYROLL, id)));
    const accounts = answers.flatMap((answer) => answer.body.data ?? []);
    expect(accounts.length).toBeGreaterThan(0);
    expect(accounts[0]).toMatchObject({ address_line2: "", account_number: null, status: "failed" });
    expect(accounts.filter((account) => "iban" in account)).toEqual([]);
  });

  it("need a good token that may read them, and the id of a profile", async () => {
    const sandbox = await sandboxWith();
    const [person] = (await people(sandbox, EVERYBODY)).body.data;
    for (const calls of [HRIS, PAYROLL]) {
      expect((await banks(sandbox, calls, person.id, { authorization: "Bearer wrong" })).status).toBe(401);
      expect((await banks(sandbox, calls, "10021")).status).toBe(400);
      expect((await banks(sandbox, calls, deelId("99999999"))).status).toBe(404);
    }
    sandbox.control.setOptions({ vendors: { deel: { hiddenAttributes: ["Bank accounts"] } } });
    for (const calls of [HRIS, PAYROLL]) expect((await banks(sandbox, calls, person.id)).status).toBe(403);
  });

  it("have versions of their own, each call another one", async () => {
    const sandbox = await sandboxWith();
    const { body } = await people(sandbox, `${EVERYBODY}&hiring_types=hris_direct_employee`);
    const statuses = async (calls: string, version: string) => {
      const answers = body.data.map(({ id }: DeelRecord) =>
        banks(sandbox, calls, id, { "x-version": version }).then(({ status }) => status),
      );
      return new Set(await Promise.all(answers));
    };
    expect(await statuses(HRIS, "2026-01-01")).toEqual(new Set([400]));
    expect(await statuses(HRIS, "2026-09-21")).toContain(200);
    expect(await statuses(PAYROLL, "2026-09-21")).toEqual(new Set([400]));
    expect(await statuses(PAYROLL, "2026-01-01")).toContain(200);
  });
});

describe("Deel's unpleasant habits", () => {
  const withHabits = (...habits: Habit[]): SandboxOptions => ({ vendors: { deel: { habits } } });

  it("are pages without a word about the whole, and counts as texts", async () => {
    const silent = await people(await sandboxWith(withHabits("silent-lists")), EVERYBODY);
    expect(Object.keys(silent.body)).toEqual(["data"]);
    const text = await people(await sandboxWith(withHabits("text-totals")), EVERYBODY);
    expect(text.body.page.total_rows).toBe("60");
  });

  it("are half the size of a page, and fewer statuses to ask for", async () => {
    const sandbox = await sandboxWith(withHabits("refused-page-size", "fewer-parameters"));
    const large = await people(sandbox, "limit=200");
    expect([large.status, large.body.errors]).toEqual([
      400,
      [{ message: "must be <= 50", path: "/query/limit" }],
    ]);
    const gone = await people(sandbox, "limit=50&hiring_statuses=active&hiring_statuses=onboarded");
    expect([gone.status, gone.body.errors[0].path]).toEqual([400, "/query/hiring_statuses/1"]);
  });

  it("are people whose hiring is over although they are active, and people without an id", async () => {
    const all = await records({ ...withHabits("contradictions", "missing-ids"), employees: 200 }, EVERYBODY);
    expect(
      all.some(
        ({ person_status, hiring_status }) => person_status === "ACTIVE" && hiring_status === "inactive",
      ),
    ).toBe(true);
    expect(all.some(({ id }) => id === null)).toBe(true);
  });

  it("are refusals that are empty web pages", async () => {
    const answer = await people(await sandboxWith(withHabits("bare-refusals")), "", "wrong");
    expect([answer.status, answer.body]).toEqual([401, ""]);
    expect(answer.headers.get("content-type")).toContain("text/html");
  });
});

describe("Deel's people", () => {
  it("need a good token with the right scope", async () => {
    const sandbox = await sandboxWith();
    const wrong = await people(sandbox, "", "wrong");
    expect([wrong.status, wrong.body.errors]).toEqual([401, [{ message: "Invalid token" }]]);
    sandbox.control.setOptions({ vendors: { deel: { forbidden: true } } });
    const forbidden = await people(sandbox, "");
    expect([forbidden.status, forbidden.body.request.status]).toEqual([403, 403]);
  });

  it("come in pages that tell the total and hold everybody once", async () => {
    const sandbox = await sandboxWith({ employees: 250 });
    const pages = [await people(sandbox, EVERYBODY), await people(sandbox, `${EVERYBODY}&offset=200`)];
    expect(pages.map(({ body }) => body.page)).toEqual([
      { offset: 0, total_rows: 250, items_per_page: 200 },
      { offset: 200, total_rows: 250, items_per_page: 200 },
    ]);
    const ids = pages.flatMap(({ body }) => body.data.map(({ id }: DeelRecord) => id));
    expect(new Set(ids).size).toBe(250);
    expect(ids).toEqual([...ids].sort());
  });

  it("shift between pages without an order", async () => {
    const sandbox = await sandboxWith({ employees: 100 });
    const ids = [];
    for (const offset of [0, 50]) {
      const { body } = await people(sandbox, `person_statuses=ACTIVE&offset=${offset}`);
      ids.push(...body.data.map(({ id }: DeelRecord) => id));
    }
    expect(new Set(ids).size).toBeLessThan(ids.length);
  });

  it.each([
    "limit=201",
    "limit=0",
    "offset=x",
    "hiring_types=eor&hiring_types=friend",
    "hiring_statuses=here",
  ])("are refused for %s", async (query) => {
    const answer = await people(await sandboxWith(), query);
    expect([answer.status, answer.body.errors[0].path]).toEqual([
      400,
      expect.stringMatching(/^\/query\/\w+(?:\/\d+)?$/u),
    ]);
  });

  it("leave leavers out unless a status is asked for", async () => {
    const statuses = (await records({}, "limit=200")).map(({ person_status }) => person_status);
    expect(new Set(statuses)).toEqual(new Set(["ACTIVE", "OFFBOARDING", "NOT_STARTED"]));
    const leavers = await records({}, "hiring_statuses=inactive");
    expect(new Set(leavers.map(({ person_status }) => person_status))).toEqual(new Set(["INACTIVE"]));
  });

  it("are of the hiring types that are asked for", async () => {
    const contractors = await records({}, "hiring_types=contractor");
    expect(contractors.length).toBeGreaterThan(0);
    for (const { hiring_type, emails } of contractors) {
      expect(hiring_type).toBe("contractor");
      expect(emails.find(({ type }) => type === "work")?.value).toBeNull();
    }
  });

  it("have papers that are no contract yet among future hires", async () => {
    const future = await records({ employees: 400 }, "person_statuses=NOT_STARTED&limit=200");
    const statuses = new Set(future.map(({ hiring_status }) => hiring_status));
    expect([...statuses]).toEqual(
      expect.arrayContaining(["invited", "in_review", "onboarding", "onboarding_overdue"]),
    );
  });

  it("have former and deleted employments beside the present one", async () => {
    const all = await records({}, EVERYBODY);
    const active = all.filter((person) => person.person_status === "ACTIVE");
    expect(active.some(({ employments }) => employments.some((one) => one.is_ended === true))).toBe(true);
    expect(all.some(({ employments }) => employments.some((one) => one.is_user_contract_deleted))).toBe(true);
  });

  it("silently lack what may not be read", async () => {
    const hiddenAttributes = ["person_status", "emails.work", "employments.work_email"];
    const [person] = await records({ vendors: { deel: { hiddenAttributes } } }, "");
    expect(person).not.toHaveProperty("person_status");
    expect(person?.emails.map(({ type }) => type)).toEqual(["primary", "personal"]);
    expect(person?.employments[0]).not.toHaveProperty("work_email");
  });

  it("have empty addresses when personal data are left out", async () => {
    const [person] = await records({ vendors: { deel: { hiddenAttributes: ["Personal data"] } } }, "");
    expect(person?.emails.map(({ value }) => value)).toEqual([null, null, null]);
  });

  it("are limited to five calls a second, without headers", async () => {
    const sandbox = await sandboxWith({ vendors: { deel: { rateLimit: {} } } });
    for (let sent = 0; sent < 5; sent += 1) expect((await people(sandbox, "")).status).toBe(200);
    const refused = await people(sandbox, "");
    expect([refused.status, refused.headers.get("x-ratelimit-limit")]).toEqual([429, null]);
    sandbox.control.advanceClock(1000);
    expect((await people(sandbox, "")).status).toBe(200);
  });

  it("can be spoiled page by page", async () => {
    const sandbox = await sandboxWith({ faults: ["wrong-total=3:x1", "drop-page:x1"] });
    expect((await people(sandbox, EVERYBODY)).body.page.total_rows).toBe(63);
    expect((await people(sandbox, EVERYBODY)).body.data).toEqual([]);
  });
});
