/** Why a call to the keychain gave no answer. */
export type KeychainFailureReason =
  /** keytar, or the system library below it, can't be loaded. */
  | "library"
  /** No answer in time: as a rule a prompt that nobody answers. */
  | "timeout"
  /** The keychain said no; the message is its own. */
  | "refused";

/** A call to the keychain that failed. The message holds no secrets. */
export class KeychainFailure extends Error {
  override readonly name = "KeychainFailure";
  readonly reason: KeychainFailureReason;

  constructor(reason: KeychainFailureReason, message: string) {
    super(message);
    this.reason = reason;
  }
}
