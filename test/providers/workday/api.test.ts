import { XMLParser } from "fast-xml-parser";
import { afterEach, describe, expect, it } from "vitest";
import { workday } from "../../../src/providers/workday/index.js";
import { isProblem, type Problem } from "../../../src/shared/errors.js";
import { dayInZone } from "../../../src/sync/model/dates.js";
import { connectTo, readAll } from "../../conformance/harness.js";
import {
  type Loopback,
  type LoopbackAnswer,
  type LoopbackRequest,
  startLoopback,
} from "../../conformance/loopback.js";
import { enrollment, fault, page, soap, worker } from "./messages.js";

const CREDENTIALS = {
  restEndpoint: "https://wd3-services1.myworkday.com/ccx/api/v1/acme",
  username: "ISU_Spendesk",
  password: `p<&>"'] 🔑 ä`,
};
const WITH_BANKS = { bankDetails: "payment-elections" };

const RESPONSE_GROUP = [
  ...["Include_Reference", "Include_Personal_Information", "Include_Employment_Information"],
  ...["Include_Organizations", "Exclude_Organization_Support_Role_Data", "Exclude_Location_Hierarchies"],
  ...["Exclude_Cost_Centers", "Exclude_Cost_Center_Hierarchies", "Exclude_Companies"],
  ...["Exclude_Company_Hierarchies", "Exclude_Matrix_Organizations", "Exclude_Pay_Groups"],
  ...["Exclude_Regions", "Exclude_Region_Hierarchies", "Exclude_Supervisory_Organizations"],
  ...["Exclude_Teams", "Exclude_Custom_Organizations", "Include_Roles", "Include_Management_Chain_Data"],
  ...["Include_User_Account", "Exclude_Funds", "Exclude_Fund_Hierarchies", "Exclude_Grants"],
  ...["Exclude_Grant_Hierarchies", "Exclude_Business_Units", "Exclude_Business_Unit_Hierarchies"],
  ...["Exclude_Programs", "Exclude_Program_Hierarchies", "Exclude_Gifts", "Exclude_Gift_Hierarchies"],
];

interface Asked {
  readonly page: number;
  readonly count: number;
  /** Requests for this kind of thing so far, this one included. */
  readonly times: number;
  readonly body: string;
}

interface Script {
  workers?(asked: Asked): LoopbackAnswer | Promise<LoopbackAnswer>;
  elections?(asked: Asked): LoopbackAnswer;
}

let server: Loopback | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

/** A Workday that answers what a test says. */
async function connect(script: Script, settings: object = {}, secrets: string[] = []) {
  const times = { workers: 0, elections: 0 };
  const started = await startLoopback(({ body, url }) => {
    const number = (name: string) => Number(new RegExp(`<wd:${name}>(\\d+)<`).exec(body)?.[1]);
    const kind = url.pathname.includes("Cash_Management") ? "elections" : "workers";
    times[kind] += 1;
    const asked = { page: number("Page"), count: number("Count"), times: times[kind], body };
    if (kind === "elections") return script.elections?.(asked) ?? electionsPage([], 0);
    return script.workers?.(asked) ?? workersPage(["a1"], 1);
  });
  server = started;
  const vendor = { url: started.url, credentials: CREDENTIALS };
  return { server: started, connection: connectTo(workday, vendor, settings, secrets) };
}

async function problemOf(script: Script, settings: object = {}): Promise<Problem> {
  const { connection } = await connect(script, settings);
  const error: unknown = await readAll(workday, connection).catch((reason: unknown) => reason);
  if (!isProblem(error)) throw new Error("no problem");
  return error;
}

function workersPage(ids: readonly string[], total: number | null, pages: number | null = null) {
  return page(
    "Get_Workers",
    ids.map((id) => worker(id)),
    total,
    pages,
  );
}

function electionsPage(items: readonly string[], total: number) {
  return page("Get_Payment_Election_Enrollments", items, total, Math.ceil(total / 500));
}

/** The page asked for, of `total` workers. */
function workersOf(total: number) {
  return ({ page: number, count }: Asked) => {
    const from = (number - 1) * count;
    const ids = Array.from({ length: Math.max(0, Math.min(count, total - from)) }, (_, i) => `w${from + i}`);
    return workersPage(ids, total, Math.ceil(total / count));
  };
}

