import { describe, expect, it } from "vitest";
import { HEADER_WORDS } from "../../../src/providers/file/header-words.js";
import { COLUMN_KEYS } from "../../../src/providers/file/keys.js";
import { proposeColumns, wordKey } from "../../../src/providers/file/propose.js";
import { likelyMeaning } from "../../../src/providers/file/status-words.js";

const HEADERS: readonly (readonly [language: string, header: string])[] = [
  [
    "English",
    "Employee ID|First Name|Last Name|Work Email|Employment Status|Hire Date|Termination Date|Office|Department|Manager Email",
  ],
  [
    "German",
    "Personalnummer|Vorname|Nachname|E-Mail (dienstlich)|Beschäftigungsstatus|Eintrittsdatum|Austrittsdatum|Standort|Abteilung|E-Mail Vorgesetzter",
  ],
  [
    "French",
    "Matricule|Prénom|Nom|Adresse e-mail|Statut|Date d'entrée|Date de sortie|Établissement|Service|Email du manager",
  ],
  [
    "Spanish",
    "Número de empleado|Nombre|Apellidos|Correo electrónico|Estado|Fecha de alta|Fecha de baja|Centro de trabajo|Departamento|Correo del responsable",
  ],
  [
    "Italian",
    "Matricola|Nome|Cognome|E-mail aziendale|Stato|Data di assunzione|Data cessazione|Sede|Reparto|Email responsabile",
  ],
  [
    "Dutch",
    "Personeelsnummer|Voornaam|Achternaam|E-mailadres|Medewerkerstatus|Datum in dienst|Datum uit dienst|Vestiging|Afdeling|E-mail leidinggevende",
  ],
  [
    "Portuguese",
    "Matrícula|Nome|Apelido|Email profissional|Situação|Data de admissão|Data de saída|Localização|Setor|Email do gestor",
  ],
];

const KEYS = [
  ...["id", "firstName", "lastName", "workEmail", "status", "startDate", "terminationDate"],
  ...["workLocation", "department", "managerEmail"],
];

describe("proposals by the words of a header", () => {
  it.each(HEADERS)("know %s", (_language, header) => {
    const names = header.split("|");
    expect(proposeColumns(names)).toEqual(Object.fromEntries(KEYS.map((key, index) => [key, names[index]])));
  });

  it.each(["WORK_EMAIL", "workEmail", "work-email", "Work  E-Mail", "employee.workEmail"])(
    "do not care how %s is written",
    (name) => expect(proposeColumns([name])).toEqual({ workEmail: name }),
  );

  it.each([
    ["name.first", { firstName: "name.first" }],
    ["manager.email", { managerEmail: "manager.email" }],
    ["department.name", { department: "department.name" }],
    ["work.office.name", { workLocation: "work.office.name" }],
    ["data.person.fullName", { fullName: "data.person.fullName" }],
    ["bankDetails.iban", { iban: "bankDetails.iban" }],
    ["employment.hireDate", { startDate: "employment.hireDate" }],
    ["bankDetails.name", {}],
    ["contract.id", {}],
    ["manager.name", {}],
    ["department.id", {}],
    ["holidayCalendar.state", {}],
    ["personal.email", {}],
    ["emergencyContact.firstName", {}],
  ])("take the whole path of %s", (name, proposed) => expect(proposeColumns([name])).toEqual(proposed));

  it("know values with descriptions beside them, and objects that are null for somebody", () => {
    const described = ["id", "first_name", "last_name", "email", "status", "office", "department"];
    const names = [
      "type",
      ...described.flatMap((name) => ["label", "value", "type"].map((part) => `attributes.${name}.${part}`)),
      ...["id", "name"].map((name) => `attributes.department.value.attributes.${name}`),
      ...["id", "name", "state"].map((name) => `attributes.holiday_calendar.value.attributes.${name}`),
      "attributes.holiday_calendar.label",
    ];
    expect(proposeColumns(names)).toEqual({
      id: "attributes.id.value",
      firstName: "attributes.first_name.value",
      lastName: "attributes.last_name.value",
      workEmail: "attributes.email.value",
      status: "attributes.status.value",
      workLocation: "attributes.office.value",
      department: "attributes.department.value.attributes.name",
    });
  });

  it("know letters that are spelled out", () => {
    expect(proposeColumns(["Buero", "Beschaeftigungsart"])).toEqual({
      workLocation: "Buero",
      employmentType: "Beschaeftigungsart",
    });
  });

  it("know short words for the first and the last day", () => {
    expect(proposeColumns(["hired", "left"])).toEqual({ startDate: "hired", terminationDate: "left" });
  });

  it("take the likelier of two columns", () => {
    expect(proposeColumns(["Email", "Work email"])).toEqual({ workEmail: "Work email" });
  });

  it("propose a full name only where there are no two names", () => {
    expect(proposeColumns(["Name"])).toEqual({ fullName: "Name" });
    expect(proposeColumns(["Vorname", "Name"])).toEqual({ firstName: "Vorname", lastName: "Name" });
    expect(proposeColumns(["Nome"])).toEqual({ fullName: "Nome" });
    expect(proposeColumns(["Nome completo", "Nome"])).toEqual({ fullName: "Nome completo" });
  });

  it("propose bank details only by their own words, and never pay", () => {
    expect(proposeColumns(["IBAN", "BIC/SWIFT", "Bank account holder", "Gehalt"])).toEqual({
      iban: "IBAN",
      bic: "BIC/SWIFT",
    });
  });

  it("have no word that means two things", () => {
    const seen = new Map<string, string>();
    for (const key of COLUMN_KEYS) {
      for (const word of HEADER_WORDS[key].split(",").map(wordKey)) {
        expect([word, seen.get(word) ?? key]).toEqual([word, key]);
        seen.set(word, key);
      }
    }
  });
});

describe("the likely meaning of a status", () => {
  it.each([
    ["Aktiv", "active"],
    ["En congé", "active"],
    ["BAJA", "inactive"],
    ["uit dienst", "inactive"],
    ["Ausgetreten", "inactive"],
    ["Pending", "pending"],
    ["a-venir", "pending"],
    ["Sabbatical", null],
  ])("of %s is %s", (word, meaning) => expect(likelyMeaning(word)).toBe(meaning));
});
