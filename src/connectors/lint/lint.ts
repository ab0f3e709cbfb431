import { waysOf } from "../schema/auth.js";
import type { Manifest } from "../schema/manifest.js";
import { type WayIn, waysInto } from "../ways-in.js";
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
  const [own, ...others] = waysInto(manifest);
  const found = lintWay(own.manifest);
  return [...found, ...lintWaysIn(manifest), ...others.flatMap((way, index) => lintOther(way, index, found))];
}

/** A manifest with one way in. */
function lintWay(manifest: Manifest): readonly Finding[] {
  return [
    ...lintAddresses(manifest),
    ...lintAuth(manifest),
    ...lintTemplates(manifest),
    ...lintRequests(manifest),
    ...lintPeople(manifest),
    ...lintSettings(manifest),
  ];
}

function lintWaysIn({ waysIn, settings }: Manifest): readonly Finding[] {
  if (!waysIn) return [];
  const ways = [waysIn.own, ...waysIn.others];
  const values = new Set(ways.map(({ value }) => value));
  const auths = waysIn.others.flatMap((way) => waysOf(way));
  return [
    ...(Object.hasOwn(settings, waysIn.setting)
      ? [finding(["waysIn", "setting"], "must have another name than the settings")]
      : []),
    ...(values.size < ways.length ? [finding(["waysIn"], "must give each way a value of its own")] : []),
    ...(auths.some(({ kind }) => kind === "clientCertificate")
      ? [
          finding(
            ["waysIn", "others"],
            "must not show a client certificate: that is for all ways or for none",
          ),
        ]
      : []),
  ];
}

/** What another way adds to what was found already, at its place. */
function lintOther({ manifest }: WayIn, index: number, found: readonly Finding[]): readonly Finding[] {
  const known = found.map((one) => JSON.stringify(one));
  return lintWay(manifest)
    .filter((one) => !known.includes(JSON.stringify(one)))
    .map(({ path, says }) =>
      path[0] === "auth" || path[0] === "credentials"
        ? finding(["waysIn", "others", index, ...path], says)
        : finding(path, says),
    );
}

function lintSettings({ settings }: Manifest): readonly Finding[] {
  return Object.entries(settings).flatMap(([key, setting]) => {
    if (setting.type !== "choice" || setting.default === undefined) return [];
    if (setting.values.includes(setting.default)) return [];
    return [finding(["settings", key, "default"], `must be ${setting.values.join(" or ")}`)];
  });
}
