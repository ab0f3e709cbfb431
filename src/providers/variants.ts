import type { Provider, ProviderGuide, SettingField } from "./provider.js";

/**
 * The provider as these settings choose it: where a setting decides the way in, with the guide of that
 * way. Settings that are not valid leave the provider's own guide; its schema is what refuses them.
 *
 * @param settings as written in the configuration, not parsed yet
 */
export function providerWith<Settings>(provider: Provider<Settings>, settings: unknown): Provider<Settings> {
  const { variants } = provider;
  if (!variants || typeof settings !== "object" || settings === null) return provider;
  const value = Object.entries(settings).find(([key]) => key === variants.setting)?.[1];
  const chosen = variants.choices.find((choice) => choice.value === value);
  return chosen ? { ...provider, ...chosen.guide } : provider;
}

/** The guides of all ways in: one for most providers. */
export function guidesOf(provider: Provider): readonly ProviderGuide[] {
  return provider.variants?.choices.map(({ guide }) => guide) ?? [provider];
}

/** The settings of all ways in, each once. */
export function everySettingField(provider: Provider): readonly SettingField[] {
  const fields = guidesOf(provider).flatMap(({ settingFields }) => settingFields);
  return [...new Map(fields.map((field) => [field.key, field])).values()];
}

/** One phrase about a provider; where its ways in differ, the phrases of all. */
export function inEveryWay(provider: Provider, phrase: (guide: ProviderGuide) => string): string {
  return [...new Set(guidesOf(provider).map(phrase))].join("; or ");
}
