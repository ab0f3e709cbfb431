import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createBanks } from "../../../src/providers/workday/banks.js";
import { type Banks, createEmployeeBuilder } from "../../../src/providers/workday/employees.js";
import { electionsIn } from "../../../src/providers/workday/payment-elections.js";
import { toRecord, type WorkerRecord } from "../../../src/providers/workday/worker.js";
import { parseXml } from "../../../src/providers/workday/xml.js";
import type { Employee } from "../../../src/sync/employee.js";
import { elementFrom, fixture, responseElements, worker } from "./messages.js";

const TODAY = "2026-02-10";
const SETTINGS = { departmentOrganization: "SUPERVISORY", teamOrganization: "acme_squad" };
const NO_BANKS: Banks = () => undefined;

function recordsIn(xml: string, settings = SETTINGS): WorkerRecord[] {
  return responseElements(xml, "Get_Workers", "Worker")
    .map((element) => toRecord(element, { today: TODAY, settings }))
    .filter((record) => record !== null);
}

function recordOf(xml: string): WorkerRecord {
  const record = toRecord(elementFrom(xml), { today: TODAY, settings: SETTINGS });
  if (!record) throw new Error("no record");
  return record;
}

function employeesOf(records: readonly WorkerRecord[], banks = NO_BANKS): Employee[] {
  return records.map(createEmployeeBuilder(records, banks));
}

/** A worker with this inside `Worker_Data`. */
function workerWith(data: string, id = "a1"): string {
  return `<Worker><Worker_Reference><ID type="WID">${id}</ID></Worker_Reference><Worker_Data>${data}</Worker_Data></Worker>`;
}

function email(address: string, usage: string, primary: string, isPublic: string): string {
  return `<Email_Address_Data><Email_Address>${address}</Email_Address><Usage_Data Public="${isPublic}"><Type_Data Primary="${primary}"><Type_Reference><ID type="Communication_Usage_Type_ID">${usage}</ID></Type_Reference></Type_Data></Usage_Data></Email_Address_Data>`;
}

function status(elements: string, employment = ""): WorkerRecord {
  return recordOf(
    workerWith(
      `<Employment_Data><Worker_Status_Data>${elements}</Worker_Status_Data>${employment}</Employment_Data>`,
    ),
  );
}

describe("workday mapping", () => {
  it("maps recorded shapes to employees", () => {
    const employees = employeesOf(recordsIn(fixture("get-workers.xml")));
    expect(JSON.parse(JSON.stringify(employees))).toEqual(JSON.parse(fixture("employees.expected.json")));
  });

  it("gives the same whatever the prefix of the namespace", () => {
    const other = fixture("get-workers.xml").replaceAll("wd:", "ns0:").replaceAll("xmlns:wd", "xmlns:ns0");
    expect(recordsIn(other)).toEqual(recordsIn(fixture("get-workers.xml")));
  });

  it("takes bank details from the elections", () => {
    const records = recordsIn(fixture("get-workers.xml"));
    const elections = responseElements(
      fixture("payment-elections.xml"),
      "Get_Payment_Election_Enrollments",
      "Payment_Election_Enrollment",
    ).flatMap((element) => electionsIn(element));
    const [ines, tom, leo] = employeesOf(records, createBanks(records, elections, {}));
    expect(ines?.bank?.reveal()).toEqual({
      iban: "DE89 3704 0044 0532 0130 00",
      bic: "COBADEFFXXX",
    });
    expect(tom?.bank?.reveal()).toEqual({ iban: null, bic: null });
    expect(leo?.bank?.reveal()).toEqual({ iban: null, bic: null });
  });

  it("leaves out what nobody has, and gives null where somebody else has it", () => {
    const bare = recordOf(workerWith("", "b2"));
    expect(employeesOf([bare])).toEqual([
      { id: "b2", status: "unknown", custom: { workerKind: null, timeType: null } },
    ]);
    const [, empty] = employeesOf([recordOf(worker("a1")), bare]);
    expect(empty).toMatchObject({ workEmail: null, firstName: null, startDate: null, terminationDate: null });
    expect(empty).not.toHaveProperty("manager");
    expect(empty).not.toHaveProperty("workLocation");
  });

  it("takes the department from the organization type of the settings", () => {
    const settings = { departmentOrganization: "cost_center", teamOrganization: "REGION" };
    const [ines] = employeesOf(recordsIn(fixture("get-workers.xml"), settings));
    expect(ines?.department).toBe("Finance");
    expect(ines).not.toHaveProperty("team");
  });

  it("never fails and never invents an id, whatever a worker holds", () => {
    const name = fc.constantFrom(
      "Worker_Data",
      "Employment_Data",
      "Worker_Status_Data",
      "Personal_Data",
      "Contact_Data",
      "ID",
      "Organization_Data",
    );
    const tree = fc.letrec<{ node: string }>((tie) => ({
      node: fc.oneof(
        fc.constantFrom("", "1", "text", "&amp;", "2026-13-45"),
        fc
          .tuple(name, fc.array(tie("node"), { maxLength: 3 }))
          .map(([tag, children]) => `<${tag} type="x">${children.join("")}</${tag}>`),
      ),
    }));
    fc.assert(
      fc.property(tree.node, (inside) => {
        expect(
          toRecord(elementFrom(`<Worker>${inside}</Worker>`), { today: TODAY, settings: SETTINGS }),
        ).toBe(null);
        expect(recordOf(workerWith(inside)).id).toBe("a1");
      }),
    );
  });
});

