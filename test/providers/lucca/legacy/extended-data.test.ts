import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { lucca } from "../../../../src/providers/lucca/index.js";
import { createListLabels, readExtendedData } from "../../../../src/providers/lucca/legacy/extended-data.js";
import type { LegacySettings } from "../../../../src/providers/lucca/settings.js";
import { readAll } from "../../../conformance/harness.js";
import type { Loopback, LoopbackAnswer } from "../../../conformance/loopback.js";
import { page, startLucca, user } from "./fake.js";

const IBAN = "FR1420041010050500013M02606";
const BIC = "PSSTFRPPXXX";

let server: Loopback | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

function read(data: unknown, settings: LegacySettings = {}) {
  const { bank, custom } = readExtendedData(data, settings, createListLabels());
  return { bank: bank?.reveal(), custom };
}

/** A definition as Lucca writes it. */
function listOf(entries: Readonly<Record<number, string>>): LoopbackAnswer {
  const written = Object.entries(entries).map(([id, name]) => ({ id: Number(id), name }));
  return { status: 200, json: { data: { extensionUserPropertyListEntries: written } } };
}

/** The further attributes of people with these extended data, and whose definitions were asked for. */
async function readPeople(
  people: readonly unknown[],
  define: (key: string) => LoopbackAnswer,
  settings: LegacySettings = {},
) {
  const users = people.map((extendedData, at) => user(at + 1, { extendedData }));
  const started = await startLucca(() => page(users), settings, define);
  server = started.server;
  const { employees } = await readAll(lucca, started.connection);
  return { custom: employees.map((one) => one.custom), defined: started.defined, employees };
}

describe("lucca extended data", () => {
  it.each([
    ["plain", { e_iban: IBAN, e_bic: BIC }, { ibanField: "e_iban", bicField: "e_bic" }],
    [
      "wrapped, with hyphens",
      { "e_Code-IBAN": { value: IBAN }, "e_Code-BIC": { value: BIC } },
      { ibanField: "e_Code-IBAN", bicField: "e_Code-BIC" },
    ],
    [
      "in a group",
      { e_RIB: { value: { e_iban: { value: IBAN }, e_bic: { value: BIC } } } },
      { ibanField: "e_iban", bicField: "e_RIB.e_bic" },
    ],
    [
      "in a group that could be repeated",
      { e_RIB: { value: [{ e_iban: { value: IBAN }, e_bic: { value: BIC } }] } },
      { ibanField: "e_iban", bicField: "e_bic" },
    ],
    [
      "in one of two groups",
      {
        e_RIB: { value: { e_iban: { value: IBAN }, e_bic: { value: BIC } } },
        e_old: { value: { e_iban: { value: "DE89370400440532013000" }, e_bic: { value: "COBADEFFXXX" } } },
      },
      { ibanField: "e_RIB.e_iban", bicField: "e_RIB.e_bic" },
    ],
  ])("has bank details where the settings say: %s", (_where, data, settings) => {
    const { bank, custom } = read(data, settings);
    expect(bank).toEqual({ iban: IBAN, bic: BIC });
    expect(JSON.stringify(custom)).not.toMatch(/FR14|PSST|DE89/u);
  });

  it("never guesses an account: of two in one field none is taken", () => {
    const accounts = [{ e_iban: { value: IBAN } }, { e_iban: { value: "DE89370400440532013000" } }];
    expect(read({ e_RIB: { value: accounts } }, { ibanField: "e_iban" }).bank).toEqual({ iban: null });
    expect(read({ e_RIB: { value: [accounts[0], accounts[0]] } }, { ibanField: "e_iban" }).bank).toEqual({
      iban: IBAN,
    });
  });

  it("tells an empty value from a field that is not there", () => {
    expect(read({ e_iban: { value: null } }, { ibanField: "e_iban" }).bank).toEqual({ iban: null });
    expect(read({ e_iban: null }, { ibanField: "e_iban" }).bank).toEqual({ iban: null });
    expect(read({ e_other: "x" }, { ibanField: "e_iban" }).bank).toBeUndefined();
    expect(read(null, { ibanField: "e_iban" })).toEqual({ bank: undefined, custom: {} });
  });

  it("gives further attributes with their groups, and none of bank details and pay", () => {
    const { custom } = read({
      "e_t-shirt": { value: "M" },
      e_Equipement: { value: { e_badge: { value: 7041 }, "e_Prise-d-effet": { value: "2024-01-01" } } },
      e_Formations: { value: [{ e_titre: { value: "Excel" } }, { e_titre: { value: "SQL" } }] },
      e_RIB: { value: { e_titulaire: { value: "Léa Martin" } } },
      e_12: { value: { e_13: { value: IBAN } } },
      e_costCenter: { value: { id: 4, name: "CC-110" } },
      e_languages: { value: ["French", " ", { name: "English" }] },
      e_empty: { value: {} },
    });
    expect(custom).toEqual({
      "e_t-shirt": "M",
      "e_Equipement.e_badge": "7041",
      "e_Equipement.e_Prise-d-effet": "2024-01-01",
      "e_Formations.e_titre": "Excel,SQL",
      e_costCenter: "CC-110",
      e_languages: "French,English",
      e_empty: null,
    });
  });

  it("never fails and never shows an IBAN, whatever there is", () => {
    const inner = fc.oneof(fc.anything(), fc.constant(IBAN), fc.constant({ value: IBAN }));
    const key = fc.constantFrom("e_a", "e_b-c", "value", "name");
    const group = fc.dictionary(key, inner);
    fc.assert(
      fc.property(fc.dictionary(key, fc.oneof(inner, group, fc.record({ value: group }))), (data) => {
        expect(JSON.stringify(read(data, { ibanField: "e_a" }).custom)).not.toContain(IBAN);
      }),
    );
  });
});

