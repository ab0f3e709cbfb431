import { describe, expect, it } from "vitest";
import {
  fileVariableName,
  isHidden,
  knownVariables,
  systemdName,
  variableName,
} from "../../src/credentials/names.js";
import { NOTIFY_SECRETS } from "../../src/observability/notify/channel.js";
import { guidesOf } from "../../src/providers/provider.js";
import { PROVIDERS } from "../../src/providers/registry.js";

describe("names of credentials in the environment", () => {
  it.each([
    ["acme-uk", "personio", "clientSecret", "SPENDESK_HR_ACME_UK_PERSONIO_CLIENT_SECRET"],
    ["acme-uk", "spendesk", "clientId", "SPENDESK_HR_ACME_UK_SPENDESK_CLIENT_ID"],
    ["acme", "bamboohr", "apiKey", "SPENDESK_HR_ACME_BAMBOOHR_API_KEY"],
    ["b2b-2", "hibob", "serviceUserId", "SPENDESK_HR_B2B_2_HIBOB_SERVICE_USER_ID"],
    ["acme", "x", "oauth2Token", "SPENDESK_HR_ACME_X_OAUTH2_TOKEN"],
  ])("names %s / %s / %s", (entity, connection, field, name) => {
    expect(variableName({ entity, connection }, field)).toBe(name);
    expect(fileVariableName({ entity, connection }, field)).toBe(`${name}_FILE`);
  });

  it("lists the variables of several connections", () => {
    expect(
      knownVariables([
        { id: { entity: "acme", connection: "spendesk" }, fields: ["clientId", "clientSecret"] },
        { id: { entity: "acme", connection: "personio" }, fields: ["clientId"] },
      ]),
    ).toEqual([
      "SPENDESK_HR_ACME_SPENDESK_CLIENT_ID",
      "SPENDESK_HR_ACME_SPENDESK_CLIENT_SECRET",
      "SPENDESK_HR_ACME_PERSONIO_CLIENT_ID",
    ]);
  });
});

describe("names of credentials for systemd", () => {
  it.each([
    ["acme-uk", "personio", "clientSecret", "spendesk-hr.acme-uk.personio.client-secret"],
    ["b2b-2", "hibob", "serviceUserId", "spendesk-hr.b2b-2.hibob.service-user-id"],
    ["acme", "x", "oauth2Token", "spendesk-hr.acme.x.oauth2-token"],
  ])("names %s / %s / %s", (entity, connection, field, name) => {
    expect(systemdName({ entity, connection }, field)).toBe(name);
  });
});

describe("what is hidden", () => {
  it("is every field that a provider calls secret", async () => {
    const providers = await Promise.all(PROVIDERS.map((entry) => entry.load()));
    const fields = providers.flatMap((provider) =>
      guidesOf(provider).flatMap((guide) => guide.credentialFields),
    );
    const secret = fields.filter((field) => field.secret).map(({ key }) => key);
    expect(secret.length).toBeGreaterThan(5);
    expect([...secret, ...NOTIFY_SECRETS].filter((key) => !isHidden(key))).toEqual([]);
  });
});
