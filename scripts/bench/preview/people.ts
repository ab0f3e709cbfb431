/** What is told of somebody in the HR tools and in Spendesk. All of it is invented. */
export interface BenchPerson {
  readonly index: number;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly startDate: string;
  readonly office: string;
  readonly department: string;
  readonly team: string;
  readonly jobTitle: string;
  readonly costCenter: string;
  /** Index of the line manager; null for the one at the top. */
  readonly manager: number | null;
  readonly iban: string;
  readonly bic: string;
}

const OFFICES = ["Remote", "London", "Paris", "Berlin"];
const PEOPLE_PER_MANAGER = 10;
const ONE_IN_STEP = 25;

export function benchPerson(index: number): BenchPerson {
  const day = String((index % 28) + 1).padStart(2, "0");
  const month = String((index % 12) + 1).padStart(2, "0");
  return {
    index,
    firstName: `First${index}`,
    lastName: `Last${index}`,
    email: `person.${index}@acme.test`,
    startDate: `20${10 + (index % 16)}-${month}-${day}`,
    office: OFFICES[index % OFFICES.length] ?? "Remote",
    department: `Department ${index % 40}`,
    team: `Team ${index % 200}`,
    jobTitle: `Job Title ${index % 300}`,
    costCenter: `CC-${100 + (index % 50)}`,
    manager: index === 0 ? null : Math.floor(index / PEOPLE_PER_MANAGER),
    iban: ibanOf(index),
    bic: "COBADEFFXXX",
  };
}

/** Another account for everybody, with its check digits (ISO 7064, MOD 97-10). */
function ibanOf(index: number): string {
  const account = `37040044${String(index).padStart(10, "0")}`;
  const check = 98n - (BigInt(`${account}131400`) % 97n);
  return `DE${String(check).padStart(2, "0")}${account}`;
}

/** The member of the same person; nearly all have had another last name so far. */
export function memberOf(index: number): unknown {
  const { firstName, lastName, email } = benchPerson(index);
  const isInStep = index % ONE_IN_STEP === 0;
  return {
    id: `5e9d0000-0000-4000-8000-${String(index).padStart(12, "0")}`,
    firstName,
    lastName: isInStep ? lastName : `${lastName} Before`,
    email,
    status: "active",
    isArchived: false,
    roles: ["requester"],
    managerId: null,
    externalId: null,
  };
}
