import type { Manifest } from "../schema/manifest.js";
import { lintAddresses } from "./addresses.js";
import { lintAuth } from "./auth.js";
import { type Finding, finding } from "./finding.js";
import { lintPeople } from "./people.js";
import { lintRequests } from "./requests.js";
import { lintTemplates } from "./templates.js";

/**
 * What a manifest must not have although it fits the schema: anything that could send credentials
 * elsewhere, change something, read for ever, or make somebody a leaver who is none. Pure.
 */
export function lint(manifest: Manifest): readonly Finding[] {
  return [
    ...lintAddresses(manifest),
    ...lintAuth(manifest),
    ...lintTemplates(manifest),
    ...lintRequests(manifest),
    ...lintPeople(manifest),
    ...lintSettings(manifest),
  ];
}

function lintSettings({ settings }: Manifest): readonly Finding[] {
  return Object.entries(settings).flatMap(([key, setting]) => {
    if (setting.type !== "choice" || setting.default === undefined) return [];
    if (setting.values.includes(setting.default)) return [];
    return [finding(["settings", key, "default"], `must be ${setting.values.join(" or ")}`)];
  });
}
