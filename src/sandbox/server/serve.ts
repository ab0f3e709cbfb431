import { once } from "node:events";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { Problem } from "../../sync/model/index.js";
import type { Mount, Reply, Route, SandboxRequest } from "./exchange.js";
import { replyInstead, resetConnection, send, slowness } from "./exchange.js";
import type { Fault, FaultPlan, FaultTarget } from "./faults.js";
import type { StatsBook } from "./rate-limit.js";

const NOBODY: Reply = { status: 404, json: { error: "Nobody lives here." } };
const noFault = () => null;
const MAX_BODY_BYTES = 8 * 1024 * 1024;

/** What the server needs besides the request. */
export interface Service {
  readonly mounts: readonly Mount[];
  /** Control: no faults, no limits, no latency, no statistics. */
  readonly control: Mount;
  readonly faults: FaultPlan;
  readonly stats: StatsBook;
  latencyMs(): number;
  /** Told when a fault begins to hold an answer back. */
  heldBack(): void;
  /** The time its `Date` headers tell, in milliseconds since 1970. */
  toldTime(): number;
}

interface Call {
  readonly method: string;
  readonly url: URL;
  readonly incoming: IncomingMessage;
  /** Null when it is too large. */
  readonly body: Buffer | null;
}

/** Answers one HTTP request. Never rejects: a defect becomes a 500 that says so. */
export async function serve(
  service: Service,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const call: Call = {
      method: incoming.method ?? "GET",
      url: new URL(incoming.url ?? "/", "http://sandbox.invalid"),
      incoming,
      body: await readBody(incoming),
    };
    const control = matchMount([service.control], call.url.pathname);
    const match = control ?? matchMount(service.mounts, call.url.pathname);
    if (match === null) await send(response, NOBODY, null);
    else if (control !== null) await send(response, handle(match, call, noFault), null);
    else await serveVendor(service, match, call, response);
  } catch (error) {
    if (incoming.destroyed && !incoming.complete) return;
    const message = error instanceof Error ? error.message : String(error);
    if (response.headersSent) response.destroy();
    else await send(response, { status: 500, json: { error: `Defect of the sandbox: ${message}` } }, null);
  }
}

async function serveVendor(
  service: Service,
  match: MountMatch,
  call: Call,
  response: ServerResponse,
): Promise<void> {
  const { mount } = match;
  const target = targetOf(match, call);
  const finish = service.stats.start(mount.name, target.routes[0]);
  const admission = mount.admit(call.incoming.headers);
  let status: number | null = null;
  try {
    await pause(service.latencyMs());
    const fault = admission.refused ? null : service.faults.takeForAnswer(target);
    if (fault?.kind === "reset") return resetConnection(response);
    if (fault?.kind === "timeout") {
      service.heldBack();
      return await closed(response);
    }
    const reply = answer(service, match, call, admission.refused, fault, target);
    if (slowness(fault) > 0) {
      service.heldBack();
      await pause(slowness(fault), response);
    }
    const limits = fault?.kind === "429-bare" ? {} : admission.headers;
    const date = new Date(service.toldTime()).toUTCString();
    const headers = { date, ...mount.headers(), ...limits, ...reply.headers };
    if (await send(response, { ...reply, headers }, fault)) status = reply.status;
  } finally {
    admission.leave();
    finish(status);
  }
}

function answer(
  service: Service,
  match: MountMatch,
  call: Call,
  refused: boolean,
  fault: Fault | null,
  target: FaultTarget,
): Reply {
  if (refused) return match.mount.failure("too_many_requests");
  const instead = replyInstead(fault, match.mount);
  if (instead !== null) return instead;
  return handle(match, call, (start) => service.faults.takeForPage(target, start));
}

