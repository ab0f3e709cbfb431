import { describe, expect, it } from "vitest";
import { accountOf, credentialFields } from "../../../src/providers/workday/account.js";
import { workday } from "../../../src/providers/workday/index.js";

const ENDPOINT = "https://wd3-services1.myworkday.com/ccx/api/v1/Acme_impl2";

function account(restEndpoint: string, username = "ISU_Spendesk") {
  return accountOf({ restEndpoint, username, password: " p ä<&" });
}

function complaint(key: string, value: string): string | null {
  const field = credentialFields.find((candidate) => candidate.key === key);
  if (!field) throw new Error(`no field ${key}`);
  return field.validate(value);
}

describe("workday account", () => {
  it.each([
    ENDPOINT,
    ` ${ENDPOINT}/ `,
    "https://wd3-services1.myworkday.com/ccx/api/staffing/v6/Acme_impl2",
    "https://wd3-services1.myworkday.com/ccx/api/staffing/v6/Acme_impl2/workers",
  ])("takes host and tenant from %s", (endpoint) => {
    expect(complaint("restEndpoint", endpoint)).toBeNull();
    expect(account(endpoint)).toMatchObject({
      origin: "https://wd3-services1.myworkday.com",
      tenant: "Acme_impl2",
    });
  });

  it("takes every kind of Workday host", () => {
    for (const host of ["wd2-impl-services1.workday.com", "services1.wd12.myworkday.com"]) {
      expect(
        workday.baseUrl(workday.settings.parse({}), { restEndpoint: `https://${host}/ccx/api/v1/a` }),
      ).toBe(`https://${host}`);
    }
  });

  it.each([
    ["", /empty/],
    ["wd3-services1.myworkday.com/ccx/api/v1/acme", /not an address/],
    ["http://wd3-services1.myworkday.com/ccx/api/v1/acme", /https/],
    ["https://user:secret@wd3-services1.myworkday.com/ccx/api/v1/acme", /user name/],
    ["https://myworkday.com.evil.test/ccx/api/v1/acme", /host/],
    ["https://evilworkday.com/ccx/api/v1/acme", /host/],
    ["https://wd3.workday.com:8443/ccx/api/v1/acme", /host/],
    ["https://impl.workday.com/acme/d/home.htmld", /web pages/],
    ["https://wd3-services1.myworkday.com/ccx/api/v1/", /ccx\/api\/v1/],
    ["https://wd3-services1.myworkday.com/ccx/api/v1/a%3Cb", /ccx\/api\/v1/],
  ])("refuses %o", (endpoint, expected) => {
    expect(complaint("restEndpoint", endpoint)).toMatch(expected);
    expect(() => account(endpoint)).toThrow(
      expect.objectContaining({ kind: "credentials", code: "rest_endpoint_invalid" }),
    );
  });

  it("adds the tenant to a user name without one", () => {
    expect(account(ENDPOINT).username).toBe("ISU_Spendesk@Acme_impl2");
    expect(account(ENDPOINT, "ISU@other").username).toBe("ISU@other");
  });

  it("takes any password as it is, but no line break", () => {
    expect(account(ENDPOINT).password).toBe(" p ä<&");
    for (const password of [`a "quoted" <&> 'one'`, "päss wörd", "🔑🔑"]) {
      expect(complaint("password", password)).toBeNull();
    }
    expect(complaint("password", "one\ntwo")).toMatch(/line break/);
  });
});
