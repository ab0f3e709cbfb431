import { afterEach, describe, expect, it } from "vitest";
import { hibob } from "../../../src/providers/hibob/index.js";
import type { EmployeeField, VerifyReport } from "../../../src/providers/provider.js";
import type { Loopback } from "../../conformance/loopback.js";
import { people, person, refusal, type Script, startBob } from "./tiny-bob.js";

let server: Loopback | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function check(script: Script, settings: unknown = {}): Promise<VerifyReport> {
  const bob = await startBob(script, settings);
  server = bob.server;
  return hibob.verify(bob.connection);
}

function finding({ findings }: VerifyReport, wanted: EmployeeField) {
  return findings.find(({ field }) => field === wanted);
}

const FORMER = { lifecycleStatus: "terminated", status: "Inactive", terminationDate: "2026-06-30" };

/** Everything that is read by default, so that nothing is missing. */
const FULL = {
  displayName: null,
  work: { startDate: null, site: null, department: null, title: null, reportsTo: null },
  address: { siteCountry: null },
  payroll: { employment: { type: null } },
  home: { privateEmail: null },
  financial: { iban: "GB33BUKB20201555555555", swift: "BUKBGB22XXX", accountName: null },
};

const EMPTY_FIELDS = { ...FULL, financial: { iban: null, swift: null, accountName: null } };

