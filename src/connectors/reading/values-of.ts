import { hasDotSegment } from "../../http/request.js";
import type { ProviderConnection } from "../../providers/provider.js";
import { sentCredential } from "../../providers/support/credentials.js";
import { typedHost } from "../../providers/support/typed-address.js";
import type { Scope } from "../mapping/templates.js";
import type { Manifest } from "../schema/manifest.js";
import { templateParts } from "../signing/keys.js";

/** The values that settings have after they were checked. */
export type SettingValues = Readonly<Record<string, string | boolean | undefined>>;

export type Connection = ProviderConnection<SettingValues>;

/** Forms of credentials that are a part of an address. */
type HostForm = "hostLabel" | "host" | "address";

/** A credential as it is used in an address; null when it is none of that form. */
export function hostPart(form: HostForm, value: string): string | null {
  if (form === "address") return addressPart(value);
  const host = typedHost(value);
  const part = form === "host" ? host : (host.split(".")[0] ?? "");
  const isHost = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*$/u.test(part);
  const isLabel = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/u.test(part);
  return (form === "host" ? isHost : isLabel) ? part : null;
}

/** Host and path of an address, without the scheme. Ports and queries are none of it. */
function addressPart(value: string): string | null {
  const [, written = "", path = ""] =
    /^(?:https:\/\/)?([^/?#]+)((?:\/[A-Za-z0-9._~-]+)*)\/*$/iu.exec(value.trim()) ?? [];
  const host = hostPart("host", written);
  return host === null || hasDotSegment(path) ? null : `${host}${path}`;
}

/** What templates may refer to: settings, and credentials as they are sent. */
export function scopeOf(
  manifest: Manifest,
  connection: Pick<Connection, "credentials" | "settings" | "registerSecret">,
): Scope {
  const { credentials, settings } = connection;
  const sent = Object.entries(manifest.credentials).map(([key, { form }]) => {
    const stored = credentials[key] ?? "";
    switch (form) {
      case "token":
        return [key, sentCredential(connection, key)];
      case "text":
        return [key, stored];
      case "privateKey":
      case "certificate":
      case "serviceAccount":
        return [key, templateParts(form, stored)];
      default:
        return [key, hostPart(form, stored) ?? ""];
    }
  });
  return { settings, credentials: Object.fromEntries(sent) };
}
