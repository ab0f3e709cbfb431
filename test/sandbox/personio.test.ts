import { describe, expect, it } from "vitest";
import type { Sandbox } from "../../src/sandbox/sandbox.js";
import { berlinInstant, berlinMidnight } from "../../src/sandbox/vendors/personio/attributes.js";
import { call, idsOf, personioCaller, sandboxWith } from "./client.js";

const EMPLOYEES = "/v1/company/employees";

function auth(sandbox: Sandbox, init: RequestInit, query = "") {
  return call("POST", `${sandbox.providerUrl("personio")}/v1/auth${query}`, init);
}

function body(sandbox: Sandbox) {
  const { clientId, clientSecret } = sandbox.credentials.personio;
  return { client_id: String(clientId), client_secret: String(clientSecret) };
}

describe("POST /v1/auth", () => {
  it("gives one papi- token per credential, for JSON and for form bodies", async () => {
    const sandbox = await sandboxWith();
    const json = await auth(sandbox, { body: JSON.stringify(body(sandbox)) });
    expect(json.body).toEqual({
      success: true,
      data: {
        token: expect.stringMatching(/^papi-[0-9a-f]{40}$/u),
        expires_in: 86_400,
        scope: "employees:read",
      },
    });
    sandbox.control.advanceClock(1000);
    const form = await auth(sandbox, { body: new URLSearchParams(body(sandbox)) });
    expect(form.body.data).toEqual({ ...json.body.data, expires_in: 86_399 });
    sandbox.control.advanceClock(24 * 3_600_000);
    expect((await auth(sandbox, { body: JSON.stringify(body(sandbox)) })).body.data.token).not.toBe(
      json.body.data.token,
    );
  });

  it("refuses wrong credentials with code 0", async () => {
    const sandbox = await sandboxWith();
    const wrong = { ...body(sandbox), client_secret: "wrong" };
    const answer = await auth(sandbox, { body: JSON.stringify(wrong) });
    expect([answer.status, answer.body]).toEqual([
      403,
      { success: false, error: { code: 0, message: "Wrong credentials" } },
    ]);
    expect((await auth(sandbox, { body: "no json" })).status).toBe(403);
  });

  it("refuses credentials in the query string", async () => {
    const sandbox = await sandboxWith();
    const answer = await auth(sandbox, {}, `?${new URLSearchParams(body(sandbox))}`);
    expect([answer.status, answer.body.success]).toEqual([403, false]);
  });
});

