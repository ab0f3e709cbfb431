import { pathSegment } from "../../http/request.js";
import type { HttpClient, HttpRequest, HttpResponse } from "../../http/types.js";
import type { ProviderConnection } from "../provider.js";
import { callProvider, readJson, readJsonOrNull } from "../support/call.js";
import { sentCredential } from "../support/credentials.js";
import { cleanId } from "../support/values.js";
import { answerProblem, companyUnknown, introspectionProblem, keyInactive, SERVICE } from "./errors.js";
import { introspectionSchema } from "./schema.js";
import type { PayfitSettings } from "./settings.js";

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
