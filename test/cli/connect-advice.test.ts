import { beforeAll, describe, expect, it } from "vitest";
import { isAboutSettings, wizardAdvice } from "../../src/cli/connect/advice.js";
import { guidesOf, type Provider } from "../../src/providers/provider.js";
import { findProvider, PROVIDERS } from "../../src/providers/registry.js";

describe("advice within the wizard", () => {
  let bamboohr: Provider;

  beforeAll(async () => {
    bamboohr = await findProvider("bamboohr");
  });

  it.each([
    [
      "Run `spendesk-hr connect deel` with an organization token from Deel.",
      "Give an organization token from Deel.",
    ],
    [
      "Run `spendesk-hr connect acme` and copy it from the address bar of Acme.",
      "Copy it from the address bar of Acme.",
    ],
    ["Tick them, then run `spendesk-hr preview`.", "Tick them, then check again."],
    ["Tick them. Then run `spendesk-hr connect payfit`.", "Tick them. Then check again."],
    ["Run the same command again in a few minutes.", "Check again in a few minutes."],
    ["Check the network, then run the command again.", "Check the network, then check again."],
    ["Copy it again and run the same command.", "Copy it again and check again."],
    ["Make a key, then run `spendesk-hr credentials set spendesk`.", "Make a key, then check again."],
    [
      "Check the host or `baseUrl` in the configuration, then run `spendesk-hr preview`.",
      "Check the host or `baseUrl`, then check again.",
    ],
    ["Set source.settings.ibanField to its number.", 'Set "Field with the IBAN" to its number.'],
    ["Correct source.settings by number.", "Correct the settings by number."],
    ["Set `source.settings.unheardOf` to it.", "Set `source.settings.unheardOf` to it."],
    [
      "Later, `spendesk-hr configure --set sync.deriveBic=true` finds it.",
      "Later, `spendesk-hr configure --set sync.deriveBic=true` finds it.",
    ],
  ])("says of %j: %j", (next, expected) => {
    expect(wizardAdvice(next, bamboohr)).toBe(expected);
  });

  it("knows advice that is about settings", () => {
    expect(isAboutSettings("Set source.settings.ibanField to its number.", bamboohr)).toBe(true);
    expect(isAboutSettings("Correct source.settings by number.", bamboohr)).toBe(true);
    expect(isAboutSettings("Run `spendesk-hr connect bamboohr` with a key.", bamboohr)).toBe(false);
  });

  it.each(PROVIDERS.map(({ id }) => id))(
    "never sends anybody of %s to the configuration file",
    async (id) => {
      const provider = await findProvider(id);
      const texts = guidesOf(provider).flatMap(({ setupSteps, dataRead, settingFields }) => [
        ...setupSteps,
        ...dataRead.flatMap(({ purpose, permission, ifEmpty = "" }) => [purpose, permission, ifEmpty]),
        ...settingFields.map(({ help }) => help),
      ]);
      for (const text of texts) {
        expect(wizardAdvice(text, provider)).not.toMatch(
          /source\.settings|settings\.[a-z]|in the configuration|YAML|run the (?:same )?command/iu,
        );
      }
    },
  );
});
