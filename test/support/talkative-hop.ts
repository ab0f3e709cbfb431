import { createServer, type IncomingHttpHeaders, type IncomingMessage, request } from "node:http";
import { close, listen } from "../../src/sandbox/server/serve.js";

/**
 * A server between the program and the sandbox that remembers the tokens that were handed out and, when
 * told to, answers like the worst API there is: an error that says back everything it was sent.
 */
export interface TalkativeHop {
  readonly port: number;
  readonly tokens: ReadonlySet<string>;
  /** Calls answered with an echo so far. */
  readonly echoed: () => number;
  /** From now on calls that fit are answered with an echo of this status; null: none. */
  echo(fits: ((call: HopCall) => boolean) | null, status?: number): void;
  /** Called before the next call that may change something is let through. */
  beforeNextWrite(act: () => Promise<void>): void;
  close(): Promise<void>;
}

interface HopCall {
  readonly method: string;
  readonly path: string;
}

export async function openTalkativeHop(sandboxUrl: string): Promise<TalkativeHop> {
  const tokens = new Set<string>();
  let wantsEcho: (call: HopCall) => boolean = () => false;
  let echoStatus = 500;
  let echoed = 0;
  let onWrite: (() => Promise<void>) | null = null;

  const server = createServer(async (incoming, response) => {
    const body = await bytes(incoming);
    const call = { method: incoming.method ?? "", path: incoming.url ?? "" };
    if (wantsEcho(call)) {
      echoed += 1;
      // What matters comes first: texts are cut.
      const { authorization, ...others } = incoming.headers;
      const said = `You sent ${authorization} with ${body.toString("utf8")} and ${JSON.stringify(others)}`;
      const headers = { "content-type": "application/json", "x-request-id": `${authorization}` };
      response.writeHead(echoStatus, headers);
      // In the form of every API there is an imitation of, Personio's with its own "no".
      const error = call.path.includes("personio") ? { message: said } : said;
      const errors = [{ index: 0, code: said, detail: said }];
      response.end(JSON.stringify({ success: false, message: said, detail: said, error, errors, data: [] }));
      return;
    }
    if (onWrite && /\/users/.test(call.path) && call.method !== "GET") {
      const act = onWrite;
      onWrite = null;
      await act();
    }
    const answer = await forward(`${sandboxUrl}${call.path}`, call.method, incoming.headers, body);
    const text = await bytes(answer);
    for (const token of tokensIn(text.toString("utf8"))) tokens.add(token);
    response.writeHead(answer.statusCode ?? 500, answer.headers).end(text);
  });
  const url = await listen(server, 0);
  return {
    port: Number(new URL(url).port),
    tokens,
    echoed: () => echoed,
    echo(fits, status = 500) {
      wantsEcho = fits ?? (() => false);
      echoStatus = status;
    },
    beforeNextWrite(act) {
      onWrite = act;
    },
    close: () => close(server),
  };
}

function tokensIn(text: string): readonly string[] {
  return [...text.matchAll(/"(?:access_token|token)"\s*:\s*"([^"]{8,})"/g)].map(([, token = ""]) => token);
}

function forward(
  url: string,
  method: string,
  { host: _, ...headers }: IncomingHttpHeaders,
  body: Buffer,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request(url, { method, headers, agent: false }, resolve).on("error", reject).end(body);
  });
}

async function bytes(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}
