import { afterEach, describe, expect, it } from "vitest";
import type { HttpRequest } from "../../../src/http/types.js";
import type { ProviderConnection } from "../../../src/providers/provider.js";
import { workday } from "../../../src/providers/workday/index.js";
import type { WorkdaySettings } from "../../../src/providers/workday/settings.js";
import { isProblem, type Problem } from "../../../src/shared/errors.js";
import type { Employee } from "../../../src/sync/model/employee.js";
import { connectTo, readAll } from "../../conformance/harness.js";
import { type Loopback, type LoopbackAnswer, startLoopback } from "../../conformance/loopback.js";
import { enrollment, fixture, page, worker } from "./messages.js";

const CREDENTIALS = {
  restEndpoint: "https://wd3-services1.myworkday.com/ccx/api/v1/acme",
  username: "ISU_Spendesk",
  password: "p:ä 🔑",
};
const REPORT_PATH = "/ccx/service/customreport2/acme/hr.reports/People_%26_Cards";
const REPORT_URL = `https://wd3-services1.myworkday.com${REPORT_PATH}?format=simplexml&Company%21WID=a1&Company%21WID=b2`;
const BANKS = { bankDetails: "report", reportUrl: REPORT_URL };
const RULES = { reportColumns: "cardPolicy", reportUrl: REPORT_URL };
const IBAN = "GB33BUKB20201555555555";

const ELECTIONS = page("Get_Payment_Election_Enrollments", [enrollment("a1", IBAN)], 1, 1);

let server: Loopback | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

interface Script {
  readonly report: LoopbackAnswer | ((times: number) => LoopbackAnswer | Promise<LoopbackAnswer>);
  /** Two active ones by default. */
  readonly workers?: LoopbackAnswer;
  readonly credentials?: Partial<typeof CREDENTIALS>;
}

/** A Workday with workers and a report. */
async function connect({ report, workers, credentials }: Script, settings: object, secrets: string[] = []) {
  let times = 0;
  server = await startLoopback(({ url }) => {
    if (url.pathname.includes("Cash_Management")) return ELECTIONS;
    if (!url.pathname.includes("customreport2")) return workers ?? people("a1", "b2");
    times += 1;
    return typeof report === "function" ? report(times) : report;
  });
  const vendor = { url: server.url, credentials: { ...CREDENTIALS, ...credentials } };
  return { server, connection: connectTo(workday, vendor, settings, secrets) };
}

async function read(script: Script, settings: object): Promise<readonly Employee[]> {
  const { connection } = await connect(script, settings);
  const { employees, outcome } = await readAll(workday, connection);
  expect(outcome.complete).toBe(true);
  return employees;
}

async function problemOf(attempt: Promise<unknown>): Promise<Problem> {
  const error: unknown = await attempt.catch((reason: unknown) => reason);
  if (!isProblem(error)) throw new Error("no problem");
  return error;
}

function people(...ids: readonly string[]): LoopbackAnswer {
  return page(
    "Get_Workers",
    ids.map((id) => worker(id)),
    ids.length,
    1,
  );
}

function rows(...entries: readonly object[]): LoopbackAnswer {
  return { status: 200, json: { Report_Entry: entries } };
}

/** A connection that has less patience or room for the report than the provider would have. */
function withReportLimits(
  connection: ProviderConnection<WorkdaySettings>,
  limits: Pick<HttpRequest, "timeoutMs" | "maxBytes">,
): ProviderConnection<WorkdaySettings> {
  const { http } = connection;
  const request = (call: HttpRequest) => http.request({ ...call, ...(call.method === "GET" && limits) });
  return { ...connection, http: { ...http, request } };
}

function reportsAsked(): number {
  return (server?.log ?? []).filter(({ method }) => method === "GET").length;
}

