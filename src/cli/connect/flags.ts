import type { Provider } from "../../providers/provider.js";
import { everySettingField } from "../../providers/provider.js";
import { type Clock, Problem } from "../../sync/model/index.js";
import { STATUS_PREFIX, statusRules } from "../configure/flags.js";
import { parseSettingFlags } from "../options.js";
import type { Validate } from "../prompts/prompter.js";
import {
  checkCurrency,
  checkEnvironment,
  checkKeyExpiry,
  checkOwner,
  checkSourceHost,
  checkSpendeskHost,
  checkTarget,
  checkTimezone,
} from "./answer-checks.js";
import { type SettingFlags, STORE_CHECKS, storeFlagsProblem } from "./store-flags.js";

/** In front of the key of a provider's own setting. */
export const PROVIDER_SETTING = "settings.";

/**
 * Reads the `--set` flags of `connect` and checks each of them before anything is asked.
 * @throws Problem `setting_unknown`, `setting_syntax`, `setting_invalid` or `status_meaning`
 */
export function readSettingFlags(flags: readonly string[], provider: Provider, clock: Clock): SettingFlags {
  const checks: Readonly<Record<string, Validate>> = {
    timezone: checkTimezone,
    walletCurrency: checkCurrency,
    owner: checkOwner,
    keyExpiresOn: checkKeyExpiry(clock),
    "spendesk.environment": checkEnvironment,
    "spendesk.baseUrl": checkSpendeskHost,
    "spendesk.target": checkTarget,
    "source.baseUrl": checkSourceHost,
    ...STORE_CHECKS,
    ...wayInCheck(provider),
  };
  const ofProvider = everySettingField(provider).map(({ key }) => `${PROVIDER_SETTING}${key}`);
  const given = parseSettingFlags(flags, [...Object.keys(checks), ...ofProvider], [STATUS_PREFIX]);
  statusRules(given);
  for (const [key, value] of given) {
    const why = checks[key]?.(value);
    if (why) throw settingInvalid(key, why);
  }
  if (given.has("spendesk.environment") && given.has("spendesk.baseUrl")) {
    throw settingInvalid("spendesk.baseUrl", "It can't stand beside spendesk.environment: give one of them.");
  }
  const aboutStore = storeFlagsProblem(given);
  if (aboutStore) throw settingInvalid("credentials.encryptedFile", aboutStore);
  return given;
}

/** Credentials depend on this setting of the provider, so it is checked before they are looked for. */
function wayInCheck({ variants }: Provider): Readonly<Record<string, Validate>> {
  if (!variants) return {};
  const values = variants.choices.map(({ value }) => value);
  const check: Validate = (value) =>
    value === "" || values.includes(value) ? null : `It must be ${values.join(" or ")}.`;
  return { [`${PROVIDER_SETTING}${variants.setting}`]: check };
}

function settingInvalid(key: string, why: string): Problem {
  return new Problem({
    kind: "usage",
    code: "setting_invalid",
    what: `The value of \`--set ${key}\` can't be used.`,
    why,
    next: `Run the same command with another value after \`--set ${key}=\`.`,
  });
}
