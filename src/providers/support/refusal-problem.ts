import { problemFromFailure } from "../../http/problem.js";
import type { HttpResponse } from "../../http/types.js";
import { type ErrorKind, Problem } from "../../sync/model/index.js";
import { unexpectedAnswer } from "./call.js";
import { readRefusal, refusalText } from "./refusal.js";

/** What failed, and the exact next step. */
export interface RefusalAdvice {
  readonly what: string;
  readonly next: string;
  /** A whole sentence more about why. */
  readonly why?: string;
}

/** A status that one vendor gives a meaning of its own. */
export interface OwnAdvice extends RefusalAdvice {
  readonly kind: ErrorKind;
  readonly code: string;
}

/** What refusals of one vendor mean. */
export interface RefusalRules {
  readonly service: string;
  /** 401: the credential itself. */
  readonly credentialRefused: RefusalAdvice;
  /** 403: what the credential may not do. */
  readonly permissionMissing: RefusalAdvice;
  /** Other statuses that mean something special here. */
  readonly own?: Readonly<Record<number, OwnAdvice>>;
  /** A setting that names another version of the API, for 406 and 410: `source.settings.apiVersion`. */
  readonly versionSetting?: string;
}

const GOING_ON = "then run the command again.";

/**
 * The problem behind an answer without a good status, with the vendor's own words.
 *
 * 401 and 403 are about the credential whatever their body is: vendors and their gateways also refuse
 * with an empty page. 406 and 410 say that the way to ask is no more.
 */
export function refusalProblem(response: HttpResponse, rules: RefusalRules): Problem {
  const { status } = response;
  const { service, own } = rules;
  const special = own?.[status];
  if (special) return adviceProblem(special.kind, special.code, special, whyOf(response, service));
  if (status === 401) return credentialProblem(response, rules);
  if (status === 403) {
    const why = whyOf(response, service);
    return adviceProblem("credentials", "permission_missing", rules.permissionMissing, why);
  }
  if (status === 406 || status === 410) return outdated(response, rules);
  const { kind, code, message, next } = problemFromFailure(response, { service });
  return new Problem({ kind, code, what: message, why: refusalText(service, response), next });
}

/** The credential is wrong, by whatever status a vendor says so. */
export function credentialProblem(
  response: HttpResponse,
  { service, credentialRefused }: Pick<RefusalRules, "service" | "credentialRefused">,
): Problem {
  return adviceProblem("credentials", "credentials_refused", credentialRefused, whyOf(response, service));
}

/** Statuses of a sign-in that say that the client is wrong (RFC 6749 §5.2); before anything is read 403 does, too. */
const SIGN_IN_REFUSED: readonly number[] = [400, 401, 403];

/**
 * The problem behind a sign-in that gave no token.
 * @param refusedAt further statuses that this vendor says it with
 */
export function signInProblem(
  response: HttpResponse,
  rules: RefusalRules,
  refusedAt: readonly number[] = [],
): Problem {
  const { status } = response;
  if ([...SIGN_IN_REFUSED, ...refusedAt].includes(status)) return credentialProblem(response, rules);
  return status < 300
    ? unexpectedAnswer(rules.service, "The sign-in gave no token.")
    : refusalProblem(response, rules);
}

/** Where the vendor says nothing, the refusal may come from something in between. */
function whyOf(response: HttpResponse, service: string): string {
  const said = refusalText(service, response);
  if (readRefusal(response).words !== null || (response.status !== 401 && response.status !== 403))
    return said;
  return `${said} If the credential is right, a proxy or firewall may refuse the call.`;
}

function outdated(response: HttpResponse, { service, versionSetting }: RefusalRules): Problem {
  const orVersion =
    versionSetting === undefined ? "" : `, or set ${versionSetting} to a version that ${service} still has`;
  return new Problem({
    kind: "configuration",
    code: "api_outdated",
    what: `${service} no longer answers the way this version of spendesk-hr asks.`,
    why: refusalText(service, response),
    next: `Update spendesk-hr (docs/upgrade.md)${orVersion}, ${GOING_ON}`,
  });
}

function adviceProblem(
  kind: ErrorKind,
  code: string,
  { what, why, next }: RefusalAdvice,
  said: string,
): Problem {
  return new Problem({ kind, code, what, why: why === undefined ? said : `${said} ${why}`, next });
}
