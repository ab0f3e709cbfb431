import { hashText } from "../../../random.js";
import type { SandboxRequest } from "../../../server/exchange.js";
import type { Person } from "../../../world/person.js";
import { type Collection, reference } from "./collection.js";

const MOST_IDS = 100;

/** The people whose records a call asks for; null when it names too many (docs/vendors/lucca.md §3.2). */
export function filteredPeople(
  { query }: SandboxRequest,
  people: readonly Person[],
): readonly Person[] | null {
  const ids = query.get("employee.id")?.split(",");
  if (ids === undefined) return people;
  return ids.length > MOST_IDS ? null : people.filter(({ id }) => ids.includes(id));
}

/** One confidential record per employee, with much more than anybody needs. */
export function personalRecords(
  people: readonly Person[],
  visible: (type: string, values: Readonly<Record<string, unknown>>) => object,
): Collection<Person> {
  return {
    type: "employee-personal-records",
    items: people,
    render: (person) =>
      visible("employee-personal-record", {
        ...reference("employee-personal-record", "employee-personal-records", `9${person.id}`),
        employee: reference("employee", "employees", person.id),
        title: "unknown",
        legalGender: "unknown",
        birthDate: `19${60 + (hashText(person.id) % 40)}-01-31`,
        nationalitiesCountryCodes: ["FRA"],
        bankAccount: bankAccount(person),
        phoneNumber: null,
        email: person.personalEmail,
      }),
  };
}

/** With an IBAN Lucca sends no identifier of the bank: the IBAN names it already (specification). */
function bankAccount({ iban }: Person): object | null {
  if (iban === null) return null;
  return {
    format: "iban",
    bankName: "Bank of the sandbox",
    accountIdentifier: iban,
    bankIdentifier: null,
  };
}
