import type { Reply, SandboxRequest } from "../../server/exchange.js";
import type { Person } from "../../world/person.js";
import type { Moment } from "./directory.js";
import { oneIn, workerIds } from "./ids.js";
import type { Message } from "./message.js";
import { pageReply } from "./results.js";
import { reference, tag } from "./xml.js";

/** An account that somebody saves on: never the one for expenses. */
const SAVINGS = { iban: "DE89370400440532013000", bic: "COBADEFFXXX" };

/**
 * `Get_Payment_Election_Enrollments` (workday.md §5.1): who has an account, with one election or, for
 * some, one for expenses beside the one for pay. The level between is assumed.
 */
export function getPaymentElections(message: Message, request: SandboxRequest, moment: Moment): Reply {
  const people = moment.people.filter(({ iban }) => iban !== null);
  return pageReply(message, request, people, enrollment);
}

function enrollment(person: Person): string {
  const elections = oneIn(5, person, "expense account")
    ? [election("REGULAR_PAYMENTS", SAVINGS, "2", "Savings"), election("EXPENSE_PAYMENTS", person, "1")]
    : [election("REGULAR_PAYMENTS", person, "1")];
  return tag("Payment_Election_Enrollment", [
    tag("Payment_Election_Enrollment_Data", [
      reference("Role_ID_Reference", person.lastName, workerIds(person)),
      tag("Payment_Election_Rule_Group_Data", elections),
    ]),
  ]);
}

function election(
  rule: string,
  { iban, bic }: Pick<Person, "iban" | "bic">,
  order: string,
  name = "Current account",
): string {
  return tag("Payment_Election_Data", [
    tag("Order", order),
    reference("Payment_Election_Rule_Reference", rule, { Payment_Election_Rule_ID: rule }),
    tag("Worker_Bank_Account_Data", [tag("Bank_Account_Name", name), tag("IBAN", iban), tag("BIC", bic)]),
    tag("Distribution_Balance", "1"),
  ]);
}
