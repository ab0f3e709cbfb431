import { describe, expect, it } from "vitest";
import type { Sandbox } from "../../src/sandbox/sandbox.js";
import type { SandboxOptions } from "../../src/sandbox/settings.js";
import { call, sandboxWith } from "./client.js";

interface DeelRecord {
  readonly id: string;
  readonly hiring_type: string;
  readonly person_status?: string;
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
      expect.stringMatching(/^\/query\/\w+$/u),
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
