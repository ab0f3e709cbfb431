import { referencesOf } from "../mapping/templates.js";
import { isAllowed, isInside } from "../reading/hosts.js";
import { waysOf } from "../schema/auth.js";
import type { Manifest } from "../schema/manifest.js";
import { type Finding, finding, wayPath } from "./finding.js";

/** Addresses: https, on allowed hosts, and none that is inside a network. */
export function lintAddresses(manifest: Manifest): readonly Finding[] {
  return [
    ...lintHosts(manifest),
    ...lintAddress(manifest, ["baseUrl"], manifest.baseUrl),
    ...lintNames(manifest),
    ...tokenAddresses(manifest),
  ];
}

function lintHosts({ allowedHosts }: Manifest): readonly Finding[] {
  return allowedHosts.flatMap((host, index) => {
    const path = ["allowedHosts", index];
    const plain = host.replace(/^\*\./u, "");
    if (isInside(plain)) return [finding(path, "must not be an address inside a network")];
    // Below "*.com" is everybody, and so is "*.co.uk".
    const [first = "", ...others] = plain.split(".");
    const isEnding = others.length === 0 || (others.length === 1 && ENDINGS.includes(first));
    const isBroad = host.startsWith("*.") && isEnding;
    return isBroad ? [finding(path, "is too broad: name the vendor's own domain")] : [];
  });
}

/** First labels of endings under which anybody can have a domain. */
const ENDINGS: readonly string[] = ["co", "com", "net", "org", "gov", "ac", "edu", "ne", "or"];

/** The address with something harmless in the place of what is typed in. */
function lintAddress(
  manifest: Manifest,
  path: readonly (string | number)[],
  template: string,
): readonly Finding[] {
  const [, host = ""] = /^https:\/\/([^/]*)/u.exec(template) ?? [];
  if (!template.startsWith("https://")) return [finding(path, "must begin with https://")];
  const odd = referencesOf(host).find((reference) => !mayBeHost(reference, manifest));
  if (odd !== undefined) {
    return [
      finding(
        path,
        `must not have \${${odd}} in the host: only a choice, or a credential of the form hostLabel, host or address, can be a part of it`,
      ),
    ];
  }
  return examplesOf(host, manifest).flatMap((example) => {
    if (!URL.canParse(`https://${example}`)) return [finding(path, "is no address")];
    const url = new URL(`https://${example}`);
    if (isInside(url.hostname)) return [finding(path, "must not be an address inside a network")];
    return isAllowed(manifest, url)
      ? []
      : [finding(path, `leads to ${url.host}, which is not among allowedHosts`)];
  });
}

function mayBeHost(reference: string, { credentials, settings }: Manifest): boolean {
  const [group = "", key = ""] = reference.split(".");
  if (group === "settings") return settings[key]?.type === "choice";
  const form = group === "credentials" ? credentials[key]?.form : undefined;
  return form === "hostLabel" || isWholeHost(form);
}

function isWholeHost(form: string | undefined): boolean {
  return form === "host" || form === "address";
}

/** Every host there can be, with `example` for what is typed in; none where a whole host is typed in. */
function examplesOf(host: string, { credentials, settings }: Manifest): readonly string[] {
  let hosts = [host];
  for (const reference of referencesOf(host)) {
    const [group = "", key = ""] = reference.split(".");
    if (group === "credentials" && isWholeHost(credentials[key]?.form)) return [];
    const setting = group === "settings" ? settings[key] : undefined;
    const values = setting?.type === "choice" ? setting.values : ["example"];
    hosts = hosts.flatMap((one) => values.map((value) => one.replaceAll(`\${${reference}}`, value)));
  }
  return hosts;
}

/** What names an account or a host is shown, so it can't be secret. */
function lintNames({ baseUrl, account, credentials }: Manifest): readonly Finding[] {
  const places: readonly (readonly [string, string])[] = [
    ["baseUrl", baseUrl],
    ...(account === undefined ? [] : [["account", account] as const]),
  ];
  return places.flatMap(([key, text]) =>
    referencesOf(text).flatMap((reference) => {
      const [group = "", name = ""] = reference.split(".");
      const isSecret = group === "credentials" && credentials[name]?.secret === true;
      return isSecret ? [finding([key], `must not hold the secret ${name}: it is shown and stored`)] : [];
    }),
  );
}

function tokenAddresses(manifest: Manifest): readonly Finding[] {
  return waysOf(manifest).flatMap((way, index) => {
    if (!("tokenUrl" in way) || way.tokenUrl.startsWith("/")) return [];
    return lintAddress(manifest, [...wayPath(manifest, index), "tokenUrl"], way.tokenUrl);
  });
}
