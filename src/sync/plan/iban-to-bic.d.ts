/** The package brings no types of its own. */
declare module "iban-to-bic" {
  const library: {
    /** The BIC by the bank code of a valid IBAN; undefined where its tables do not tell it. */
    ibanToBic(iban: string): string | undefined;
  };
  export default library;
}
