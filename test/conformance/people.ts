/** An invented person, before a vendor's imitation turns them into its own form. Days are `YYYY-MM-DD`. */
export interface SuitePerson {
  /** Decimal digits, so that vendors with numeric ids can use it. */
  readonly id: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly workEmail: string | null;
  readonly status: "active" | "leave" | "pending" | "inactive";
  readonly startDate: string | null;
  readonly terminationDate: string | null;
  readonly workLocation: string | null;
  readonly department: string | null;
  readonly managerId: string | null;
  readonly iban: string | null;
  readonly bic: string | null;
}

/** A person with nothing unusual, apart from `changes`. */
export function suitePerson(changes: Partial<SuitePerson> = {}): SuitePerson {
  return {
    id: "4100231",
    firstName: "Mira",
    lastName: "Lindqvist",
    workEmail: "mira.lindqvist@acme.test",
    status: "active",
    startDate: "2022-04-01",
    terminationDate: null,
    workLocation: "London",
    department: "Design",
    managerId: null,
    iban: "GB33BUKB20201555555555",
    bic: "BUKBGB22XXX",
    ...changes,
  };
}

/** `count` different people. */
export function suitePeople(count: number): SuitePerson[] {
  return Array.from({ length: count }, (_, index) =>
    suitePerson({
      id: String(1000 + index),
      firstName: `First${index}`,
      lastName: `Last${index}`,
      workEmail: `person${index}@acme.test`,
    }),
  );
}
