import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createBanks, electionsIn } from "../../../src/providers/workday/banks.js";
import { type Banks, createEmployeeBuilder } from "../../../src/providers/workday/employees.js";
import { toRecord, type WorkerRecord } from "../../../src/providers/workday/worker.js";
import {
  attributeOf,
  childOf,
  childrenOf,
  parseXml,
  readXml,
  textAt,
  type XmlElement,
} from "../../../src/providers/workday/xml.js";
import type { Employee } from "../../../src/sync/model/employee.js";
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
    const whole = "<First_Name>Willy</First_Name><Last_Name>Lee</Last_Name>";
    expect(named(detail("Willy Lee", whole))).toMatchObject({
      firstName: "Willy",
      lastName: "Lee",
      displayName: "Willy Lee",
    });
  });

  it("are the legal ones when there is no preferred one, or half of one", () => {
    for (const preferred of ["", detail("", ""), detail("Willy", "<First_Name>Willy</First_Name>")]) {
      expect(named(preferred)).toMatchObject({ firstName: "Wei", lastName: "Li", displayName: "Li Wei" });
    }
  });

  const local = (parts: string) => `<Local_Name_Detail_Data>${parts}</Local_Name_Detail_Data>`;
  const full = (name: string) =>
    `<Full_Name_for_Singapore_and_Malaysia>${name}</Full_Name_for_Singapore_and_Malaysia>`;
  const inLocalScript = local("<First_Name>小明</First_Name><Last_Name>王</Last_Name>");
  it.each<[string, string, string | null, string | null]>([
    [
      "both last names",
      detail(
        "",
        "<First_Name>Ana</First_Name><Last_Name>García</Last_Name><Secondary_Last_Name>López</Secondary_Last_Name>",
      ),
      "Ana",
      "García López",
    ],
    ["the local script before one full name", detail("X Y", inLocalScript + full("Wang Xiao")), "小明", "王"],
    ["one full name before the formatted one", detail("Tan", full(" Tan Wei  Ming ")), "Tan", "Wei Ming"],
    [
      "the formatted name where half of a name is all there is",
      detail("Bob Smith", "<First_Name>Bob</First_Name>"),
      "Bob",
      "Smith",
    ],
    [
      "one part where there is one name only",
      detail("Suharto", "<Last_Name>Suharto</Last_Name>"),
      null,
      "Suharto",
    ],
    ["a formatted name of one word", detail("Suharto", ""), "Suharto", null],
    ["half of a local name", detail("", local("<First_Name>小明</First_Name>")), "小明", null],
    ["nothing", detail("", ""), null, null],
  ])("are %s", (_name, legal, firstName, lastName) => {
    const data = `<Personal_Data><Name_Data><Legal_Name_Data>${legal}</Legal_Name_Data></Name_Data></Personal_Data>`;
    expect(recordOf(workerWith(data))).toMatchObject({ firstName, lastName });
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
    [
      "a rescinded hire of somebody active",
      `<Active>1</Active>${hired}<Hire_Rescinded>1</Hire_Rescinded>`,
      "unknown",
      "hire rescinded, yet active",
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
      "expects a termination ahead",
      "<Active>1</Active><Termination_Date>2026-05-31</Termination_Date>",
      null,
      "2026-05-31",
    ],
    [
      "expects a termination of today that the flags do not know",
      "<Active>1</Active><Termination_Date>2026-02-10</Termination_Date>",
      null,
      "2026-02-10",
    ],
    [
      "trusts the flags about a day that is over",
      "<Active>1</Active><Termination_Date>2026-02-09</Termination_Date>",
      null,
      undefined,
    ],
    [
      "expects an end during a leave that inactivates",
      `<Active>0</Active><Termination_Date>2026-05-31</Termination_Date>${onLeave}`,
      null,
      "2026-05-31",
    ],
    [
      "counts an end of today that the flags confirm",
      "<Active>0</Active><Terminated>1</Terminated><Termination_Date>2026-02-10</Termination_Date>",
      "2026-02-10",
      undefined,
    ],
    [
      "ignores a termination before the hire",
      "<Terminated>1</Terminated><Termination_Date>2019-12-31</Termination_Date>",
      null,
      undefined,
    ],
    [
      "looks further where the termination is from before the hire",
      "<Active>1</Active><End_Employment_Date>2026-12-31</End_Employment_Date><Termination_Date>2019-12-31</Termination_Date>",
      null,
      "2026-12-31",
    ],
    [
      "falls back on the end of employment",
      "<Terminated>1</Terminated><End_Employment_Date>2025-01-31-08:00</End_Employment_Date>",
      "2025-01-31",
      undefined,
    ],
    [
      "gives null for a day that does not exist",
      "<Terminated>1</Terminated><Termination_Date>2025-02-30</Termination_Date>",
      null,
      undefined,
    ],
  ])("%s", (_name, elements, terminationDate, expectedEnd) => {
    expect(status(`${elements}${hired}`)).toMatchObject({ terminationDate, expectedEnd });
  });

  const contract = (end: string) =>
    `<Worker_Contract_Data><Contract_End_Date>${end}</Contract_End_Date></Worker_Contract_Data>`;
  const jobUntil = (end: string) =>
    `<Worker_Job_Data><Position_Data><End_Employment_Date>${end}</End_Employment_Date></Position_Data></Worker_Job_Data>`;

  it.each([
    ["of a contract", contract],
    ["of a position", jobUntil],
  ])("takes the end %s for an end only when the flags say so", (_name, until) => {
    const active = status(`<Active>1</Active>${hired}`, until("2026-12-31"));
    expect(active).toMatchObject({ status: "active", terminationDate: null, expectedEnd: "2026-12-31" });
    expect(status(`<Terminated>1</Terminated>${hired}`, until("2025-12-31"))).toMatchObject({
      status: "inactive",
      terminationDate: "2025-12-31",
    });
  });

  it("never makes somebody a leaver and an employee again because time moves on", () => {
    const end = "2026-06-15";
    const flags = fc.record({
      active: fc.constantFrom("", "0", "1"),
      terminated: fc.constantFrom("", "0", "1"),
    });
    const place = fc.constantFrom("Termination_Date", "End_Employment_Date", "contract", "position");
    fc.assert(
      fc.property(flags, place, ({ active, terminated }, where) => {
        const beside = where === "contract" ? contract(end) : where === "position" ? jobUntil(end) : "";
        const inside = beside === "" ? `<${where}>${end}</${where}>` : "";
        const worker = workerWith(
          `<Employment_Data><Worker_Status_Data><Active>${active}</Active>${hired}<Terminated>${terminated}</Terminated>${inside}</Worker_Status_Data>${beside}</Employment_Data>`,
        );
        const leaves = ["2026-06-13", "2026-06-14", end, "2026-06-16", "2026-06-17"].map((today) => {
          const record = toRecord(elementFrom(worker), { today, settings: SETTINGS });
          const { status: told, terminationDate } = record ?? {};
          return told === "inactive" || (!!terminationDate && terminationDate <= today);
        });
        expect(leaves.join()).toMatch(/^(?:false,?)*(?:true,?)*$/u);
      }),
    );
  });
});

describe("workday XML", () => {
  it("is the same however it is cut, without what is taken out of it", async () => {
    const text = `<x:a xmlns:x="urn:x" k="1"><x:list><x:row n="1">Zoë &amp; Bo</x:row><x:row>${"long ".repeat(20)}</x:row></x:list><row><![CDATA[<stays>]]></row></x:a>\n`;
    for (const size of [1, 3, 7, text.length]) {
      const taken: (string | null)[] = [];
      const take = (element: XmlElement) => taken.push(textAt(element));
      const root = await readXml(cut(text, size), "a", { within: "list", name: "row", take });
      expect(taken).toEqual(["Zoë & Bo", "long ".repeat(20).trim()]);
      expect(textAt(root, "row")).toBe("<stays>");
      expect(attributeOf(root, "k")).toBe("1");
      expect(childrenOf(childOf(root, "list"), "row")).toEqual([]);
    }
  });

  it("keeps signs that XML does not know as they are written", () => {
    expect(textAt(parseXml("<a>Zo&euml; &#x1; B&#246;</a>", "a"))).toBe("Zo&euml; &#x1; Bö");
  });

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

async function* cut(text: string, size: number): AsyncGenerator<string, void, void> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}
