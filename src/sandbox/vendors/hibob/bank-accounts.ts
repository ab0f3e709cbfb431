import { hashText } from "../../random.js";
import type { Reply } from "../../server/exchange.js";
import type { Person } from "../../world/person.js";
import type { VendorSetup } from "../vendor.js";
import { hibobFailure } from "./errors.js";
import { isVisible } from "./rights.js";

/** `GET /v1/people/{id}/bank-accounts` (docs/vendors/hibob.md §6): the table of one person. */
export function listBankAccounts(setup: VendorSetup, personId: string): Reply {
  const settings = setup.settings();
  if (settings.hiddenAttributes.includes("Financial")) return hibobFailure("forbidden");
  const person = setup.world.person(personId);
  if (person === null || !isVisible(person, setup.clock.today(), settings)) return hibobFailure("not_found");
  return { status: 200, json: { values: accountsOf(person) } };
}

/**
 * Some have a second account for a small part of the pay, listed first, at a bank without IBAN; some
 * have two for half of it each.
 */
function accountsOf(person: Person): unknown[] {
  if (person.iban === null) return [];
  if (hashText(`halves ${person.id}`) % 12 === 0) {
    return [
      account(person, "Home", 50, { iban: "DE89370400440532013000", bicOrSwift: "COBADEFFXXX" }),
      account(person, "Main", 50, { iban: person.iban, bicOrSwift: person.bic }),
    ];
  }
  const hasSavings = hashText(`savings ${person.id}`) % 4 === 0;
  const main = account(person, "Main", hasSavings ? 90 : 100, { iban: person.iban, bicOrSwift: person.bic });
  const savings = account(person, "Savings", 10, { accountNumber: "00012345", routingNumber: "021000021" });
  return hasSavings ? [savings, main] : [main];
}

function account(person: Person, nickname: string, percent: number, numbers: object): unknown {
  return {
    id: hashText(`${nickname} ${person.id}`),
    bankAccountType: null,
    bankName: "Example Bank",
    accountNickname: nickname,
    accountNumber: null,
    routingNumber: null,
    branchAddress: null,
    bicOrSwift: null,
    iban: null,
    allocation: "percent",
    amount: percent,
    useForBonus: false,
    changedBy: null,
    ...numbers,
  };
}