describe("workday work e-mail", () => {
  const cases: [string, string, string | null][] = [
    [
      "the primary one before others",
      email("a@x.test", "WORK", "0", "1") + email("b@x.test", "WORK", "1", "0"),
      "b@x.test",
    ],
    [
      "a public one before others",
      email("a@x.test", "WORK", "1", "0") + email("b@x.test", "WORK", "1", "1"),
      "b@x.test",
    ],
    [
      "the first of equals",
      email("a@x.test", "WORK", "1", "1") + email("b@x.test", "WORK", "1", "1"),
      "a@x.test",
    ],
    ["never one from home", email("a@x.test", "HOME", "1", "1"), null],
    ["one that is private", email("a@x.test", "WORK", "0", "0"), "a@x.test"],
  ];
  it.each(cases)("is %s", (_name, emails, expected) => {
    const data = `<Personal_Data><Contact_Data>${emails}</Contact_Data></Personal_Data>`;
    expect(recordOf(workerWith(data)).workEmail).toBe(expected);
  });

  it("is the login where it is an address and work e-mails are readable", () => {
    const withLogin = (login: string) => recordOf(workerWith(`<User_ID>${login}</User_ID>`, "b2"));
    const colleague = recordOf(worker("a1"));
    expect(employeesOf([colleague, withLogin("mira@acme.test")])[1]?.workEmail).toBe("mira@acme.test");
    expect(employeesOf([colleague, withLogin("mlind")])[1]?.workEmail).toBeNull();
    expect(employeesOf([withLogin("mira@acme.test")])[0]).not.toHaveProperty("workEmail");
  });
});

describe("workday names", () => {
  const detail = (name: string, parts: string) =>
    `<Name_Detail_Data Formatted_Name="${name}">${parts}</Name_Detail_Data>`;
  const named = (preferred: string) =>
    recordOf(
      workerWith(
        `<Personal_Data><Name_Data><Legal_Name_Data>${detail("Li Wei", "<First_Name>Wei</First_Name><Last_Name>Li</Last_Name>")}</Legal_Name_Data><Preferred_Name_Data>${preferred}</Preferred_Name_Data></Name_Data></Personal_Data>`,
      ),
    );

  it("are the preferred ones, both parts from the same block", () => {
    expect(named(detail("Willy", "<First_Name>Willy</First_Name>"))).toMatchObject({
      firstName: "Willy",
      lastName: null,
      displayName: "Willy",
    });
  });

  it("are the legal ones when there is no preferred one", () => {
    for (const preferred of ["", detail("", "")]) {
      expect(named(preferred)).toMatchObject({ firstName: "Wei", lastName: "Li", displayName: "Li Wei" });
    }
  });
});

