import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { searchSchema } from "../../../src/providers/hibob/errors.js";
import { createReaders } from "../../../src/providers/hibob/mapping.js";
import { hibobSettings } from "../../../src/providers/hibob/settings.js";
import { isObject } from "../../../src/shared/objects.js";
import type { Employee } from "../../../src/sync/model/employee.js";

const FIXTURES = new URL("../../../fixtures/providers/hibob/", import.meta.url);

/** What an id of 19 digits becomes as a number. */
const TOO_LARGE = JSON.parse("3400000000000000101");

const SETTINGS = {
  costCenterField: "work.custom.field_1700000000001",
  teamField: "work.customColumns.column_1700000000003",
  customFields: "Contract ends=work.custom.field_1700000000002, address.siteCountry",
};

function fixture(name: string) {
  return JSON.parse(readFileSync(new URL(name, FIXTURES), "utf8"));
}

function mapAll(answer: unknown, settings: unknown = {}): Employee[] {
  const records = searchSchema.parse(answer).employees.filter(isObject);
  const read = createReaders(hibobSettings.parse(settings))();
  return records.map(read).filter((employee) => employee !== null);
}

function mapOne(record: Record<string, unknown>, settings: unknown = {}): Employee {
  const [employee] = mapAll({ employees: [{ id: "7", ...record }] }, settings);
  if (!employee) throw new Error("not mapped");
  return employee;
}

describe("hibob mapping", () => {
  it("maps recorded shapes to employees", () => {
    const employees = mapAll(fixture("people.json"), SETTINGS);
    // Printed as JSON, so that bank details are compared masked.
    expect(JSON.parse(JSON.stringify(employees))).toEqual(fixture("employees.expected.json"));
  });

  it("reveals bank details as Bob has them, empty ones as null", () => {
    const employees = mapAll(fixture("people.json"));
    expect(employees.slice(0, 4).map((employee) => employee.bank?.reveal())).toEqual([
      { iban: "DE89 3704 0044 0532 0130 00", bic: "COBADEFFXXX" },
      { iban: "GB33BUKB20201555555555", bic: null },
      { iban: null, bic: null },
      undefined,
    ]);
  });

  it("takes bank details from the fields the settings name, and from those only", () => {
    const financial = {
      iban: "FR1420041010050500013M02606",
      custom: { field_9: "GB33BUKB20201555555555", field_8: "BUKBGB22XXX" },
    };
    const settings = { ibanField: "financial.custom.field_9", bicField: "financial.custom.field_8" };
    expect(mapOne({ financial }, settings).bank?.reveal()).toEqual({
      iban: "GB33BUKB20201555555555",
      bic: "BUKBGB22XXX",
    });
  });

  it("reads no bank fields when the table is chosen", () => {
    expect(mapOne({ financial: { iban: "GB33BUKB20201555555555" } }, { bankSource: "table" }).bank).toBe(
      undefined,
    );
  });

  it("leaves out what is not in the answer", () => {
    expect(mapOne({})).toEqual({ id: "7", status: "unknown", custom: {} });
  });

  it("gives null, not nothing, for what is empty", () => {
    const empty = { email: null, firstName: "", work: { site: null, department: null, reportsTo: null } };
    expect(mapOne(empty)).toMatchObject({
      workEmail: null,
      firstName: null,
      workLocation: null,
      department: null,
      manager: null,
    });
  });

  it("takes dates from the machine's part and refuses those of a locale", () => {
    const human = { humanReadable: { work: { startDate: "08/09/2019" } } };
    expect(mapOne({ work: { startDate: "2019-09-08" }, ...human }).startDate).toBe("2019-09-08");
    expect(mapOne({ work: { startDate: "08/09/2019" }, ...human }).startDate).toBeNull();
    expect(mapOne({ ...human })).not.toHaveProperty("startDate");
  });

  it("looks at the other termination date only where the first one is not in the answer", () => {
    const employment = { terminationDate: "2026-06-30" };
    expect(mapOne({ employment }).terminationDate).toBe("2026-06-30");
    expect(mapOne({ employment, internal: { terminationDate: null } }).terminationDate).toBeNull();
  });

  it("counts the id of a list item without a name as not readable", () => {
    expect(mapOne({ work: { department: "209000163" } })).not.toHaveProperty("department");
    expect(mapOne({ work: { department: "Design" } }).department).toBe("Design");
  });

  it("never takes the home country for the country of work", () => {
    expect(mapOne({ address: { country: "France" } })).not.toHaveProperty("country");
  });

  it("knows a manager by the id alone and finds the e-mail in the list", () => {
    const people = [
      { id: "1", email: "cara.boss@acme.test" },
      { id: "2", work: { manager: "1", reportsTo: null } },
      { id: "3", work: { reportsTo: { id: "1" } } },
      { id: "4", work: { manager: "99" } },
      { id: "5", work: { reportsTo: "Cara Boss", manager: null } },
    ];
    expect(mapAll({ employees: people }).map(({ manager }) => manager)).toEqual([
      undefined,
      { id: "1", email: "cara.boss@acme.test" },
      { id: "1", email: "cara.boss@acme.test" },
      { id: "99", email: null },
      null,
    ]);
  });

  it("gives no employee for a record without a usable id", () => {
    for (const id of [null, "", " ", 1.5, TOO_LARGE, {}, []]) {
      expect(mapAll({ employees: [{ id }] })).toEqual([]);
    }
    expect(mapAll({ employees: [null, "text", 7, [], {}] })).toEqual([]);
  });

  it("never fails and never invents an id, whatever a record holds", () => {
    const inner = fc.oneof(fc.anything(), fc.dictionary(fc.constantFrom("site", "reportsTo"), fc.anything()));
    const key = fc.constantFrom("work", "internal", "email", "humanReadable", "/work/site", "__proto__");
    fc.assert(
      fc.property(fc.dictionary(key, inner), (record) => {
        expect(mapAll({ employees: [record] })).toEqual([]);
        expect(mapAll({ employees: [{ ...record, id: "7" }] })[0]?.id).toBe("7");
      }),
    );
  });
});

