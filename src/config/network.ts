import { dirname, resolve } from "node:path";
import type { HttpClientOptions } from "../http/client.js";
import { type ProxySetting, parseNoProxy, parseProxy } from "../http/proxy.js";
import { isProblem } from "../sync/model/index.js";
import type { Environment } from "./directories.js";
import type { ConfigDocument } from "./document.js";
import { environmentValue } from "./environment.js";
import type { Setting } from "./global-settings.js";
import { fileOrigin, fileOrigins, type Origin } from "./origins.js";
import type { ConfigFile } from "./schema.js";

/** What every client of a run gets. */
export type NetworkSettings = Pick<
  HttpClientOptions,
  "route" | "connectTimeoutMs" | "headersTimeoutMs" | "bodyTimeoutMs" | "timeoutMs"
> & {
  /** For one read of everybody; the default of `READ_LIMITS` when absent. */
  readonly readTimeoutMs?: number;
};

/** Small letters first, as curl has it; HTTP_PROXY last, for those who set only that. */
const PROXY_VARIABLES = ["https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY"];
const NO_PROXY_VARIABLES = ["no_proxy", "NO_PROXY"];

interface Written {
  readonly document: ConfigDocument;
  readonly content: Pick<ConfigFile, "network">;
}

/**
 * How the outside is reached. What the file says about this program wins over the variables that are
 * for all programs.
 */
export function resolveNetwork(
  env: Environment,
  cwd: string,
  written: Written | null,
): { readonly network: NetworkSettings; readonly origins: readonly Origin[] } {
  const file = written?.content.network;
  const proxy = proxySetting(env, file?.proxy);
  const noProxy = noProxySetting(env, file?.noProxy);
  const caFile = caFileSetting(env, cwd, written);
  const extraCaFile = env.NODE_EXTRA_CA_CERTS || null;
  return {
    network: {
      route: {
        proxy,
        noProxy: noProxy?.value ?? [],
        trust: caFile && { caFile: caFile.value, extraCaFile },
      },
      ...(file && milliseconds(file.timeouts)),
    },
    origins: [
      ...(proxy
        ? [{ key: "network.proxy", value: shownProxy(proxy), origin: origin(proxy.source, written) }]
        : []),
      ...(noProxy
        ? [{ key: "network.noProxy", value: noProxy.value, origin: origin(noProxy.origin, written) }]
        : []),
      ...(caFile ? [{ key: "network.caFile", ...caFile }] : []),
      ...(written && file ? fileOrigins(written.document, file.timeouts, ["network", "timeouts"]) : []),
    ],
  };
}

function proxySetting(env: Environment, file: string | undefined): ProxySetting | null {
  if (file !== undefined) return { text: file, source: "network.proxy" };
  const variable = PROXY_VARIABLES.find((name) => env[name]);
  return variable === undefined ? null : { text: env[variable] ?? "", source: variable };
}

function noProxySetting(
  env: Environment,
  file: readonly string[] | undefined,
): Setting<readonly string[]> | null {
  if (file !== undefined) return { value: file, origin: "network.noProxy" };
  const variable = NO_PROXY_VARIABLES.find((name) => env[name]);
  return variable === undefined ? null : { value: parseNoProxy(env[variable] ?? ""), origin: variable };
}

function caFileSetting(env: Environment, cwd: string, written: Written | null): Setting<string> | null {
  const variable = environmentValue(env, "SPENDESK_HR_CA_FILE");
  if (variable) return { value: resolve(cwd, variable), origin: "environment SPENDESK_HR_CA_FILE" };
  const file = written?.content.network.caFile;
  if (!written || file === undefined) return null;
  return {
    value: resolve(dirname(written.document.path), file),
    origin: fileOrigin(written.document, ["network", "caFile"]),
  };
}

/** @param source a key of the file, or the name of a variable */
function origin(source: string, written: Written | null): string {
  if (written && source.includes(".")) return fileOrigin(written.document, source.split("."));
  return `environment ${source}`;
}

/** Without its user name and password. */
function shownProxy(proxy: ProxySetting): string {
  try {
    return parseProxy(proxy).address;
  } catch (error) {
    if (!isProblem(error)) throw error;
    return "not usable";
  }
}

function milliseconds(timeouts: ConfigFile["network"]["timeouts"]): NetworkSettings {
  const { connectSeconds, headersSeconds, bodySeconds, totalSeconds, readMinutes } = timeouts;
  return {
    connectTimeoutMs: connectSeconds * 1000,
    headersTimeoutMs: headersSeconds && headersSeconds * 1000,
    bodyTimeoutMs: bodySeconds * 1000,
    timeoutMs: totalSeconds * 1000,
    readTimeoutMs: readMinutes * 60_000,
  };
}
