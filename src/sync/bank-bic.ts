import ibanToBic from "iban-to-bic";
import { isValidBIC } from "ibantools";

/**
 * The BIC that the bank code of an IBAN stands for, by the published tables of the national banks (AT,
 * BE, DE, ES, FR, LU, NL); null elsewhere, and for bank codes that are not in them. The tables are as
 * old as the library: what comes of it is marked as derived wherever people see it.
 *
 * @param iban valid, in electronic format
 */
export function bicOfBankCode(iban: string): string | null {
  const bic = ibanToBic.ibanToBic(iban)?.trim().toUpperCase();
  return bic && isValidBIC(bic) ? bic : null;
}
