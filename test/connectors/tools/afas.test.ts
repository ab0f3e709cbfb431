import { describe, expect, it } from "vitest";
import { providerFrom } from "../../../src/connectors/provider-from.js";
import { afas } from "../../../src/connectors/tools/afas.js";
import { startSandbox } from "../../../src/sandbox/sandbox.js";
import { connectTo, readAll } from "../../conformance/harness.js";
import { startLoopback } from "../../conformance/loopback.js";
import { onSandbox } from "../../conformance/on-sandbox.js";
import { describeProvider } from "../../conformance/provider.suite.js";

const provider = providerFrom(afas);

describeProvider("afas", {
  provider,
  settings: {},
  pageSize: 500,
  tellsTotal: false,
  lacks: ["leave"],
  neverHidden: ["status"],
  ...onSandbox({
    id: "afas",
    list: "GET /afas/connectors/{connector}",
    secret: "token",
    names: {
      workEmail: ["Email_werk"],
      firstName: ["Roepnaam"],
      lastName: ["Geboortenaam"],
      startDate: ["Datum_in_dienst"],
      terminationDate: ["Datum_uit_dienst"],
      workLocation: ["Locatie"],
      department: ["Organisatorische_eenheid_omschrijving"],
      jobTitle: ["Functie_omschrijving"],
      legalEntity: ["Werkgever_omschrijving"],
      employmentType: ["Soort_medewerker"],
      costCenter: ["Kostenplaats_omschrijving"],
      manager: ["Medewerkernummer_leidinggevende"],
      "bank.iban": ["IBAN"],
      "bank.bic": ["BIC"],
    },
  }),
});

const ELEMENT = "<token><version>1</version><data>0E682469</data></token>";
const ROW = {
  Nr: "7",
  Mail: "mira@acme.test",
  Roepnaam: "Mira",
  Geboortenaam: "Linde",
  Begin: "2021-04-01T00:00:00Z",
};

/** A read of one row with names of the company's own, and what was asked. */
async function readOwn(token: string) {
  const server = await startLoopback(({ url }) => ({
    status: 200,
    json: { rows: url.searchParams.get("skip") === "0" ? [{ ...ROW, Datum_uit_dienst: null }] : [] },
  }));
  try {
    const secrets: string[] = [];
    const vendor = { url: server.url, credentials: { environment: "12345", token } };
    const settings = {
      connector: "Eigen HR",
      idField: "Nr",
      workEmailField: "Mail",
      startDateField: "Begin",
    };
    const { employees } = await readAll(provider, connectTo(provider, vendor, settings, secrets));
    return { employees, secrets, request: server.log[0] };
  } finally {
    await server.close();
  }
}

describe("AFAS Profit", () => {
  it("is asked for the connector and by the fields that the settings name", async () => {
    const { employees, request } = await readOwn("0E682469");
    expect(request?.url.pathname).toBe("/connectors/Eigen%20HR");
    expect(Object.fromEntries(request?.url.searchParams ?? [])).toEqual({
      orderbyfieldids: "Nr",
      skip: "0",
      take: "500",
    });
    expect(employees).toMatchObject([
      { id: "7", workEmail: "mira@acme.test", lastName: "Linde", startDate: "2021-04-01", status: "active" },
    ]);
  });

  it.each(["0E682469", ` ${ELEMENT}\n`])("gets the whole token in base64 for %j", async (token) => {
    const { request, secrets } = await readOwn(token);
    const base64 = btoa(ELEMENT);
    expect(request?.headers.authorization).toBe(`AfasToken ${base64}`);
    expect(secrets).toContain(base64);
  });

  it.each([
    [{ connector: "Iets_anders" }, "niet geautoriseerd"],
    [{ idField: "Nummer" }, "niet gevonden"],
  ])("says what to compare when %o is not known there", async (settings, words) => {
    const sandbox = await startSandbox({ employees: 3 });
    try {
      const vendor = { url: sandbox.providerUrl("afas"), credentials: sandbox.credentials.afas };
      await expect(readAll(provider, connectTo(provider, vendor, settings))).rejects.toMatchObject({
        code: "permission_missing",
        why: expect.stringContaining(words),
        next: expect.stringContaining("source.settings"),
      });
    } finally {
      await sandbox.close();
    }
  });

  it("archives nobody for being absent: what is listed is the company's choice", () => {
    expect(provider.absentPeople?.({})).toBe("unknown");
  });
});
