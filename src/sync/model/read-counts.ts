/** Filled (for the status: understood) values of each field in use, and the people counted. */
export interface FieldCounts {
  readonly people: number;
  readonly filled: Readonly<Record<string, number>>;
  /** Those of each source, by its name, where an entity has several; `filled` is empty then. */
  readonly sources?: Readonly<Record<string, FieldCounts>>;
}

/** Head-counts of one complete read on which a plan was carried out. */
export interface ReadCounts {
  readonly at: string;
  readonly employees: number;
  /** Employees of each source that was read, by its name; null where the entity had one source. */
  readonly sources: Readonly<Record<string, number>> | null;
  /** Null for a read of a version that did not store it. */
  readonly members: number | null;
}