describe("hibob verification", () => {
  it("takes one call when all is well", async () => {
    const report = await check({
      search: () => people([person("1", FULL), person("2", { ...FULL, internal: FORMER })]),
    });
    expect(server?.log).toHaveLength(1);
    expect(report.employees).toBe(2);
    expect(report.findings.filter(({ state }) => state !== "ok" && state !== "empty")).toEqual([]);
  });

  it("warns when nobody who has left is visible, with the screen and the statuses to tick", async () => {
    const report = await check({ search: () => people([person("1", FULL), person("2", FULL)]) });
    expect(finding(report, "terminationDate")).toEqual({
      field: "terminationDate",
      state: "missing",
      required: false,
      next: expect.stringMatching(
        /Nobody who has left is among the 2 people.*ever be archived.*Permission groups.*Access rights.*Terminated/,
      ),
    });
  });

  it("names the category as it is called in this account", async () => {
    const report = await check({
      fields: () => ({
        status: 200,
        json: [
          { id: "financial.iban", name: "IBAN", categoryDisplayName: "Money matters" },
          { id: "/work/site", name: "Site", categoryDisplayName: "Place of work" },
          null,
        ],
      }),
    });
    expect(finding(report, "bank.iban")?.next).toContain("View selected employees' Money matters sections");
    expect(finding(report, "workLocation")?.next).toContain("Place of work sections");
    expect(server?.log).toHaveLength(2);
  });

  it("tells a field that does not exist from one that may not be read, and proposes the right one", async () => {
    const report = await check({
      fields: () => ({
        status: 200,
        json: [
          { id: "financial.custom.field_9", name: "Employee IBAN", categoryDisplayName: "Financial" },
          { id: "work.site", name: "Site", categoryDisplayName: "Work" },
        ],
      }),
    });
    expect(finding(report, "bank.iban")?.next).toMatch(
      /no field financial\.iban\. Set source\.settings\.ibanField .*perhaps financial\.custom\.field_9/,
    );
    expect(finding(report, "bank.bic")?.next).toMatch(
      /source\.settings\.bicField to the id of the right one\.$/,
    );
  });

  it("names the usual category when Bob does not list its fields", async () => {
    const report = await check({ fields: () => refusal(403, "No access") });
    expect(finding(report, "bank.iban")?.next).toContain("View selected employees' Financial sections");
  });

  it("says nothing about team, legal entity and cost center unless a setting names their fields", async () => {
    expect(finding(await check({}), "team")).toBeUndefined();
    await server?.close();
    const report = await check({}, { teamField: "work.custom.field_1" });
    expect(finding(report, "team")).toMatchObject({
      state: "missing",
      next: expect.stringContaining("Team"),
    });
  });

  it("can't tell what is readable when there is nobody", async () => {
    const report = await check({ search: () => people([]) });
    expect(report.employees).toBe(0);
    expect(new Set(report.findings.map(({ state }) => state))).toEqual(new Set(["unknown"]));
    expect(server?.log).toHaveLength(1);
  });

  it("looks at one person's bank accounts when the table is chosen", async () => {
    const script = { search: () => people([person("1"), person("2")]) };
    const report = await check(script, { bankSource: "table" });
    expect(finding(report, "bank.iban")?.state).toBe("ok");
    expect(server?.log.filter(({ url }) => url.pathname.endsWith("bank-accounts"))).toHaveLength(1);
    await server?.close();
    const refused = await check({ ...script, accounts: () => refusal(403, "No") }, { bankSource: "table" });
    expect(finding(refused, "bank.iban")).toMatchObject({
      state: "missing",
      next: expect.stringContaining("Financial sections"),
    });
  });

  it("stops where the fields are empty for everybody and the table is used instead", async () => {
    const everybody = ["1", "2", "3", "4"].map((id) => person(id, EMPTY_FIELDS));
    const report = await check({
      search: () => people([person("0", { ...EMPTY_FIELDS, internal: FORMER }), ...everybody]),
      accounts: (id) => ({ status: 200, json: { values: id === "3" ? [{ iban: "GB33" }] : [] } }),
    });
    for (const field of ["bank.iban", "bank.bic"] as const)
      expect(finding(report, field)).toMatchObject({
        state: "empty",
        required: true,
        next: expect.stringMatching(/settings\.bankSource to table/),
      });
    const asked = server?.log.filter(({ url }) => url.pathname.endsWith("bank-accounts"));
    expect(asked?.map(({ url }) => url.pathname.split("/")[3])).toEqual(["1", "2", "3"]);
  });

  it.each<[string, Script]>([
    ["is empty as well", {}],
    ["may not be read", { accounts: () => refusal(403, "No access") }],
  ])("only tells of the table where the fields are empty for everybody and it %s", async (_name, script) => {
    const report = await check({ ...script, search: () => people([person("1", EMPTY_FIELDS)]) });
    expect(finding(report, "bank.iban")).toMatchObject({
      state: "empty",
      required: false,
      next: expect.stringContaining("settings.bankSource to table"),
    });
  });

  it("takes it as it is when the settings say that bank details are in the fields", async () => {
    const script = { search: () => people([person("1", EMPTY_FIELDS)]) };
    const report = await check(script, { bankSource: "fields" });
    expect(finding(report, "bank.iban")).toMatchObject({ state: "empty", required: false, next: null });
    expect(server?.log).toHaveLength(1);
  });

  it("says that a record without an id keeps every read from being complete", async () => {
    const report = await check({ search: () => people([person("1", FULL), { id: null }]) });
    expect(report.obstacles).toEqual([expect.objectContaining({ text: "1 record has no usable id" })]);
  });

  it("can't tell about the table when everybody has left", async () => {
    const script = { search: () => people([person("1", { ...FULL, internal: FORMER })]) };
    const report = await check(script, { bankSource: "table" });
    expect(finding(report, "bank.iban")).toMatchObject({ state: "unknown", next: null });
  });

  it("refuses wrong credentials with one call", async () => {
    await expect(check({ search: () => refusal(401, "Unauthorized") })).rejects.toMatchObject({
      code: "credentials_refused",
    });
    expect(server?.log).toHaveLength(1);
  });
});

describe("hibob credentials", () => {
  it("refuses an ID with a colon, without repeating it", () => {
    const field = hibob.credentialFields.find(({ key }) => key === "serviceUserId");
    expect(field?.validate("SERVICE-1:token")).toMatch(/^The service user ID has a colon inside/);
    expect(field?.validate("SERVICE-12345")).toBeNull();
  });
});
