import { type HttpClient, HttpFailure, type HttpRequest, type HttpResponse } from "../../http/types.js";
import type { Problem } from "../../sync/model/index.js";
import type { ProviderConnection } from "../provider.js";
import { unexpectedAnswer } from "../support/call.js";
import { accountOf, type WorkdayAccount } from "./account.js";
import { failureProblem, faultProblem, isThrottle, SERVICE, strangeAnswerProblem } from "./errors.js";
import type { WorkdaySettings } from "./settings.js";
import { childOf, escapeXml, parseXml, readXml, type XmlElement } from "./xml.js";

/** A page of 500 full records can take minutes in a slow tenant (docs/vendors/workday.md §3.2). */
const TIMEOUT_MS = 300_000;

const SOAP = "http://schemas.xmlsoap.org/soap/envelope/";
const WSSE = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
const PASSWORD_TEXT =
  "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordText";

/** One call of a web service. */
export interface Operation {
  readonly service: "Human_Resources" | "Cash_Management";
  /** `Get_Workers`: its request is the element `Get_Workers_Request`, its answer `Get_Workers_Response`. */
  readonly name: string;
  /** The elements inside the request, in the order of the schema. */
  readonly content: string;
  readonly purpose: string;
}

/** Calls of one company's Workday. There is no sign-in: every call carries user name and password. */
export interface WorkdaySession {
  /**
   * What an operation gives, read while it comes: each element of that name in `Response_Data` becomes a row
   * and is forgotten.
   *
   * @throws Problem
   */
  call<Row>(operation: Operation, name: string, toRow: (element: XmlElement) => Row): Promise<Answer<Row>>;
}

/** What an operation gave. */
export interface Answer<Row> {
  /** The response element without its rows. */
  readonly response: XmlElement;
  readonly rows: readonly Row[];
}

/** @throws Problem `rest_endpoint_invalid` */
export function openSession(connection: ProviderConnection<WorkdaySettings>): WorkdaySession {
  const { http, credentials, settings } = connection;
  const account = accountOf(credentials);
  const escaped = escapeXml(account.password);
  if (escaped !== account.password) connection.registerSecret(escaped);

  return {
    async call<Row>(operation: Operation, name: string, toRow: (element: XmlElement) => Row) {
      let rows: Row[] = [];
      const request: PatientRequest = {
        method: "POST",
        path: `/ccx/service/${account.tenant}/${operation.service}/${settings.apiVersion}`,
        headers: { accept: "text/xml", soapaction: '""' },
        // Workday refuses large answers otherwise, with 406.
        gzip: true,
        isTransient: isThrottled,
        text: {
          body: envelope(account, settings.apiVersion, operation),
          contentType: "text/xml; charset=utf-8",
        },
        read: (text) => {
          rows = [];
          const take = (element: XmlElement) => rows.push(toRow(element));
          return readXml(text, "Envelope", { within: "Response_Data", name, take });
        },
        timeoutMs: TIMEOUT_MS,
        purpose: operation.purpose,
      };
      const answer = await sendPatiently(http, request, isTrouble, failureProblem);
      return { response: responseIn(answer, operation), rows };
    },
  };
}

/** A fault has status 500 too, but is Workday's word: sent again, a wrong password can lock the user. */
function isTrouble({ status, text }: HttpResponse): boolean {
  return status >= 500 && bodyOf(text) === null;
}

/** A throttle is a fault like any other, but the same call may succeed a moment later. */
function isThrottled({ status, text }: HttpResponse): boolean {
  if (status < 400) return false;
  const fault = childOf(bodyOf(text), "Fault");
  return fault !== null && isThrottle(fault);
}

function responseIn(response: HttpResponse, { name }: Operation): XmlElement {
  const { read = parseXml(response.text, "Envelope") } = response;
  const body = childOf(read as XmlElement | null, "Body");
  if (body === null) throw strangeAnswerProblem(response);
  const fault = childOf(body, "Fault");
  if (fault) throw faultProblem(fault, response.status);
  const answer = childOf(body, `${name}_Response`);
  if (answer === null) throw unexpectedAnswer(SERVICE, `The answer holds no ${name}_Response.`);
  return answer;
}

/** The body of a SOAP message; null when the text is none. */
function bodyOf(text: string): XmlElement | null {
  return childOf(parseXml(text, "Envelope"), "Body");
}

/** SOAP 1.1 with a WS-Security user name token (docs/vendors/workday.md §2.2, §3.1). */
function envelope(account: WorkdayAccount, version: string, { name, content }: Operation): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<env:Envelope xmlns:env="${SOAP}">
  <env:Header>
    <wsse:Security env:mustUnderstand="1" xmlns:wsse="${WSSE}">
      <wsse:UsernameToken>
        <wsse:Username>${escapeXml(account.username)}</wsse:Username>
        <wsse:Password Type="${PASSWORD_TEXT}">${escapeXml(account.password)}</wsse:Password>
      </wsse:UsernameToken>
    </wsse:Security>
  </env:Header>
  <env:Body>
    <wd:${name}_Request xmlns:wd="urn:com.workday/bsvc" wd:version="${version}">${content}</wd:${name}_Request>
  </env:Body>
</env:Envelope>`;
}

export type PatientRequest = Omit<HttpRequest, "retry">;

type Attempt = { readonly response: HttpResponse } | { readonly failure: HttpFailure };

/**
 * Sends a call that only reads. It is sent once, and repeated only when what came back was trouble on
 * the way: a client that repeats calls would send a wrong password four times, and give a slow answer
 * four times its time.
 *
 * @param isTrouble whether an answer is not Workday's own word
 * @throws Problem made by `explain` when no answer came
 */
export async function sendPatiently(
  http: HttpClient,
  request: PatientRequest,
  isTrouble: (response: HttpResponse) => boolean,
  explain: (failure: HttpFailure) => Problem,
): Promise<HttpResponse> {
  const first = await attempt(http, { ...request, retry: "unsent" });
  const again =
    "response" in first
      ? isTrouble(first.response)
      : first.failure.kind === "reset" || first.failure.kind === "truncated";
  const last = again ? await attempt(http, { ...request, retry: "safe" }) : first;
  if ("failure" in last) throw explain(last.failure);
  return last.response;
}

async function attempt(http: HttpClient, request: HttpRequest): Promise<Attempt> {
  try {
    return { response: await http.request(request) };
  } catch (error) {
    if (error instanceof HttpFailure) return { failure: error };
    throw error;
  }
}
