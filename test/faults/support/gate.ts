import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import { close, listen } from "../../../src/sandbox/server/serve.js";

/** A call to Spendesk on its way through the gate; tokens pass unseen. */
export interface Call {
  /** Number among the writes since the last `reset`, from 1; null for a read. */
  readonly write: number | null;
  readonly method: string;
  /** `/v1/users`, … */
  readonly path: string;
  readonly body: unknown;
  /** Whether Spendesk got it. */
  forwarded: boolean;
  /** Headers the answer gets besides Spendesk's. */
  answerHeaders: Readonly<Record<string, string>>;
}

/**
 * Decides over one call: `forward` lets Spendesk carry it out; the answer goes back once the handler
 * has returned. A call that was never forwarded ends without an answer.
 */
export type Handler = (call: Call, forward: () => Promise<void>) => Promise<void>;

/** A door in front of an imitated Spendesk: shows every call, holds it back, or cuts it off. */
export interface Gate {
  readonly url: string;
  /** Writes since the last `reset`, in the order in which they arrived. */
  readonly writes: readonly Call[];
  handle(handler: Handler): void;
  /** Resolves once no call is on its way: one that was sent arrives although its sender was killed. */
  idle(): Promise<void>;
  /** Forgets the writes; from now on everything passes. */
  reset(): void;
  close(): Promise<void>;
}

interface Answer {
  readonly incoming: IncomingMessage;
  readonly body: Buffer;
}

const PASS: Handler = (_call, forward) => forward();

/** @param target base URL of Spendesk */
export async function openGate(target: string): Promise<Gate> {
  let handler = PASS;
  let writes: Call[] = [];
  const underWay = new Set<Promise<void>>();

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bytes(incoming);
    const path = incoming.url ?? "/";
    const method = incoming.method ?? "GET";
    let answer: Answer | null = null;
    let more: Call["answerHeaders"] = {};
    const forward = async () => {
      answer = await send(target, incoming, body);
    };
    if (path.startsWith("/v1/auth/")) await forward();
    else {
      const isWrite = method !== "GET";
      const call: Call = {
        write: isWrite ? writes.length + 1 : null,
        method,
        path,
        body: isWrite ? JSON.parse(body.toString("utf8")) : null,
        forwarded: false,
        answerHeaders: {},
      };
      if (isWrite) writes.push(call);
      await handler(call, async () => {
        await forward();
        call.forwarded = true;
      });
      more = call.answerHeaders;
    }
    relay(answer, more, response);
  }

  const server: Server = createServer((incoming, response) => {
    const work = serve(incoming, response).catch(() => void response.destroy());
    underWay.add(work);
    void work.then(() => underWay.delete(work));
  });
  return {
    url: await listen(server, 0),
    get writes() {
      return writes;
    },
    handle(next) {
      handler = next;
    },
    async idle() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    reset() {
      writes = [];
      handler = PASS;
    },
    close: () => close(server),
  };
}

function relay(answer: Answer | null, more: Call["answerHeaders"], response: ServerResponse): void {
  if (answer === null) {
    response.destroy();
    return;
  }
  response.writeHead(answer.incoming.statusCode ?? 500, { ...answer.incoming.headers, ...more });
  response.end(answer.body);
}

async function send(target: string, incoming: IncomingMessage, body: Buffer): Promise<Answer> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const { host, ...headers } = incoming.headers;
    request(`${target}${incoming.url}`, { method: incoming.method, headers, agent: false }, resolve)
      .on("error", reject)
      .end(body);
  });
  return { incoming: answer, body: await bytes(answer) };
}

async function bytes(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** A call that the gate holds back until `release`. */
export interface HeldCall {
  readonly arrived: Promise<void>;
  release(): void;
}

/**
 * Holds back the write of this number; all other calls pass.
 * @param when `before` or `after` Spendesk carries it out
 */
export function holdWrite(gate: Gate, number: number, when: "before" | "after"): HeldCall {
  return holdCall(gate, (call) => call.write === number, when);
}

/** Holds back the first call that fits. */
export function holdCall(gate: Gate, fits: (call: Call) => boolean, when: "before" | "after"): HeldCall {
  const arrived = signal();
  const released = signal();
  let held = false;
  gate.handle(async (call, forward) => {
    if (held || !fits(call)) return forward();
    held = true;
    if (when === "after") await forward();
    arrived.give();
    await released.given;
    if (when === "before") await forward();
  });
  return { arrived: arrived.given, release: released.give };
}

function signal(): { readonly given: Promise<void>; give(): void } {
  let give = () => {};
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give };
}
