import { unexpectedAnswer } from "../support/call.js";
import { cleanCountry } from "../support/country.js";
import { cleanText, given } from "../support/values.js";
import { SERVICE } from "./errors.js";
import type { PayfitApi } from "./pages.js";
import { companySchema } from "./schema.js";
import { BASE_SCOPE } from "./settings.js";

/** What everybody of a company has in common; `undefined` what PayFit left out. */
export interface Company {
  readonly name: string | null | undefined;
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null | undefined;
}

/** The company of the key: its country stands for its people's, whose home addresses do not count. */
export async function readCompany(api: PayfitApi): Promise<Company> {
  const json = await api.get({ path: "", scope: BASE_SCOPE, purpose: "read the company" });
  const parsed = companySchema.safeParse(json);
  if (!parsed.success) throw unexpectedAnswer(SERVICE, "The answer is not a company as documented.");
  const { name, country } = parsed.data;
  return {
    name: given(name, cleanText),
    country: given(country, cleanCountry),
  };
}