describe("workday custom report request", () => {
  it("asks for JSON at the pasted address, with the prompts and the user's plain name", async () => {
    const secrets: string[] = [];
    const { server, connection } = await connect({ report: rows({ workdayId: "a1" }) }, BANKS, secrets);
    await readAll(workday, connection);
    const request = server.log[1];
    expect([request?.method, request?.url.pathname]).toEqual(["GET", REPORT_PATH]);
    expect(request?.url.searchParams.getAll("format")).toEqual(["json"]);
    expect(request?.url.searchParams.getAll("Company!WID")).toEqual(["a1", "b2"]);
    const encoded = Buffer.from(`ISU_Spendesk:${CREDENTIALS.password}`).toString("base64");
    expect(request?.headers.authorization).toBe(`Basic ${encoded}`);
    expect(secrets).toContain(encoded);
  });

  it("takes the tenant off the user's name, and no other ending", async () => {
    for (const [username, expected] of [
      ["ISU@acme", "ISU:"],
      ["ISU@other", "ISU@other:"],
    ] as const) {
      const { server, connection } = await connect({ report: rows(), credentials: { username } }, BANKS);
      await readAll(workday, connection);
      const header = String(server.log[1]?.headers.authorization).replace("Basic ", "");
      expect(Buffer.from(header, "base64").toString()).toBe(`${expected}${CREDENTIALS.password}`);
      await server.close();
    }
  });

  it("is one call, made only when something is wanted of the report", async () => {
    await read({ report: rows() }, BANKS);
    expect(server?.log).toHaveLength(2);
    await server?.close();
    await read({ report: rows() }, {});
    expect(server?.log).toHaveLength(1);
  });

  it.each([
    ["another host", "https://wd5.myworkday.com/ccx/service/customreport2/acme/o/r"],
    ["another tenant", "https://wd3-services1.myworkday.com/ccx/service/customreport2/acme_impl/o/r"],
  ])("does not send the password to %s", async (_name, reportUrl) => {
    const { connection } = await connect({ report: rows() }, { ...BANKS, reportUrl });
    expect(await problemOf(readAll(workday, connection))).toMatchObject({
      kind: "configuration",
      code: "report_elsewhere",
      next: expect.stringContaining("View URLs"),
    });
    expect(reportsAsked()).toBe(0);
  });
});

