import type { HttpResponse } from "../../http/types.js";
import { isProblem } from "../../sync/model/index.js";
import type { CallParts, Calls } from "../reading/calls.js";
import { nextLink } from "../reading/lists.js";

/** An answer as it came. Neither credentials nor the address that was asked are part of it. */
export interface Exchange {
  /** The request of the manifest. */
  readonly request: string;
  /** 200, 204 without a body; 403 and 404 where the manifest goes on without what was refused. */
  readonly status: number;
  readonly json: unknown;
  /** The address of the next page where a `Link` header names one. */
  readonly link: string | null;
}

/** Refusals that a manifest may go on after, as statuses. */
const REFUSALS: Readonly<Record<string, number>> = { permission_missing: 403, not_found: 404 };

/**
 * The same calls, with each answer noted in the order in which they were sent. Of refusals nothing but the
 * kind is noted; what is no answer is not noted at all.
 */
export function notingCalls(calls: Calls): { readonly calls: Calls; exchanges(): readonly Exchange[] } {
  const noted: (Exchange | null)[] = [];
  async function ask(request: string, parts?: CallParts) {
    const slot = noted.push(null) - 1;
    const response = await calls.ask(request, parts);
    noted[slot] = noteOf(request, response);
    return response;
  }
  function noteOf(request: string, response: HttpResponse): Exchange | null {
    try {
      const { json, headers } = calls.take(response);
      return { request, status: json === null ? 204 : 200, json, link: nextLink(headers.link ?? "") };
    } catch (error) {
      const status = isProblem(error) ? REFUSALS[error.code] : undefined;
      return status === undefined ? null : { request, status, json: null, link: null };
    }
  }
  const noting = { ...calls, ask, send: async (...call: SentCall) => calls.take(await ask(...call)) };
  return { calls: noting, exchanges: () => noted.filter((one) => one !== null) };
}

type SentCall = Parameters<Calls["ask"]>;

/** The same calls, counted by request. */
export function countingCalls(calls: Calls): {
  readonly calls: Calls;
  counts(): Readonly<Record<string, number>>;
} {
  const counts = new Map<string, number>();
  function counted(call: SentCall): SentCall {
    counts.set(call[0], (counts.get(call[0]) ?? 0) + 1);
    return call;
  }
  return {
    calls: {
      ...calls,
      ask: (...call) => calls.ask(...counted(call)),
      send: (...call) => calls.send(...counted(call)),
    },
    counts: () => Object.fromEntries(counts),
  };
}
