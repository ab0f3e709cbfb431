import type { DataRead, Provider, ProviderGuide } from "../../providers/provider.js";
import { everySettingField } from "../../providers/provider.js";

/** A table of an HR tool's guide, as `providers <id>` and the wizard show it. */
export interface GuideTable {
  readonly title: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What is read: each purpose once, with the data that serve it. */
export function purposesOf({ dataRead }: ProviderGuide): GuideTable {
  return { title: "Data read", header: ["What for", "Data"], rows: grouped(dataRead, "purpose") };
}

/** What has to be allowed: each permission once, with the data it gives. */
export function permissionsOf({ dataRead }: ProviderGuide): GuideTable {
  return { title: "Permissions", header: ["Permission", "Gives"], rows: grouped(dataRead, "permission") };
}

function grouped(
  dataRead: readonly DataRead[],
  by: "purpose" | "permission",
): readonly (readonly string[])[] {
  const groups = new Map<string, string[]>();
  for (const data of dataRead) {
    const label = data.required && by === "purpose" ? `${data.label} (needed)` : data.label;
    groups.set(data[by], [...(groups.get(data[by]) ?? []), label]);
  }
  const isOne = by === "permission" && groups.size === 1;
  return [...groups].map(([sentence, labels]) => [sentence, isOne ? "all of it" : labels.join(", ")]);
}

/** Where the vendor itself explains it; null when nothing is known. */
export function guideLinkOf({ link }: ProviderGuide): string | null {
  return link === null ? null : `The vendor's own page: ${link}`;
}

/** A setting as the configuration calls it, with or without backticks around it. */
const SETTING = /`?(?:source\.)?settings\.([A-Za-z]+(?:\.[A-Za-z]+)*)`?/gu;

/** Settings by the names the wizard asks for them, instead of those of the configuration. */
export function withSettingLabels(text: string, provider: Provider): string {
  const labels = new Map(everySettingField(provider).map(({ key, label }) => [key, label]));
  return text
    .replace(SETTING, (whole, key: string) => {
      const label = labels.get(key);
      return label === undefined ? whole : `"${label}"`;
    })
    .replace(/`?source\.settings`?(?!\.?\w)/gu, "the settings");
}
