import { describe, expect, it } from "vitest";
import {
  createLayoutFinder,
  type DynamicAttribute,
} from "../../../src/connectors/tools/personio/attributes.js";
import type { PersonioSettings } from "../../../src/connectors/tools/personio/settings.js";

function attribute(key: string, label: string, universalId = ""): DynamicAttribute {
  return { key, label, universalId, type: "standard", value: "x" };
}

function layout(attributes: DynamicAttribute[], settings: PersonioSettings = {}) {
  return createLayoutFinder(settings)(attributes);
}

describe("personio custom attributes", () => {
  it.each([
    ["iban", "IBAN"],
    ["iban", "iban (Gehaltskonto)"],
    ["bic", "BIC/SWIFT"],
    ["bic", "Swift code"],
  ] as const)("takes for %s an attribute labelled %s", (role, label) => {
    expect(layout([attribute("dynamic_1", "Shoe size"), attribute("dynamic_2", label)])[role]).toBe(
      "dynamic_2",
    );
  });

  it.each(["Bicycle leasing", "Ibanez guitar", "Company e-mail"])("takes %s for nothing", (label) => {
    const { custom, ...roles } = layout([attribute("dynamic_1", label)]);
    expect(roles).toEqual({ iban: null, bic: null });
    expect(custom.map(({ name }) => name)).toEqual(["dynamic_1", label]);
  });

  it("prefers the universal id to the label", () => {
    const attributes = [attribute("dynamic_1", "IBAN"), attribute("dynamic_2", "Account", "IBAN")];
    expect(layout(attributes).iban).toBe("dynamic_2");
  });

  it("takes none of two that fit equally well", () => {
    expect(layout([attribute("dynamic_1", "IBAN"), attribute("dynamic_2", "IBAN (old)")]).iban).toBeNull();
  });

  it.each(["dynamic_2", "DYNAMIC_2", " iban  (OLD) ", "old_iban"])(
    "follows the setting %o",
    (ibanAttribute) => {
      const attributes = [attribute("dynamic_1", "IBAN"), attribute("dynamic_2", "IBAN (old)", "old_iban")];
      expect(layout(attributes, { ibanAttribute }).iban).toBe("dynamic_2");
    },
  );

  it("falls back to nothing when the setting names an attribute that is not there", () => {
    expect(layout([attribute("dynamic_1", "IBAN")], { ibanAttribute: "dynamic_9" }).iban).toBeNull();
  });

  it("offers the other attributes by key, universal id and label", () => {
    expect(layout([attribute("dynamic_1", "Birthday", "date_of_birth")]).custom).toEqual([
      { name: "dynamic_1", key: "dynamic_1" },
      { name: "date_of_birth", key: "dynamic_1" },
      { name: "Birthday", key: "dynamic_1" },
    ]);
  });

  it("offers attributes with a shared label by their keys only", () => {
    const names = layout([attribute("dynamic_1", "Note"), attribute("dynamic_2", "Note")]).custom;
    expect(names.map(({ name }) => name)).toEqual(["dynamic_1", "dynamic_2"]);
  });

  it("offers no bank details and no pay, even those it has no use for", () => {
    const attributes = [
      attribute("dynamic_1", "IBAN (old)"),
      attribute("dynamic_2", "IBAN"),
      attribute("dynamic_3", "Bank account number"),
      attribute("dynamic_4", "Gehaltsgruppe"),
      attribute("dynamic_5", "Note", "hourly_wage"),
      attribute("dynamic_6", "Payee reference"),
    ];
    const settings = { bicAttribute: "Payee reference" };
    expect(layout(attributes, settings).custom).toEqual([]);
  });

  it("finds the roles anew when employees have different attributes", () => {
    const find = createLayoutFinder({});
    expect(find([attribute("dynamic_1", "IBAN")]).iban).toBe("dynamic_1");
    expect(find([attribute("dynamic_2", "IBAN")]).iban).toBe("dynamic_2");
  });
});
