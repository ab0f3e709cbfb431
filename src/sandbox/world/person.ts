/** Where a person stands with the company. */
type PersonStatus = "active" | "leave" | "onboarding" | "inactive";

/**
 * An invented person, as neutral as possible: every imitated HR tool turns this into its own shape.
 * The product's `Employee` is not reused on purpose: an imitation must not share the product's reading
 * of a vendor. Days are `YYYY-MM-DD`, `null` is empty.
 */
export interface Person {
  /** Decimal digits, so that tools with numeric ids can use it as a number. */
  readonly id: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly workEmail: string | null;
  readonly personalEmail: string | null;
  readonly status: PersonStatus;
  /** What the company calls it, where that is a name of its own: `Sabbatical`. */
  readonly statusName: string | null;
  readonly jobTitle: string | null;
  readonly startDate: string | null;
  /** Last day of employment, in the past or ahead (notice period). */
  readonly endDate: string | null;
  readonly lastWorkingDay: string | null;
  readonly contractEndDate: string | null;
  readonly managerId: string | null;
  readonly office: string | null;
  readonly department: string | null;
  readonly team: string | null;
  readonly legalEntity: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null;
  readonly costCenter: string | null;
  readonly employmentType: "internal" | "external";
  /** As somebody typed it: with blanks, wrong, or missing its BIC now and then. */
  readonly iban: string | null;
  readonly bic: string | null;
  readonly languages: readonly string[];
  /** Instant, ISO 8601 in UTC. */
  readonly modifiedAt: string;
}

/** Some fields of a person; the rest stays as it is. Without an id: a new person. */
export type PersonPatch = { readonly [Key in keyof Omit<Person, "modifiedAt">]?: Person[Key] | undefined };
