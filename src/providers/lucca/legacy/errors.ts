import { Problem } from "../../../sync/errors.js";
import type { Refusals } from "../errors.js";
import { ROLE_SCREEN } from "./data-read.js";

/** What a key that is refused, or may not read people, means and what to do about it. */
export const refusals: Refusals = {
  credentialRefused: (why) =>
    new Problem({
      kind: "credentials",
      code: "credentials_refused",
      what: "Lucca does not accept the API key.",
      why,
      next: "Run `spendesk-hr connect lucca` with the address and an API key of the same Lucca account.",
    }),
  permissionMissing: (why) =>
    new Problem({
      kind: "credentials",
      code: "permission_missing",
      what: "Lucca does not let this API key read users.",
      why,
      next: `In Lucca under ${ROLE_SCREEN}, allow Consult users on all establishments and departments, then run \`spendesk-hr preview\`.`,
    }),
  whatToAllow: `allow Consult users in Lucca under ${ROLE_SCREEN}`,
};