describe("GET /v1/company/employees", () => {
  it("tells a missing token from a bad one and from a missing right", async () => {
    const sandbox = await sandboxWith();
    const url = `${sandbox.providerUrl("personio")}${EMPLOYEES}`;
    const none = await call("GET", url);
    expect([none.status, none.body.error]).toEqual([
      401,
      { code: 401, message: "Authorization is not provided" },
    ]);
    const bad = await call("GET", url, { headers: { authorization: "Bearer papi-made-up" } });
    expect([bad.status, bad.body.error]).toEqual([
      403,
      { code: 403, message: "Provided authorization is not valid" },
    ]);
    const read = await personioCaller(sandbox);
    sandbox.control.setOptions({ vendors: { personio: { forbidden: true } } });
    const forbidden = await read(EMPLOYEES);
    expect([forbidden.status, forbidden.body.error.code]).toEqual([403, 0]);
    expect(forbidden.body.error.message).toMatch(/^personio\.core\./u);
  });

  it.each([
    [0, 0, 0, 0],
    [1, 0, 1, 1],
    [100, 0, 100, 1],
    [100, 100, 0, 1],
    [101, 100, 1, 2],
    [250, 200, 50, 3],
  ])("of %i people answers offset %i with %i", async (employees, offset, expected, pages) => {
    const read = await personioCaller(await sandboxWith({ employees }));
    const answer = await read(`${EMPLOYEES}?limit=100&offset=${offset}`);
    expect(answer.body.data).toHaveLength(expected);
    expect(answer.body).toMatchObject({
      success: true,
      metadata: { total_elements: employees, current_page: offset / 100, total_pages: pages },
      offset,
      limit: 100,
    });
  });

  it("gives 50 without a limit and refuses more than 100", async () => {
    const read = await personioCaller(await sandboxWith({ employees: 120 }));
    expect((await read(EMPLOYEES)).body.data).toHaveLength(50);
    for (const query of ["limit=101", "limit=0", "limit=x", "offset=-1"]) {
      const answer = await read(`${EMPLOYEES}?${query}`);
      expect([answer.status, answer.body.success], query).toEqual([400, false]);
    }
  });

  it("shows everybody once, leavers too, in an order that is stable but means nothing", async () => {
    const sandbox = await sandboxWith({ employees: 120 });
    const read = await personioCaller(sandbox);
    const pages = [await read(`${EMPLOYEES}?limit=100`), await read(`${EMPLOYEES}?limit=100&offset=100`)];
    const ids = pages.flatMap(idsOf);
    const sorted = [...ids].sort((a, b) => a - b);
    expect(sorted.map(String)).toEqual(sandbox.control.employees().map((person) => person.id));
    expect(ids).not.toEqual(sorted);
    expect(idsOf(await read(`${EMPLOYEES}?limit=100`))).toEqual(ids.slice(0, 100));
    const statuses = pages.flatMap((page) =>
      page.body.data.map(
        (item: { attributes: { status: { value: string } } }) => item.attributes.status.value,
      ),
    );
    expect(new Set(statuses)).toEqual(new Set(["active", "leave", "onboarding", "inactive"]));
  });

  it("answers the same bytes for the same seed", async () => {
    const bodies = [];
    for (const seed of [3, 3, 4]) {
      const read = await personioCaller(await sandboxWith({ seed }));
      bodies.push(JSON.stringify((await read(`${EMPLOYEES}?limit=100`)).body));
    }
    expect(bodies[1]).toBe(bodies[0]);
    expect(bodies[2]).not.toBe(bodies[0]);
  });

  it("wraps every value with its label, type and universal id", async () => {
    const sandbox = await sandboxWith({ employees: 0 });
    const manager = sandbox.control.upsertEmployee({
      firstName: "Cara",
      lastName: "Boss",
      workEmail: "c@acme.test",
    });
    const person = sandbox.control.upsertEmployee({
      firstName: "Mira",
      lastName: "Lindqvist",
      workEmail: "mira@acme.test",
      startDate: "2022-04-01",
      endDate: "2026-12-31",
      office: "London",
      costCenter: "CC-110",
      managerId: manager.id,
      iban: "GB33 BUKB 2020 1555 5555 55",
      languages: ["English", "German"],
    });
    const read = await personioCaller(sandbox);
    const { data } = (await read(EMPLOYEES)).body;
    const { attributes } = data.find(
      (item: { attributes: { id: { value: number } } }) => item.attributes.id.value === Number(person.id),
    );
    expect(attributes.first_name).toEqual({
      label: "First name",
      value: "Mira",
      type: "standard",
      universal_id: "first_name",
    });
    expect(attributes.hire_date).toMatchObject({ value: "2022-04-01T00:00:00+02:00", type: "date" });
    expect(attributes.termination_date.value).toBe("2026-12-31T00:00:00+01:00");
    expect(attributes.office.value).toEqual({
      type: "Office",
      attributes: { id: expect.any(Number), name: "London" },
    });
    expect(attributes.supervisor.value.attributes.email.value).toBe("c@acme.test");
    expect(attributes.cost_centers.value[0].attributes).toMatchObject({ name: "CC-110", percentage: 100 });
    const dynamic = Object.fromEntries(
      Object.entries<{ label: string; value: unknown; universal_id: null }>(attributes)
        .filter(([key]) => key.startsWith("dynamic_"))
        .map(([, { label, value, universal_id }]) => [label, [value, universal_id]]),
    );
    expect(dynamic).toMatchObject({
      IBAN: ["GB33 BUKB 2020 1555 5555 55", null],
      BIC: ["", null],
      "Personal email": ["", null],
      "Language Skills": ["English,German", null],
    });
  });

  it("has null for empty built-in values, an empty list for cost centers, blanks for a few", async () => {
    const sandbox = await sandboxWith({ employees: 0 });
    sandbox.control.upsertEmployee({ firstName: "Empty", lastName: "Person" });
    const [item] = (await (await personioCaller(sandbox))(EMPLOYEES)).body.data;
    const value = (key: string) => item.attributes[key].value;
    for (const key of [
      "email",
      "hire_date",
      "termination_date",
      "supervisor",
      "office",
      "subcompany",
      "team",
    ]) {
      expect(value(key), key).toBeNull();
    }
    expect(value("cost_centers")).toEqual([]);
    expect([value("termination_type"), value("termination_reason"), value("position")]).toEqual(["", "", ""]);
  });

  it("leaves out what was not ticked, by key or by label", async () => {
    const read = await personioCaller(
      await sandboxWith({ vendors: { personio: { hiddenAttributes: ["termination_date", "IBAN"] } } }),
    );
    const [item] = (await read(EMPLOYEES)).body.data;
    expect(item.attributes).not.toHaveProperty("termination_date");
    const labels = Object.values<{ label: string }>(item.attributes).map(({ label }) => label);
    expect(labels).toContain("BIC");
    expect(labels).not.toContain("IBAN");
    const listed = (await read(`${EMPLOYEES}/attributes`)).body.data.map(
      (one: { label: string }) => one.label,
    );
    expect(listed).toEqual(labels);
  });

  it("projects on attributes[], the id always comes back", async () => {
    const read = await personioCaller(await sandboxWith());
    const answer = await read(`${EMPLOYEES}?attributes[]=email&attributes%5B%5D=status`);
    expect(Object.keys(answer.body.data[0].attributes)).toEqual(["id", "email", "status"]);
  });

  it("echoes the token in a header", async () => {
    const answer = await (await personioCaller(await sandboxWith()))(EMPLOYEES);
    expect(answer.headers.get("authorization")).toMatch(/^Bearer papi-/u);
  });
});

