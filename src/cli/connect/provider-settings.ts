import type { Provider, SettingField } from "../../providers/provider.js";
import { everySettingField } from "../../providers/provider.js";
import { sayText } from "../prompts/screen.js";
import { wizardAdvice } from "./advice.js";
import { PROVIDER_SETTING } from "./flags.js";
import type { Interview } from "./given-credentials.js";
import { type ProviderSettings, settingAt, settingText, withSetting } from "./setting-path.js";
import { presentSource } from "./target.js";

/** The settings an entity has for this provider; those of another HR tool have no meaning. */
export function presentSettings(target: Parameters<typeof presentSource>[0]): ProviderSettings {
  const settings: Record<string, unknown> = {};
  Object.assign(settings, presentSource(target)?.settings);
  return settings;
}

/**
 * Present settings with those of flags and of the chosen API version on top. Present ones that only another
 * version has are dropped; such a flag stays, and the provider's schema says what is wrong with it.
 */
export function knownSettings(interview: Interview): ProviderSettings {
  const { provider, flags, decided } = interview;
  let settings = presentSettings(interview);
  const own = new Set(provider.settingFields.map(({ key }) => key));
  for (const { key } of everySettingField(provider)) {
    const value = flags.get(`${PROVIDER_SETTING}${key}`);
    if (value === "" || !own.has(key)) settings = withSetting(settings, key, undefined);
    if (value) settings = withSetting(settings, key, value);
  }
  return { ...settings, ...decided };
}

/** The settings that are still open once the API version was chosen: it can't change without the credentials. */
export function openSettingFields({ settingFields, variants }: Provider): readonly SettingField[] {
  return settingFields.filter(({ key }) => key !== variants?.setting);
}

/** Asks for the settings that are needed, and offers the optional ones with a single question. */
export async function askSettings(interview: Interview, known: ProviderSettings): Promise<ProviderSettings> {
  const { provider, prompter, flags, context } = interview;
  if (!prompter) return known;
  const open = openSettingFields(provider);
  const needed = open.filter(({ key }) => settingProblem(provider, known, key) !== null);
  const settings = await askEach(needed, interview, known);

  const optional = open.filter((field) => !needed.includes(field));
  if (optional.length === 0 || optional.some(({ key }) => flags.has(`${PROVIDER_SETTING}${key}`))) {
    return settings;
  }
  const labels = optional.map(({ label }) => label).join("; ");
  sayText(context, `Settings that can as a rule stay as they are: ${labels}.`);
  if (!(await prompter.confirm("Change any of these?", false))) return settings;
  return askSome(optional, interview, settings);
}

/** Asks which settings are to change, and for their values. */
export async function askSome(
  fields: readonly SettingField[],
  interview: Interview,
  known: ProviderSettings,
): Promise<ProviderSettings> {
  const choices = fields.map(({ key, label }) => ({
    value: key,
    label:
      settingAt(known, key) === undefined ? label : `${label} (now: ${settingText(settingAt(known, key))})`,
  }));
  const chosen = await interview.prompter?.checkbox("Which ones?", choices, { required: false });
  const wanted = fields.filter(({ key }) => chosen?.includes(key));
  return askEach(wanted, interview, known);
}

/** Asks for each of these settings, with the present values as defaults. */
export async function askEach(
  fields: readonly SettingField[],
  { provider, prompter, context, draft }: Interview,
  known: ProviderSettings,
): Promise<ProviderSettings> {
  let settings = known;
  if (!prompter) return settings;
  for (const { key, label, help } of fields) {
    sayText(context, wizardAdvice(help, provider));
    const present = settingAt(settings, key);
    const shown = present === undefined ? undefined : settingText(present);
    // An untouched value stays as it was written, be it a number.
    const meant = (answer: string) => (answer === shown ? present : answer);
    const answer = await prompter.input(`${label} (empty: none)`, {
      byDefault: shown,
      validate: (typed) => settingProblem(provider, withSetting(settings, key, meant(typed)), key),
    });
    settings = withSetting(settings, key, meant(answer));
    draft.noteSettings(settings);
  }
  return settings;
}

/** What the provider's schema says against one setting; null when nothing. */
export function settingProblem(provider: Provider, settings: ProviderSettings, key: string): string | null {
  const issues = provider.settings.safeParse(settings).error?.issues ?? [];
  const issue = issues.find(({ path }) => path.join(".") === key);
  return issue ? `It ${issue.message}.` : null;
}
