import type { ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import type { Mount, Reply } from "./exchange.js";
import type { Fault } from "./faults.js";

const DEFAULT_SLOW_MS = 1000;
const DEFAULT_OVERSIZE_MIB = 64;
const MIB = 1024 * 1024;

/** The answer a fault gives instead of the vendor's, or null when the vendor is asked all the same. */
export function replyInstead(fault: Fault | null, mount: Mount): Reply | null {
  switch (fault?.kind) {
    case "429":
      return {
        ...mount.failure("too_many_requests"),
        headers: { "retry-after": "1", "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1" },
      };
    case "429-bare":
      return mount.failure("too_many_requests");
    case "500":
      return mount.failure("internal_error");
    case "502":
      return htmlPage(502, "Bad Gateway");
    case "503":
      return htmlPage(503, "Service Unavailable");
    case "html":
      return htmlPage(200, "Please log in");
    case "wrong-json":
      return { status: 200, json: { message: "ok" } };
    case "unauthorized":
      return mount.failure("unauthorized");
    case "forbidden":
      return mount.failure("forbidden");
    default:
      return null;
  }
}

/** How long the answer is held back, milliseconds. */
export function slowness(fault: Fault | null): number {
  return fault?.kind === "slow" ? (fault.value ?? DEFAULT_SLOW_MS) : 0;
}

/**
 * Sends the answer, the way the fault wants it. Resolves when nothing more will be sent.
 * @returns whether the client got a status
 */
export async function send(response: ServerResponse, reply: Reply, fault: Fault | null): Promise<boolean> {
  if (fault?.kind === "reset-after") {
    resetConnection(response);
    return false;
  }
  const plain = Buffer.from(reply.text ?? JSON.stringify(reply.json ?? {}));
  const isPacked = reply.gzip === true && fault === null;
  const body = isPacked ? gzipSync(plain) : plain;
  const headers = {
    "content-type": "application/json; charset=utf-8",
    ...(isPacked && { "content-encoding": "gzip" }),
    ...reply.headers,
  };
  if (fault?.kind === "oversize") {
    response.writeHead(reply.status, headers);
    response.write(body);
    await pad(response, fault.value ?? DEFAULT_OVERSIZE_MIB);
    return true;
  }
  response.writeHead(reply.status, { ...headers, "content-length": body.length });
  if (fault?.kind === "truncate") {
    await new Promise<void>((done) => response.write(body.subarray(0, body.length / 2), () => done()));
    response.destroy();
    return true;
  }
  response.end(body);
  return true;
}

/** Ends the connection the hard way: the client sees `ECONNRESET`. */
export function resetConnection(response: ServerResponse): void {
  response.socket?.resetAndDestroy();
}

/** Blanks behind the JSON, until the client has had enough. */
async function pad(response: ServerResponse, mebibytes: number): Promise<void> {
  const blanks = Buffer.alloc(MIB, " ");
  const closed = new Promise<void>((done) => response.once("close", () => done()));
  for (let sent = 0; sent < mebibytes && !response.destroyed; sent += 1) {
    if (response.write(blanks)) continue;
    await Promise.race([closed, new Promise<void>((done) => response.once("drain", () => done()))]);
  }
  response.end();
}

function htmlPage(status: number, title: string): Reply {
  return {
    status,
    headers: { "content-type": "text/html; charset=utf-8" },
    text: `<!doctype html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`,
  };
}