describe("GET /v1/company/employees/attributes", () => {
  it("lists what the credential may read", async () => {
    const answer = await (await personioCaller(await sandboxWith()))(`${EMPLOYEES}/attributes`);
    expect(answer.body.success).toBe(true);
    expect(answer.body.data[0]).toEqual({
      key: "id",
      label: "ID",
      type: "integer",
      universal_id: "id",
      options: [],
    });
    expect(answer.body.data.find((one: { label: string }) => one.label === "IBAN")).toMatchObject({
      key: expect.stringMatching(/^dynamic_\d+$/u),
      universal_id: null,
    });
  });
});

describe("Personio dates", () => {
  it("are local midnight in Berlin, also around the change of the clocks", () => {
    const offsetAt = (instant: Date) =>
      new Intl.DateTimeFormat("en", { timeZone: "Europe/Berlin", timeZoneName: "longOffset" })
        .formatToParts(instant)
        .find(({ type }) => type === "timeZoneName")
        ?.value.slice(3);
    for (const month of ["2015-03", "2024-03", "2026-03", "2026-10", "2027-10"]) {
      for (let day = 20; day <= 31; day += 1) {
        const text = berlinMidnight(`${month}-${day}`);
        expect(text).toBe(`${month}-${day}T00:00:00${offsetAt(new Date(text))}`);
      }
    }
  });

  it("keep the instant of timestamps", () => {
    for (const instant of [
      "2026-03-29T00:59:59Z",
      "2026-03-29T01:00:00Z",
      "2026-10-25T00:59:59Z",
      "2026-10-25T01:00:00Z",
    ]) {
      expect(Date.parse(berlinInstant(instant))).toBe(Date.parse(instant));
    }
    expect(berlinInstant("2026-03-29T01:00:00Z")).toBe("2026-03-29T03:00:00+02:00");
    expect(berlinInstant("2026-10-25T01:00:00Z")).toBe("2026-10-25T02:00:00+01:00");
  });
});
