/** What is asked about the company itself. */
export interface Company {
  readonly timezone: string;
  readonly walletCurrency: string | null;
  /** E-mail of the Account Owner, who goes into `protect`; null when nobody said. */
  readonly owner: string | null;
}
