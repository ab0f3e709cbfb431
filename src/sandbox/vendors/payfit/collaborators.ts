import { addDays } from "../../../sync/dates.js";
import { hashText } from "../../random.js";
import type { Person } from "../../world/person.js";
import type { Habit } from "../habits.js";
import { contractsOf, type SandboxContract } from "./contracts.js";

/**
 * A collaborator (docs/vendors/payfit.md §4), with much that nobody asked for. Most of what is empty is
 * null; bank details that were never given have no key at all.
 */
export function collaborator(
  person: Person,
  today: string,
  habits: readonly Habit[],
): Record<string, unknown> {
  const { contracts, terminationDate } = employmentOf(person, today, habits);
  const professional = habits.includes("private-emails") ? null : person.workEmail;
  return {
    id: person.id,
    matricule: person.id.slice(-5).padStart(5, "0"),
    firstName: person.firstName,
    ...lastNames(person),
    birthName: null,
    birthDate: "1990-01-01",
    gender: "woman",
    nationality: "FR",
    countryOfBirth: "FR",
    terminationDate,
    managerId: person.managerId,
    // PayFit knows no work location: the company names its teams there after its offices.
    teamName: person.office,
    emails: [...emailsOf("personal", person.personalEmail), ...emailsOf("professional", professional)],
    phoneNumbers: [{ type: "personal", phoneNumber: "+33199001122" }],
    addresses: [
      { type: "personal", address: "3 rue des Lilas", postcode: "69003", city: "Lyon", country: "FR" },
    ],
    contracts,
    ...(person.iban === null ? {} : { iban: person.iban }),
    ...(person.bic === null ? {} : { bic: person.bic }),
  };
}

/** In Spain the two last names are two fields. */
function lastNames({ lastName, country }: Person): Record<string, string | null> {
  const [first = "", ...others] = lastName.split(" ");
  const second = others.join(" ");
  return country === "ES" && second !== ""
    ? { lastName: first, secondLastName: second }
    : { lastName, secondLastName: null };
}

interface SandboxEmployment {
  readonly contracts: readonly SandboxContract[];
  /** That of the last contract, which is not always the present one. */
  readonly terminationDate: string | null;
}

/** Some contradict themselves where that is a habit: closed in one field and going on in another. */
function employmentOf(person: Person, today: string, habits: readonly Habit[]): SandboxEmployment {
  const contracts = contractsOf(person, today);
  const last = contracts.at(-1);
  const plain = { contracts, terminationDate: last?.endDate ?? null };
  const goesOn = last?.status === "ACTIVE" && last.endDate === null;
  if (!habits.includes("contradictions") || !goesOn) return plain;
  const earlier = contracts.slice(0, -1);
  switch (hashText(`contradiction ${person.id}`) % 6) {
    case 0:
      return { ...plain, contracts: [...earlier, { ...last, status: "ARCHIVED" }] };
    case 1:
      return { ...plain, contracts: [...earlier, { ...last, status: "CANCELLED" }] };
    case 2: {
      const passed = addDays(today, -5);
      return (last.startDate ?? "") < passed ? { ...plain, terminationDate: passed } : plain;
    }
    default:
      return plain;
  }
}

function emailsOf(type: string, email: string | null): readonly unknown[] {
  return email === null ? [] : [{ type, email }];
}
