import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isPrivateColumn } from "../../../src/providers/file/columns.js";
import { isDateFormat, readDate } from "../../../src/providers/file/dates.js";
import { file } from "../../../src/providers/file/index.js";
import { type Folder, fullConnection, makeFolder, problemOf, readAll } from "./support.js";

let folder: Folder;

beforeEach(async () => {
  folder = await makeFolder();
});
afterEach(() => folder.remove());

/** The first person of a CSV with these columns and cells. */
async function person(
  cells: Readonly<Record<string, string>>,
  columns: Readonly<Record<string, string>>,
  settings: Readonly<Record<string, unknown>> = {},
) {
  const all = { Id: "1", "E-mail": "ada@acme.test", First: "Ada", Last: "Lovelace", ...cells };
  const quoted = (texts: readonly string[]) =>
    texts.map((text) => `"${text.replaceAll('"', '""')}"`).join(",");
  const path = await folder.write(
    "people.csv",
    `${quoted(Object.keys(all))}\n${quoted(Object.values(all))}\n`,
  );
  const base = {
    id: "Id",
    workEmail: "E-mail",
    firstName: "First",
    lastName: "Last",
    terminationDate: "End",
  };
  const { employees } = await readAll({ path, columns: { ...base, ...columns }, ...settings });
  return employees[0];
}

describe("a row", () => {
  it("is active by its dates where there is no status", async () => {
    const ada = await person({ End: "2020-01-31", Start: "2019-01-01" }, { startDate: "Start" });
    expect(ada).toMatchObject({ status: "active", startDate: "2019-01-01", terminationDate: "2020-01-31" });
    expect(ada).not.toHaveProperty("statusDetail");
  });

  it("has a manager by id, by e-mail or by both", async () => {
    const cells = { End: "", Boss: "7", "Boss mail": "bea@acme.test" };
    expect((await person(cells, { managerId: "Boss" }))?.manager).toEqual({ id: "7", email: null });
    expect((await person(cells, { managerEmail: "Boss mail" }))?.manager).toEqual({
      id: null,
      email: "bea@acme.test",
    });
    const both = await person({ ...cells, Boss: "" }, { managerId: "Boss", managerEmail: "Boss mail" });
    expect(both?.manager).toEqual({ id: null, email: "bea@acme.test" });
    expect((await person({ ...cells, Boss: "" }, { managerId: "Boss" }))?.manager).toBeNull();
  });

  it("has bank details that print masked", async () => {
    const iban = "DE89370400440532013000";
    const ada = await person({ End: "", Account: iban, Swift: "" }, { iban: "Account", bic: "Swift" });
    expect(ada?.bank?.reveal()).toEqual({ iban, bic: null });
    expect(JSON.stringify(ada)).not.toContain(iban);
    expect((await person({ End: "" }, {}))?.bank).toBeUndefined();
  });

  it("has a country as code, and everything else as filter fields unless it is pay or bank details", async () => {
    const cells = {
      End: "",
      Land: "Germany",
      Laptop: "T14",
      Floor: "",
      Gehalt: "50000",
      "Account number": "1",
    };
    const ada = await person(cells, { country: "Land" });
    expect(ada).toMatchObject({ country: "DE", custom: { Laptop: "T14", Floor: null } });
    expect(Object.keys(ada?.custom ?? {})).toEqual(["Laptop", "Floor"]);
  });

  it.each([
    ["first-last", "Ada King Lovelace", "Ada", "King Lovelace"],
    ["last-first", "King Lovelace Ada", "Ada", "King Lovelace"],
    ["last-comma-first", "King Lovelace, Ada", "Ada", "King Lovelace"],
    ["first-last", "Ada", null, "Ada"],
    ["last-comma-first", "Lovelace", null, "Lovelace"],
    ["first-last", "", null, null],
  ])("has its full name split as stated: %s, %j", async (nameOrder, fullName, firstName, lastName) => {
    const columns = { id: "Id", workEmail: "E-mail", fullName: "Name", terminationDate: "End" };
    const ada = await person({ End: "", Name: fullName }, {}, { columns, nameOrder });
    expect(ada).toMatchObject({ firstName, lastName });
  });
});

