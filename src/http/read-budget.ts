import { Problem } from "../sync/model/index.js";
import type { HttpClient, ReadBudget } from "./types.js";

/** What one read may take, whatever the server says. */
export interface ReadLimits {
  /** Calls in all, each attempt and each token counted. */
  readonly calls: number;
  /** Bytes of all answers together. */
  readonly bytes: number;
  /** From the first call to the end, waits included. */
  readonly milliseconds: number;
}

/**
 * Generous for the largest companies: 100 000 records as large as the vendors' own are about 1 GiB, and
 * the slowest way of reading (a call a person, within a limit of calls a minute) fits into an hour for
 * some thousand people. `network.timeouts.readMinutes` of the configuration allows more time.
 */
export const READ_LIMITS: ReadLimits = {
  calls: 100_000,
  bytes: 2 * 1024 ** 3,
  milliseconds: 60 * 60_000,
};

/**
 * Starts a read.
 * @param service `Spendesk`, `Personio`
 */
export function openReadBudget(service: string, limits: ReadLimits): ReadBudget {
  const stopper = new AbortController();
  const stop = (code: string, why: string, next?: string) =>
    stopper.abort(readStopped(service, code, why, next));
  let calls = 0;
  let bytes = 0;
  const timer = setTimeout(
    () => stop("read_too_long", `It was not over after ${durationText(limits.milliseconds)}.`, ALLOW_MORE),
    limits.milliseconds,
  );
  // An idle timer must not keep a finished command alive.
  timer.unref();
  return {
    signal: stopper.signal,
    countCall() {
      calls += 1;
      if (calls > limits.calls) stop("read_endless", `It was not over after ${limits.calls} calls.`);
    },
    countBytes(count) {
      bytes += count;
      if (bytes > limits.bytes) {
        stop("read_too_large", `Its answers are larger than ${sizeText(limits.bytes)} together.`);
      }
    },
    end: () => clearTimeout(timer),
  };
}

/** The client for the calls of one read. */
export function withinBudget(http: HttpClient, budget: ReadBudget): HttpClient {
  return {
    baseUrl: http.baseUrl,
    requestCount: () => http.requestCount(),
    request: (request) => http.request({ ...request, budget }),
  };
}

const CHECK_SERVER = "Run the same command again later. If it stays, check `baseUrl` and the proxy.";
const ALLOW_MORE =
  "Run the same command again later. If it stays and the account is just large, set `network.timeouts.readMinutes` to more.";

/** Temporary: the next run may meet a server that is well again; nothing was planned on what came. */
function readStopped(service: string, code: string, why: string, next = CHECK_SERVER): Problem {
  return new Problem({
    kind: "temporary",
    code,
    what: `The read of ${service} was stopped before its end, so nothing was planned.`,
    why: `${why} No honest list needs so much.`,
    next,
  });
}

function durationText(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  return seconds >= 120 ? `${Math.round(seconds / 60)} minutes` : `${seconds} s`;
}

function sizeText(bytes: number): string {
  const mebibytes = bytes / 1024 ** 2;
  return mebibytes >= 1 ? `${Math.round(mebibytes)} MiB` : `${bytes} bytes`;
}
