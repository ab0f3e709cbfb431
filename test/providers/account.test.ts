import { afterEach, describe, expect, it } from "vitest";
import { examplehr } from "../../src/providers/_template/index.js";
import type { Provider } from "../../src/providers/provider.js";
import { accountOf, providerWith } from "../../src/providers/provider.js";
import { findProvider, PROVIDERS } from "../../src/providers/registry.js";
import { type Sandbox, startSandbox } from "../../src/sandbox/sandbox.js";
import { connectTo, readAll } from "../conformance/harness.js";

/** The least that an export needs. */
const EXPORT = {
  path: "/srv/hr/people.csv",
  columns: { id: "Id", workEmail: "E-mail", fullName: "Name", status: "Status" },
  nameOrder: "first-last",
  missingRows: "unknown",
};

/** The identity at the vendor's own host, or at `baseUrl`; no answer has told a company. */
function identity(
  provider: Provider,
  credentials: Readonly<Record<string, string>>,
  { settings = {}, baseUrl }: { readonly settings?: object; readonly baseUrl?: string } = {},
) {
  const parsed = provider.settings.parse(settings);
  const url = baseUrl ?? provider.baseUrl(parsed, credentials);
  return accountOf(provider, connectTo(provider, { url, credentials }, settings), null);
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
  ] as const)("of %s is %s", async (id, credentials, key, isProven, settings?: object) => {
    expect(identity(await findProvider(id), credentials, { settings: settings ?? {} })).toEqual({
      key,
      isProven,
    });
  });

  it("is asked of every provider and the template", () => {
    const known = ["personio", "hibob", "deel", "payfit", "bamboohr", "lucca", "workday", "file"];
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
        provider.credentialFields.map(({ key, secret }) => [key, secret ? `hidden-${key}` : "acme"]),
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