function handle(match: MountMatch, call: Call, pageFault: SandboxRequest["pageFault"]): Reply {
  if (call.body === null) return match.mount.failure("too_large");
  const found = findRoute(match, call);
  if (found === null) return match.mount.failure("not_found");
  return found.route.handle({
    method: call.method,
    query: call.url.searchParams,
    headers: call.incoming.headers,
    body: call.body.toString("utf8"),
    bytes: call.body,
    params: found.params,
    pageFault,
  });
}

function findRoute(match: MountMatch, call: Call): RouteMatch | null {
  return matchRoute(match.mount.routes, call.method, match.rest);
}

function targetOf(match: MountMatch, call: Call): FaultTarget {
  const template = findRoute(match, call)?.route.template ?? "/{unknown}";
  return {
    method: call.method,
    paths: [call.url.pathname, `/${match.mount.name}${match.rest}`, match.rest],
    routes: [`${call.method} /${match.mount.name}${template}`, `${call.method} ${template}`],
  };
}

/** @returns null when the body is larger than any honest request */
async function readBody(incoming: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += chunk.length;
    if (size <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  return size <= MAX_BODY_BYTES ? Buffer.concat(chunks) : null;
}

/** Waits until the client, or the end of the sandbox, closes the connection. */
async function closed(response: ServerResponse): Promise<void> {
  if (response.destroyed) return;
  await new Promise<void>((done) => response.once("close", () => done()));
}

/**
 * No timer at all for nothing: even the shortest one takes a millisecond.
 * @param response ends the pause when nobody waits for it any more
 */
async function pause(milliseconds: number, response?: ServerResponse): Promise<void> {
  if (milliseconds <= 0) return;
  const gone = new AbortController();
  const leave = () => gone.abort();
  response?.once("close", leave);
  await sleep(milliseconds, undefined, { signal: gone.signal }).catch(() => undefined);
  response?.off("close", leave);
}

const LOOPBACK = "127.0.0.1";

/**
 * Listens on loopback; port 0 is a free one.
 * @returns the URL
 * @throws Problem of kind `usage` when the port is taken.
 */
export async function listen(server: Server, port: number): Promise<string> {
  server.listen(port, LOOPBACK);
  try {
    await once(server, "listening");
  } catch (cause) {
    throw portRefused(port, cause);
  }
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The sandbox got no port.");
  return `http://${LOOPBACK}:${address.port}`;
}

function portRefused(port: number, cause: unknown): Problem {
  const details = {
    kind: "usage",
    code: "sandbox_port_refused",
    what: `The sandbox can't listen on port ${port}.`,
    why: cause instanceof Error ? cause.message : "The system refused it.",
    next: "Choose another port, or port 0 for a free one.",
  } as const;
  return new Problem(details, { cause });
}

/** Stops at once, whoever is still connected. */
export async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((done) => server.close(() => done()));
  server.closeAllConnections();
  await closed;
}

/** A mount and the path below it. */
export interface MountMatch {
  readonly mount: Mount;
  readonly rest: string;
}

export interface RouteMatch {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** The mount with the longest fitting prefix. */
function matchMount(mounts: readonly Mount[], path: string): MountMatch | null {
  const fitting = mounts.filter(({ prefix }) => path === prefix || path.startsWith(`${prefix}/`));
  const [mount] = fitting.sort((a, b) => b.prefix.length - a.prefix.length);
  return mount === undefined ? null : { mount, rest: path.slice(mount.prefix.length) };
}

function matchRoute(routes: readonly Route[], method: string, path: string): RouteMatch | null {
  for (const route of routes) {
    if (route.method !== method) continue;
    const params = matchTemplate(route.template, path);
    if (params !== null) return { route, params };
  }
  return null;
}

function matchTemplate(template: string, path: string): Record<string, string> | null {
  const wanted = template.split("/");
  const actual = path.split("/");
  if (wanted.length !== actual.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = actual[index] ?? "";
    const name = /^\{(\w+)\}$/u.exec(part)?.[1];
    if (name === undefined && part !== value) return null;
    if (name !== undefined) params[name] = value;
  }
  return params;
}
