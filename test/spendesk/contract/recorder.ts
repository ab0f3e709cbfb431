import { serve } from "../../http/serve.js";

/** One request of the client and the answer it got. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
  readonly status: number;
  readonly answer: string;
}

export interface Recorder {
  readonly url: string;
  readonly exchanges: readonly Exchange[];
  /** Called with every exchange before the client gets the answer. */
  watch(watcher: (exchange: Exchange) => void): void;
  /** Changes answers on their way, for what the sandbox can't do. */
  rewrite(change: (exchange: Exchange) => Exchange): void;
}

const FORWARDED = ["authorization", "content-type", "idempotency-key", "accept"];
const RETURNED = /^(content-type|deprecation|sunset|retry-after|x-ratelimit-.*)$/;

/** Stands between the client and `target`, and writes down everything that passes. */
export async function startRecorder(target: string): Promise<Recorder> {
  const exchanges: Exchange[] = [];
  let watcher: (exchange: Exchange) => void = () => undefined;
  let change: (exchange: Exchange) => Exchange = (exchange) => exchange;
  const { url } = await serve(async ({ method, url: asked, headers, body }, response) => {
    const kept = Object.entries(headers).flatMap(([name, value]) =>
      typeof value === "string" ? [[name, value] as const] : [],
    );
    const answer = await fetch(`${target}${asked}`, {
      method,
      headers: Object.fromEntries(kept.filter(([name]) => FORWARDED.includes(name))),
      ...(body !== "" && { body }),
    });
    const { pathname: path, searchParams: query } = new URL(asked, "http://x");
    const seen = { method, path, query, headers: Object.fromEntries(kept), body };
    const exchange = change({ ...seen, status: answer.status, answer: await answer.text() });
    exchanges.push(exchange);
    watcher(exchange);
    const back = [...answer.headers].filter(([name]) => RETURNED.test(name));
    response.writeHead(exchange.status, Object.fromEntries(back)).end(exchange.answer);
  });
  return {
    url,
    exchanges,
    watch: (next) => {
      watcher = next;
    },
    rewrite: (next) => {
      change = next;
    },
  };
}