/** A SOAP request as a strict reader sees it. */
function opened({ body }: Pick<LoopbackRequest, "body">) {
  const parser = new XMLParser({ removeNSPrefix: true, parseTagValue: false, htmlEntities: true });
  return parser.parse(body).Envelope;
}

function between(body: string, name: string): string {
  return body.split(`<wd:${name}>`)[1]?.split(`</wd:${name}>`)[0] ?? "";
}

describe("workday request", () => {
  it("carries user name with tenant and password in the body only, properly escaped", async () => {
    const { server, connection } = await connect({});
    await readAll(workday, connection);
    const [request] = server.log;
    if (!request) throw new Error("no request");
    expect(request.url.pathname).toBe("/ccx/service/acme/Human_Resources/v44.0");
    expect(request.headers).toMatchObject({
      "content-type": "text/xml; charset=utf-8",
      soapaction: '""',
      accept: "text/xml",
    });
    expect(request.headers).not.toHaveProperty("authorization");
    const { Username, Password } = opened(request).Header.Security.UsernameToken;
    expect([Username, Password]).toEqual(["ISU_Spendesk@acme", CREDENTIALS.password]);
  });

  it("tells the redactor the escaped form of the password", async () => {
    const secrets: string[] = [];
    const { server, connection } = await connect({}, {}, secrets);
    await readAll(workday, connection);
    expect(secrets).toHaveLength(1);
    expect(server.log[0]?.body).toContain(secrets[0]);
  });

  it("has its elements in the order of the schema and asks for leavers, not for pay", async () => {
    const { server, connection } = await connect({});
    await readAll(workday, connection);
    const request = opened(server.log[0] ?? { body: "" }).Body.Get_Workers_Request;
    expect(Object.keys(request)).toEqual(["Request_Criteria", "Response_Filter", "Response_Group"]);
    expect(request.Request_Criteria).toEqual({
      Exclude_Inactive_Workers: "false",
      Exclude_Employees: "false",
      Exclude_Contingent_Workers: "false",
    });
    expect(Object.keys(request.Response_Filter)).toEqual([
      "As_Of_Effective_Date",
      "As_Of_Entry_DateTime",
      "Page",
      "Count",
    ]);
    const included = Object.entries(request.Response_Group).filter(([, value]) => value === "true");
    expect(included.map(([name]) => name).filter((name) => name.startsWith("Include_"))).toEqual([
      "Include_Reference",
      "Include_Personal_Information",
      "Include_Employment_Information",
      "Include_Organizations",
      "Include_Management_Chain_Data",
    ]);
    // The whole group in the order of docs/vendors/workday.md §3.1.
    expect(Object.keys(request.Response_Group)).toEqual(RESPONSE_GROUP);
  });

  it("follows the settings for contingent workers, organizations and version", async () => {
    const settings = {
      contingentWorkers: "exclude",
      teamOrganization: "business_unit",
      departmentOrganization: "ACME_Squad",
      apiVersion: "v45.2",
    };
    const { server, connection } = await connect({}, settings);
    await readAll(workday, connection);
    const [request] = server.log;
    const { Request_Criteria, Response_Group } = opened(request ?? { body: "" }).Body.Get_Workers_Request;
    expect(Request_Criteria.Exclude_Contingent_Workers).toBe("true");
    expect(Response_Group).toMatchObject({
      Exclude_Business_Units: "false",
      Exclude_Custom_Organizations: "false",
      Exclude_Teams: "true",
      Exclude_Companies: "false",
    });
    expect(request?.url.pathname).toMatch(/\/v45\.2$/);
    expect(request?.body).toContain('wd:version="v45.2"');
  });

  it("speaks of one moment on every page, also when it starts again", async () => {
    const all = workersOf(1200);
    const { server, connection } = await connect(
      {
        workers: (asked) =>
          asked.count === 500 && asked.page === 2 ? { status: 504, html: "slow" } : all(asked),
        elections: () => electionsPage([], 0),
      },
      WITH_BANKS,
    );
    await readAll(workday, connection);
    const moments = server.log.map(({ body }) => between(body, "As_Of_Entry_DateTime"));
    expect(moments.length).toBeGreaterThan(5);
    expect(new Set(moments).size).toBe(1);
    expect(moments[0]).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);
  });

  it("asks for the day in the company's zone", async () => {
    const days = [];
    for (const timezone of ["Pacific/Kiritimati", "Pacific/Pago_Pago"]) {
      const { server, connection } = await connect({});
      await readAll(workday, { ...connection, today: () => dayInZone(new Date(), timezone) });
      days.push(between(server.log[0]?.body ?? "", "As_Of_Effective_Date"));
      await server.close();
    }
    // 25 hours apart, so never on the same day.
    expect(days[0]).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(String(days[0]) > String(days[1])).toBe(true);
  });
});

