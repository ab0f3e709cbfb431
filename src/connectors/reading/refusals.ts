import type { HttpResponse } from "../../http/types.js";
import {
  credentialProblem,
  type RefusalRules,
  refusalProblem,
  signInProblem,
} from "../../providers/support/refusal-problem.js";
import type { Problem } from "../../sync/model/index.js";
import type { Connector } from "../define.js";
import type { Manifest } from "../schema/manifest.js";

/** What refusals of a tool mean, as its manifest says. */
export function refusalRules({ id, title, credentials, errors, guide }: Manifest): RefusalRules {
  const labels = Object.values(credentials).map(({ label }) => label);
  return {
    service: title,
    credentialRefused: {
      what: `${title} does not accept the ${labels.join(" and ")}.`,
      next:
        errors.credentialRefused?.next ??
        `Run \`spendesk-hr connect ${id}\` with credentials that are valid for this account.`,
    },
    permissionMissing: {
      what: `${title} does not let these credentials read people.`,
      next:
        errors.permissionMissing?.next ??
        `In ${title}, allow: ${guide.permission}. Then run \`spendesk-hr preview\`.`,
    },
  };
}

/** The problem behind an answer without a good status. */
export function answerProblem(manifest: Manifest, response: HttpResponse): Problem {
  const rules = refusalRules(manifest);
  const { credentialRefused, permissionMissing } = manifest.errors;
  if (speaksOf(credentialRefused, response)) return credentialProblem(response, rules);
  if (speaksOf(permissionMissing, response)) {
    const own = { ...rules.permissionMissing, kind: "credentials", code: "permission_missing" } as const;
    return refusalProblem(response, { ...rules, own: { [response.status]: own } });
  }
  return refusalProblem(response, rules);
}

/** The problem behind a sign-in that gave no token. */
export function signInRefusal({ manifest, hooks }: Connector, response: HttpResponse): Problem {
  const isRefused =
    speaksOf(manifest.errors.credentialRefused, response) || hooks.isSignInRefusal?.(response);
  return signInProblem(response, refusalRules(manifest), isRefused ? [response.status] : []);
}

function speaksOf(words: Manifest["errors"]["credentialRefused"], { status, text }: HttpResponse): boolean {
  if (!words) return false;
  const said = text.toLowerCase();
  return words.statuses.includes(status) || words.texts.some((one) => said.includes(one.toLowerCase()));
}

/** Whether an answer is worth a second try although its status does not say so. */
export function isTransient(
  { retryStatuses, retryTexts }: Manifest["rate"],
  { status, text }: HttpResponse,
): boolean {
  if (retryStatuses.includes(status)) return true;
  if (status < 400) return false;
  const said = text.toLowerCase();
  return retryTexts.some((one) => said.includes(one.toLowerCase()));
}
