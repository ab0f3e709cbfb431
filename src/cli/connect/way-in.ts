import type { Provider } from "../../providers/provider.js";
import { providerWith } from "../../providers/variants.js";
import type { Prompter } from "../prompts/prompter.js";
import { PROVIDER_SETTING, type SettingFlags } from "./flags.js";
import type { PresentEntity } from "./interview.js";
import { type ProviderSettings, presentSettings } from "./provider-settings.js";

/** Which way into the HR tool is taken. */
interface WayIn {
  /** With the guide of that way. */
  readonly provider: Provider;
  /** The setting that says so; empty where there is only one way, or nobody chose. */
  readonly decided: ProviderSettings;
}

/**
 * Chooses the way into an HR tool that has several, before anything else is asked: set-up steps, data
 * and credentials depend on it. A `--set` flag decides, else a person, else the present configuration.
 */
export async function chooseWayIn(
  provider: Provider,
  present: PresentEntity | null,
  flags: SettingFlags,
  prompter: Prompter | null,
): Promise<WayIn> {
  const { variants } = provider;
  if (!variants) return { provider, decided: {} };
  const { setting, question, choices } = variants;
  const given = flags.get(`${PROVIDER_SETTING}${setting}`);
  const now = presentSettings(present, provider)[setting];
  const known = typeof now === "string" ? now : undefined;
  const value = given ?? (prompter ? await prompter.select(question, choices, known) : known);
  const decided = value ? { [setting]: value } : {};
  return { provider: providerWith(provider, decided), decided };
}
