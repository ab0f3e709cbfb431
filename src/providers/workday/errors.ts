import { problemFromFailure } from "../../http/problem.js";
import type { HttpFailure, HttpResponse } from "../../http/types.js";
import { Problem } from "../../sync/model/index.js";
import { type RefusalRules, refusalProblem } from "../support/refusal-problem.js";
import { childOf, childrenOf, textAt, type XmlElement } from "./xml.js";

export const SERVICE = "Workday";

/** Where the admin gives a permission; nothing works before the activation (docs/vendors/workday.md §1). */
export const PERMISSION_STEPS =
  "Maintain Permissions for Security Group > Integration Permissions, rows with Get Only, then Activate Pending Security Policy Changes";

const CHECK_ENDPOINT =
  "Copy Workday REST API Endpoint from View API Clients again and run `spendesk-hr connect workday`.";

const RETRY_LATER = `Run the same command again later: Workday is maintained every week (Friday night to Saturday, Pacific Time). If it stays, host or tenant may be wrong. ${CHECK_ENDPOINT}`;

const LONGEST_TEXT = 300;

/** What answers mean that are no SOAP message and come from a gateway, with or without a body. */
const RULES: RefusalRules = {
  service: SERVICE,
  credentialRefused: {
    what: "Workday does not accept the user name and password.",
    next: "Check in Workday that the integration system user is not locked or expired, and that Manage Authentication Policies allows it User Name Password. Then run `spendesk-hr connect workday`; it is not tried again by itself, because failed tries can lock the user.",
  },
  permissionMissing: {
    what: "Workday does not let this user in from here.",
    next: `In Workday: check Maintain IP Ranges and Manage Authentication Policies for the address of this computer, and ${PERMISSION_STEPS}. Then run \`spendesk-hr preview\`.`,
  },
  versionSetting: "source.settings.apiVersion",
};

/**
 * The problem behind a SOAP fault. Its texts decide before the status of the answer, which is 500 as a
 * rule, whatever is wrong (docs/vendors/workday.md §8).
 */
export function faultProblem(fault: XmlElement, status: number): Problem {
  const code = textAt(fault, "faultcode") ?? "";
  const text = textAt(fault, "faultstring") ?? "";
  const why = `Workday says "${faultText(fault)}" (${code.slice(0, LONGEST_TEXT)}).`;
  const isSignIn = code.includes("authenticationError") || /invalid username or password/iu.test(text);
  if (isSignIn || status === 401) {
    return new Problem({
      kind: "credentials",
      code: "credentials_refused",
      ...RULES.credentialRefused,
      why,
    });
  }
  if (/not authorized/iu.test(text)) {
    return new Problem({
      kind: "credentials",
      code: "permission_missing",
      what: "Workday accepts the user, but does not let it run this web service.",
      why,
      next: `In Workday: ${PERMISSION_STEPS}. Then run \`spendesk-hr preview\`.`,
    });
  }
  if (/web service or version is invalid/iu.test(text)) {
    return new Problem({
      kind: "configuration",
      code: "version_unknown",
      what: "This Workday does not know the version of its web service that was asked for.",
      why,
      next: "Set source.settings.apiVersion to one that Workday lists in the report Public Web Services, then run `spendesk-hr preview`.",
    });
  }
  if (status === 403) {
    return new Problem({ kind: "credentials", code: "permission_missing", ...RULES.permissionMissing, why });
  }
  if (code.includes("governedError")) return governed(why);
  if (isThrottle(fault)) {
    return new Problem({
      kind: "temporary",
      code: "throttled",
      what: "Workday has too much to do for this user at the moment.",
      why,
      next: "Run the same command again in a few minutes. If it stays, let other integrations run at other times: Workday limits how many calls run at once.",
    });
  }
  // The code of an answer that did not come in time: a smaller page may help.
  if (/\btimed?[ -]?out\b/iu.test(text)) {
    return new Problem({
      kind: "temporary",
      code: "timed_out",
      what: "Workday took too long over the request.",
      why,
      next: "Run the same command again at a quieter time. If it stays, ask the Workday administrator why Get_Workers is slow.",
    });
  }
  if (code.includes("validationError")) {
    return new Problem({
      kind: "unexpected",
      code: "request_refused",
      what: "Workday refuses the request as invalid.",
      why,
      next: "Run the command with `--debug` and report what it says.",
    });
  }
  return new Problem({
    kind: "temporary",
    code: "workday_failed",
    what: "Workday could not process the request.",
    why,
    next: "Run the same command again in a few minutes. If it stays, ask the Workday administrator.",
  });
}

/** The problem behind an answer that is no SOAP message: a gateway's page, maintenance, a wrong address. */
export function strangeAnswerProblem(response: HttpResponse): Problem {
  const { status } = response;
  if ([401, 403, 406, 410].includes(status)) return refusalProblem(response, RULES);
  if (status === 429) return problemFromFailure(response, { service: SERVICE });
  if (status >= 500) return problemFromFailure(response, { service: SERVICE, next: RETRY_LATER });
  const type = (response.headers["content-type"] ?? "no content type").slice(0, 80);
  // A page with a good status is more likely one of maintenance than a wrong address.
  const passes = status < 400;
  return new Problem({
    kind: passes ? "temporary" : "configuration",
    code: "not_workday",
    what: "The answer did not come from Workday's web services.",
    why: `It has status ${status} and ${type}. Usually the host or the tenant is wrong, or a proxy answered.`,
    next: passes ? RETRY_LATER : CHECK_ENDPOINT,
  });
}

/** Whether Workday asks to be asked again later, which it does with a fault. */
export function isThrottle(fault: XmlElement): boolean {
  const text = textAt(fault, "faultstring") ?? "";
  return /\bthrottl|\btoo many (?:concurrent|requests|web service)/iu.test(text);
}

/**
 * Workday governs how large an answer may be and how many calls run at once. Answers are asked for
 * packed, which it demands for large ones, and in small pages.
 */
function governed(why: string): Problem {
  return new Problem({
    kind: "temporary",
    code: "governed",
    what: "Workday refuses the request because it goes beyond its limits.",
    why: `${why} It limits the size of an answer, which must be compressed (gzip), and how many calls run at once.`,
    next: "Run the same command again in a few minutes. If it stays, check whether a proxy removes `Accept-Encoding: gzip`, and ask the Workday administrator for the limits of the integration system user.",
  });
}

/** The problem behind a call without an answer. A redirect is never followed with the password. */
export function failureProblem(failure: HttpFailure): Problem {
  if (failure.kind !== "redirect") return problemFromFailure(failure, { service: SERVICE });
  return problemFromFailure(failure, { service: SERVICE, next: RETRY_LATER });
}

function faultText(fault: XmlElement): string {
  const errors = childrenOf(childOf(fault, "detail", "Validation_Fault"), "Validation_Error");
  const details = errors.map((error) => {
    const place = textAt(error, "Xpath");
    const message = textAt(error, "Detail_Message") ?? textAt(error, "Message") ?? "";
    return place ? `${message} at ${place}` : message;
  });
  const text = details.filter(Boolean).join("; ") || textAt(fault, "faultstring") || "no reason";
  return text.slice(0, LONGEST_TEXT);
}
