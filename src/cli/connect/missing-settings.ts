import type { Provider, SettingField } from "../../providers/provider.js";
import { enumerated } from "../../shared/text.js";
import { sayText } from "../prompts/screen.js";
import { PROVIDER_SETTING } from "./flags.js";
import type { LabelledFinding } from "./live-check.js";
import { askEach, openSettingFields } from "./provider-settings.js";
import type { ProviderSettings } from "./setting-path.js";
import type { Work } from "./work.js";

/** The settings that may make readable what was not found. */
export function decidingSettings(
  findings: readonly LabelledFinding[],
  provider: Provider,
): readonly SettingField[] {
  const missing = new Set(missingOf(findings).map(({ field }) => field));
  return openSettingFields(provider).filter(({ decides = [] }) =>
    decides.some((field) => missing.has(field)),
  );
}

function missingOf(findings: readonly LabelledFinding[]): readonly LabelledFinding[] {
  return findings.filter(({ state }) => state === "missing" || state === "empty");
}

/**
 * Asks for settings whose data the live check missed, each once.
 * @param asked those that were asked for already; these are added
 * @returns the settings with the answers; null when nothing was asked, or nothing changed
 */
export async function askMissing(
  findings: readonly LabelledFinding[],
  { interview, attempt }: Work,
  asked: Set<string>,
): Promise<ProviderSettings | null> {
  const { prompter, provider, context, flags } = interview;
  const open = decidingSettings(findings, provider).filter(
    ({ key }) => !asked.has(key) && !flags.has(`${PROVIDER_SETTING}${key}`),
  );
  if (!prompter || open.length === 0) return null;
  for (const { key } of open) asked.add(key);
  const decided = new Set(open.flatMap(({ decides = [] }) => decides));
  const labels = missingOf(findings).flatMap(({ field, label }) => (decided.has(field) ? [label] : []));
  const names = open.map(({ label }) => label);
  sayText(context, `Settings say where ${provider.title} has it: ${names.join("; ")}.`);
  if (!(await prompter.confirm(`Answer them now, so that ${enumerated(labels, "and")} can be read?`, false)))
    return null;
  const settings = await askEach(open, interview, attempt.settings);
  return JSON.stringify(settings) === JSON.stringify(attempt.settings) ? null : settings;
}
