import { problemFromFailure } from "../../http/problem.js";
import { pathSegment } from "../../http/request.js";
import type { HttpResponse } from "../../http/types.js";
import type { Problem, RawBank } from "../../sync/model/index.js";
import type { ProviderConnection } from "../provider.js";
import { readJson } from "../support/call.js";
import { accountsSchema, chooseBank } from "./bank-choice.js";
import { answerProblem, SERVICE } from "./errors.js";
import { askDeel } from "./people.js";
import type { DeelSettings } from "./settings.js";

/**
 * What came of asking for one person's bank accounts. `unknown`: Deel has no such worker for these
 * calls; `broken`: it fails over this one.
 */
export type BankAnswer =
  | { readonly kind: "found"; readonly bank: RawBank | null }
  | { readonly kind: "refused" | "unknown" | "ambiguous" | "unreadable" }
  | { readonly kind: "broken"; readonly problem: Problem };

/** One of Deel's calls for bank accounts. */
interface Route {
  readonly path: (personId: string) => string;
  readonly version: string;
  /** Refusals (403) so far. */
  refusals: number;
  /** Whether somebody's answer has shown that the token may. */
  isAllowed: boolean;
}

/** After so many refusals and nothing else it is the token that may not, and not the person. */
const ENOUGH_REFUSALS = 3;

/** What decides when no call finds an account, the strongest first. */
const STRENGTH: readonly BankAnswer["kind"][] = ["ambiguous", "broken", "unreadable", "found", "refused"];

/**
 * A look-up of bank details, with one call per person, or two for those whom the first call does not
 * know. The same people in the same order are asked for in the same way.
 *
 * Everything assumed about the calls is here (docs/vendors/deel.md §6): the newer one is asked first;
 * each has its own version, whatever that of people is; both take the id of the person's profile, which
 * is a UUID as Deel documents for the older one; and a 404 says that there is no bank account, not that
 * it was removed.
 */
export function createBankLookup(
  connection: ProviderConnection<DeelSettings>,
): (personId: string) => Promise<BankAnswer> {
  const routes: readonly Route[] = [
    {
      path: (id) => `/rest/hris/workers/${id}/banks`,
      version: "2026-09-21",
      refusals: 0,
      isAllowed: false,
    },
    {
      path: (id) => `/rest/v2/gp/workers/${id}/banks`,
      version: "2026-01-01",
      refusals: 0,
      isAllowed: false,
    },
  ];

  async function ask(route: Route, personId: string): Promise<BankAnswer> {
    const { version } = route;
    const path = route.path(personId);
    const answer = judge(await askDeel(connection, { path, version, purpose: "read bank details" }));
    if (answer.kind === "refused") route.refusals += 1;
    if (answer.kind === "found" || answer.kind === "ambiguous") route.isAllowed = true;
    return answer;
  }

  return async (id) => {
    const personId = pathSegment(id);
    if (personId === null) return { kind: "unknown" };
    const open = routes.filter(({ isAllowed, refusals }) => isAllowed || refusals < ENOUGH_REFUSALS);
    if (open.length === 0) return { kind: "refused" };
    const answers: BankAnswer[] = [];
    for (const route of open) {
      const answer = await ask(route, personId);
      if (answer.kind === "found" && answer.bank !== null) return answer;
      answers.push(answer);
    }
    const kind = STRENGTH.find((candidate) => answers.some((answer) => answer.kind === candidate));
    return answers.find((answer) => answer.kind === kind) ?? { kind: "unknown" };
  };
}

/**
 * Deel's own words are told only about the token: those about a person could hold their data.
 * @throws Problem for what concerns everybody: the token, the limit
 */
function judge(response: HttpResponse): BankAnswer {
  const { status } = response;
  if (status === 200) return accountOf(readJson(response, SERVICE));
  if (status === 401) throw answerProblem(response);
  if (status === 403) return { kind: "refused" };
  const problem = problemFromFailure(response, { service: SERVICE });
  if (status === 429) throw problem;
  if (status >= 500) return { kind: "broken", problem };
  // 404 as a rule; 400 for an id of another form or a version it has no longer, 405, 406 and 410 for a
  // call that is no more.
  return { kind: status < 400 ? "unreadable" : "unknown" };
}

function accountOf(json: unknown): BankAnswer {
  const parsed = accountsSchema.safeParse(json);
  if (!parsed.success) return { kind: "unreadable" };
  const bank = chooseBank(parsed.data.data);
  return bank === "ambiguous" ? { kind: "ambiguous" } : { kind: "found", bank };
}
