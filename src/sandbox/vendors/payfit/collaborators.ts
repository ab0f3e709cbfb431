import type { Person } from "../../world/person.js";
import { contractsOf } from "./contracts.js";

/**
 * A collaborator (payfit.md §4), with much that nobody asked for. Most of what is empty is null; bank
 * details that were never given have no key at all.
 */
export function collaborator(person: Person, today: string): Record<string, unknown> {
  const contracts = contractsOf(person, today);
  return {
    id: person.id,
    matricule: person.id.slice(-5).padStart(5, "0"),
    firstName: person.firstName,
    lastName: person.lastName,
    birthName: null,
    birthDate: "1990-01-01",
    gender: "woman",
    nationality: "FR",
    countryOfBirth: "FR",
    // That of the last contract, which is not always the present one.
    terminationDate: contracts.at(-1)?.endDate ?? null,
    managerId: person.managerId,
    // PayFit knows no work location: the company names its teams there after its offices.
    teamName: person.office,
    emails: [...emailsOf("personal", person.personalEmail), ...emailsOf("professional", person.workEmail)],
    phoneNumbers: [{ type: "personal", phoneNumber: "+33199001122" }],
    addresses: [
      { type: "personal", address: "3 rue des Lilas", postcode: "69003", city: "Lyon", country: "FR" },
    ],
    contracts,
    ...(person.iban === null ? {} : { iban: person.iban }),
    ...(person.bic === null ? {} : { bic: person.bic }),
  };
}

function emailsOf(type: string, email: string | null): readonly unknown[] {
  return email === null ? [] : [{ type, email }];
}