describe("lucca lists of extended data", () => {
  const companies = listOf({ 12: "Acme Holding", 13: "Acme Services" });

  it("stand with their labels, one call per field that may be a list", async () => {
    const { custom, defined } = await readPeople(
      [
        { e_Societe2: { value: 12 }, "e_Type-contrat": { value: "CDI" } },
        { e_Societe2: { value: [13, 12] }, "e_Type-contrat": { value: null } },
        { e_Societe2: 99 },
        { e_Societe2: null },
      ],
      () => companies,
    );
    expect(custom.map((one) => one.e_Societe2)).toEqual([
      "Acme Holding",
      "Acme Services,Acme Holding",
      "99",
      null,
    ]);
    expect(custom[0]?.["e_Type-contrat"]).toBe("CDI");
    expect(defined).toEqual(["e_Societe2"]);
  });

  it("are found inside of groups, by their own keys", async () => {
    const { custom, defined } = await readPeople(
      [{ e_Rattachement: { value: { e_Societe2: { value: 13 } } } }],
      () => companies,
    );
    expect(custom).toEqual([{ "e_Rattachement.e_Societe2": "Acme Services" }]);
    expect(defined).toEqual(["e_Societe2"]);
  });

  it("are not asked for where somebody has a text, or where pay or bank details would be", async () => {
    const { custom, defined } = await readPeople(
      [
        { e_mixed: 12, e_salaireBrut: 48_000, e_account: { value: 13 } },
        { e_mixed: "twelve", e_account: { value: 14 } },
      ],
      () => companies,
      { ibanField: "e_account" },
    );
    expect(custom).toEqual([{ e_mixed: "12" }, { e_mixed: "twelve" }]);
    expect(defined).toEqual([]);
  });

  it.each<[string, LoopbackAnswer]>([
    ["there is no such definition", { status: 404, json: {} }],
    ["it may not be read", { status: 403, json: {} }],
    ["the field is no list", { status: 200, json: { data: { id: "e_size" } } }],
    ["the answer is of another form", { status: 200, json: { data: [7] } }],
  ])("stay numbers where %s", async (_why, answer) => {
    const { custom } = await readPeople([{ e_size: 42 }], () => answer);
    expect(custom).toEqual([{ e_size: "42" }]);
  });

  it("stop the read where they can't be looked up now: ids would put people out of a filter", async () => {
    const failing = readPeople([{ e_size: 42 }], () => ({ status: 500, json: {} }));
    await expect(failing).rejects.toMatchObject({ kind: "temporary", code: "server_error" });
  });
});
