import { lucca } from "../../../../src/providers/lucca/index.js";
import { connectTo } from "../../../conformance/harness.js";
import { type LoopbackAnswer, startLoopback } from "../../../conformance/loopback.js";

export const CREDENTIALS = { address: "acme", apiKey: "a-secret-key-of-the-test" };

/** What a call asks for. */
export interface Ask {
  readonly offset: number;
  readonly limit: number;
  readonly fields: string;
  readonly query: Readonly<Record<string, string>>;
}

/**
 * A Lucca that answers what a test says.
 * @param define answers the definition of a field of the extended data
 */
export async function startLucca(
  answer: (ask: Ask) => LoopbackAnswer,
  settings: unknown = {},
  define: (key: string) => LoopbackAnswer = () => ({ status: 404, json: {} }),
) {
  const asks: Ask[] = [];
  const defined: string[] = [];
  const server = await startLoopback(({ url }) => {
    const [, key] = /^\/api\/v3\/extensionuserdefinitions\/(.+)$/u.exec(url.pathname) ?? [];
    if (key !== undefined) {
      defined.push(decodeURIComponent(key));
      return define(decodeURIComponent(key));
    }
    const query = Object.fromEntries(url.searchParams);
    const [offset = Number.NaN, limit = Number.NaN] = (query.paging ?? "").split(",").map(Number);
    const ask = { offset, limit, fields: query.fields ?? "", query };
    asks.push(ask);
    return answer(ask);
  });
  const connection = connectTo(lucca, { url: server.url, credentials: CREDENTIALS }, settings);
  return { server, asks, defined, connection };
}

/** A page as Lucca writes it; without a count when it is null. */
export function page(items: readonly unknown[], count: number | null = items.length): LoopbackAnswer {
  return { status: 200, json: { data: { items, ...(count === null ? {} : { count }) } } };
}

/** A user with what is required. */
export function user(id: unknown, more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    id,
    firstName: "Mira",
    lastName: "Lindqvist",
    mail: `person${id}@acme.test`,
    dtContractStart: "2022-04-01T00:00:00",
    dtContractEnd: null,
    ...more,
  };
}

export function users(count: number): Record<string, unknown>[] {
  return Array.from({ length: count }, (_, index) => user(index + 1));
}