describe("workday refusals", () => {
  const validation =
    "<detail><w:Validation_Fault><w:Validation_Error><w:Detail_Message>Bad page</w:Detail_Message><w:Xpath>/ns:Page[1]</w:Xpath></w:Validation_Error></w:Validation_Fault></detail>";
  it.each<[string, LoopbackAnswer, object]>([
    [
      "a wrong password",
      fault("Client.authenticationError", "invalid username or password"),
      {
        kind: "credentials",
        code: "credentials_refused",
        next: /Manage Authentication Policies.*connect workday/,
      },
    ],
    [
      "a missing permission",
      fault("Server.processingError", "Processing error occurred. The task submitted is not authorized."),
      { kind: "credentials", code: "permission_missing", next: /Activate Pending Security Policy Changes/ },
    ],
    [
      "an unknown version",
      fault("Client", "The web service or version is invalid for the requested operation"),
      { kind: "configuration", code: "version_unknown", next: /apiVersion/ },
    ],
    [
      "an invalid request",
      fault("Client.validationError", "Validation error occurred.", validation),
      { kind: "unexpected", code: "request_refused", why: /Bad page at \/ns:Page\[1\]/ },
    ],
    [
      "a refusal by status 403 that says something else",
      { ...fault("Server.processingError", "Something broke"), status: 403 },
      { kind: "credentials", code: "permission_missing", why: /Something broke/ },
    ],
    [
      "another fault",
      fault("Server.processingError", "Something broke"),
      { kind: "temporary", code: "workday_failed", why: /Something broke/ },
    ],
    [
      "an answer of another operation",
      soap("<Other_Response/>"),
      { kind: "temporary", code: "unexpected_answer" },
    ],
  ])("are asked for once and told apart: %s", async (_name, answer, expected) => {
    const problem = await problemOf({ workers: () => answer });
    expectProblem(problem, expected);
    expect(server?.log).toHaveLength(1);
  });

  it("are told by the fault, whatever the status", async () => {
    for (const status of [200, 401, 500]) {
      const answer = { ...fault("Client.authenticationError", "x"), status };
      expect((await problemOf({ workers: () => answer })).code).toBe("credentials_refused");
      await server?.close();
    }
  });

  it.each<[string, LoopbackAnswer, object]>([
    [
      "a page not found",
      { status: 404, html: "<h1>No</h1>" },
      { kind: "configuration", next: /View API Clients/ },
    ],
    [
      "a page that asks to log in",
      { status: 200, html: "<h1>Log in</h1>" },
      { kind: "temporary", code: "not_workday", next: /maintained.*View API Clients/ },
    ],
    [
      "a web page with status 401",
      { status: 401, html: "<h1>No</h1>" },
      { kind: "credentials", code: "credentials_refused", why: /no reason.*proxy or firewall/ },
    ],
    [
      "nothing at all with status 403",
      { status: 403, html: "" },
      { kind: "credentials", code: "permission_missing", next: /Maintain IP Ranges/ },
    ],
    [
      "a page that is gone",
      { status: 410, html: "" },
      { kind: "configuration", code: "api_outdated", next: /apiVersion/ },
    ],
    ["JSON", { status: 200, json: { message: "ok" } }, { code: "not_workday" }],
    ["maintenance", { status: 503, html: "<h1>Back soon</h1>" }, { kind: "temporary", next: /maintained/ }],
  ])("don't come from Workday: %s", async (_name, answer, expected) => {
    expectProblem(await problemOf({ workers: () => answer }), expected);
  });

  it("refuse a message with a document type", async () => {
    const xml = `<!DOCTYPE a [<!ENTITY b "c">]>${workersPage(["a1"], 1).xml}`;
    expect((await problemOf({ workers: () => ({ status: 200, xml }) })).code).toBe("not_workday");
  });

  it("give a temporary problem when nobody answers", async () => {
    const { server: stopped, connection } = await connect({});
    await stopped.close();
    await expect(readAll(workday, connection)).rejects.toMatchObject({ kind: "temporary" });
  });

  it("never repeat a password that is refused after trouble on the way more than the client does", async () => {
    const refused = fault("Client.authenticationError", "invalid username or password");
    const problem = await problemOf({
      workers: ({ times }) => (times === 1 ? { status: 502, html: "gateway" } : refused),
    });
    expect(problem.code).toBe("credentials_refused");
    expect(server?.log.length).toBeLessThanOrEqual(5);
  });
});

