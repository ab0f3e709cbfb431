import type { Reply, SandboxRequest } from "../../server/exchange.js";
import type { Person } from "../../world/world.js";
import type { Moment } from "./directory.js";
import { oneIn, workerIds } from "./directory.js";
import type { Message } from "./replies.js";
import { reference, tag } from "./replies.js";
import { pageReply } from "./results.js";

/** An account that somebody saves on: never the one for expenses. */
const SAVINGS = { iban: "DE89370400440532013000", bic: "COBADEFFXXX" };

/**
 * `Get_Payment_Election_Enrollments` (docs/vendors/workday.md §3.4): who has an account, with one
 * election or, for some, one for expenses beside the one for pay.
 */
export function getPaymentElections(message: Message, request: SandboxRequest, moment: Moment): Reply {
  const people = moment.people.filter(({ iban }) => iban !== null);
  return pageReply(message, request, people, enrollment);
}

function enrollment(person: Person): string {
  const groups = oneIn(5, person, "expense account")
    ? [group("REGULAR_PAYMENTS", SAVINGS, "2"), group("EXPENSE_PAYMENTS", person, "1")]
    : [group("REGULAR_PAYMENTS", person, "1")];
  return tag("Payment_Election_Enrollment", [
    tag("Payment_Election_Enrollment_Data", [
      reference("Role_ID_Reference", person.lastName, workerIds(person)),
      ...place(),
      ...groups,
    ]),
  ]);
}

/** The elections of one rule; there is one. */
function group(rule: string, account: Parameters<typeof election>[1], order: string): string {
  return tag("Payment_Election_Rule_Group_Data", [ruleReference(rule), election(rule, account, order)]);
}

/** Country and currency, which the schema demands at two levels. */
function place(): string[] {
  return [
    reference("Country_Reference", "France", { "ISO_3166-1_Alpha-2_Code": "FR" }),
    reference("Currency_Reference", "EUR", { Currency_ID: "EUR" }),
  ];
}

function ruleReference(rule: string): string {
  return reference("Payment_Election_Rule_Reference", rule, { Payment_Election_Rule_ID: rule });
}

function election(
  rule: string,
  { iban, bic }: Pick<Person, "iban" | "bic">,
  order: string,
  name = "Current account",
): string {
  return tag("Payment_Election_Data", [
    tag("Order", order),
    ruleReference(rule),
    ...place(),
    reference("Payment_Type_Reference", "Direct Deposit", { Payment_Type_ID: "Direct_Deposit" }),
    tag("Worker_Bank_Account_Data", [tag("Bank_Account_Name", name), tag("IBAN", iban), tag("BIC", bic)]),
    tag("Distribution_Balance", "1"),
  ]);
}
