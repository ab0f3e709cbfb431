import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import type { LoadedConfig } from "../config/load.js";
import type { HttpClientOptions } from "../http/client.js";
import { replaceFile } from "../shared/replace-file.js";
import type { Clock } from "../sync/model/index.js";
import { VERSION } from "./version.js";

/** Whether a newer version of this program is out. Works beside a command, which it never delays or fails. */
export interface UpdateCheck {
  /** Looks at what was found before, and asks again when that is a day old. */
  begin(config: Pick<LoadedConfig, "network" | "stateDir">): void;
  /** Stops asking. What is to be said when the command is over; null when nothing is. */
  end(): string | null;
}

/** Where newer versions are looked for, and than which. */
export interface Releases {
  readonly registry: string;
  readonly version: string;
}

/** The process around it, as the context has it. */
interface Surroundings {
  readonly stdout: { readonly isTTY?: boolean };
  readonly stderr: { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly network?: Partial<HttpClientOptions>;
  readonly releases?: Releases;
}

/** What was asked for. */
interface Wishes {
  readonly quiet: boolean;
  readonly output: string;
}

/** npm's document of the newest release: `GET /{package}/latest` of the public registry, without a key. */
const REGISTRY = "https://registry.npmjs.org";
const PATH = "/spendesk-hr/latest";
const CACHE_FILE = "update-check.json";

const DAY_MS = 24 * 3_600_000;
const PATIENCE_MS = 5000;
const MAX_BYTES = 1024 * 1024;

/** Of all that the registry says, only three numbers are ever shown. */
const versionSchema = z.string().regex(/^\d{1,6}\.\d{1,6}\.\d{1,6}$/);
const releaseSchema = z.object({ version: versionSchema });
const cacheSchema = z.object({ checkedAt: z.iso.datetime(), latest: versionSchema.nullable() });
type Cache = z.infer<typeof cacheSchema>;

/** Set to anything, each of these means that nobody wants to be told. */
const OFF_VARIABLES = ["SPENDESK_HR_NO_UPDATE_NOTICE", "NO_UPDATE_NOTIFIER", "CI"];

/** @returns a check that does nothing where no person looks: without a terminal, with `--quiet`, for machines */
export function createUpdateCheck(process: Surroundings, globals: Wishes): UpdateCheck {
  const { registry, version } = process.releases ?? { registry: REGISTRY, version: VERSION };
  const over = new AbortController();
  let latest: string | null = null;

  async function ask({ network, stateDir }: Pick<LoadedConfig, "network" | "stateDir">): Promise<void> {
    const found = await newestVersion(registry, version, {
      ...network,
      ...process.network,
      signal: over.signal,
    }).catch(() => null);
    // A check that was cut short is made again by the next command; one that failed, tomorrow.
    if (over.signal.aborted) return;
    latest = found ?? latest;
    const cache: Cache = { checkedAt: process.clock.now().toISOString(), latest };
    await replaceFile(join(stateDir, CACHE_FILE), `${JSON.stringify(cache)}\n`);
  }

  return {
    begin(config) {
      if (!isWanted(process, globals) || !versionSchema.safeParse(version).success) return;
      // A folder that others look for is not made by the way.
      if (!existsSync(config.stateDir)) return;
      const cache = readCache(join(config.stateDir, CACHE_FILE));
      latest = cache?.latest ?? null;
      const age = cache ? process.clock.now().getTime() - Date.parse(cache.checkedAt) : DAY_MS;
      if (age >= 0 && age < DAY_MS) return;
      void ask(config).catch(() => undefined);
    },
    end() {
      over.abort();
      if (latest === null || !isNewer(latest, version)) return null;
      return `Version ${latest} of spendesk-hr is out; this is ${version}. What is new: https://github.com/spendesk-hr/spendesk-hr/releases`;
    },
  };
}

function isWanted({ stdout, stderr, env }: Surroundings, { quiet, output }: Wishes): boolean {
  if (stdout.isTTY !== true || stderr.isTTY !== true) return false;
  return !quiet && output === "table" && !OFF_VARIABLES.some((name) => env[name]);
}

/** @throws HttpFailure, Problem, or ZodError for an answer that is none */
async function newestVersion(
  baseUrl: string,
  version: string,
  options: Partial<HttpClientOptions>,
): Promise<string | null> {
  const { createHttpClient } = await import("../http/client.js");
  const http = createHttpClient({
    ...options,
    baseUrl,
    userAgent: `spendesk-hr/${version}`,
    timeoutMs: PATIENCE_MS,
    maxBytes: MAX_BYTES,
  });
  const request = { method: "GET", path: PATH, retry: "never", purpose: "newest version" } as const;
  const response = await http.request(request);
  return response.status === 200 ? releaseSchema.parse(response.json()).version : null;
}

/** Null when there is none, or none that can be understood. */
function readCache(path: string): Cache | null {
  try {
    return cacheSchema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    return null;
  }
}

function isNewer(candidate: string, version: string): boolean {
  const ours = version.split(".").map(Number);
  const theirs = candidate.split(".").map(Number);
  const index = theirs.findIndex((number, at) => number !== ours[at]);
  return index >= 0 && (theirs[index] ?? 0) > (ours[index] ?? 0);
}
