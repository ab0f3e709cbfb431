import { describe, expect, it } from "vitest";
import type { Sandbox } from "../../src/sandbox/sandbox.js";
import { type Answer, call, NOON, sandboxWith } from "./client.js";

const WORKERS = "Human_Resources/v44.0";
const ELECTIONS = "Cash_Management/v44.0";
const EVERYTHING = [
  "<Include_Reference>true</Include_Reference>",
  "<Include_Personal_Information>true</Include_Personal_Information>",
  "<Include_Employment_Information>true</Include_Employment_Information>",
  "<Include_Organizations>true</Include_Organizations>",
  "<Include_Management_Chain_Data>true</Include_Management_Chain_Data>",
].join("");

interface Request {
  readonly service?: string;
  readonly tenant?: string;
  readonly operation?: string;
  readonly username?: string;
  readonly password?: string;
  readonly content?: string;
  /** What is accepted; absent: gzip too. */
  readonly encoding?: string;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Sends a SOAP message, with the right credentials unless told otherwise. */
async function ask(sandbox: Sandbox, request: Request = {}): Promise<Answer> {
  const { username, password } = sandbox.credentials.workday;
  const {
    service = WORKERS,
    tenant = "acme_sandbox",
    operation = "Get_Workers",
    content = "",
    username: user = `${username}@${tenant}`,
    password: secret = String(password),
    encoding,
  } = request;
  const token = `<UsernameToken><Username>${user}</Username><Password Type="text">${escaped(secret)}</Password></UsernameToken>`;
  const body = `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Header><Security>${token}</Security></e:Header><e:Body><b:${operation}_Request xmlns:b="urn:com.workday/bsvc">${content}</b:${operation}_Request></e:Body></e:Envelope>`;
  const url = `${sandbox.providerUrl("workday")}/ccx/service/${tenant}/${service}`;
  return call("POST", url, {
    body,
    headers: { "content-type": "text/xml", ...(encoding && { "accept-encoding": encoding }) },
  });
}

function filter(parts: { page?: number; count?: number; day?: string; moment?: string }): string {
  const { page = 1, count = 999, day, moment } = parts;
  return `<Response_Filter>${day ? `<As_Of_Effective_Date>${day}</As_Of_Effective_Date>` : ""}${moment ? `<As_Of_Entry_DateTime>${moment}</As_Of_Entry_DateTime>` : ""}<Page>${page}</Page><Count>${count}</Count></Response_Filter>`;
}

function wids({ body }: Answer): string[] {
  return [...String(body).matchAll(/<wd:Worker_Reference[^>]*><wd:ID wd:type="WID">([0-9a-f]{32})</gu)].map(
    (match) => match[1] ?? "",
  );
}

/** Texts of every element of that name. */
function texts({ body }: Answer, name: string): string[] {
  const found = String(body).matchAll(new RegExp(`<wd:${name}(?: [^>]*)?>([^<]*)</wd:${name}>`, "gu"));
  return [...found].map((match) => match[1] ?? "");
}

async function emptySandbox(): Promise<Sandbox> {
  return sandboxWith({ employees: 0 });
}

describe("Workday sign-in", () => {
  it.each<[string, Request, RegExp]>([
    ["a wrong password", { password: "wrong" }, /authenticationError.*invalid username or password/],
    ["a user name without the tenant", { username: "ISU_Spendesk" }, /authenticationError/],
    ["an unknown service", { service: "Staffing/v44.0" }, /web service or version is invalid/],
    [
      "an address without a version",
      { service: "Human_Resources/latest" },
      /web service or version is invalid/,
    ],
    ["another operation", { operation: "Get_Payees" }, /web service or version is invalid/],
  ])("answers %s with a fault of status 500", async (_name, request, expected) => {
    const answer = await ask(await sandboxWith(), request);
    expect(answer.status).toBe(500);
    expect(answer.body).toMatch(expected);
  });

  it("answers an unknown tenant with a web page", async () => {
    const answer = await ask(await sandboxWith(), { tenant: "other" });
    expect([answer.status, answer.headers.get("content-type")]).toEqual([404, "text/html;charset=UTF-8"]);
  });

  it("needs the password escaped", async () => {
    const sandbox = await sandboxWith();
    expect(sandbox.credentials.workday.password).toMatch(/[<&]/);
    expect((await ask(sandbox)).status).toBe(200);
  });

  it("tells a missing right from wrong credentials", async () => {
    const sandbox = await sandboxWith({ vendors: { workday: { forbidden: true } } });
    expect((await ask(sandbox)).body).toContain("The task submitted is not authorized");
  });
});

describe("Workday Get_Workers", () => {
  it.each([
    ["page zero", filter({ page: 0 }), /Page number cannot be zero/],
    ["more than 999 at once", filter({ count: 1000 }), /Count must be between/],
    ["a wrong order of elements", `<Response_Group/>${filter({})}`, /Response_Filter is not expected/],
  ])("refuses %s", async (_name, content, expected) => {
    const answer = await ask(await sandboxWith(), { content });
    expect(answer.status).toBe(500);
    expect(answer.body).toMatch(/Client\.validationError/);
    expect(answer.body).toMatch(expected);
  });

  it.each([
    [0, 1, 0, "0"],
    [100, 1, 100, "1"],
    [101, 2, 1, "2"],
    [250, 3, 50, "3"],
  ])("of %i people gives page %i with %i", async (employees, page, expected, pages) => {
    const answer = await ask(await sandboxWith({ employees }), { content: filter({ page, count: 100 }) });
    expect(wids(answer)).toHaveLength(expected);
    expect(texts(answer, "Total_Results")).toEqual([String(employees)]);
    expect(texts(answer, "Total_Pages")).toEqual([pages]);
    expect(String(answer.body).includes("Response_Data")).toBe(expected > 0);
  });

  it("gives 100 without a count, everybody included", async () => {
    expect(wids(await ask(await sandboxWith({ employees: 120 })))).toHaveLength(100);
  });

  it("shows the people of a moment, whoever was added since", async () => {
    const sandbox = await sandboxWith({ employees: 150 });
    const page = (number: number, moment?: string) =>
      ask(sandbox, { content: filter({ page: number, count: 100, ...(moment && { moment }) }) });
    const first = await page(1, "2026-09-30T12:00:00Z");
    for (let count = 0; count < 20; count += 1) sandbox.control.upsertEmployee({ lastName: `New ${count}` });
    const second = await page(2, "2026-09-30T12:00:00Z");
    expect(new Set([...wids(first), ...wids(second)]).size).toBe(150);
    expect(texts(second, "Total_Results")).toEqual(["150"]);
    expect(texts(await page(2), "Total_Results")).toEqual(["170"]);
  });

  it("leaves out the inactive, people on inactivating leaves among them, only when asked to", async () => {
    const sandbox = await sandboxWith({ employees: 200 });
    const criteria =
      "<Request_Criteria><Exclude_Inactive_Workers>true</Exclude_Inactive_Workers></Request_Criteria>";
    const active = await ask(sandbox, { content: `${criteria}${filter({})}` });
    const people = sandbox.control.employees();
    const count = (status: string) => people.filter((person) => person.status === status).length;
    expect(wids(active).length).toBeGreaterThanOrEqual(count("active"));
    expect(wids(active).length).toBeLessThan(count("active") + count("leave"));
    expect(wids(await ask(sandbox, { content: filter({}) }))).toHaveLength(200);
  });

  it("leaves out contingent workers when asked to", async () => {
    const sandbox = await sandboxWith({ employees: 60 });
    const criteria =
      "<Request_Criteria><Exclude_Contingent_Workers>true</Exclude_Contingent_Workers></Request_Criteria>";
    const answer = await ask(sandbox, { content: `${criteria}${filter({})}` });
    const internal = sandbox.control.employees().filter((person) => person.employmentType === "internal");
    expect(wids(answer)).toHaveLength(internal.length);
    expect(answer.body).not.toContain("Contingent_Worker_ID");
  });

  it("gives only the groups that are asked for as soon as one is", async () => {
    const sandbox = await sandboxWith();
    const only = await ask(sandbox, {
      content: `${filter({})}<Response_Group><Include_Reference>true</Include_Reference></Response_Group>`,
    });
    expect(wids(only)).toHaveLength(60);
    expect(only.body).not.toMatch(/Personal_Data|Employment_Data|Organization_Data/);
    const byDefault = await ask(sandbox, { content: filter({}) });
    expect(byDefault.body).toMatch(/Personal_Data/);
    expect(byDefault.body).not.toMatch(/Management_Chain_Data/);
  });

  it("shows a worker in Workday's own way", async () => {
    const sandbox = await emptySandbox();
    const boss = sandbox.control.upsertEmployee({ firstName: "Cara", lastName: "Boss" });
    const person = sandbox.control.upsertEmployee({
      firstName: "Mira",
      lastName: "O'Neill & Co",
      workEmail: "mira@acme.test",
      office: "London",
      country: "GB",
      jobTitle: "Designer",
      legalEntity: "Acme UK Ltd",
      managerId: boss.id,
      startDate: "2022-04-01",
    });
    const answer = await ask(sandbox, {
      content: `${filter({})}<Response_Group>${EVERYTHING}</Response_Group>`,
    });
    const mine = String(answer.body)
      .split("<wd:Worker>")
      .find((part) => part.includes(`<wd:ID wd:type="Employee_ID">00${person.id}<`));
    expect(mine).toContain('wd:Formatted_Name="Mira O\'Neill &amp; Co"');
    expect(mine).toContain('<wd:ID wd:type="Communication_Usage_Type_ID">WORK</wd:ID>');
    expect(mine).toContain('<wd:ID wd:type="ISO_3166-1_Alpha-2_Code">GB</wd:ID>');
    expect(mine).toContain("London");
    expect(mine).toContain('<wd:ID wd:type="Organization_Type_ID">COMPANY</wd:ID>');
    expect(mine).toMatch(/Manager_Reference.*Boss|Boss.*Manager_Reference/);
    expect(mine).toMatch(/<wd:Hire_Date>2022-04-01(?:-08:00)?</);
    // Not the primary job, and before it.
    expect(mine?.indexOf("First Aider")).toBeLessThan(mine?.indexOf("Designer") ?? 0);
    expect(mine).not.toContain("<wd:Termination_Date>");
  });

  it("has organizations beside each position, and those of all jobs in the worker's own list", async () => {
    const sandbox = await sandboxWith({ employees: 40 });
    const answer = await ask(sandbox, {
      content: `${filter({})}<Response_Group>${EVERYTHING}</Response_Group>`,
    });
    const workers = String(answer.body).split("<wd:Worker>").slice(1);
    const jobs = workers.flatMap(
      (part) => part.match(/<wd:Worker_Job_Data.*?<\/wd:Worker_Job_Data>/gu) ?? [],
    );
    expect(jobs.length).toBeGreaterThan(40);
    for (const job of jobs) {
      const [position = "", beside = ""] = job.split("</wd:Position_Data>");
      expect(position).not.toContain("Organization");
      expect(beside).toContain("<wd:Position_Organizations_Data>");
    }
    const own = workers.map((part) => /<\/wd:Employment_Data>.*/u.exec(part)?.[0] ?? "");
    const firstOf = (part: string) => /Organization_Name>([^<]+)</u.exec(part)?.[1];
    expect(new Set(own.map(firstOf)).has("First Aid")).toBe(true);
    expect(own.filter((part) => firstOf(part) !== "First Aid").length).toBeGreaterThan(20);
    const chains = (element: string) => workers.filter((part) => part.includes(element)).length;
    expect(chains("Position_Supervisory_Management_Chain_Data")).toBeGreaterThan(0);
    expect(chains("Worker_Supervisory_Management_Chain_Data")).toBeGreaterThan(0);
  });

  it("names people as their country does", async () => {
    const sandbox = await emptySandbox();
    sandbox.control.upsertEmployee({ id: "1", firstName: "小明", lastName: "王", country: "CN" });
    sandbox.control.upsertEmployee({ id: "2", firstName: "Siti", lastName: "binti Tarudin", country: "MY" });
    const { body } = await ask(sandbox, {
      content: `${filter({})}<Response_Group>${EVERYTHING}</Response_Group>`,
    });
    expect(body).toMatch(/<wd:Local_Name_Detail_Data><wd:First_Name>小明</u);
    expect(body).toMatch(
      /Malaysia>Siti(?: Alexis)? binti Tarudin<\/wd:Full_Name_for_Singapore_and_Malaysia>/u,
    );
  });

  it("gives large answers only packed", async () => {
    const sandbox = await sandboxWith({ employees: 300 });
    const content = `${filter({})}<Response_Group>${EVERYTHING}</Response_Group>`;
    const packed = await ask(sandbox, { content });
    expect([packed.status, packed.headers.get("content-encoding")]).toEqual([200, "gzip"]);
    const plain = await ask(sandbox, { content, encoding: "identity" });
    expect([plain.status, String(plain.body).includes("governedError")]).toEqual([406, true]);
    const small = await ask(sandbox, { content: filter({ count: 2 }), encoding: "identity" });
    expect([small.status, small.headers.get("content-encoding")]).toEqual([200, null]);
  });

  it("lets flags follow the effective date", async () => {
    const sandbox = await emptySandbox();
    sandbox.control.upsertEmployee({ id: "7", startDate: "2026-10-15", endDate: "2026-10-20" });
    const flags = async (day: string) => {
      const answer = await ask(sandbox, {
        content: `${filter({ day })}<Response_Group>${EVERYTHING}</Response_Group>`,
      });
      return [texts(answer, "Active"), texts(answer, "Terminated")].map(
        ([value]) => value === "1" || value === "true",
      );
    };
    expect(await flags("2026-10-14")).toEqual([false, false]);
    expect(await flags("2026-10-15")).toEqual([true, false]);
    expect(await flags("2026-10-20")).toEqual([true, false]);
    expect(await flags("2026-10-21")).toEqual([false, true]);
  });

  it("has no job for future hires, and neither job nor address for former contingent workers", async () => {
    const sandbox = await emptySandbox();
    const mail = { workEmail: "x@acme.test", jobTitle: "Designer", office: "London" };
    sandbox.control.upsertEmployee({ id: "1", ...mail, status: "onboarding", startDate: "2026-12-01" });
    sandbox.control.upsertEmployee({ id: "2", ...mail, status: "inactive", employmentType: "external" });
    const answer = await ask(sandbox, {
      content: `${filter({})}<Response_Group>${EVERYTHING}</Response_Group>`,
    });
    expect(answer.body).not.toContain("Position_Data");
    expect(texts(answer, "Email_Address")).toEqual(["x@acme.test"]);
  });

  it.each([
    ["Person Data: Name", "Name_Data"],
    ["Person Data: Work Contact Information", "WORK"],
    ["Worker Data: Current Staffing Information", "Worker_Status_Data"],
    ["Worker Data: All Positions", "Position_Data"],
    ["Worker Data: Organization Information", "Organization_Name"],
  ])("leaves out without a fault what the domain %s would give", async (domain, element) => {
    const content = `${filter({})}<Response_Group>${EVERYTHING}</Response_Group>`;
    const all = await ask(await sandboxWith(), { content });
    const less = await ask(await sandboxWith({ vendors: { workday: { hiddenAttributes: [domain] } } }), {
      content,
    });
    expect(less.status).toBe(200);
    expect(all.body).toContain(element);
    expect(less.body).not.toContain(element);
    expect(wids(less)).toEqual(wids(all));
  });

  it("answers the same bytes for the same seed", async () => {
    const bodies = [];
    for (const seed of [3, 3, 4]) bodies.push((await ask(await sandboxWith({ seed }))).body);
    expect(bodies[1]).toBe(bodies[0]);
    expect(bodies[2]).not.toBe(bodies[0]);
  });

  it("has pages spoiled by faults", async () => {
    const sandbox = await sandboxWith({ employees: 30, faults: ["wrong-total=2:x1", "drop-page=3:x1"] });
    const content = filter({});
    expect(texts(await ask(sandbox, { content }), "Total_Results")).toEqual(["32"]);
    expect(wids(await ask(sandbox, { content }))).toHaveLength(27);
    expect(wids(await ask(sandbox, { content }))).toHaveLength(30);
  });

  it("limits calls with a fault, and only when asked to", async () => {
    const sandbox = await sandboxWith({ vendors: { workday: { rateLimit: { limit: 2 } } } });
    const statuses = [];
    for (let count = 0; count < 3; count += 1) statuses.push((await ask(sandbox)).status);
    expect(statuses).toEqual([200, 200, 500]);
  });
});

describe("Workday payment elections", () => {
  const request = { service: ELECTIONS, operation: "Get_Payment_Election_Enrollments", content: filter({}) };

  it("show the account of everybody who has one", async () => {
    const sandbox = await sandboxWith();
    const answer = await ask(sandbox, request);
    const ibans = sandbox.control.employees().flatMap(({ iban }) => iban ?? []);
    expect(texts(answer, "Total_Results")).toEqual([String(ibans.length)]);
    expect(texts(answer, "IBAN")).toEqual(expect.arrayContaining(ibans));
  });

  it("are refused without their domain", async () => {
    const hiddenAttributes = ["Worker Data: Payroll (Payment Elections)"];
    const answer = await ask(await sandboxWith({ vendors: { workday: { hiddenAttributes } } }), request);
    expect([answer.status, String(answer.body).includes("not authorized")]).toEqual([500, true]);
  });
});

describe("Workday custom report", () => {
  const PLACE = "acme_sandbox/hr.reports/Spendesk_People";

  function askReport(
    sandbox: Sandbox,
    { place = PLACE, query = "?format=json", user = "ISU_Spendesk", secret = "" } = {},
  ): Promise<Answer> {
    const password = secret || sandbox.credentials.workday.password;
    const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
    const url = `${sandbox.providerUrl("workday")}/ccx/service/customreport2/${place}${query}`;
    return call("GET", url, { headers: { authorization } });
  }

  function rows({ body }: Answer): Record<string, string>[] {
    return body.Report_Entry;
  }

  it("has everybody but future hires in one answer", async () => {
    const sandbox = await sandboxWith({ employees: 700 });
    const answer = await askReport(sandbox);
    const there = sandbox.control.employees().filter((person) => person.status !== "onboarding");
    expect(rows(answer)).toHaveLength(there.length);
    expect(new Set(rows(answer).map(({ workdayId }) => workdayId)).size).toBe(there.length);
    expect(there.length).toBeLessThan(700);
  });

  it("has texts, instances and groups, and leaves out what is empty", async () => {
    const sandbox = await emptySandbox();
    const person = { id: "7", startDate: "2022-04-01", team: "Brand", iban: null, office: "London" };
    sandbox.control.upsertEmployee({ ...person, languages: ["English", "French"] });
    expect(rows(await askReport(sandbox))).toEqual([
      {
        workdayId: "0f1e2d3c4b5a69780000000000000007",
        employeeId: "007",
        active: "1",
        hireDate: "2022-04-01",
        squad: "Brand",
        site: { Descriptor: "London", ID: [{ type: "Location_ID", $: "LONDON" }] },
        languages: [{ language: "English" }, { language: "French" }],
      },
    ]);
  });

  it("has no list at all when there is nobody", async () => {
    expect((await askReport(await emptySandbox())).body).toEqual({});
  });

  it("is XML unless JSON is asked for", async () => {
    const answer = await askReport(await sandboxWith(), { query: "" });
    expect(answer.headers.get("content-type")).toContain("text/xml");
    expect(answer.body).toMatch(/^<wd:Report_Data.*<wd:workdayId>0f1e/);
  });

  it("leaves out the columns that the user has no View on", async () => {
    const hiddenAttributes = ["Worker Data: Payroll (Payment Elections)"];
    const columns = async (sandbox: Sandbox) =>
      new Set(rows(await askReport(sandbox)).flatMap((row) => Object.keys(row)));
    expect(await columns(await sandboxWith())).toContain("iban");
    const less = await columns(await sandboxWith({ vendors: { workday: { hiddenAttributes } } }));
    expect([...less]).not.toEqual(expect.arrayContaining(["iban"]));
    expect(less).toContain("squad");
  });

  it.each([
    ["a wrong password", { secret: "wrong" }, 401],
    ["the user's name with the tenant", { user: "ISU_Spendesk@acme_sandbox" }, 401],
    ["another tenant", { place: "other/hr.reports/Spendesk_People" }, 404],
    ["another name", { place: "acme_sandbox/hr.reports/People" }, 404],
  ])("answers %s with a web page", async (_name, request, status) => {
    const answer = await askReport(await sandboxWith(), request);
    expect([answer.status, answer.headers.get("content-type")]).toEqual([status, "text/html;charset=UTF-8"]);
  });

  it("is refused when it is not shared with the user", async () => {
    const sandbox = await sandboxWith({ vendors: { workday: { hiddenAttributes: ["Spendesk_People"] } } });
    expect((await askReport(sandbox)).status).toBe(403);
    expect((await ask(sandbox)).status).toBe(200);
  });

  it("lacks people when a fault says so", async () => {
    const sandbox = await sandboxWith({ employees: 30, faults: ["drop-page=4:x1"] });
    const spoiled = rows(await askReport(sandbox)).length;
    expect(rows(await askReport(sandbox))).toHaveLength(spoiled + 4);
  });
});

describe("the day of the sandbox", () => {
  it("is the effective date when none is asked for", async () => {
    const sandbox = await emptySandbox();
    const today = new Date(NOON).toISOString().slice(0, 10);
    sandbox.control.upsertEmployee({ id: "7", startDate: today });
    const content = `${filter({})}<Response_Group>${EVERYTHING}</Response_Group>`;
    expect(["1", "true"]).toContain(texts(await ask(sandbox, { content }), "Active")[0]);
  });
});
