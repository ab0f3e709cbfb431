import { describe, expect, it } from "vitest";
import type { Sandbox } from "../../src/sandbox/sandbox.js";
import type { SandboxOptions } from "../../src/sandbox/settings.js";
import type { Habit } from "../../src/sandbox/vendors/ids.js";
import { type Answer, call, sandboxWith } from "./client.js";

const JSON_BODY = { "content-type": "application/json" };

function keyOf(sandbox: Sandbox): string {
  return String(sandbox.credentials.payfit.apiKey);
}

function introspect(sandbox: Sandbox, init: Omit<RequestInit, "method">) {
  return call("POST", `${sandbox.providerUrl("payfit")}/introspect`, init);
}

/** A sandbox and a caller below the company of its key. */
async function payfitWith(options: SandboxOptions = {}) {
  const sandbox = await sandboxWith(options);
  const headers = { authorization: `Bearer ${keyOf(sandbox)}` };
  const body = JSON.stringify({ token: keyOf(sandbox) });
  const { company_id } = (await introspect(sandbox, { headers: { ...headers, ...JSON_BODY }, body })).body;
  const read = (path: string) =>
    call("GET", `${sandbox.providerUrl("payfit")}/companies/${company_id}${path}`, { headers });
  return { sandbox, read };
}

function idsOf(answer: Answer): string[] {
  return answer.body.collaborators.map(({ id }: { id: string }) => id);
}

/** The one collaborator of that id. */
async function personOf(read: (path: string) => Promise<Answer>, id: string) {
  const { body } = await read("/collaborators?maxResults=50");
  return body.collaborators.find((one: { id: string }) => one.id === id);
}

describe("POST /introspect", () => {
  it("tells company and scopes, for JSON and for form bodies", async () => {
    const sandbox = await sandboxWith();
    const token = keyOf(sandbox);
    const authorization = `Bearer ${token}`;
    const json = await introspect(sandbox, {
      headers: { authorization, ...JSON_BODY },
      body: JSON.stringify({ token }),
    });
    expect(json.body).toMatchObject({
      active: true,
      scope: expect.stringMatching(/^collaborators:read .*contracts:read$/u),
      company_id: expect.stringMatching(/^[0-9a-f]{24}$/u),
    });
    const form = await introspect(sandbox, {
      headers: { authorization },
      body: new URLSearchParams({ token }),
    });
    expect(form.body).toEqual(json.body);
  });

  it("wants the key in header and body", async () => {
    const sandbox = await sandboxWith();
    const token = keyOf(sandbox);
    const authorization = `Bearer ${token}`;
    const statusOf = async (init: Omit<RequestInit, "method">) => (await introspect(sandbox, init)).status;
    expect(await statusOf({ headers: JSON_BODY, body: JSON.stringify({ token }) })).toBe(401);
    expect(await statusOf({ headers: { authorization } })).toBe(400);
    const other = await introspect(sandbox, {
      headers: { authorization, ...JSON_BODY },
      body: JSON.stringify({ token: "another" }),
    });
    expect(other.body).toEqual({ active: false });
  });
});

describe("GET /companies/{companyId}", () => {
  it("tells name and country, for the key's own company only", async () => {
    const { sandbox, read } = await payfitWith();
    expect((await read("")).body).toMatchObject({ name: "Acme France SAS", country: "FR" });
    const url = `${sandbox.providerUrl("payfit")}/companies/64f0c2a9b1d2e3f405060708`;
    expect((await call("GET", url)).status).toBe(401);
    const headers = { authorization: `Bearer ${keyOf(sandbox)}` };
    expect((await call("GET", url, { headers })).status).toBe(404);
  });
});