describe("workday status", () => {
  const hired = "<Hire_Date>2020-01-01</Hire_Date>";
  const onLeave = "<Leave_Status_Data><On_Leave>1</On_Leave></Leave_Status_Data>";

  it.each([
    [
      "a rescinded hire",
      "<Hire_Rescinded>1</Hire_Rescinded><Hire_Date>2027-01-01</Hire_Date>",
      "inactive",
      "hire rescinded",
    ],
    ["a future hire", "<Active>0</Active><Hire_Date>2026-02-11</Hire_Date>", "pending", undefined],
    ["a rehire to come", "<Terminated>1</Terminated><Hire_Date>2026-02-11</Hire_Date>", "pending", undefined],
    ["a hire of today", "<Active>1</Active><Hire_Date>2026-02-10</Hire_Date>", "active", undefined],
    [
      "a terminated one",
      `<Active>0</Active><Terminated>1</Terminated>${hired}${onLeave}`,
      "inactive",
      undefined,
    ],
    ["an inactivating leave", `<Active>0</Active>${hired}${onLeave}`, "active", "leave"],
    ["a leave", `<Active>true</Active>${hired}${onLeave}`, "active", "leave"],
    ["an inactive one", `<Active>0</Active>${hired}`, "inactive", undefined],
    ["an active one", `<Active>1</Active><Terminated>false</Terminated>${hired}`, "active", undefined],
    ["one without flags", hired, "unknown", undefined],
  ])("of %s is told by the order of the tests", (_name, elements, expected, statusDetail) => {
    expect(status(elements)).toMatchObject({ status: expected, statusDetail });
  });

  it("is unknown when the status data are not readable", () => {
    expect(recordOf(workerWith("<Employment_Data/>"))).toMatchObject({
      status: "unknown",
      statusDetail: undefined,
    });
  });

  it.each([
    [
      "keeps a termination ahead",
      "<Active>1</Active><Termination_Date>2026-05-31</Termination_Date>",
      "2026-05-31",
    ],
    [
      "keeps a termination today",
      "<Active>1</Active><Termination_Date>2026-02-10</Termination_Date>",
      "2026-02-10",
    ],
    [
      "trusts the flags about a day that is over",
      "<Active>1</Active><Termination_Date>2026-02-09</Termination_Date>",
      null,
    ],
    [
      "ignores a termination before the hire",
      "<Terminated>1</Terminated><Termination_Date>2019-12-31</Termination_Date>",
      null,
    ],
    [
      "falls back on the end of employment",
      "<Terminated>1</Terminated><End_Employment_Date>2025-01-31-08:00</End_Employment_Date>",
      "2025-01-31",
    ],
    [
      "gives null for a day that does not exist",
      "<Terminated>1</Terminated><Termination_Date>2025-02-30</Termination_Date>",
      null,
    ],
  ])("%s", (_name, elements, expected) => {
    expect(status(`${elements}${hired}`).terminationDate).toBe(expected);
  });

  it("takes the end of the contract last, and not when it is over for somebody active", () => {
    const contract = (end: string) =>
      `<Worker_Contract_Data><Contract_End_Date>${end}</Contract_End_Date></Worker_Contract_Data>`;
    expect(status(`<Active>1</Active>${hired}`, contract("2026-12-31")).terminationDate).toBe("2026-12-31");
    expect(status(`<Active>1</Active>${hired}`, contract("2025-12-31")).terminationDate).toBeNull();
    expect(status(`<Terminated>1</Terminated>${hired}`, contract("2025-12-31")).terminationDate).toBe(
      "2025-12-31",
    );
  });
});

describe("workday XML", () => {
  it.each([
    ["a document type", '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'],
    ["a web page", "<!DOCTYPE html><html><body>Log in</body></html>"],
    ["a document that was cut off", "<a><b>1</b>"],
    ["another root", "<b></b>"],
    ["no XML", '{"a": 1}'],
    ["a reserved name", "<a><__proto__><x>1</x></__proto__></a>"],
    ["nothing", ""],
  ])("refuses %s", (_name, text) => {
    expect(parseXml(text, "a")).toBeNull();
  });
});
