import { describe, expect, it } from "vitest";
import { lucca } from "../../src/providers/lucca/index.js";
import type { Provider } from "../../src/providers/provider.js";
import { everySettingField, guidesOf, inEveryWay, providerWith } from "../../src/providers/provider.js";
import { PROVIDERS } from "../../src/providers/registry.js";
import { personio } from "./personio/personio.js";

function fieldsOf({ credentialFields }: Pick<Provider, "credentialFields">): string[] {
  return credentialFields.map(({ key }) => key);
}

describe("ways into an HR tool", () => {
  it("are chosen by the setting, with their own credentials", () => {
    expect(fieldsOf(providerWith(lucca, { apiGeneration: "lucca-api" }))).toEqual([
      "address",
      "clientId",
      "clientSecret",
    ]);
    expect(fieldsOf(providerWith(lucca, { apiGeneration: "legacy" }))).toEqual(["address", "apiKey"]);
  });

  it.each([undefined, null, "text", {}, { apiGeneration: "v9" }, { apiGeneration: 5 }])(
    "leave the provider's own guide for the settings %o",
    (settings) => {
      expect(providerWith(lucca, settings)).toBe(lucca);
    },
  );

  it("are one for most HR tools", () => {
    expect(providerWith(personio, { apiGeneration: "lucca-api" })).toBe(personio);
    expect(guidesOf(personio)).toEqual([personio]);
    expect(inEveryWay(personio, ({ requests }) => requests.formula)).toBe(personio.requests.formula);
  });

  it("are told together where they differ", () => {
    expect(inEveryWay(lucca, (guide) => fieldsOf(guide).join(", "))).toBe(
      "address, apiKey; or address, clientId, clientSecret",
    );
    const settings = everySettingField(lucca).map(({ key }) => key);
    expect(settings).toEqual(expect.arrayContaining(["ibanField", "bankDetails"]));
    expect(settings.filter((key) => key === "apiGeneration")).toHaveLength(1);
  });

  it("have complete guides, the provider's own first, and are all accepted as settings", async () => {
    for (const entry of PROVIDERS) {
      const provider = await entry.load();
      const { variants, settings } = provider;
      if (!variants) continue;
      expect(provider).toMatchObject(variants.choices[0]?.guide ?? {});
      for (const { value, guide } of variants.choices) {
        // Other settings may be needed besides.
        const issues = settings.safeParse({ [variants.setting]: value }).error?.issues ?? [];
        expect(issues.filter(({ path }) => path[0] === variants.setting)).toEqual([]);
        expect(guide.settingFields.map(({ key }) => key)).toContain(variants.setting);
        expect(guide.setupSteps.length).toBeGreaterThan(0);
        const required = guide.dataRead.filter((data) => data.required).map(({ field }) => field);
        expect(required).toEqual(expect.arrayContaining(["workEmail", "firstName", "lastName", "status"]));
        // A file on this computer needs none.
        if (!entry.guide) expect(guide.credentialFields.some(({ secret }) => secret)).toBe(true);
        for (const field of guide.credentialFields) expect(field.validate(" ")).toBeTruthy();
      }
    }
  });
});