describe("GET /companies/{companyId}/collaborators", () => {
  it("gives 10 at a time unless asked, and never more than 50", async () => {
    const { read } = await payfitWith({ employees: 60 });
    expect(idsOf(await read("/collaborators"))).toHaveLength(10);
    expect(idsOf(await read("/collaborators?maxResults=500"))).toHaveLength(50);
    expect((await read("/collaborators?maxResults=0")).status).toBe(400);
    expect((await read("/collaborators?nextPageToken=made-up")).status).toBe(400);
  });

  it("leads from page to page by a token, to the last one", async () => {
    const { sandbox, read } = await payfitWith({ employees: 60 });
    const first = await read("/collaborators?maxResults=50");
    const { nextPageToken, count } = first.body.meta;
    const second = await read(`/collaborators?maxResults=50&nextPageToken=${nextPageToken}`);
    expect(second.body.meta).toEqual({ nextPageToken: null, count: 60 });
    expect(count).toBe(60);
    const everybody = sandbox.control.employees().map(({ id }) => id);
    expect([...idsOf(first), ...idsOf(second)].sort()).toEqual(everybody.sort());
  });

  it("shows the personal e-mail first, and no professional one where there is none", async () => {
    const { sandbox, read } = await payfitWith({ employees: 0 });
    const { id } = sandbox.control.upsertEmployee({
      firstName: "A",
      lastName: "B",
      personalEmail: "a@x.test",
    });
    expect((await personOf(read, id)).emails).toEqual([{ type: "personal", email: "a@x.test" }]);
    sandbox.control.upsertEmployee({ id, workEmail: "a@acme.test" });
    expect((await personOf(read, id)).emails[1]).toEqual({ type: "professional", email: "a@acme.test" });
  });

  it("has the two last names of people in Spain apart", async () => {
    const { sandbox, read } = await payfitWith({ employees: 0 });
    const { id } = sandbox.control.upsertEmployee({
      firstName: "Ana",
      lastName: "García López",
      country: "ES",
    });
    expect(await personOf(read, id)).toMatchObject({ lastName: "García", secondLastName: "López" });
    sandbox.control.upsertEmployee({ id, country: "FR" });
    expect(await personOf(read, id)).toMatchObject({ lastName: "García López", secondLastName: null });
  });

  it("has null for what is empty, but no key for missing bank details", async () => {
    const { sandbox, read } = await payfitWith({ employees: 0 });
    const { id } = sandbox.control.upsertEmployee({ firstName: "A", lastName: "B" });
    const person = await personOf(read, id);
    expect(person).toMatchObject({ terminationDate: null, managerId: null, teamName: null });
    expect(person).not.toHaveProperty("iban");
  });

  it("has contracts of every standing, some in a row", async () => {
    const { read } = await payfitWith({ employees: 50 });
    const { collaborators } = (await read("/collaborators?maxResults=50")).body;
    const contracts: { status: string; startDate: string; endDate: string | null }[][] = collaborators.map(
      (one: { contracts: unknown }) => one.contracts,
    );
    const literals = new Set(contracts.flat().map(({ status }) => status));
    expect(literals).toEqual(new Set(["ACTIVE", "ARCHIVED", "PENDING"]));
    const rows = contracts.filter(({ length }) => length === 2);
    expect(rows.length).toBeGreaterThan(0);
    for (const [first, second] of rows) expect((first?.endDate ?? "") < (second?.startDate ?? "")).toBe(true);
  });

  it("leaves out what the key's scopes don't cover, without an error", async () => {
    const hiddenAttributes = ["collaborators:management:read", "iban"];
    const { read } = await payfitWith({ employees: 5, vendors: { payfit: { hiddenAttributes } } });
    const [person] = (await read("/collaborators")).body.collaborators;
    for (const key of ["managerId", "teamName", "iban"]) expect(person).not.toHaveProperty(key);
    expect(person).toHaveProperty("contracts");
  });

  it("refuses a key without the right to people", async () => {
    const { sandbox, read } = await payfitWith();
    sandbox.control.setOptions({ vendors: { payfit: { forbidden: true } } });
    expect((await read("/collaborators")).status).toBe(403);
  });
});