describe("workday custom report", () => {
  it("gives bank details by the workers' ids", async () => {
    const script = {
      workers: { status: 200, xml: fixture("get-workers.xml") },
      report: { status: 200, json: JSON.parse(fixture("report.json")) },
    };
    const { connection } = await connect(script, BANKS);
    const { employees } = await readAll(workday, connection);
    expect(employees.slice(0, 3).map(({ bank }) => bank?.reveal())).toEqual([
      { iban: "DE89 3704 0044 0532 0130 00", bic: "COBADEFFXXX" },
      { iban: IBAN, bic: null },
      undefined,
    ]);
    expect(employees[0]?.custom).not.toHaveProperty("cardPolicy");
  });

  it("gives further attributes for rules, as text, and null where there is none", async () => {
    const report = rows(
      { workdayId: "a1", cardPolicy: " Travel ", grade: 7, iban: IBAN },
      { workdayId: "b2" },
    );
    const settings = { ...RULES, reportColumns: "cardPolicy, grade" };
    const [first, second] = await read({ report }, settings);
    expect(first?.custom).toMatchObject({ cardPolicy: "Travel", grade: "7", workerKind: "employee" });
    expect(second?.custom).toMatchObject({ cardPolicy: null, grade: null });
    expect(first).not.toHaveProperty("bank");
  });

  it.each<[string, unknown, string | null]>([
    ["an instance", { Descriptor: "G7", ID: [{ type: "WID", $: "07" }] }, "G7"],
    ["a group", [{ cardPolicy: " G7 " }], "G7"],
    ["a group with an alias of its own", [{ cardPolicy: "G7", since: "2026" }], "G7"],
    ["a group of one instance", [{ policy: { Descriptor: "G7" } }], "G7"],
    [
      "several values, each once",
      [{ cardPolicy: "G7" }, { cardPolicy: "G8" }, { cardPolicy: "G7" }],
      "G7,G8",
    ],
    ["a list of texts", ["G7", 8, null], "G7,8"],
    ["an empty list", [], null],
    ["an empty object", {}, null],
  ])("reads %s", async (_name, cardPolicy, expected) => {
    const report = rows({ workdayId: "a1", cardPolicy }, { workdayId: "b2", cardPolicy: "x" });
    const [first] = await read({ report }, RULES);
    expect(first?.custom.cardPolicy).toBe(expected);
  });

  it("names workers by another id as well, with every digit", async () => {
    const numbered = worker("a1").replace(">Ea1<", ">0042<");
    const large = worker("b2").replace(">Eb2<", ">12345678901234567890<");
    const workers = page("Get_Workers", [numbered, large], 2, 1);
    const writtenJson = `{"Report_Entry":[{"no":0042,"cardPolicy":"A \\"1\\" -2"},{"no":12345678901234567890,"cardPolicy":1.50}]}`;
    const report = { status: 200, writtenJson };
    const employees = await read({ workers, report }, { ...RULES, reportWorkerColumn: "no" });
    expect(employees.map(({ custom }) => custom.cardPolicy)).toEqual(['A "1" -2', "1.50"]);
  });

  it("gives nobody what an id says that two workers share", async () => {
    const workers = page(
      "Get_Workers",
      [worker("a1").replace(">Ea1<", ">7<"), worker("b2").replace(">Eb2<", ">7<")],
      2,
      1,
    );
    const report = rows({ employeeId: "7", iban: IBAN });
    const employees = await read({ workers, report }, { ...BANKS, reportWorkerColumn: "employeeId" });
    for (const employee of employees) expect(employee).not.toHaveProperty("bank");
  });

  it("guesses no account when rows of one worker differ", async () => {
    const report = rows(
      { workdayId: "a1", iban: IBAN, bic: "BUKBGB22XXX" },
      { workdayId: "a1", iban: "DE89370400440532013000", bic: "BUKBGB22XXX" },
      { workdayId: "a1", iban: IBAN, bic: "BUKBGB22XXX" },
      { workdayId: "b2", iban: IBAN, bic: "BUKBGB22XXX" },
      { workdayId: "b2", iban: IBAN, bic: "BUKBGB22XXX" },
    );
    const [first, second] = await read({ report }, BANKS);
    expect(first?.bank?.reveal()).toMatchObject({
      iban: null,
      bic: "BUKBGB22XXX",
    });
    expect(first?.bank?.unclear).toMatch(/several rows.*one row per worker/);
    expect(second?.bank?.reveal()).toMatchObject({ iban: IBAN });
    expect(second?.bank?.unclear).toBeNull();
  });

  it("tells an empty value from one that may not be read", async () => {
    const report = rows({ workdayId: "a1", iban: IBAN }, { workdayId: "b2" });
    const [, second] = await read({ report }, BANKS);
    expect(second?.bank?.reveal()).toEqual({ iban: null });
  });

  it("stands beside payment elections for rules only", async () => {
    const report = rows({ workdayId: "a1", cardPolicy: "Travel", iban: "DE89370400440532013000" });
    const [first] = await read({ report }, { ...RULES, bankDetails: "payment-elections" });
    expect(first?.bank?.reveal()).toMatchObject({ iban: IBAN });
    expect(first?.custom.cardPolicy).toBe("Travel");
  });
});

