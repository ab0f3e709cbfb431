import { describe, expect, it } from "vitest";
import { file } from "../../../src/providers/file/index.js";
import { providerWith } from "../../../src/providers/provider.js";
import { faultsOf, settingsOf } from "./support.js";

const COLUMNS = { id: "Id", workEmail: "E-mail", firstName: "First", lastName: "Last", status: "Status" };
const WHOLE = { path: "/srv/hr/people.csv", columns: COLUMNS, missingRows: "unknown" };

describe("the settings of an export", () => {
  it("name everything that is missing", () => {
    expect(faultsOf({ path: "/p.csv", columns: {} })).toEqual({
      "columns.id": expect.stringContaining("must name the column with an id"),
      "columns.workEmail": expect.any(String),
      "columns.firstName": expect.any(String),
      "columns.lastName": expect.any(String),
      "columns.status": expect.stringContaining("or terminationDate the one with the last day"),
      missingRows: expect.stringContaining("must be left or unknown"),
    });
  });

  it.each([
    ["a name nobody knows", { separater: ";" }, "", "Did you mean separator?"],
    [
      "a column nobody knows",
      { columns: { ...COLUMNS, workMail: "E" } },
      "columns",
      "Did you mean workEmail?",
    ],
    ["a path that is not in full", { path: "people.csv" }, "path", "must be a full path"],
    ["no path", { path: undefined }, "path", "must be given where place is path"],
    ["no address", { place: "https" }, "url", "must be given where place is https"],
    ["no command", { place: "command" }, "command", "must be given where place is command"],
    ["another format", { format: "xls" }, "format", "must be csv, xlsx, json or jsonl"],
    ["another separator", { separator: "#" }, "separator", "must be comma, semicolon, tab or pipe"],
    ["another encoding", { encoding: "latin1" }, "encoding", "must be utf-8"],
    [
      "a form of days that is none",
      { dates: { startDate: "DD.MM" } },
      "dates.startDate",
      "must be a date format",
    ],
    [
      "no order of names",
      { columns: { ...COLUMNS, firstName: undefined, lastName: undefined, fullName: "N" } },
      "nameOrder",
      "must be first-last",
    ],
    [
      "two kinds of names",
      { columns: { ...COLUMNS, fullName: "N" }, nameOrder: "first-last" },
      "columns.fullName",
      "can't stand beside",
    ],
    [
      "an age that is none",
      { maxAgeHours: "soon" },
      "maxAgeHours",
      "must be a number of hours from 1 to 8760",
    ],
    [
      "an age of what has none",
      { place: "stdin", maxAgeHours: 5 },
      "maxAgeHours",
      "can't be checked where place is stdin",
    ],
    [
      "a command that is a line",
      { place: "command", command: "hr-export --csv" },
      "command",
      "must be a list",
    ],
    ["an empty command", { place: "command", command: "[]" }, "command", "must be a list"],
  ])("refuse %s", (_what, settings, path, message) => {
    expect(faultsOf({ ...WHOLE, ...settings })[path]).toContain(message);
  });

  it.each([
    ["http://hr.acme.test/p.csv", "must begin with https://"],
    ["file:///etc/passwd", "must begin with https://"],
    ["hr.acme.test/p.csv", "must be an address"],
    ["https://ada:word@hr.acme.test/p.csv", "must not hold a user or a password"],
    ["https://hr.acme.test/p.csv?api_key=abc", "must not hold a key"],
  ])("refuse the address %s", (url, message) => {
    expect(faultsOf({ ...WHOLE, place: "https", url }).url).toContain(message);
  });

  it("take a command as a list or as its JSON, with empty arguments", () => {
    const command = ["hr-export", "", "--csv"];
    for (const given of [command, JSON.stringify(command)])
      expect(settingsOf({ place: "command", command: given }).command).toEqual(command);
  });

  it("decide whether somebody missing means something", () => {
    expect(file.absentPeople?.(settingsOf({ path: "/p.csv", missingRows: "unknown" }))).toBe("unknown");
    expect(file.absentPeople?.(settingsOf({ path: "/p.csv", missingRows: "left" }))).toBeNull();
  });

  it("want a key for one place only", () => {
    const keys = (place: string) => providerWith(file, { place }).credentialFields.map(({ key }) => key);
    expect(keys("https-key")).toEqual(["headerKey"]);
    for (const place of ["path", "https", "command", "stdin"]) expect(keys(place)).toEqual([]);
    const [field] = providerWith(file, { place: "https-key" }).credentialFields;
    expect(field?.validate("Bearer abc123")).toBeNull();
    expect(field?.validate("two words")).toContain("blank");
  });
});
