const MASK = "••••";

/**
 * A value that prints masked. It sits in a private field and every way an object is usually printed
 * (JSON, `util.inspect`, string conversion) gives the masked form, so that a log line or a plan file
 * can't leak it by accident.
 */
abstract class MaskedValue {
  abstract get masked(): string;

  toString(): string {
    return this.masked;
  }

  toJSON(): string {
    return this.masked;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.masked;
  }
}

/** Bank values as an HR tool gave them. An absent key may not be read; null is empty in the HR tool. */
export interface RawBankValues {
  readonly iban?: string | null;
  readonly bic?: string | null;
}

/** Bank details as the HR tool gave them, not validated yet. */
export class RawBank extends MaskedValue {
  readonly #values: RawBankValues;

  /**
   * @param unclear why no account can be told where the HR tool has some, and the way out: whole
   *   sentences without a value. Then nothing is written.
   */
  constructor(
    values: RawBankValues,
    readonly unclear: string | null = null,
  ) {
    super();
    this.#values = values;
  }

  /** The real values, for validation only. */
  reveal(): RawBankValues {
    return this.#values;
  }

  get masked(): string {
    return this.#values.iban ? maskIban(this.#values.iban) : "(empty)";
  }
}

/** Bank details that passed validation. Only the fingerprint and the Spendesk gateway call `reveal`. */
export class BankDetails extends MaskedValue {
  readonly #iban: string;
  readonly #bic: string;
  readonly #isBicDerived: boolean;

  /**
   * @param iban electronic format (no blanks, upper case)
   * @param bic 8 or 11 characters, upper case
   * @param isBicDerived whether the BIC is not the HR tool's but taken from the bank code
   */
  constructor(iban: string, bic: string, isBicDerived = false) {
    super();
    this.#iban = iban;
    this.#bic = bic;
    this.#isBicDerived = isBicDerived;
  }

  /** The real values, for the one call that sends them to Spendesk. */
  reveal(): { readonly iban: string; readonly bic: string } {
    return { iban: this.#iban, bic: this.#bic };
  }

  /** Last four characters of the IBAN only: `•••• 0189`, and whether the BIC is derived. */
  get masked(): string {
    return `${maskIban(this.#iban)}${this.#isBicDerived ? " (BIC derived)" : ""}`;
  }
}

/** `•••• 0189`; an IBAN too short to show four characters safely is hidden whole. */
export function maskIban(iban: string): string {
  const compact = iban.replace(/\s+/gu, "");
  return compact.length >= 12 ? `${MASK} ${compact.slice(-4)}` : MASK;
}