describe("workday custom report that can't be used", () => {
  const FORBIDDEN = { status: 403, html: "<h1>No</h1>" };
  const MISSING = { status: 404, html: "<h1>No</h1>" };

  it.each([FORBIDDEN, MISSING])(
    "leaves out bank details, and nothing else, with status $status",
    async (report) => {
      for (const employee of await read({ report }, BANKS)) expect(employee).not.toHaveProperty("bank");
      expect(reportsAsked()).toBe(1);
    },
  );

  it.each([FORBIDDEN, MISSING])("stops when rules need it, with status $status", async (report) => {
    const { connection } = await connect({ report }, RULES);
    expect(await problemOf(readAll(workday, connection))).toMatchObject({
      kind: report.status === 403 ? "credentials" : "configuration",
      code: "report_not_available",
      next: expect.stringMatching(/Enable As Web Service.*Share.*View URLs.*reportUrl/),
    });
  });

  it.each([BANKS, RULES])("is thrown by the live check, so that it is mended first", async (settings) => {
    const { connection } = await connect({ report: MISSING }, settings);
    await expect(workday.verify(connection)).rejects.toMatchObject({ code: "report_not_available" });
  });

  it("is asked for once when the sign-in is refused", async () => {
    const { connection } = await connect({ report: { status: 401, html: "" } }, BANKS);
    expect(await problemOf(readAll(workday, connection))).toMatchObject({
      kind: "credentials",
      code: "report_sign_in_refused",
      next: expect.stringMatching(/Manage Authentication Policies.*connect workday/),
    });
    expect(reportsAsked()).toBe(1);
  });

  it("is a temporary problem that names the sharing when it stays at status 500", async () => {
    const { connection } = await connect({ report: { status: 500, html: "oops" } }, BANKS);
    expect(await problemOf(readAll(workday, connection))).toMatchObject({
      kind: "temporary",
      code: "report_failed",
      next: expect.stringContaining("tab Share"),
    });
    expect(reportsAsked()).toBe(5);
  });

  it("is read after trouble on the way", async () => {
    const report = (times: number) =>
      times === 1 ? { status: 503, html: "busy" } : rows({ workdayId: "a1", iban: IBAN });
    const [first] = await read({ report }, BANKS);
    expect(first?.bank?.reveal()).toMatchObject({ iban: IBAN });
  });

  it.each<[string, LoopbackAnswer, string]>([
    ["a web page", { status: 200, html: "<h1>Log in</h1>" }, "not_workday"],
    ["XML", { status: 200, xml: "<wd:Report_Data/>" }, "not_workday"],
    ["a list", { status: 200, json: [] }, "unexpected_answer"],
    ["something else", { status: 200, json: { Report_Entry: ["x"] } }, "unexpected_answer"],
    ["half of it", { ...rows({ workdayId: "a1" }), truncated: true }, "answer_cut_off"],
  ])("is a temporary problem when it is %s", async (_name, report, code) => {
    const { connection } = await connect({ report }, BANKS);
    expect(await problemOf(readAll(workday, connection))).toMatchObject({ kind: "temporary", code });
  });

  it("is a temporary problem that says how to make it faster when the time is over, asked once", async () => {
    const { connection } = await connect({ report: () => new Promise<never>(() => {}) }, BANKS);
    const impatient = withReportLimits(connection, { timeoutMs: 200 });
    expect(await problemOf(readAll(workday, impatient))).toMatchObject({
      kind: "temporary",
      code: "timed_out",
      next: expect.stringContaining("calculated fields"),
    });
    expect(reportsAsked()).toBe(1);
  });

  it("is a problem of the report when it is too large", async () => {
    const report = rows({ workdayId: "a1", note: "x".repeat(5000) });
    const { connection } = await connect({ report }, BANKS);
    const small = withReportLimits(connection, { maxBytes: 1000 });
    expect(await problemOf(readAll(workday, small))).toMatchObject({
      kind: "configuration",
      code: "report_too_large",
    });
  });

  it("names the columns that are not there, and those that are", async () => {
    const { connection } = await connect({ report: rows({ workdayId: "a1", policy: "Travel" }) }, RULES);
    const problem = await problemOf(readAll(workday, connection));
    expect(problem).toMatchObject({ kind: "configuration", code: "report_column_missing" });
    expect(problem.message).toContain("cardPolicy");
    expect(problem.why).toContain("workdayId, policy");
    expect(problem.next).toMatch(/XML Alias of cardPolicy.*View/);
    expect(problem.why).not.toContain("Travel");
  });

  it.each([
    ["RULES", RULES, "cardPolicy", { Level: "G7", Step: "1" }],
    ["BANKS", BANKS, "iban", [{ account: { a: IBAN, b: IBAN } }]],
    ["BANKS", BANKS, "workdayId", [[[[["a1"]]]]]],
  ])("names a column that can't be read, for %s", async (_name, settings, column, value) => {
    const report = rows({ workdayId: "a1", cardPolicy: "x", [column]: value });
    const { connection } = await connect({ report }, settings);
    const problem = await problemOf(readAll(workday, connection));
    expect(problem).toMatchObject({ kind: "configuration", code: "report_column_unreadable" });
    expect(problem.message).toContain(column);
    expect(problem.next).toMatch(/outside of a group/);
    expect(`${problem.message} ${problem.why}`).not.toContain(IBAN);
    await expect(workday.verify(connection)).rejects.toMatchObject({ code: "report_column_unreadable" });
  });

  it("leaves out bank details when no column holds the workers' ids, and the live check says so", async () => {
    const report = rows({ id: "a1", iban: IBAN });
    for (const employee of await read({ report }, BANKS)) expect(employee).not.toHaveProperty("bank");
    await server?.close();
    const { connection } = await connect({ report }, BANKS);
    await expect(workday.verify(connection)).rejects.toMatchObject({ code: "report_column_missing" });
  });

  it("stops when rules need it and most of the active people are not in it", async () => {
    const report = rows({ workdayId: "a1", cardPolicy: "Travel" });
    const workers = people("a1", "b2", "c3");
    const { connection } = await connect({ report, workers }, RULES);
    expect(await problemOf(readAll(workday, connection))).toMatchObject({
      code: "report_lacks_workers",
      message: expect.stringContaining("2 of 3"),
      next: expect.stringContaining("All Active and Terminated Workers"),
    });
  });

  it("stops when rules need it and it has nobody", async () => {
    const { connection } = await connect({ report: { status: 200, json: {} } }, RULES);
    await expect(readAll(workday, connection)).rejects.toMatchObject({ code: "report_lacks_workers" });
  });

  it("never has its values in a message", async () => {
    const report = rows({ id: "a1", iban: IBAN, bic: "BUKBGB22XXX" });
    const { connection } = await connect({ report }, RULES);
    const { message, why, next } = await problemOf(readAll(workday, connection));
    expect(`${message} ${why} ${next}`).not.toMatch(new RegExp(`${IBAN}|BUKBGB22`, "u"));
  });
});

describe("workday custom report verification", () => {
  it("says which columns of bank details are not there", async () => {
    const report = rows({ workdayId: "a1", iban: IBAN }, { workdayId: "b2" });
    const { connection } = await connect({ report }, BANKS);
    const findings = (await workday.verify(connection)).findings.filter(({ field }) =>
      field.startsWith("bank."),
    );
    expect(findings.map(({ field, state }) => [field, state])).toEqual([
      ["bank.iban", "ok"],
      ["bank.bic", "missing"],
    ]);
    expect(findings[1]?.next).toMatch(/^BIC: .*XML Alias of bic .*View/);
  });

  it("says nothing of bank details when only rules need the report", async () => {
    const report = rows({ workdayId: "a1", cardPolicy: "Travel" }, { workdayId: "b2" });
    const { connection } = await connect({ report }, RULES);
    const fields = (await workday.verify(connection)).findings.map(({ field }) => field);
    expect(fields.filter((field) => field.startsWith("bank."))).toEqual([]);
  });
});
