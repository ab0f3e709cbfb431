import { isConnected } from "../../config/entity-config.js";
import type { Provider, SettingField } from "../../providers/provider.js";
import { sayText } from "../prompts/screen.js";
import { PROVIDER_SETTING } from "./flags.js";
import type { Interview } from "./interview.js";

/** Settings of the provider as they go into the configuration. */
export type ProviderSettings = Readonly<Record<string, unknown>>;

/** Present settings with those of flags on top; those of another HR tool have no meaning. */
export function knownSettings({ present, provider, flags }: Interview): ProviderSettings {
  const settings: Record<string, unknown> = {};
  if (present && isConnected(present) && present.source.provider === provider.id) {
    Object.assign(settings, present.source.settings);
  }
  for (const { key } of provider.settingFields) {
    const value = flags.get(`${PROVIDER_SETTING}${key}`);
    if (value === "") delete settings[key];
    else if (value !== undefined) settings[key] = value;
  }
  return settings;
}

/** Asks for the settings that are needed, and offers the optional ones with a single question. */
export async function askSettings(interview: Interview, known: ProviderSettings): Promise<ProviderSettings> {
  const { provider, prompter, flags, context } = interview;
  if (!prompter) return known;
  const needed = provider.settingFields.filter(({ key }) => settingProblem(provider, known, key) !== null);
  const settings = await askEach(needed, interview, known);

  const optional = provider.settingFields.filter((field) => !needed.includes(field));
  if (optional.length === 0 || [...flags.keys()].some((key) => key.startsWith(PROVIDER_SETTING))) {
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
    label: known[key] === undefined ? label : `${label} (now: ${String(known[key])})`,
  }));
  const chosen = await interview.prompter?.checkbox("Which ones?", choices, { required: false });
  const wanted = fields.filter(({ key }) => chosen?.includes(key));
  return askEach(wanted, interview, known);
}

async function askEach(
  fields: readonly SettingField[],
  { provider, prompter, context }: Interview,
  known: ProviderSettings,
): Promise<ProviderSettings> {
  let settings = known;
  if (!prompter) return settings;
  for (const { key, label, help } of fields) {
    sayText(context, help);
    const present = settings[key];
    // An untouched value stays as it was written, be it a number.
    const meant = (answer: string) => (answer === String(present) ? present : answer);
    const answer = await prompter.input(`${label} (empty: none)`, {
      byDefault: present === undefined ? undefined : String(present),
      validate: (typed) => settingProblem(provider, withValue(settings, key, meant(typed)), key),
    });
    settings = withValue(settings, key, meant(answer));
  }
  return settings;
}

function withValue(settings: ProviderSettings, key: string, value: unknown): ProviderSettings {
  const { [key]: _before, ...others } = settings;
  return value === "" ? others : { ...others, [key]: value };
}

/** What the provider's schema says against one setting; null when nothing. */
function settingProblem(provider: Provider, settings: ProviderSettings, key: string): string | null {
  const issues = provider.settings.safeParse(settings).error?.issues ?? [];
  const issue = issues.find(({ path }) => path[0] === key);
  return issue ? `It ${issue.message}.` : null;
}
