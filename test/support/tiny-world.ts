import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { holdTimers } from "./held-timers.js";
import { type CliRun, runCli } from "./run-cli.js";
import { runProgram } from "./run-program.js";

/** A request to one of the two servers of a tiny world. */
export interface WorldCall {
  readonly service: "spendesk" | "personio";
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: string;
}

interface TinyMember {
  id: string;
  email: string;
  firstName: string;
  lastName: string;
  isArchived: boolean;
}

/** Somebody in Personio: first name, last name, e-mail and status by id. */
interface TinyEmployee {
  readonly id: number | string;
  readonly first?: string;
  readonly last?: string;
  readonly email?: string;
  readonly status?: string;
}

/**
 * Spendesk and Personio in a few lines, for answers that no sandbox gives: a test may answer any call
 * itself, byte by byte.
 */
export interface TinyWorld {
  employees: TinyEmployee[];
  readonly members: Map<string, TinyMember>;
  /** Calls so far. */
  readonly calls: WorldCall[];
  /** Answers a call itself; null leaves it to the world. */
  answer: (call: WorldCall, response: ServerResponse) => Promise<void> | void | null;
  /** Says that a call which came gets no whole answer: in this process its time is over at once. */
  holdBack(): void;
  /** The command line in this process, with this world's configuration, and a state folder of its own. */
  run(...argv: readonly string[]): Promise<CliRun>;
  /** The same as a process of its own: the real program. */
  runProgram(...argv: readonly string[]): Promise<CliRun>;
  /** Calls that could have changed a member. */
  writes(): readonly WorldCall[];
  close(): Promise<void>;
}

/** No other timer of this process is as long as that of a tiny world. In milliseconds. */
let nextTimeLimit = 57_457;

/** @param network the block `network` of the configuration */
export async function openTinyWorld(network = "{}"): Promise<TinyWorld> {
  const world: Omit<TinyWorld, "holdBack" | "run" | "runProgram" | "writes" | "close"> = {
    employees: [],
    members: new Map(),
    calls: [],
    answer: () => null,
  };

  const timeoutMs = nextTimeLimit++;
  let heldBack = 0;
  /** Once every call that has no answer yet is one that gets none, the time is over. */
  const look = () => {
    if (heldBack === 0 || limits.waiting() !== heldBack) return;
    heldBack = 0;
    limits.ring();
  };
  const limits = holdTimers(timeoutMs, look);
  const hasty = { timeoutMs, sleep: async () => {}, random: () => 0 };

  const server = createServer(async (request, response) => {
    const call = await read(request);
    world.calls.push(call);
    const own = world.answer(call, response);
    if (own === null)
      send(response, call.service === "personio" ? personio(world, call) : spendesk(world, call));
    else await own;
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const url = `http://127.0.0.1:${address.port}`;
  const folder = await mkdtemp(join(tmpdir(), "spendesk-hr-tiny-"));
  await writeFile(
    join(folder, "spendesk-hr.config.yaml"),
    `version: 1
entities:
  acme:
    timezone: Europe/London
    spendesk: { baseUrl: "${url}/spendesk" }
    source: { provider: personio, baseUrl: "${url}/personio" }
    employees: { include: all }
credentials: { store: env }
network: ${network}
`,
  );
  const env = {
    HOME: folder,
    PATH: process.env.PATH ?? "",
    SPENDESK_HR_STATE_DIR: join(folder, "state"),
    SPENDESK_HR_ACME_PERSONIO_CLIENT_ID: "papi-id",
    SPENDESK_HR_ACME_PERSONIO_CLIENT_SECRET: "papi-secret",
    SPENDESK_HR_ACME_SPENDESK_CLIENT_ID: "spendesk-id",
    SPENDESK_HR_ACME_SPENDESK_CLIENT_SECRET: "spendesk-secret",
  };
  return Object.assign(world, {
    holdBack() {
      heldBack += 1;
      look();
    },
    run: (...argv: readonly string[]) => runCli(argv, { cwd: folder, env, network: hasty }),
    runProgram: (...argv: readonly string[]) => runProgram(argv, { cwd: folder, env }),
    writes: () => world.calls.filter(({ method, path }) => method !== "GET" && path.startsWith("/v1/users")),
    async close() {
      limits.release();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  });
}

async function read(request: IncomingMessage): Promise<WorldCall> {
  let body = "";
  for await (const chunk of request.setEncoding("utf8")) body += chunk;
  // As it was sent: an address that is parsed loses its dots.
  const [path = "", query = ""] = (request.url ?? "").split("?");
  const service = path.startsWith("/personio") ? "personio" : "spendesk";
  const rest = path.slice(service.length + 1);
  return { service, method: request.method ?? "", path: rest, query: new URLSearchParams(query), body };
}

type Answer = readonly [status: number, body: unknown];

/** Sends JSON with a good or bad status. */
export function send(response: ServerResponse, [status, body]: Answer): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

function personio({ employees }: Pick<TinyWorld, "employees">, { path, query }: WorldCall): Answer {
  if (path === "/v1/auth") return [200, { success: true, data: { token: "papi-token" } }];
  const [limit, offset] = [Number(query.get("limit")), Number(query.get("offset"))];
  const metadata = { total_elements: employees.length };
  const data = employees.slice(offset, offset + limit).map(personioRecord);
  return [200, { success: true, metadata, data }];
}

/** An employee as Personio writes one. */
export function personioRecord({
  id,
  first = "Mira",
  last = `L${id}`,
  email,
  status = "active",
}: TinyEmployee) {
  const value = (text: unknown) => ({ value: text });
  const attributes = {
    id: value(id),
    first_name: value(first),
    last_name: value(last),
    email: value(email ?? `p${id}@acme.test`),
    status: value(status),
    hire_date: value("2020-01-01T00:00:00+01:00"),
    termination_date: value(null),
  };
  return { type: "Employee", attributes };
}

function spendesk({ members }: Pick<TinyWorld, "members">, { method, path, query, body }: WorldCall): Answer {
  if (path === "/v1/auth/token") return [200, { access_token: "spendesk-token", token_type: "Bearer" }];
  if (method === "GET") {
    const [page, pageSize] = [Number(query.get("page")), Number(query.get("pageSize"))];
    const all = [...members.values()];
    const data = all.slice((page - 1) * pageSize, page * pageSize);
    return [200, { meta: { pagination: { page, total: all.length } }, data }];
  }
  const given = JSON.parse(body);
  if (method === "POST") {
    const data = given.map((person: Omit<TinyMember, "id" | "isArchived">, index: number) => {
      const id = `new-${members.size + index + 1}`;
      return { ...person, id, isArchived: false };
    });
    for (const member of data) members.set(member.id, member);
    return [201, { data, errors: [] }];
  }
  const id = decodeURIComponent(path.split("/")[3] ?? "");
  const member = members.get(id);
  if (!member) return [404, { errors: [{ code: "NOT_FOUND" }] }];
  Object.assign(member, given);
  return [200, { data: member }];
}
