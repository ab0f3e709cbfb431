import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { loopback, slowLine } from "./line.js";
import { memberOf } from "./people.js";
import { hibobEmployee, personioEmployee } from "./records.js";
import { worker, workersAnswer } from "./workers.js";

/** What is asked of the server: how many people there are, and how large a worker is. */
export interface ServerSize {
  readonly people: number;
  readonly workerBytes: number;
  /** Of the line to it; null for one that is as fast as the machine. */
  readonly mbits: number | null;
}

const JSON_TYPE = "application/json";

/**
 * Serves Spendesk's members and three HR tools on loopback until the process ends, and prints its address.
 * Every answer is made when it is asked for, as those of an API are.
 */
export async function serveBench(size: ServerSize): Promise<void> {
  const send = size.mbits === null ? loopback : slowLine(size.mbits);
  const server = createServer(async (request, response) => {
    const body = await textOf(request);
    const { type, text } = answerTo(new URL(request.url ?? "/", "http://127.0.0.1"), body, size);
    const bytes = Buffer.from(text);
    response.writeHead(200, { "content-type": type, "content-length": bytes.length });
    await send(response, bytes);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address === "object" && address !== null) console.log(`http://127.0.0.1:${address.port}`);
}

function answerTo(
  url: URL,
  body: string,
  { people, workerBytes }: Omit<ServerSize, "mbits">,
): { type: string; text: string } {
  const json = (value: unknown) => ({ type: JSON_TYPE, text: JSON.stringify(value) });
  const asked = (name: string) => Number(url.searchParams.get(name));
  switch (url.pathname) {
    case "/v1/auth/token":
      return json({
        access_token: "bench-token",
        token_type: "Bearer",
        expires_in: 3600,
        scope: "user:read",
      });
    case "/v1/users": {
      const page = asked("page");
      const pageSize = asked("pageSize");
      const data = range((page - 1) * pageSize, pageSize, people).map(memberOf);
      return json({ meta: { pagination: { page, pageSize, total: people } }, data });
    }
    case "/v1/auth":
      return json({ success: true, data: { token: "bench-token" } });
    case "/v1/company/employees": {
      const limit = asked("limit");
      const data = range(asked("offset"), limit, people).map(personioEmployee);
      const metadata = { total_elements: people, current_page: 0, total_pages: Math.ceil(people / limit) };
      return json({ success: true, metadata, offset: asked("offset"), limit, data });
    }
    case "/v1/people/search":
      return json({ employees: range(0, people, people).map(hibobEmployee) });
    default: {
      const page = numberIn(body, "Page");
      const count = numberIn(body, "Count");
      const workers = range((page - 1) * count, count, people).map((index) => worker(index, workerBytes));
      return { type: "text/xml", text: workersAnswer(workers, people, page, count) };
    }
  }
}

function range(from: number, count: number, people: number): number[] {
  const length = Math.max(0, Math.min(count, people - from));
  return Array.from({ length }, (_, index) => from + index);
}

function numberIn(xml: string, element: string): number {
  return Number(new RegExp(`<wd:${element}>(\\d+)<`, "u").exec(xml)?.[1]);
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