describe("a day", () => {
  it.each([
    ["2024-06-30", undefined, "2024-06-30"],
    ["2024-06-30T23:59:00+02:00", undefined, "2024-06-30"],
    ["2024-06-30 00:00:00", "DD.MM.YYYY", "2024-06-30"],
    ["30.06.2024", "DD.MM.YYYY", "2024-06-30"],
    ["1.6.2024", "DD.MM.YYYY", "2024-06-01"],
    ["30/06/2024 00:00", "DD/MM/YYYY", "2024-06-30"],
    ["06/30/2024 12:00:00 AM", "MM/DD/YYYY", "2024-06-30"],
    ["03/04/2024", "DD/MM/YYYY", "2024-04-03"],
    ["03/04/2024", "MM/DD/YYYY", "2024-03-04"],
    ["20240630", "YYYYMMDD", "2024-06-30"],
    [20_240_630, "YYYYMMDD", "2024-06-30"],
    ["30.06.24", "DD.MM.YY", "2024-06-30"],
    ["30.06.70", "DD.MM.YY", "1970-06-30"],
    [new Date(Date.UTC(2024, 5, 30)), "DD.MM.YYYY", "2024-06-30"],
    ["", "DD.MM.YYYY", null],
    [null, "DD.MM.YYYY", null],
    ["-", "DD.MM.YYYY", null],
    ["00.00.0000", "DD.MM.YYYY", null],
    ["0000-00-00", "DD.MM.YYYY", null],
    ["00000000", "YYYYMMDD", null],
    ["31.02.2024", "DD.MM.YYYY", undefined],
    ["06/30/2024", "DD/MM/YYYY", undefined],
    ["soon", "DD.MM.YYYY", undefined],
    ["30.06.2024", undefined, undefined],
    [true, "DD.MM.YYYY", undefined],
    [45_000, "DD.MM.YYYY", undefined],
    [new Date(Number.NaN), "DD.MM.YYYY", undefined],
  ])("%j in the form %s is %s", (value, format, day) => {
    expect(readDate(value, format)).toBe(day);
  });

  it.each(["DD.MM.YYYY", "YYYY MM DD", "D.M.Y", "DD.MM", "DD.MM.MM.YYYY", "MMM D YYYY", ""])(
    "%j is a form or none",
    (format) => {
      expect(isDateFormat(format)).toBe(["DD.MM.YYYY", "YYYY MM DD"].includes(format));
    },
  );
});

describe("columns that are never shown", () => {
  it.each([
    "Gehalt",
    "Salary EUR",
    "Salaire brut",
    "Sueldo",
    "Stipendio",
    "Nómina",
    "Loon",
    "Salário",
    "Cuenta bancaria",
    "Rekeningnummer",
    "IBAN",
  ])("have names such as %s", (name) => expect(isPrivateColumn(name)).toBe(true));
  it.each(["Department", "Bereich", "Floor", "Country", "Kontinent"])("are not %s", (name) => {
    expect(isPrivateColumn(name)).toBe(false);
  });
});

describe("verify", () => {
  it("reads all of it, and tells of what is mapped whether somebody has it", async () => {
    const path = await folder.write(
      "people.csv",
      "Id,First name,Last name,E-mail,Status,Start,End\n1,Ada,L,a@acme.test,Active,2020-01-01,\n2,Bea,M,b@acme.test,Left,2020-01-01,\n",
    );
    const report = await file.verify(fullConnection({ path }));
    expect(report.employees).toBe(2);
    expect(Object.fromEntries(report.findings.map(({ field, state }) => [field, state]))).toEqual({
      ...{ workEmail: "ok", firstName: "ok", lastName: "ok", status: "ok", startDate: "ok" },
      terminationDate: "empty",
    });
  });

  it("meets what every read would meet", async () => {
    const connection = fullConnection({ path: `${folder.path}/people.csv` });
    expect((await problemOf(file.verify(connection))).code).toBe("file_missing");
  });
});
