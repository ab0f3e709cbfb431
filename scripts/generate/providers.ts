import { requestsWithFormula } from "../../src/cli/output/provider-overview.js";
import { EVIDENCE_KINDS, evidenceOf } from "../../src/providers/evidence.js";
import { inEveryWay, type Provider } from "../../src/providers/provider.js";
import { PROVIDERS } from "../../src/providers/registry.js";
import { code, table } from "./table.js";

/** The HR tools side by side, each with the page that says where everything comes from. */
export function providerTable(providers: readonly Provider[]): string {
  return table(
    ["HR tool", "Evidence", "By", "Requests for 1 000 employees", "Bank details", "Not verified"],
    providers.map((provider) => {
      const { id, title, notVerified } = provider;
      const evidence = evidenceOf(id);
      if (!evidence) throw new Error(`Say in src/providers/evidence.ts what ${id} was checked against.`);
      const page = PROVIDERS.find((entry) => entry.id === id)?.guide ?? `docs/vendors/${id}.md`;
      const bankDetails = inEveryWay(provider, (guide) => guide.bankDetails);
      return [
        `[${title}](${page}) (${code(id)})`,
        ...[evidence.kind, evidence.by, requestsWithFormula(provider), bankDetails],
        String(notVerified.length),
      ];
    }),
  );
}

/** What each kind of evidence means. */
export function evidenceTable(): string {
  return table(["Evidence", "Means"], Object.entries(EVIDENCE_KINDS));
}
