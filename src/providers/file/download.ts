import { problemFromFailure } from "../../http/problem.js";
import { HttpFailure, type HttpResponse } from "../../http/types.js";
import type { ProviderConnection } from "../provider.js";
import { sentCredential } from "../support/credentials.js";
import { type RefusalRules, refusalProblem } from "../support/refusal-problem.js";
import { type Content, MOST_BYTES } from "./content.js";
import { fileProblem, SERVICE } from "./problems.js";
import type { Location } from "./settings.js";

/** A report that is made when it is asked for takes its time. */
const MOST_MS = 10 * 60_000;

const RULES: RefusalRules = {
  service: SERVICE,
  credentialRefused: {
    what: "The server does not accept the key for the export.",
    next: "Run `spendesk-hr connect file` with a key of today; `source.settings.header` names the header it is sent in.",
  },
  permissionMissing: {
    what: "The server does not let the export be read.",
    next: "Have the address allowed for this key or this computer; if it needs a key, set `place` to https-key.",
  },
  own: {
    404: {
      kind: "configuration",
      code: "file_missing",
      what: "There is no export at the address of `source.settings.url`.",
      next: "Copy the address again from the HR tool, or see whether its export ran.",
    },
  },
};

type Connection = Pick<ProviderConnection<unknown>, "httpAt" | "credentials" | "registerSecret">;

/**
 * An export at an address. Redirects are not followed: a key would go along.
 * @throws Problem of the call or the answer, `file_page` when a web page came
 */
export async function download(
  { url = "", header, place }: Pick<Location, "url" | "header" | "place">,
  connection: Connection,
): Promise<Content> {
  const address = new URL(url);
  const key = place === "https-key" ? sentCredential(connection, "headerKey") : null;
  const response = await ask(address, key === null ? {} : { [header]: key }, connection);
  if (response.status < 200 || response.status > 299) throw refusalProblem(response, RULES);
  const { bytes = Buffer.alloc(0), headers } = response;
  if (/\btext\/html\b/iu.test(headers["content-type"] ?? "")) throw webPage(address);
  return {
    file: `${address.origin}${address.pathname}`,
    modified: modifiedOf(headers["last-modified"]),
    async *chunks() {
      yield bytes;
    },
  };
}

async function ask(
  { origin, pathname, searchParams }: URL,
  headers: Readonly<Record<string, string>>,
  { httpAt }: Connection,
): Promise<HttpResponse> {
  const names = [...new Set(searchParams.keys())];
  try {
    return await httpAt(origin).request({
      method: "GET",
      path: pathname,
      query: Object.fromEntries(names.map((name) => [name, searchParams.getAll(name)])),
      headers: { accept: "*/*", ...headers },
      raw: true,
      gzip: true,
      maxBytes: MOST_BYTES,
      timeoutMs: MOST_MS,
      retry: "safe",
      purpose: "get the export",
    });
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
    const isTyped = error.kind === "dns" || error.kind === "redirect";
    const next = "Check the address in `source.settings.url`: it must be the one that gives the file itself.";
    throw problemFromFailure(error, { service: SERVICE, ...(isTyped && { next }) });
  }
}

function modifiedOf(header: string | undefined): Date | null {
  const date = new Date(header ?? "");
  return Number.isNaN(date.getTime()) ? null : date;
}

function webPage({ host }: URL) {
  return fileProblem({
    code: "file_page",
    what: `${host} gave a web page instead of an export.`,
    why: "That is usually a login page, or a page about the file.",
    next: "Copy the address that gives the file itself; if it needs a key, set `place` to https-key.",
  });
}
