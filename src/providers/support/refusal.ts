import * as z from "zod";
import type { HttpResponse } from "../../http/types.js";
import { nodeHttp } from "../../shared/node-http.js";
import { quotable } from "../../shared/text.js";
import { readErrorJson } from "./call.js";

/** What a vendor says about its refusal. Cleaned and cut; secrets are the redactor's. */
export interface Refusal {
  /** Its own words; null when there are none, or when a web page came. */
  readonly words: string | null;
  /** The part of the request it complains about: `/query/limit`. */
  readonly about: string | null;
  /** OAuth's word for it, such as `invalid_scope`. */
  readonly code: string | null;
  /** The id its support asks for. */
  readonly trace: string | null;
}

const LONGEST_ABOUT = 100;

/** Headers with a text of their own. BambooHR has both spellings. */
const TEXT_HEADERS = ["x-bamboohr-error-message", "x-bamboohr-error-messsage"];

const TRACE_HEADERS = ["x-request-id", "x-correlation-id", "x-trace-id", "request-id"];

const text = z.string().nullish().catch(null);

const traces = {
  personio_trace_id: text,
  trace_id: text,
  traceId: text,
  request_id: text,
  requestId: text,
  correlation_id: text,
  correlationId: text,
  profitLogReference: text,
};

const item = z
  .union([
    z.string().transform((message) => ({ message })),
    z.object({ message: text, detail: text, title: text, path: text, ...traces }),
  ])
  .catch({ message: "" });

/** One of several errors: a list, or texts by field as ASP.NET has them. */
const items = z.union([
  z.array(item),
  z
    .record(z.string(), z.array(z.string()))
    .transform((byField) => Object.entries(byField).map(([path, [message]]) => ({ message, path }))),
]);

/** Every form of an error body that vendors of HR tools have, leniently. */
const bodySchema = z.object({
  error: z
    .union([z.string(), z.object({ message: text, detail: text, title: text, path: text, ...traces })])
    .nullish()
    .catch(null),
  errors: items.nullish().catch(null),
  error_description: text,
  detail: text,
  details: text,
  message: text,
  Message: text,
  errorMessage: text,
  externalMessage: text,
  title: text,
  key: text,
  request: z.object({ api_req_id: text }).nullish().catch(null),
  ...traces,
});

type Body = z.infer<typeof bodySchema>;

/** Reads an answer without a good status, whatever form its words have. */
export function readRefusal(response: HttpResponse): Refusal {
  const json = isWebPage(response) ? null : readErrorJson(response);
  const body = bodySchema.safeParse(json).data ?? null;
  const words = [fromHeaders(response), fromBody(body, response.status), bareText(response, json)];
  const error = body?.error;
  return {
    words: words.find((one) => one !== null) ?? null,
    about: clean(body?.errors?.[0] && "path" in body.errors[0] ? body.errors[0].path : null, LONGEST_ABOUT),
    code: typeof error === "string" && /^[a-z][a-z_]{2,40}$/u.test(error) ? error : null,
    trace: traceOf(response, body),
  };
}

/** The refusal as a sentence: `Personio says "Wrong credentials" (status 403, trace id 1f2e).` */
export function refusalText(service: string, response: HttpResponse): string {
  const { words, about, trace } = readRefusal(response);
  const said = words === null ? `${service} gives no reason` : `${service} says "${words}"`;
  const place = about === null ? "" : `, about ${about}`;
  const id = trace === null ? "" : `, trace id ${trace}`;
  return `${said} (status ${response.status}${place}${id}).`;
}

function fromHeaders({ headers }: HttpResponse): string | null {
  const [found] = TEXT_HEADERS.flatMap((name) => clean(headers[name]) ?? []);
  return found ?? null;
}

function fromBody(body: Body | null, status: number): string | null {
  if (body === null) return null;
  const { error } = body;
  const [first] = body.errors ?? [];
  const ofError = typeof error === "object" && error !== null ? inWords(error, status) : null;
  const ofFirst = first === undefined ? null : inWords(first, status);
  return (
    ofError ??
    ofFirst ??
    clean(body.error_description) ??
    inWords(body, status) ??
    clean(body.Message) ??
    clean(body.errorMessage) ??
    clean(body.externalMessage) ??
    clean(body.details) ??
    (typeof error === "string" ? clean(error) : null) ??
    clean(body.title) ??
    clean(body.key)
  );
}

/** Detail or message, with the title in front unless it only repeats the status. */
function inWords(
  part: { readonly message?: string | null | undefined; readonly detail?: unknown; readonly title?: unknown },
  status: number,
): string | null {
  const told = clean(part.detail) ?? clean(part.message);
  const title = clean(part.title);
  if (told === null || title === null || title === told || title === nodeHttp.STATUS_CODES[status])
    return told ?? title;
  return quotable(`${title}: ${told}`);
}

/** A text that is no JSON and no web page; some vendors send it as JSON nevertheless. */
function bareText(response: HttpResponse, json: unknown): string | null {
  if (typeof json === "string") return clean(json);
  const looksLikeData = /^[[{]/u.test(response.text.trimStart());
  return json === null && !isWebPage(response) && !looksLikeData ? clean(response.text) : null;
}

function traceOf({ headers }: HttpResponse, body: Body | null): string | null {
  const { error } = body ?? {};
  const [first] = body?.errors ?? [];
  const places: readonly unknown[] = [body, typeof error === "object" ? error : null, first];
  const told = places.flatMap((place) => Object.keys(traces).map((name) => valueAt(place, name)));
  const candidates = [...told, body?.request?.api_req_id, ...TRACE_HEADERS.map((name) => headers[name])];
  const found = candidates.find((id) => typeof id === "string" && /^[\w.:|/+=-]{4,80}$/u.test(id));
  return typeof found === "string" ? found : null;
}

function valueAt(place: unknown, name: string): unknown {
  return typeof place === "object" && place !== null ? Reflect.get(place, name) : undefined;
}

function clean(value: unknown, longest?: number): string | null {
  return typeof value === "string" ? quotable(value, longest) || null : null;
}

/** Whether an answer is a web page, and so comes from a proxy or a gateway and not from an API. */
export function isWebPage({ headers, text }: Pick<HttpResponse, "headers" | "text">): boolean {
  return /\bhtml\b/iu.test(headers["content-type"] ?? "") || text.trimStart().startsWith("<");
}
