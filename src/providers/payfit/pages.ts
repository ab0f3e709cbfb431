import { pathSegment } from "../../http/request.js";
import type { HttpClient, HttpRequest, HttpResponse } from "../../http/types.js";
import type { Obstacle, ProviderConnection } from "../provider.js";
import { callProvider, readJson, readJsonOrNull, unexpectedAnswer } from "../support/call.js";
import { sentCredential } from "../support/credentials.js";
import { type CursorPage, readByCursor, silenceOf } from "../support/cursor-pages.js";
import type { ListEnd } from "../support/read-tally.js";
import { cleanId, cleanText } from "../support/values.js";
import { answerProblem, companyUnknown, introspectionProblem, keyInactive, SERVICE } from "./errors.js";
import { introspectionSchema, itemsSchema, pageSchema } from "./schema.js";
import type { PayfitSettings } from "./settings.js";

/** The most PayFit gives at once, and always asked for: its default is 10 (docs/vendors/payfit.md §3). */
export const PAGE_SIZE = 50;

/** A list of the company. */
export interface List {
  /** Its name in the path and in the answer can differ: `contracts-fr` answers `contracts`. */
  readonly path: string;
  readonly key: string;
  readonly scope: string;
  readonly purpose: string;
}

/** One page of a list. */
export interface Page extends CursorPage<unknown> {
  /** What keeps the list from ever being known as whole, as this page tells. */
  readonly obstacle: Obstacle | null;
}

/** Pages of a list, and how it ended. */
export type Pages = AsyncGenerator<Page, ListEnd, void>;

/** Every page of a list, one call at a time: each names the next. */
export function listPages(api: PayfitApi, list: List): Pages {
  return readByCursor(
    (token) => fetchPage(api, list, token),
    () => PAGE_SIZE,
  );
}

/** The first page only, for a first look. */
export async function* firstPage(api: PayfitApi, list: List): Pages {
  yield await fetchPage(api, list, null);
  return { total: null };
}

/** @param token of the page before, null for the first page */
async function fetchPage(
  api: PayfitApi,
  { path, key, scope, purpose }: List,
  token: string | null,
): Promise<Page> {
  const query = { maxResults: PAGE_SIZE, nextPageToken: token ?? undefined };
  const json = await api.get({ path, query, scope, purpose });
  const parsed = pageSchema.safeParse(json);
  const items = itemsSchema.safeParse(parsed.data?.[key]);
  if (!parsed.success || !items.success) {
    throw unexpectedAnswer(SERVICE, `The answer is not a list of ${key} as documented.`);
  }
  const rows = items.data;
  const { meta, nextPageToken } = parsed.data;
  const next = nextOf([meta?.nextPageToken, nextPageToken], rows.length);
  const isWhole = token === null && next === null;
  const page = { rows, next, total: totalOf(meta?.count ?? null, rows.length, isWhole) };
  return { ...page, obstacle: silenceOf(page, PAGE_SIZE) };
}

/** A short page that says nothing about a next one is the last; a full one may not be. */
function nextOf(told: readonly (string | null | undefined)[], rows: number): CursorPage<unknown>["next"] {
  const token = told.map(cleanText).find((text) => text !== null);
  const saysSomething = told.some((value) => value !== undefined);
  return token ?? (saysSomething || rows < PAGE_SIZE ? null : undefined);
}

/** Whether the count is that of the page or of the list is not documented: another number is the list's. */
function totalOf(count: number | null, rows: number, isWhole: boolean): number | null {
  if (count !== null && count !== rows) return count;
  return isWhole ? rows : null;
}

export const API_URL = "https://partner-api.payfit.com";

/** The host that knows about keys (docs/vendors/payfit.md §2). */
const SIGN_IN_URL = "https://oauth.payfit.com";

/** A call below the company's own path. */
interface CompanyCall {
  /** Behind `/companies/{companyId}`: empty, or `/collaborators`. */
  readonly path: string;
  readonly query?: NonNullable<HttpRequest["query"]>;
  /** The right that the call needs, for messages. */
  readonly scope: string;
  readonly purpose: string;
}

/** PayFit's API with one key, which is for one company. */
export interface PayfitApi {
  /** Whether PayFit said that the key has this right; false also where it did not say. */
  grants(scope: string | null): boolean;
  /** The JSON of an answer with a good status. @throws Problem for any other */
  get(call: CompanyCall): Promise<unknown>;
}

/**
 * Finds out which company the key is for, with one call; with none when the settings name it.
 * @throws Problem `credentials_refused`, `company_unknown`
 */
export async function openApi(connection: ProviderConnection<PayfitSettings>): Promise<PayfitApi> {
  const { http, httpAt, settings } = connection;
  const key = sentCredential(connection, "apiKey");
  const headers = { accept: "application/json", authorization: `Bearer ${key}` };
  const { companyId, scopes } = settings.companyId
    ? { companyId: settings.companyId, scopes: null }
    : await introspect(httpAt(SIGN_IN_URL), key, headers);
  const company = pathSegment(companyId);
  if (company === null) throw companyUnknown();

  return {
    grants: (scope) => scope !== null && (scopes?.has(scope) ?? false),
    async get({ path, scope, ...call }) {
      const companyPath = `/companies/${company}${path}`;
      const request: HttpRequest = { ...call, method: "GET", path: companyPath, headers, retry: "safe" };
      const response = await callProvider(http, request, SERVICE);
      if (!isSuccess(response)) throw answerProblem(response, scope);
      // PayFit answers so for the key's own company alone, so its id is proven, also where a setting has it.
      connection.noteCompany(companyId);
      return readJson(response, SERVICE);
    },
  };
}

/**
 * Asks about the key itself (docs/vendors/payfit.md §2): with a JSON body as documented, and, since a
 * client saw that refused, with a form once more after a 400.
 */
async function introspect(http: HttpClient, token: string, headers: Readonly<Record<string, string>>) {
  const ask = (body: Pick<HttpRequest, "json" | "form">) => {
    const purpose = "look up the key's company";
    const call = { ...body, method: "POST", path: "/introspect", headers, purpose } as const;
    return callProvider(http, { ...call, retry: "safe" }, SERVICE);
  };
  const first = await ask({ json: { token } });
  const response = first.status === 400 ? await ask({ form: { token } }) : first;
  const answer = introspectionSchema.safeParse(readJsonOrNull(response));
  if (!isSuccess(response) || !answer.success) throw introspectionProblem(response);
  const { active, scope, company_id } = answer.data;
  if (!active) throw keyInactive();
  const companyId = cleanId(company_id);
  if (companyId === null) throw companyUnknown();
  const scopes = scope?.trim() ? new Set(scope.trim().split(/\s+/u)) : null;
  return { companyId, scopes };
}

function isSuccess({ status }: HttpResponse): boolean {
  return status >= 200 && status < 300;
}
