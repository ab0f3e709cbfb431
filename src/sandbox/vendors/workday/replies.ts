import { XMLParser } from "fast-xml-parser";
import * as z from "zod";
import type { Failure, Reply, SandboxRequest } from "../../server/exchange.js";

const SOAP = "http://schemas.xmlsoap.org/soap/envelope/";
const XML = { "content-type": "text/xml;charset=UTF-8" };

/** Characters of an answer that Workday gives only packed. */
const LARGEST_UNPACKED = 256 * 1024;

/** A response inside its envelope, packed for those who take it so; a large one for nobody else. */
export function soapReply(response: string, { headers }: Pick<SandboxRequest, "headers">): Reply {
  const text = `<?xml version="1.0" encoding="UTF-8"?><env:Envelope xmlns:env="${SOAP}"><env:Body>${response}</env:Body></env:Envelope>`;
  const gzip = /\bgzip\b/u.test(String(headers["accept-encoding"] ?? ""));
  if (!gzip && text.length > LARGEST_UNPACKED) return GOVERNED_FAULT;
  return { status: 200, headers: XML, text, gzip };
}

/** Faults come with status 500 as a rule, whatever is wrong (docs/vendors/workday.md §8). */
function fault(code: string, text: string, { detail = "", status = 500 } = {}): Reply {
  return {
    status,
    headers: XML,
    text: `<SOAP-ENV:Envelope xmlns:SOAP-ENV="${SOAP}"><SOAP-ENV:Body><SOAP-ENV:Fault xmlns:wd="urn:com.workday/bsvc"><faultcode>SOAP-ENV:${code}</faultcode><faultstring>${text}</faultstring>${detail}</SOAP-ENV:Fault></SOAP-ENV:Body></SOAP-ENV:Envelope>`,
  };
}

export function validationFault(message: string, xpath: string): Reply {
  const error = `<wd:Message>${message}</wd:Message><wd:Detail_Message>${message}</wd:Detail_Message><wd:Xpath>${xpath}</wd:Xpath>`;
  return fault("Client.validationError", `Validation error occurred. ${message}`, {
    detail: `<detail><wd:Validation_Fault><wd:Validation_Error>${error}</wd:Validation_Error></wd:Validation_Fault></detail>`,
  });
}

export const SIGN_IN_FAULT = fault("Client.authenticationError", "invalid username or password");

export const FORBIDDEN_FAULT = fault(
  "Server.processingError",
  "Processing error occurred. The task submitted is not authorized.",
);

export const VERSION_FAULT = fault(
  "Client",
  "The web service or version is invalid for the requested operation",
);

const GOVERNED_FAULT = fault("Server.governedError", "Request governed", { status: 406 });

const THROTTLE_FAULT = fault(
  "Server.processingError",
  "Too many concurrent web service requests: the call was throttled",
);

/** What has no fault is a web page; which status it has is not documented. */
export function workdayFailure(failure: Failure): Reply {
  switch (failure) {
    case "unauthorized":
      return SIGN_IN_FAULT;
    case "forbidden":
      return FORBIDDEN_FAULT;
    case "not_found":
      return page(404, "Page not found");
    case "too_many_requests":
      return THROTTLE_FAULT;
    case "too_large":
      return page(413, "Request too large");
    case "internal_error":
      return page(500, "Something went wrong");
  }
}

/** Reports fail by status, without a fault (docs/vendors/workday.md §8). */
export const REPORT_SIGN_IN_FAILURE = page(401, "invalid username or password");

export const REPORT_NOT_SHARED = page(403, "The task submitted is not authorized");

function page(status: number, title: string): Reply {
  return {
    status,
    headers: { "content-type": "text/html;charset=UTF-8" },
    text: `<!DOCTYPE html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`,
  };
}

/** A SOAP request, opened. */
export interface Message {
  readonly username: string;
  readonly password: string;
  /** Name of the element in the body: `Get_Workers_Request`. */
  readonly operation: string;
  readonly request: Request;
  /** Names of the request's elements, in the order they came. */
  readonly order: readonly string[];
}

const parser = new XMLParser({
  ignoreAttributes: true,
  removeNSPrefix: true,
  parseTagValue: false,
  htmlEntities: true,
});

const flags = z.record(z.string(), z.unknown()).catch({});

const request = z.object({
  Request_Criteria: flags.optional(),
  Response_Filter: z
    .object({
      As_Of_Effective_Date: z.string().optional(),
      As_Of_Entry_DateTime: z.string().optional(),
      Page: z.coerce.number().int().default(1),
      Count: z.coerce.number().int().default(100),
    })
    .prefault({}),
  Response_Group: flags.optional(),
});

type Request = z.infer<typeof request>;

const message = z.object({
  Envelope: z.object({
    Header: z.object({
      Security: z.object({ UsernameToken: z.object({ Username: z.string(), Password: z.string() }) }),
    }),
    Body: z.record(z.string(), z.unknown()),
  }),
});

/** Opens a request; null when it is no SOAP message with a user name token. */
export function openMessage(body: string): Message | null {
  const parsed = message.safeParse(parse(body));
  if (!parsed.success) return null;
  const { Header, Body } = parsed.data.Envelope;
  const [operation, content] = Object.entries(Body)[0] ?? [];
  const opened = request.safeParse(content || {});
  if (operation === undefined || !opened.success) return null;
  const { Username, Password } = Header.Security.UsernameToken;
  return {
    username: Username,
    password: Password,
    operation,
    request: opened.data,
    order: Object.keys(content || {}),
  };
}

/** The name of the first element of a request that is not where the schema has it. */
export function misplaced(present: readonly string[], schema: readonly string[]): string | null {
  const places = present.map((name) => schema.indexOf(name));
  const wrong = places.findIndex((place, index) => place <= (places[index - 1] ?? -1));
  return present[wrong] ?? null;
}

function parse(body: string): unknown {
  try {
    return parser.parse(body);
  } catch {
    return null;
  }
}

/** What stands inside an element: text, finished elements, or nothing at all. */
type Content = string | readonly string[];

/** An element in Workday's namespace. Null, and a list without any content, are left out. */
export function tag(
  name: string,
  content: Content | null,
  attributes: Readonly<Record<string, string>> = {},
): string {
  if (content === null) return "";
  const inner = typeof content === "string" ? escapeText(content) : content.join("");
  if (inner === "") return "";
  const written = Object.entries(attributes).map(([key, value]) => ` wd:${key}="${escapeText(value)}"`);
  return `<wd:${name}${written.join("")}>${inner}</wd:${name}>`;
}

/** A reference: an object by its ids, with a text for people. */
export function reference(name: string, descriptor: string, ids: Readonly<Record<string, string>>): string {
  const elements = Object.entries(ids).map(([type, value]) => tag("ID", value, { type }));
  return tag(name, elements, { Descriptor: descriptor });
}

function escapeText(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
