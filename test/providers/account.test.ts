import { afterEach, describe, expect, it } from "vitest";
import { examplehr } from "../../src/providers/_template/index.js";
import type { Provider } from "../../src/providers/provider.js";
import { accountOf, providerWith } from "../../src/providers/provider.js";
import { findProvider, PROVIDERS } from "../../src/providers/registry.js";
import { CERTIFICATE, PRIVATE_KEY } from "../../src/sandbox/key-pair.js";
import { type Sandbox, startSandbox } from "../../src/sandbox/sandbox.js";
import { connectTo, readAll } from "../conformance/harness.js";

/** The least that an export needs. */
const EXPORT = {
  path: "/srv/hr/people.csv",
  columns: { id: "Id", workEmail: "E-mail", fullName: "Name", status: "Status" },
  nameOrder: "first-last",
  missingRows: "unknown",
};

/** Where a whole host is typed in. */
const HOSTS: Readonly<Record<string, string>> = {
  okta: "acme.okta.com",
  scim: "acme.okta.com",
  ukgpro: "service4.ultipro.com",
};

/** The identity at the vendor's own host, or at `baseUrl`; no answer has told a company. */
function identity(
  provider: Provider,
  credentials: Readonly<Record<string, string>>,
  { settings = {}, baseUrl }: { readonly settings?: object; readonly baseUrl?: string } = {},
) {
  const parsed = provider.settings.parse(settings);
  const url = baseUrl ?? provider.baseUrl(parsed, credentials);
  const files = provider.clientCertificate && { certificate: CERTIFICATE, certificateKey: PRIVATE_KEY };
  const vendor = { url, credentials: { ...credentials, ...files } };
  return accountOf(provider, connectTo(provider, vendor, settings), null);
}