describe("workday reading", () => {
  it("takes 10 calls for 5,000 people without bank details", async () => {
    const { server, connection } = await connect({ workers: workersOf(5000) });
    const { employees, outcome } = await readAll(workday, connection);
    expect(outcome).toEqual({ complete: true, total: 5000 });
    expect(employees).toHaveLength(5000);
    expect(server.log).toHaveLength(workday.requests.count(5000));
    expect(workday.requests.count(5000)).toBe(10);
    expect(employees[0]).not.toHaveProperty("bank");
  });

  it("has three calls at once, not more", async () => {
    const all = workersOf(3500);
    // Answers but the first, which is asked for alone, are held back until as many calls wait as may.
    let waiting: (() => void)[] = [];
    let unanswered = 7;
    const { server, connection } = await connect({
      workers: async (asked) => {
        if (unanswered === 7) {
          unanswered -= 1;
          return all(asked);
        }
        const held = new Promise<void>((resolve) => waiting.push(resolve));
        if (waiting.length === Math.min(3, unanswered)) {
          unanswered -= waiting.length;
          const group = waiting;
          waiting = [];
          // A moment in which a call too many would show.
          await new Promise((resolve) => setTimeout(resolve, 20));
          for (const release of group) release();
        }
        await held;
        return all(asked);
      },
    });
    expect((await readAll(workday, connection)).outcome.complete).toBe(true);
    expect(server.mostAtOnce()).toBe(3);
  });

  it.each<[string, LoopbackAnswer]>([
    ["a gateway's time-out", { status: 504, html: "slow" }],
    ["an answer that is cut off", { ...workersPage(["a1"], 1), truncated: true }],
    ["a server error without a fault", { status: 500, html: "oops" }],
    [
      "a fault that says so",
      fault("Server.processingError", "Processing error occurred. The request timed out."),
    ],
    [
      "an answer beyond Workday's limits",
      { ...fault("Server.governedError", "Request governed"), status: 406 },
    ],
  ])("starts again with half the page after %s", async (_name, trouble) => {
    const all = workersOf(600);
    const { server, connection } = await connect({
      workers: (asked) => (asked.count > 125 ? trouble : all(asked)),
    });
    const { employees, outcome } = await readAll(workday, connection);
    expect(outcome).toEqual({ complete: true, total: 600 });
    expect(employees).toHaveLength(600);
    const counts = server.log.map(({ body }) => Number(between(body, "Count")));
    expect([...new Set(counts)]).toEqual([500, 250, 125]);
    expect(counts.filter((count) => count === 125)).toHaveLength(5);
  });

  it("starts again with half the page when the time for an answer is over, without repeating it", async () => {
    const all = workersOf(300);
    const { server, connection } = await connect({
      workers: (asked) => (asked.count === 500 ? new Promise<never>(() => {}) : all(asked)),
    });
    const { http } = connection;
    const impatient = {
      ...http,
      request: (request: Parameters<typeof http.request>[0]) => http.request({ ...request, timeoutMs: 300 }),
    };
    const { outcome } = await readAll(workday, { ...connection, http: impatient });
    expect(outcome).toEqual({ complete: true, total: 300 });
    expect(server.log.map(({ body }) => between(body, "Count"))).toEqual(["500", "250", "250"]);
  });

  it("tries a throttled call again, and no page smaller for it", async () => {
    const all = workersOf(300);
    const busy = fault("Server.processingError", "Too many concurrent web service requests: throttled");
    const { server, connection } = await connect({
      workers: (asked) => (asked.times === 1 ? busy : all(asked)),
    });
    expect((await readAll(workday, connection)).outcome).toEqual({ complete: true, total: 300 });
    expect(server.log.map(({ body }) => between(body, "Count"))).toEqual(["500", "500"]);
  });

  it("says so when Workday stays too busy, and what its limits are about when it governs", async () => {
    const busy = fault("Server.processingError", "The call was throttled");
    expectProblem(await problemOf({ workers: () => busy }), {
      kind: "temporary",
      code: "throttled",
      next: /other integrations/,
    });
    await server?.close();
    const governed = { ...fault("Server.governedError", "Request governed"), status: 406 };
    expectProblem(await problemOf({ workers: () => governed }), {
      kind: "temporary",
      code: "governed",
      why: /"Request governed".*gzip/,
      next: /Accept-Encoding: gzip/,
    });
  });

  it("gives up when the smallest page is too much as well", async () => {
    const problem = await problemOf({ workers: () => ({ status: 504, html: "slow" }) });
    expect(problem).toMatchObject({ kind: "temporary", code: "server_error" });
    expect(new Set(server?.log.map(({ body }) => between(body, "Count")))).toEqual(
      new Set(["500", "250", "125"]),
    );
  });

  it("is incomplete when a worker has no Workday id", async () => {
    const { connection } = await connect({
      workers: () => page("Get_Workers", [worker("a1"), "<Worker/>"], 2, 1),
    });
    expect((await readAll(workday, connection)).outcome).toMatchObject({
      complete: false,
      why: expect.stringContaining("no usable id"),
    });
  });

  it("reads on to an empty page when the total is not told", async () => {
    const all = workersOf(700);
    const { server, connection } = await connect({
      workers: (asked) => ({
        ...all(asked),
        xml: all(asked).xml?.replace(/<Response_Results>.*<\/Response_Results>/, "") ?? "",
      }),
    });
    expect((await readAll(workday, connection)).outcome).toEqual({ complete: true, total: 700 });
    expect(server.log).toHaveLength(3);
  });

  it("is incomplete when the total is not told and one page comes again", async () => {
    const { connection } = await connect({ workers: () => workersPage(["a1"], null) });
    expect((await readAll(workday, connection)).outcome).toEqual({
      complete: false,
      why: expect.stringMatching(/^page 2 of the list brought nothing new after the \d+ records before it$/),
    });
  });

  it("reads all pages when only the total is told", async () => {
    const all = workersOf(700);
    const { connection } = await connect({
      workers: (asked) => ({
        ...all(asked),
        xml: all(asked).xml?.replace(/<Total_Pages>\d+<\/Total_Pages>/, "") ?? "",
      }),
    });
    expect((await readAll(workday, connection)).outcome).toEqual({ complete: true, total: 700 });
  });

  it("is incomplete when fewer pages are told than there are people", async () => {
    const { connection } = await connect({
      workers: () => workersPage(["a1"], 700, 1),
    });
    expect((await readAll(workday, connection)).outcome).toMatchObject({
      complete: false,
      why: "1 of 700 employees came",
    });
  });

  it("stops at an empty page instead of following a wild total", async () => {
    const { server, connection } = await connect({
      workers: ({ page: number }) => workersPage(number === 1 ? ["a1"] : [], 90_000_000, 180_000),
    });
    expect((await readAll(workday, connection)).outcome.complete).toBe(false);
    expect(server.log.length).toBeLessThanOrEqual(2 + 3);
  });

  it("makes no call before the first page is asked for", async () => {
    const { server, connection } = await connect({});
    workday.readEmployees(connection);
    expect(server.log).toEqual([]);
  });

  it("stops when most active people have no work e-mail, naming the domains and the setting", async () => {
    const people = [worker("a1"), worker("b2", { email: null }), worker("c3", { email: null })];
    const script = { workers: () => page("Get_Workers", people, 3, 1) };
    expect(await problemOf(script)).toMatchObject({
      kind: "credentials",
      code: "work_emails_missing",
      why: expect.stringContaining("Private Work Email Integration"),
      next: expect.stringContaining("peopleWithoutWorkEmail"),
    });
    await server?.close();
    const { connection } = await connect(script, { peopleWithoutWorkEmail: "many" });
    expect((await readAll(workday, connection)).employees).toHaveLength(3);
  });
});