describe("hibob status", () => {
  function statusFor(internal: Record<string, unknown>, more: object = {}, settings: unknown = {}) {
    const { status, statusDetail } = mapOne({ internal, ...more }, settings);
    return [status, statusDetail];
  }

  it.each([
    ["employed", "active", undefined],
    [" Employed ", "active", undefined],
    ["hired", "pending", undefined],
    ["TERMINATED", "inactive", undefined],
    ["leave", "active", "leave"],
    ["Parental leave", "active", "parental leave"],
    ["parentalLeave", "active", "parental leave"],
    ["LONG_TERM-LEAVE", "active", "long term leave"],
    ["garden leave", "active", "garden leave"],
    ["garden_leave", "active", "garden leave"],
    ["gardenLeave", "active", "garden leave"],
    ["Leaver", "unknown", "Leaver"],
    ["Sabbatical", "unknown", "Sabbatical"],
    ["constructor", "unknown", "constructor"],
  ])("takes the lifecycle %o for %s", (lifecycleStatus, status, detail) => {
    expect(statusFor({ lifecycleStatus, status: "Inactive" })).toEqual([status, detail]);
  });

  it("archives people on garden leave at once only when asked to", () => {
    const internal = { lifecycleStatus: "garden leave", terminationDate: "2099-12-31" };
    expect(statusFor(internal, {}, { gardenLeave: "employed" })[0]).toBe("active");
    expect(statusFor(internal, {}, { gardenLeave: "left" })).toEqual(["inactive", "garden leave"]);
  });

  it("looks at the words people see when the machine's value is an id", () => {
    const shown = (lifecycleStatus: string) => ({ humanReadable: { internal: { lifecycleStatus } } });
    const internal = { lifecycleStatus: "254000099" };
    expect(statusFor(internal, shown("Study leave"))).toEqual(["active", "study leave"]);
    expect(statusFor(internal, shown("Sabbatical"))).toEqual(["unknown", "Sabbatical"]);
    expect(statusFor(internal)).toEqual(["unknown", "254000099"]);
  });

  it("takes a word of the account's own for employed when the person has access, and only then", () => {
    const shown = { humanReadable: { internal: { lifecycleStatus: "Sabbatical" } } };
    const status = (access: string) => statusFor({ lifecycleStatus: "254000099", status: access }, shown);
    expect(status("Active")).toEqual(["active", "Sabbatical"]);
    expect(status("Inactive")).toEqual(["unknown", "Sabbatical"]);
    expect(statusFor({ lifecycleStatus: "terminated", status: "Active" })).toEqual(["inactive", undefined]);
  });

  it("never takes inactive access alone for having left", () => {
    expect(statusFor({ status: "Active" })).toEqual(["active", undefined]);
    expect(statusFor({ status: "Inactive", lifecycleStatus: null })).toEqual(["unknown", "Inactive"]);
    expect(statusFor({ status: "Inactive" }, { work: { startDate: "2099-01-01" } })[0]).toBe("unknown");
  });

  it("leaves it to the dates when access is inactive and this employment ends", () => {
    const ended = { status: "Inactive", terminationDate: "2026-06-30" };
    expect(statusFor(ended, { work: { startDate: "2019-11-01" } })[0]).toBe("pending");
    expect(statusFor(ended, { work: { startDate: "2026-09-01" } })[0]).toBe("unknown");
  });

  it("has no status at all without the category", () => {
    expect(statusFor({})).toEqual(["unknown", undefined]);
  });
});
