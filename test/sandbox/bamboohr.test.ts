import { describe, expect, it } from "vitest";
import type { Sandbox } from "../../src/sandbox/sandbox.js";
import { type Answer, call, sandboxWith } from "./client.js";

const REPORT = "/api/v1/reports/custom?format=json";
const DATASET = "/api/v2/datasets/employee/data";

interface Options {
  readonly key?: string | undefined;
  readonly json?: unknown;
  readonly headers?: Record<string, string>;
}

function ask(sandbox: Sandbox, path: string, { key, json, headers }: Options = {}): Promise<Answer> {
  const apiKey = key ?? sandbox.credentials.bamboohr.apiKey;
  return call(json === undefined ? "GET" : "POST", `${sandbox.providerUrl("bamboohr")}${path}`, {
    headers: {
      authorization: `Basic ${Buffer.from(`${apiKey}:anything`).toString("base64")}`,
      accept: "application/json",
      ...(json === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
  });
}

function report(sandbox: Sandbox, fields: readonly string[], more: object = {}, query = "") {
  return ask(sandbox, `${REPORT}${query}`, { json: { fields, ...more } });
}

function idsOf(rows: readonly { readonly id: string }[]): string[] {
  return rows.map(({ id }) => id);
}

describe("BambooHR keys", () => {
  it("are the user name of Basic, with any password", async () => {
    const sandbox = await sandboxWith();
    expect(sandbox.credentials.bamboohr).toMatchObject({ apiKey: expect.stringMatching(/^[0-9a-f]{40}$/u) });
    expect((await report(sandbox, ["id"])).status).toBe(200);
  });

  it("are refused with 401 and a header, and shut out with 403 after several tries, for a while", async () => {
    const sandbox = await sandboxWith();
    const wrong = () => ask(sandbox, "/api/v1/employees", { key: "wrong" });
    for (let tries = 0; tries < 5; tries += 1) expect((await wrong()).status).toBe(401);
    const blocked = await wrong();
    expect([blocked.status, blocked.body]).toEqual([403, ""]);
    expect(blocked.headers.get("x-bamboohr-error-message")).toMatch(/unknown key/u);
    expect((await ask(sandbox, "/api/v1/employees")).status).toBe(200);
    sandbox.control.advanceClock(31 * 60_000);
    expect((await wrong()).status).toBe(401);
  });

  it("without the right to read people answer 403", async () => {
    const sandbox = await sandboxWith({ vendors: { bamboohr: { forbidden: true } } });
    for (const answer of [await report(sandbox, ["id"]), await ask(sandbox, "/api/v1/employees")]) {
      expect(answer.status).toBe(403);
      expect(answer.headers.get("x-bamboohr-error-messsage")).toBe("Insufficient Permissions");
    }
  });
});

describe("BambooHR custom report", () => {
  it("shows everybody once, leavers too, in an order that is stable but means nothing", async () => {
    const sandbox = await sandboxWith({ employees: 120 });
    const { employees } = (await report(sandbox, ["id", "status"])).body;
    const ids = idsOf(employees);
    const sorted = [...ids].sort();
    expect(sorted).toEqual(sandbox.control.employees().map(({ id }) => id));
    expect(ids).not.toEqual(sorted);
    expect(new Set(employees.map(({ status }: { status: string }) => status))).toEqual(
      new Set(["Active", "Inactive"]),
    );
    expect(idsOf((await report(sandbox, ["id"])).body.employees)).toEqual(ids);
  });

  it("leaves out unknown and invisible fields without an error", async () => {
    const sandbox = await sandboxWith({
      vendors: { bamboohr: { hiddenAttributes: ["terminationDate", "IBAN"] } },
    });
    const { fields, employees } = (
      await report(sandbox, ["id", "workEmail", "terminationDate", "customIBAN", "shoeSize", "4338"])
    ).body;
    expect(fields).toEqual([
      { id: "id", type: "int", name: "EEID" },
      { id: "workEmail", type: "email", name: "Work Email" },
      { id: "4338", type: "text", name: "BIC" },
    ]);
    for (const row of employees) expect(Object.keys(row).sort()).toEqual(["4338", "id", "workEmail"]);
  });

  it("hides leavers and future hires from a level that sees only people who are employed", async () => {
    const sandbox = await sandboxWith({ vendors: { bamboohr: { hiddenAttributes: ["Inactive"] } } });
    const { employees } = (await report(sandbox, ["id", "status"])).body;
    expect(employees.length).toBeGreaterThan(0);
    expect(employees.length).toBeLessThan(sandbox.control.employees().length);
    expect(employees.every(({ status }: { status: string }) => status === "Active")).toBe(true);
  });

  it("has texts only: ids, odd blanks, zero dates, names of countries", async () => {
    const sandbox = await sandboxWith({ employees: 0 });
    const boss = sandbox.control.upsertEmployee({
      firstName: "Cara",
      lastName: "Boss",
      workEmail: "c@acme.test",
    });
    sandbox.control.upsertEmployee({
      id: "77",
      firstName: "Mira",
      lastName: "Lindqvist",
      country: "GB",
      managerId: boss.id,
      startDate: "2022-04-01",
    });
    const names = [
      "id",
      "hireDate",
      "terminationDate",
      "country",
      "supervisorEId",
      "supervisorId",
      "supervisor",
      "workEmail",
    ];
    const { employees } = (await report(sandbox, names)).body;
    const mira = employees.find(({ id }: { id: string }) => id === "77");
    expect(mira).toMatchObject({
      hireDate: "2022-04-01",
      terminationDate: "0000-00-00",
      country: "United Kingdom",
      supervisorEId: boss.id,
      supervisor: "Boss, Cara",
    });
    expect(mira.supervisorId).not.toBe(boss.id);
    expect([null, ""]).toContain(mira.workEmail);
  });

  it("calls people on leave Active and future hires Inactive, without a job until asked for it", async () => {
    const sandbox = await sandboxWith({ employees: 0 });
    sandbox.control.upsertEmployee({ id: "1", status: "leave" });
    sandbox.control.upsertEmployee({
      id: "2",
      status: "onboarding",
      startDate: "2026-12-01",
      office: "London",
    });
    const fields = ["id", "status", "employmentHistoryStatus", "location"];
    const rows = async (query: string) => {
      const { employees } = (await report(sandbox, fields, {}, query)).body;
      return Object.fromEntries(employees.map((row: { id: string }) => [row.id, row]));
    };
    expect(await rows("")).toMatchObject({
      1: { status: "Active", employmentHistoryStatus: "On Leave" },
      2: { status: "Inactive", location: null, employmentHistoryStatus: null },
    });
    expect((await rows("&onlyCurrent=false"))["2"]).toMatchObject({ status: "Inactive", location: "London" });
  });

  it("takes leavers' managers away", async () => {
    const sandbox = await sandboxWith({ employees: 60 });
    const { employees } = (await report(sandbox, ["employmentHistoryStatus", "supervisorEId"])).body;
    const left = employees.filter(
      (row: Record<string, unknown>) => row.employmentHistoryStatus === "Terminated",
    );
    expect(left.length).toBeGreaterThan(0);
    expect(new Set(left.map((row: Record<string, unknown>) => row.supervisorEId))).toEqual(new Set([null]));
  });

  it("can be about some people only", async () => {
    const sandbox = await sandboxWith();
    const [first, second] = sandbox.control.employees().map(({ id }) => id);
    const answer = await report(sandbox, ["id"], {
      filters: { employeeIds: [Number(first), Number(second)] },
    });
    expect(idsOf(answer.body.employees).sort()).toEqual([first, second]);
  });

  it("reads a body with a charset as XML, and refuses 401 fields and other formats", async () => {
    const sandbox = await sandboxWith();
    const json = { fields: ["id"] };
    const charset = await ask(sandbox, REPORT, {
      json,
      headers: { "content-type": "application/json; charset=utf-8" },
    });
    expect([charset.status, charset.headers.get("x-bamboohr-error-message")]).toEqual([400, "Malformed XML"]);
    const many = Array.from({ length: 401 }, (_, index) => `field${index}`);
    expect((await report(sandbox, many)).status).toBe(400);
    expect((await ask(sandbox, "/api/v1/reports/custom?format=ODT", { json })).status).toBe(404);
    expect((await ask(sandbox, REPORT, { json: { fields: "id" } })).status).toBe(400);
  });

  it("can be gone, and can be spoiled", async () => {
    const sandbox = await sandboxWith({ employees: 5, faults: ["duplicate-id:x1", "drop-page=2:x1"] });
    const ids = async () => idsOf((await report(sandbox, ["id"])).body.employees);
    expect(new Set(await ids()).size).toBe(4);
    expect(await ids()).toHaveLength(3);
    expect(await ids()).toHaveLength(5);
    sandbox.control.setOptions({ vendors: { bamboohr: { hiddenAttributes: ["reports/custom"] } } });
    expect((await report(sandbox, ["id"])).status).toBe(410);
  });
});

describe("BambooHR data set", () => {
  function dataset(sandbox: Sandbox, json: object) {
    return ask(sandbox, DATASET, { json });
  }

  it("has pages with a total, 100 people unless asked for more", async () => {
    const sandbox = await sandboxWith({ employees: 120 });
    const asked = { fields: ["eeid"], orderBy: "eeid asc" };
    const first = (await dataset(sandbox, asked)).body;
    expect(first.meta).toEqual({ page: 1, pageSize: 100, totalPages: 2, totalItems: 120 });
    expect(first.links).toHaveProperty("next");
    const second = (await dataset(sandbox, { ...asked, page: 2 })).body;
    expect(second.links).toEqual({});
    const ids = [...first.data, ...second.data].map(({ fields }) => fields.eeid);
    expect(ids).toEqual(sandbox.control.employees().map(({ id }) => id));
    expect((await dataset(sandbox, { ...asked, pageSize: 1001 })).status).toBe(422);
  });

  it("refuses unknown fields and an order by a field that was not asked for", async () => {
    const sandbox = await sandboxWith();
    const unknown = await dataset(sandbox, { fields: ["eeid", "workEmail"] });
    expect([unknown.status, unknown.body]).toEqual([
      400,
      expect.objectContaining({ code: "INVALID_ARGUMENT", detail: "Invalid field name: employee_workEmail" }),
    ]);
    expect((await dataset(sandbox, { fields: ["email"], orderBy: "eeid asc" })).body.code).toBe("UE-1001");
  });

  it("names invisible fields in every row", async () => {
    const sandbox = await sandboxWith({ vendors: { bamboohr: { hiddenAttributes: ["workEmail"] } } });
    const { data } = (await dataset(sandbox, { fields: ["eeid", "email"] })).body;
    expect(data[0]).toEqual({
      fields: { eeid: expect.any(String), email: null },
      _restrictedFields: ["email"],
    });
  });

  it("can have a wrong total and repeated pages", async () => {
    const sandbox = await sandboxWith({ employees: 6, faults: ["wrong-total=3:x1", "repeat-page:x1"] });
    const page = async (number: number) =>
      (await dataset(sandbox, { fields: ["eeid"], orderBy: "eeid asc", page: number, pageSize: 3 })).body;
    const first = await page(1);
    expect(first.meta.totalItems).toBe(9);
    expect((await page(2)).data).toEqual(first.data);
    expect((await page(2)).data).not.toEqual(first.data);
  });
});

describe("BambooHR lists", () => {
  it("counts employees and leads through them by cursor", async () => {
    const sandbox = await sandboxWith({ employees: 5 });
    const ids: string[] = [];
    let cursor: string | null = null;
    do {
      const after: string = cursor === null ? "" : `&page[after]=${cursor}`;
      const { body } = await ask(sandbox, `/api/v1/employees?page[limit]=2${after}`);
      expect(body.meta.total).toBe(5);
      ids.push(...body.data.map(({ employeeId }: { employeeId: string }) => employeeId));
      cursor = body.meta.page.nextCursor;
    } while (cursor !== null);
    expect(ids.sort()).toEqual(sandbox.control.employees().map(({ id }) => id));
    for (const query of ["page[limit]=2501", "page[limit]=0", "page[after]=nowhere"]) {
      expect((await ask(sandbox, `/api/v1/employees?${query}`)).body.code, query).toBe("BadPage");
    }
  });

  it("are XML unless JSON is asked for", async () => {
    const sandbox = await sandboxWith();
    for (const path of [
      "/api/v1/employees",
      "/api/v1/meta/fields",
      "/api/v1/employees/all/tables/customBankDetails",
    ]) {
      const answer = await ask(sandbox, path, { headers: { accept: "*/*" } });
      expect([answer.status, answer.headers.get("content-type")], path).toEqual([
        200,
        "text/xml; charset=utf-8",
      ]);
    }
  });

  it("give the company's fields numbers of its own", async () => {
    const numbers = [];
    for (const seed of [1, 2]) {
      const { body } = await ask(await sandboxWith({ seed }), "/api/v1/meta/fields");
      numbers.push(body.find(({ alias }: { alias: string }) => alias === "customIBAN"));
    }
    expect(numbers).toEqual([
      { id: 4337, name: "IBAN", type: "text", alias: "customIBAN" },
      { id: 4437, name: "IBAN", type: "text", alias: "customIBAN" },
    ]);
  });

  it("have a bank table with earlier and announced rows, unsorted, if it may be seen", async () => {
    const sandbox = await sandboxWith({ employees: 0 });
    sandbox.control.upsertEmployee({ id: "5", iban: "GB33BUKB20201555555555", bic: "BUKBGB22XXX" });
    sandbox.control.upsertEmployee({ id: "6" });
    const path = "/api/v1/employees/all/tables/customBankDetails";
    const { body } = await ask(sandbox, path);
    expect(
      body.map(({ employeeId, date }: { employeeId: string; date: string }) => [employeeId, date]),
    ).toEqual([
      ["5", "2999-01-01"],
      ["5", "2001-01-01"],
      ["5", "2002-02-02"],
    ]);
    expect(body[2].iban).toBe("GB33BUKB20201555555555");
    expect((await ask(sandbox, "/api/v1/employees/6/tables/customBankDetails")).body).toEqual([]);
    expect((await ask(sandbox, "/api/v1/employees/all/tables/other")).status).toBe(404);
    sandbox.control.setOptions({ vendors: { bamboohr: { hiddenAttributes: ["customBankDetails"] } } });
    expect((await ask(sandbox, path)).status).toBe(403);
  });
});

describe("BambooHR limits", () => {
  it("are off unless asked for, and tell only those they refuse when to come back", async () => {
    const sandbox = await sandboxWith({ vendors: { bamboohr: { rateLimit: { limit: 1 } } } });
    const first = await ask(sandbox, "/api/v1/employees");
    expect([first.status, first.headers.get("retry-after")]).toEqual([200, null]);
    const refused = await ask(sandbox, "/api/v1/employees");
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "60"]);
    expect(refused.headers.get("x-ratelimit-limit")).toBeNull();
  });
});
