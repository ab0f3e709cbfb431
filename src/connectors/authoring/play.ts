import type { HttpClient, HttpRequest, HttpResponse } from "../../http/types.js";
import { Problem } from "../../sync/model/index.js";
import type { Connector } from "../define.js";
import { openCalls } from "../reading/calls.js";
import type { Connection, SettingValues } from "../reading/values-of.js";
import type { Manifest } from "../schema/manifest.js";
import type { Exchange } from "./exchanges.js";
import { type Part, readPart } from "./part.js";
import { type Asked, askedKey, type PlayedDay, type Recording, type Reply } from "./recording.js";
import { PLAYED_AT } from "./stand-ins/stand-ins.js";

/** An answer to be given. */
type Played = Pick<Exchange, "status" | "json" | "link">;

/**
 * Plays a recording through the engine, without any network. Calls are not signed: whether a key is right
 * can only be tried live.
 * @throws Problem `recording_lacks_reply` when the connector asks for what was not recorded, and those of reading
 */
export async function play(connector: Connector, recording: Recording): Promise<Part> {
  const replies = new Map(recording.replies.map((reply) => [askedKey(reply.asked), reply]));
  return playPart(connector, recording, (_request, asked) => {
    const reply = replies.get(askedKey(asked));
    if (!reply) throw lacksReply(asked, recording);
    return { status: reply.status, link: reply.link, json: reply.answer ?? null };
  });
}

/**
 * Plays answers in the order in which they came, and notes what the engine asks for: so that no address or
 * parameter of the real calls is part of a recording.
 */
export async function playInOrder(
  connector: Connector,
  day: PlayedDay,
  exchanges: readonly Exchange[],
): Promise<{ readonly part: Part; readonly replies: readonly Reply[] }> {
  const replies: Reply[] = [];
  const open = [...exchanges];
  const part = await playPart(connector, day, (request, asked) => {
    const at = open.findIndex((exchange) => exchange.request === request);
    const [exchange] = at < 0 ? [] : open.splice(at, 1);
    if (!exchange) throw lacksReply(asked, { replies });
    const { status, link, json } = exchange;
    replies.push({ request, asked, status, link, answer: json });
    return exchange;
  });
  return { part, replies };
}

async function playPart(
  { manifest, hooks }: Connector,
  { today, pages }: PlayedDay,
  answer: (request: string, asked: Asked) => Played,
): Promise<Part> {
  const unsigned: Connector = { manifest: { ...manifest, auth: "none" }, hooks };
  const http: HttpClient = {
    baseUrl: PLAYED_AT,
    request: async (request) => responseOf(answer(request.purpose.replace(/^read /u, ""), askedOf(request))),
    requestCount: () => 0,
  };
  const connection: Connection = {
    http,
    httpAt: () => http,
    credentials: Object.fromEntries(Object.keys(manifest.credentials).map((key) => [key, "example"])),
    settings: exampleSettings(manifest),
    today: () => today,
    now: () => new Date(`${today}T12:00:00Z`),
    registerSecret: () => {},
    noteCompany: () => {},
  };
  return readPart(unsigned, connection, openCalls(unsigned, connection), pages);
}

/** Settings that are allowed; what they are is part of no answer. */
function exampleSettings({ settings }: Manifest): SettingValues {
  const values = Object.entries(settings).map(([key, setting]) => {
    if (setting.type === "choice") return [key, setting.default ?? setting.values[0]] as const;
    return [key, setting.default ?? "example"] as const;
  });
  return Object.fromEntries(values);
}

function askedOf({ method, path, query = {}, json }: HttpRequest): Asked {
  const given = Object.entries(query).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, Array.isArray(value) ? value.map(String) : String(value)] as const],
  );
  const body: unknown = json === undefined ? undefined : JSON.parse(JSON.stringify(json));
  return {
    method: method === "POST" ? "POST" : "GET",
    path,
    query: Object.fromEntries(given),
    ...(body !== undefined && { body }),
  };
}

function responseOf({ status, json, link }: Played): HttpResponse {
  return {
    status,
    headers: link === null ? {} : { link: `<${link}>; rel="next"` },
    text: status === 204 ? "" : JSON.stringify(json),
    json: () => json,
    quotable: () => json,
  };
}

function lacksReply(asked: Asked, { replies }: Pick<Recording, "replies">): Problem {
  const inWords = ({ method, path, query }: Asked) => {
    const parameters = Object.entries(query).map(([key, value]) => `${key}=${String(value)}`);
    return [`${method} ${path}`, ...(parameters.length > 0 ? [parameters.join("&")] : [])].join("?");
  };
  const alike = replies.filter((reply) => reply.asked.path === asked.path);
  const known = [...new Set((alike.length > 0 ? alike : replies).map((reply) => inWords(reply.asked)))];
  return new Problem({
    kind: "configuration",
    code: "recording_lacks_reply",
    what: `The recording has no reply to ${inWords(asked)}.`,
    why: `It has those to: ${known.slice(0, 5).join(", ") || "nothing"}. The connector has changed since, or asks for more.`,
    next: "Correct the connector, or record again with `spendesk-hr connectors record`.",
  });
}