describe("workday bank details", () => {
  const people = { workers: () => workersPage(["a1", "b2"], 2, 1) };

  it("come from payment elections when asked for", async () => {
    const iban = "GB33BUKB20201555555555";
    const { server, connection } = await connect(
      { ...people, elections: () => electionsPage([enrollment("b2", iban)], 1) },
      WITH_BANKS,
    );
    const { employees, outcome } = await readAll(workday, connection);
    expect(outcome.complete).toBe(true);
    expect(employees.map(({ bank }) => bank?.reveal())).toEqual([
      { iban: null, bic: null },
      { iban, bic: "BUKBGB22XXX" },
    ]);
    const request = opened(server.log[1] ?? { body: "" }).Body.Get_Payment_Election_Enrollments_Request;
    expect(Object.keys(request)).toEqual(["Response_Filter"]);
    expect(server.log[1]?.url.pathname).toBe("/ccx/service/acme/Cash_Management/v44.0");
  });

  it("are left out, and nothing else, when the permission is missing", async () => {
    const elections = () => fault("Server.processingError", "The task submitted is not authorized.");
    const { connection } = await connect({ ...people, elections }, WITH_BANKS);
    const { employees, outcome } = await readAll(workday, connection);
    expect(outcome).toEqual({ complete: true, total: 2 });
    for (const employee of employees) expect(employee).not.toHaveProperty("bank");
  });

  it("make the read incomplete when some elections did not come", async () => {
    const elections = () => electionsPage([enrollment("b2", "x")], 2);
    const { connection } = await connect({ ...people, elections }, WITH_BANKS);
    expect((await readAll(workday, connection)).outcome).toEqual({
      complete: false,
      why: "1 of 2 payment elections came",
    });
  });
});

