/** Settings of the provider as they go into the configuration. */
export type ProviderSettings = Readonly<Record<string, unknown>>;

/** The value of a setting; a key with dots lies as deep: `columns.id`. Undefined when there is none. */
export function settingAt(settings: ProviderSettings, key: string): unknown {
  return key
    .split(".")
    .reduce<unknown>(
      (value, part) => (isBlock(value) && Object.hasOwn(value, part) ? value[part] : undefined),
      settings,
    );
}

/** The settings with another value for one; an empty one takes it away, and its block with the last of it. */
export function withSetting(settings: ProviderSettings, key: string, value: unknown): ProviderSettings {
  const [first = "", ...rest] = key.split(".");
  const { [first]: before, ...others } = settings;
  if (rest.length === 0) return isNothing(value) ? others : { ...others, [first]: value };
  const inner = withSetting(isBlock(before) ? before : {}, rest.join("."), value);
  return Object.keys(inner).length === 0 ? others : { ...others, [first]: inner };
}

/** A setting as somebody would type it. */
export function settingText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === "";
}

function isBlock(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
