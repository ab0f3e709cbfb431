/** Which credentials of which connection: `acme-uk` / `personio`, or `acme-uk` / `spendesk`. */
export interface ConnectionId {
  readonly entity: string;
  /** `spendesk` or a provider id. */
  readonly connection: string;
}

/** Learns every secret that is read, so that it can be hidden from outputs (the redactor). */
export interface SecretRegistry {
  register(secret: string): void;
}

/** Where a stored credential lives, for people: `keychain`, `SPENDESK_HR_…_FILE`. Never a value. */
export interface CredentialOrigin {
  readonly field: string;
  readonly source: string;
}

/**
 * One source of credentials. Which one is used is an explicit choice; there is no fallback to another
 * (docs/credentials.md).
 */
export interface CredentialStore {
  readonly id: string;
  /** False for sources that the admin fills by other means (environment). */
  readonly writable: boolean;
  /**
   * Checks that the source works before anybody is asked for a secret. A keychain is probed by
   * writing, reading and deleting an item: reading alone can't tell a locked one from an empty one
   * (docs/keychains.md §2).
   * @throws Problem of kind `credentials` with the other ways to supply them.
   */
  probe(): Promise<void>;
  /**
   * The values of the named fields; a field that is not stored is left out. Registers every value
   * with the redactor.
   * @throws Problem of kind `credentials` when the source can't be read.
   */
  read(id: ConnectionId, fields: readonly string[]): Promise<Readonly<Record<string, string>>>;
  /** @throws Problem when the source is not writable or refuses. */
  write(id: ConnectionId, values: Readonly<Record<string, string>>): Promise<void>;
  /**
   * Removes everything stored for the connection, but the fields that are to be kept. Returns whether
   * anything was removed: always false for a source that is not writable, where the admin removes what is there.
   * @throws Problem when the source refuses.
   */
  remove(id: ConnectionId, kept?: readonly string[]): Promise<boolean>;
  /** Which of the fields are there, and where. */
  origins(id: ConnectionId, fields: readonly string[]): Promise<readonly CredentialOrigin[]>;
  /** How to supply a missing field, one sentence: the environment variable's name, or the command. */
  describeMissing(id: ConnectionId, field: string): string;
}
