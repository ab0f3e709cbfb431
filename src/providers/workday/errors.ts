import { problemFromFailure } from "../../http/problem.js";
import type { HttpFailure, HttpResponse } from "../../http/types.js";
import { Problem } from "../../sync/errors.js";
import { childOf, childrenOf, textAt, type XmlElement } from "./xml.js";

export const SERVICE = "Workday";

/** Where the admin gives a permission; nothing works before the activation (workday.md §1). */
export const PERMISSION_STEPS =
  "Maintain Permissions for Security Group > Integration Permissions, rows with Get Only, then Activate Pending Security Policy Changes";

const CHECK_ENDPOINT =
  "Copy Workday REST API Endpoint from View API Clients again and run `spendesk-hr connect workday`.";

const RETRY_LATER = `Run the same command again later: Workday is maintained every week (Friday night to Saturday, Pacific Time). If it stays, host or tenant may be wrong. ${CHECK_ENDPOINT}`;

const LONGEST_TEXT = 300;

/**
 * The problem behind a SOAP fault. Its texts decide and never the status of the answer, which is 500 as
 * a rule, whatever is wrong (workday.md §2.4).
 */
export function faultProblem(fault: XmlElement): Problem {
  const code = textAt(fault, "faultcode") ?? "";
  const text = textAt(fault, "faultstring") ?? "";
  const why = `Workday says "${faultText(fault)}" (${code.slice(0, LONGEST_TEXT)}).`;
  if (code.includes("authenticationError") || /invalid username or password/iu.test(text)) {
    return new Problem({
      kind: "credentials",
      code: "credentials_refused",
      what: "Workday does not accept the user name and password.",
      why,
      next: "Check in Workday that the integration system user is not locked or expired, and that Manage Authentication Policies allows it User Name Password. Then run `spendesk-hr connect workday`; it is not tried again by itself, because failed tries can lock the user.",
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
