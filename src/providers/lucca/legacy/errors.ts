import type { HttpResponse } from "../../../http/types.js";
import type { Problem } from "../../../sync/errors.js";
import { answerProblem, type GenerationRules } from "../errors.js";
import { ROLE_SCREEN } from "./data-read.js";

/** What a key that is refused, or may not read people, means and what to do about it. */
const RULES: GenerationRules = {
  credentialRefused: {
    what: "Lucca does not accept the API key.",
    next: "Run `spendesk-hr connect lucca` with the address and an API key of the same Lucca account.",
  },
  permissionMissing: {
    what: "Lucca does not let this API key read users.",
    next: `In Lucca under ${ROLE_SCREEN}, allow Consult users on all establishments and departments, then run \`spendesk-hr preview\`.`,
  },
};

/** The problem behind an answer that is not a success. */
export function legacyProblem(response: HttpResponse): Problem {
  return answerProblem(response, RULES);
}