describe("GET /companies/{companyId}/contracts", () => {
  it("forgets what ended more than a year ago", async () => {
    const { sandbox, read } = await payfitWith({ employees: 0 });
    const common = { firstName: "A", lastName: "B", status: "inactive", startDate: "2025-01-01" } as const;
    sandbox.control.upsertEmployee({ ...common, id: "1", endDate: "2025-09-29" });
    sandbox.control.upsertEmployee({ ...common, id: "2", endDate: "2025-09-30" });
    const { contracts, meta } = (await read("/contracts?maxResults=50")).body;
    expect(contracts.map((one: { collaboratorId: string }) => one.collaboratorId)).toEqual(["2"]);
    expect(meta).toEqual({ nextPageToken: null, count: 1 });
  });

  it("knows the nature of French contracts only", async () => {
    const { read } = await payfitWith({ employees: 3 });
    const [global] = (await read("/contracts")).body.contracts;
    const [french] = (await read("/contracts-fr")).body.contracts;
    expect(global).not.toHaveProperty("natureContratDsn");
    expect(french.natureContratDsn).toMatch(/^(?:01|02|29|80)$/u);
  });

  it("refuses a key without its scope", async () => {
    const { read } = await payfitWith({ vendors: { payfit: { hiddenAttributes: ["contracts:read"] } } });
    expect((await read("/contracts")).status).toBe(403);
    expect((await read("/collaborators")).status).toBe(200);
  });
});

describe("PayFit's unpleasant habits", () => {
  async function everybody(habits: readonly Habit[]) {
    const { read } = await payfitWith({ employees: 50, vendors: { payfit: { habits } } });
    return (await read("/collaborators?maxResults=50")).body;
  }

  it("are lists without a word about the rest, and counts as texts", async () => {
    expect(Object.keys(await everybody(["silent-lists"]))).toEqual(["collaborators"]);
    expect((await everybody(["text-totals"])).meta.count).toBe("50");
  });

  it("are private e-mails alone, and people without an id", async () => {
    const { collaborators } = await everybody(["private-emails", "missing-ids"]);
    const types = collaborators.flatMap((one: { emails: { type: string }[] }) =>
      one.emails.map(({ type }) => type),
    );
    expect(new Set(types)).toEqual(new Set(["personal"]));
    expect(collaborators.filter((one: { id: unknown }) => one.id === null)).toHaveLength(10);
  });

  it("are contracts that are closed and go on", async () => {
    const { collaborators } = await everybody(["contradictions"]);
    const going = collaborators
      .map(
        (one: {
          contracts: { status: string; endDate: string | null }[];
          terminationDate: string | null;
        }) => ({
          ...one.contracts.at(-1),
          terminationDate: one.terminationDate,
        }),
      )
      .filter((one: { endDate: string | null }) => one.endDate === null);
    const statuses = going.map((one: { status: string }) => one.status);
    expect(new Set(statuses)).toEqual(new Set(["ACTIVE", "ARCHIVED", "CANCELLED", "PENDING"]));
    expect(going.some((one: { terminationDate: string | null }) => one.terminationDate !== null)).toBe(true);
  });
});

describe("PayFit's limit", () => {
  it("is named per second, without a time to wait", async () => {
    const { sandbox, read } = await payfitWith({ vendors: { payfit: { rateLimit: { limit: 2 } } } });
    const last = await read("/collaborators");
    expect(last.headers.get("x-ratelimit-limit-second")).toBe("2");
    expect(last.headers.get("x-ratelimit-remaining-second")).toBe("0");
    const refused = await read("/collaborators");
    expect([refused.status, refused.body]).toEqual([429, { message: "API rate limit exceeded" }]);
    expect(refused.headers.get("retry-after")).toBeNull();
    sandbox.control.advanceClock(1000);
    expect((await read("/collaborators")).status).toBe(200);
  });
});
