import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import {
  accountId,
  ENTITIES_OF_ACCOUNT,
  entityId,
  nameInSpendesk,
  PEOPLE_OF_ENTITY,
  person,
} from "./company.js";

const LIMIT_OF_A_MINUTE = 50;

/**
 * Plays Spendesk with its limit for each entity, and Personio with one account for several. Prints its address.
 * Keys are the numbers of entities and accounts; answers are made when asked for.
 */
export function serveEntities(): void {
  const used = new Map<number, number>();
  const server = createServer((request, response) => {
    request.resume();
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const number = Number(/\d+$/.exec(request.headers.authorization ?? "")?.[0]);
    if (url.pathname === "/v1/auth/token") return spendeskToken(request, response);
    if (url.pathname === "/v1/users") {
      used.set(number, (used.get(number) ?? 1) + 1);
      return answer(response, membersPage(number, url), used.get(number));
    }
    if (url.pathname === "/v1/auth") return void personioToken(request, response);
    return answer(response, employeesPage(number, url));
  });
  server.listen(0, "127.0.0.1", () => {
    const address = server.address();
    if (typeof address === "object") console.log(`http://127.0.0.1:${address?.port}`);
  });
}

function answer(response: ServerResponse, json: unknown, used?: number): void {
  const limit = {
    "x-ratelimit-limit": String(LIMIT_OF_A_MINUTE),
    "x-ratelimit-remaining": String(LIMIT_OF_A_MINUTE - (used ?? 0)),
    "x-ratelimit-reset": "60",
  };
  const headers = { "content-type": "application/json", ...(used === undefined ? {} : limit) };
  response.writeHead(200, headers).end(JSON.stringify(json));
}

function spendeskToken(request: IncomingMessage, response: ServerResponse): void {
  const key = Buffer.from(request.headers.authorization?.split(" ")[1] ?? "", "base64").toString();
  const [id = ""] = key.split(":");
  const token = {
    access_token: `token-of-${id}`,
    token_type: "Bearer",
    expires_in: 3600,
    scope: "user:read",
  };
  answer(response, token, 1);
}

function membersPage(entity: number, { searchParams }: URL) {
  const page = Number(searchParams.get("page"));
  const pageSize = Number(searchParams.get("pageSize"));
  const data = indices(page - 1, pageSize, PEOPLE_OF_ENTITY).map((index) => {
    const one = person(entity, index);
    const { id, email, firstName } = one;
    return { id: `m-${id}`, email, firstName, lastName: nameInSpendesk(one, index) };
  });
  return { meta: { pagination: { page, pageSize, total: PEOPLE_OF_ENTITY } }, data };
}

async function personioToken(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let body = "";
  for await (const piece of request) body += String(piece);
  const { client_id: id }: { readonly client_id: string } = JSON.parse(body);
  answer(response, { success: true, data: { token: `papi-token-of-${id}` } });
}

function employeesPage(account: number, { searchParams }: URL) {
  const limit = Number(searchParams.get("limit"));
  const offset = Number(searchParams.get("offset"));
  const total = ENTITIES_OF_ACCOUNT * PEOPLE_OF_ENTITY;
  const data = indices(offset / limit, limit, total).map((index) => {
    const entity = account * ENTITIES_OF_ACCOUNT + Math.floor(index / PEOPLE_OF_ENTITY);
    return { type: "Employee", attributes: attributes(entity, account, index % PEOPLE_OF_ENTITY) };
  });
  return {
    success: true,
    metadata: { total_elements: total, current_page: offset / limit, total_pages: Math.ceil(total / limit) },
    offset,
    limit,
    data,
  };
}

function attributes(entity: number, account: number, index: number) {
  const { id, email, firstName, lastName } = person(entity, index);
  const named = (label: string, type: string, value: unknown) => ({ label, type, value, universal_id: null });
  const block = (label: string, name: string) =>
    named(label, "standard", { type: label, attributes: { id: 1, name } });
  return {
    id: named("ID", "integer", Number(id)),
    first_name: named("First name", "standard", firstName),
    last_name: named("Last name", "standard", lastName),
    email: named("Email", "standard", email),
    status: named("Status", "standard", "active"),
    hire_date: named("Hire date", "date", "2020-02-03T00:00:00+01:00"),
    termination_date: named("Termination date", "date", null),
    office: block("Office", entityId(entity)),
    department: block("Department", `Department ${index % 8}`),
    subcompany: block("Subcompany", accountId(account)),
    position: named("Position", "standard", `Job ${index % 30}`),
    supervisor: named("Supervisor", "standard", null),
    dynamic_1: { ...named("IBAN", "standard", "DE89370400440532013000"), universal_id: "iban" },
  };
}

/** The numbers of a page, counted from 0. */
function indices(page: number, size: number, total: number): number[] {
  const start = page * size;
  return Array.from({ length: Math.max(Math.min(size, total - start), 0) }, (_, index) => start + index);
}