describe("workday verification", () => {
  it("looks at active people, then counts everybody", async () => {
    const { server, connection } = await connect({
      workers: ({ body }) =>
        between(body, "Exclude_Inactive_Workers") === "true"
          ? workersPage(["a1", "b2"], 2, 1)
          : workersPage(["c3"], 812, 812),
    });
    const report = await workday.verify(connection);
    expect(report).toMatchObject({ employees: 812, looked: 2 });
    expect(report).not.toHaveProperty("obstacles");
    expect(server.log.map(({ body }) => between(body, "Count"))).toEqual(["50", "1"]);
  });

  it("says that a worker without a Workday id keeps every read from being complete", async () => {
    const { connection } = await connect({
      workers: () => page("Get_Workers", [worker("a1"), "<Worker/>"], 2, 1),
    });
    const { obstacles } = await workday.verify(connection);
    expect(obstacles).toEqual([expect.objectContaining({ text: "1 record has no usable id" })]);
  });

  it("can't tell what is readable when there is nobody", async () => {
    const { connection } = await connect({ workers: () => workersPage([], 0, 0) }, WITH_BANKS);
    const report = await workday.verify(connection);
    expect(report.employees).toBe(0);
    expect(new Set(report.findings.map(({ state }) => state))).toEqual(new Set(["unknown"]));
  });

  it("reports on teams and bank details only when they are asked for", async () => {
    const { connection } = await connect({});
    const fields = (await workday.verify(connection)).findings.map(({ field }) => field);
    expect(fields).not.toContain("team");
    expect(fields.filter((field) => field.startsWith("bank."))).toEqual([]);
  });

  it("names the domain, the screen and the activation for what is missing", async () => {
    const { connection } = await connect({});
    const { findings } = await workday.verify(connection);
    const next = findings.find(({ field }) => field === "workLocation")?.next;
    expect(next).toMatch(/Integration Permissions.*Activate Pending.*Worker Data: All Positions/);
    expect(findings.find(({ field }) => field === "department")?.next).toMatch(/departmentOrganization/);
  });

  it("stops when most of the active people have no work e-mail", async () => {
    const people = [worker("a1"), worker("b2", { email: null }), worker("c3", { email: null })];
    const { connection } = await connect({ workers: () => page("Get_Workers", people, 3, 1) });
    await expect(workday.verify(connection)).rejects.toMatchObject({ code: "work_emails_missing" });
  });
});

function expectProblem(problem: Problem, expected: object): void {
  for (const [key, value] of Object.entries(expected)) {
    const actual = { kind: problem.kind, code: problem.code, why: problem.why, next: problem.next };
    expect(actual).toMatchObject({ [key]: value instanceof RegExp ? expect.stringMatching(value) : value });
  }
}
