import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

/** A request as an imitation sees it. */
export interface LoopbackRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** An answer: `json`, `html`, `xml` or JSON as it is written; `truncated` cuts it off in the middle. */
export interface LoopbackAnswer {
  readonly status: number;
  readonly json?: unknown;
  readonly html?: string;
  readonly xml?: string;
  readonly writtenJson?: string;
  readonly truncated?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A server on loopback that keeps what it was asked. */
export interface Loopback {
  readonly url: string;
  readonly log: readonly LoopbackRequest[];
  /** Most requests that were open at one time. */
  mostAtOnce(): number;
  close(): Promise<void>;
}

/** Starts a server that answers with `answer`. */
export async function startLoopback(
  answer: (request: LoopbackRequest) => LoopbackAnswer | Promise<LoopbackAnswer>,
): Promise<Loopback> {
  const log: LoopbackRequest[] = [];
  let open = 0;
  let most = 0;

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    open += 1;
    most = Math.max(most, open);
    const request = await receive(incoming);
    log.push(request);
    const reply = await answer(request);
    open -= 1;
    send(response, reply);
  }

  const server = createServer((incoming, response) => {
    handle(incoming, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    log,
    mostAtOnce: () => most,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function receive(incoming: IncomingMessage): Promise<LoopbackRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return {
    method: incoming.method ?? "",
    url: new URL(incoming.url ?? "/", "http://loopback.test"),
    headers: incoming.headers,
    body: Buffer.concat(chunks).toString(),
  };
}

function send(response: ServerResponse, reply: LoopbackAnswer): void {
  const body = Buffer.from(reply.html ?? reply.xml ?? reply.writtenJson ?? JSON.stringify(reply.json));
  response.writeHead(reply.status, {
    "content-type": contentType(reply),
    "content-length": body.length,
    ...reply.headers,
  });
  if (!reply.truncated) {
    response.end(body);
    return;
  }
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
}

function contentType({ html, xml }: LoopbackAnswer): string {
  if (html !== undefined) return "text/html";
  return xml === undefined ? "application/json" : "text/xml";
}