describe("the identity of an HR account", () => {
  it.each([
    ["personio", { clientId: "papi-a", clientSecret: "one" }, "personio:api.personio.de", false],
    ["hibob", { serviceUserId: "SERVICE-1", token: "one" }, "hibob:api.hibob.com", false],
    ["deel", { apiToken: "one" }, "deel:api.letsdeel.com", false],
    ["payfit", { apiKey: "one" }, "payfit:partner-api.payfit.com", false],
    ["bamboohr", { companyDomain: "acme", apiKey: "one" }, "bamboohr:acme.bamboohr.com:acme", true],
    [
      "lucca",
      { address: "https://acme.ilucca.ch/home", apiKey: "one" },
      "lucca:acme.ilucca.ch:acme.ilucca.ch",
      true,
    ],
    [
      "workday",
      {
        restEndpoint: "https://wd3-services1.myworkday.com/ccx/api/v1/acme",
        username: "isu",
        password: "one",
      },
      "workday:wd3-services1.myworkday.com:acme",
      true,
    ],
    ["file", {}, "file:export.invalid", false, EXPORT],
    ["factorial", { apiKey: "one" }, "factorial:api.factorialhr.com/api/2026-07-01/resources", false],
    [
      "kombo",
      { apiKey: "one", integrationId: "personio:HWUTwvyx" },
      "kombo:api.kombo.dev/v1:personio:hwutwvyx",
      true,
    ],
    ["sagehr", { subdomain: "https://ACME.sage.hr/", apiKey: "one" }, "sagehr:acme.sage.hr/api", true],
    ["okta", { domain: "acme.okta.com", apiToken: "one" }, "okta:acme.okta.com/api/v1", true],
    ["merge", { apiKey: "one", accountToken: "two" }, "merge:api.merge.dev/api/hris/v1", false],
    ["humaans", { accessToken: "one" }, "humaans:app.humaans.io/api", false],
    ["breathe", { apiKey: "one" }, "breathe:api.breathehr.com/v1", false],
    ["rippling", { apiToken: "one" }, "rippling:rest.ripplingapis.com", false],
    [
      "scim",
      { address: "https://SCIM.acme.example/scim/v2/", token: "one" },
      "scim:scim.acme.example/scim/v2",
      true,
    ],
    [
      "entra",
      { tenantId: "ABC-1", clientId: "def", clientSecret: "one" },
      "entra:graph.microsoft.com/v1.0:abc-1",
      true,
    ],
    [
      "apideck",
      { apiKey: "one", appId: "App", consumerId: "acme", serviceId: "hibob" },
      "apideck:unify.apideck.com/hris:app:acme:hibob",
      true,
    ],
    ["hrworks", { accessKey: "one", secretAccessKey: "two" }, "hrworks:api.hrworks.de/v2", false],
    ["kenjo", { apiKey: "one" }, "kenjo:api.kenjo.io/api/v1", false],
    ["sesame", { region: "EU1", token: "one" }, "sesame:api-eu1.sesametime.com", true],
    ["afas", { environment: "12345", token: "one" }, "afas:12345.rest.afas.online/ProfitRestServices", true],
    ["remote", { apiToken: "one" }, "remote:gateway.remote.com", false],
    ["finch", { accessToken: "one" }, "finch:api.tryfinch.com", false],
    [
      "ukgpro",
      {
        host: "https://service4.ultipro.com/",
        username: "SpendeskSync",
        password: "one",
        customerApiKey: "ABCDE",
      },
      "ukgpro:service4.ultipro.com:spendesksync",
      true,
    ],
    ["charliehr", { clientId: "one", clientSecret: "two" }, "charliehr:charliehr.com/api/v1", false],
    ["google", { serviceAccount: "{}", adminAddress: "a@acme.test" }, "google:admin.googleapis.com", false],
    ["zohopeople", { clientId: "a", refreshToken: "one" }, "zohopeople:people.zoho.com", false],
    ["officient", { clientId: "a", refreshToken: "one" }, "officient:api.officient.io", false],
    ["gusto", { companyId: "A007-E1", refreshToken: "one" }, "gusto:api.gusto.com:a007-e1", true],
    ["adp", { clientId: "Client-1", clientSecret: "one" }, "adp:api.adp.com:client-1", true],
  ] as const)("of %s is %s", async (id, credentials, key, isProven, settings?: object) => {
    expect(identity(await findProvider(id), credentials, { settings: settings ?? {} })).toEqual({
      key,
      isProven,
    });
  });

  it("is asked of every provider and the template", () => {
    const known = ["personio", "hibob", "deel", "payfit", "bamboohr", "lucca", "workday", "file"];
    known.push("factorial", "kombo", "sagehr", "okta", "merge", "humaans", "breathe", "rippling");
    known.push("scim", "entra", "apideck");
    known.push("hrworks", "kenjo", "sesame", "afas", "remote", "finch", "ukgpro", "charliehr");
    known.push("google", "zohopeople", "officient", "gusto", "adp");
    expect(PROVIDERS.map(({ id }) => id).sort()).toEqual(known.sort());
    const account = identity(examplehr, { apiToken: "one" });
    expect(account).toEqual({ key: "examplehr:api.eu.examplehr.test", isProven: false });
  });

  it("stays when the key is rotated, and in whatever way the domain is written", async () => {
    const bamboohr = await findProvider("bamboohr");
    const before = identity(bamboohr, { companyDomain: "acme", apiKey: "one" });
    const after = identity(bamboohr, { companyDomain: " https://ACME.bamboohr.com/home ", apiKey: "two" });
    expect(after).toEqual(before);
    expect(identity(bamboohr, { companyDomain: "other", apiKey: "one" })).not.toEqual(before);
  });

  it("is proven by an address of one's own, not by another host that all share", async () => {
    const hibob = await findProvider("hibob");
    const credentials = { serviceUserId: "SERVICE-1", token: "one" };
    expect(identity(hibob, credentials, { baseUrl: "https://api.sandbox.hibob.com" })).toMatchObject({
      isProven: false,
    });
    expect(identity(hibob, credentials, { baseUrl: "https://gateway.acme.test/bob/" })).toEqual({
      key: "hibob:gateway.acme.test/bob",
      isProven: true,
    });
  });

  it("holds no secret", async () => {
    for (const { id, load } of PROVIDERS) {
      const provider = await load();
      const secrets = Object.fromEntries(
        provider.credentialFields.map(({ key, secret }) => [
          key,
          secret ? `hidden-${key}` : (HOSTS[provider.id] ?? "acme"),
        ]),
      );
      const given = { ...secrets, restEndpoint: "https://wd3-services1.myworkday.com/ccx/api/v1/acme" };
      const settings = id === "file" ? EXPORT : {};
      expect(identity(provider, given, { settings }).key).not.toContain("hidden-");
    }
  });

  describe("where an answer tells the company", () => {
    let sandbox: Sandbox;
    afterEach(() => sandbox.close());

    it.each([
      ["payfit", {}],
      ["hibob", {}],
      ["merge", { host: "api.merge.dev" }],
      ["sesame", {}],
      ["charliehr", {}],
    ] as const)("is that company's id: %s", async (id, settings) => {
      sandbox = await startSandbox({ employees: 3 });
      const provider = providerWith(await findProvider(id), settings);
      const companies: string[] = [];
      const vendor = { url: sandbox.providerUrl(id), credentials: sandbox.credentials[id] };
      const connection = connectTo(provider, vendor, settings, [], companies);
      await readAll(provider, connection);
      expect(companies).toHaveLength(1);
      const [company = ""] = companies;
      expect(company).toMatch(/\w{4,}/u);
      expect(accountOf(provider, connection, company)).toEqual({
        key: `${id}:company:${company}`,
        isProven: true,
      });
    });
  });
});
