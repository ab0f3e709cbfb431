import { evidenceOf } from "../../providers/evidence.js";
import type { Provider } from "../../providers/provider.js";
import { inEveryWay } from "../../providers/provider.js";

/** Head-count for which requests are stated. */
export const EXAMPLE_SIZE = 1000;

/** The columns in which HR tools are compared, short. */
export interface ProviderOverview {
  readonly id: string;
  readonly title: string;
  /** What reading was checked against; `your description` for a tool of a file. */
  readonly evidence: string;
  readonly credentials: string;
  /** For a company of `EXAMPLE_SIZE`. */
  readonly requests: string;
  readonly bankDetails: string;
  readonly notVerified: string;
}

/** One line of the comparison; where API versions of a tool differ, the phrases of all. */
export function overviewOf(provider: Provider): ProviderOverview {
  const points = provider.notVerified.length;
  return {
    id: provider.id,
    title: provider.title,
    evidence: evidenceOf(provider.id)?.kind ?? "your description",
    credentials: inEveryWay(
      provider,
      ({ credentialFields }) => credentialFields.map(({ label }) => label).join(", ") || "none",
    ),
    requests: inEveryWay(provider, ({ requests }) => String(requests.count(EXAMPLE_SIZE))),
    bankDetails: inEveryWay(provider, ({ bankDetails }) => bankDetails),
    notVerified: points === 1 ? "1 point" : `${points} points`,
  };
}

/** Requests with the formula they come from. */
export function requestsWithFormula(provider: Provider): string {
  return inEveryWay(provider, ({ requests }) => `${requests.count(EXAMPLE_SIZE)} (${requests.formula})`);
}
