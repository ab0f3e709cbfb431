import { composeIBAN } from "ibantools";
import { hashText } from "../../random.js";
import type { Reply, SandboxRequest } from "../../server/exchange.js";
import type { Person } from "../../world/world.js";
import type { VendorSetup } from "../vendor.js";
import { deelError, deelFailure } from "./errors.js";
import { instant } from "./render.js";
import { deelId, oneIn, standingOf } from "./standing.js";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/u;

/**
 * `GET /rest/hris/workers/{id}/banks` (docs/vendors/deel.md §6): the active account; nothing of most
 * payroll workers.
 */
export function listHrisBanks(setup: VendorSetup, request: SandboxRequest): Reply {
  return bankReply(setup, request, (person) => {
    if (!isOnPayroll(person)) return presentAccounts(person);
    return oneIn(2, person, "empty record") ? [] : null;
  });
}

/**
 * `GET /rest/v2/gp/workers/{id}/banks` (docs/vendors/deel.md §6): all accounts of a worker of Global
 * Payroll.
 */
export function listPayrollBanks(setup: VendorSetup, request: SandboxRequest): Reply {
  return bankReply(setup, request, (person) =>
    isOnPayroll(person) ? [...formerAccounts(person), ...presentAccounts(person)] : null,
  );
}

/** @param accountsOf null when the call does not know such a worker */
function bankReply(
  { world, settings }: VendorSetup,
  { params }: SandboxRequest,
  accountsOf: (person: Person) => readonly Record<string, unknown>[] | null,
): Reply {
  const hidden = settings().hiddenAttributes;
  if (hidden.includes("Bank accounts")) return deelFailure("forbidden");
  const id = params.id ?? "";
  // The number of a worker is no id here.
  if (!UUID.test(id)) return deelError(400, "must match format uuid", "/params/worker_id");
  const person = world.people().find((candidate) => deelId(candidate.id) === id);
  const accounts = person && isPaidBySelf(person) ? accountsOf(person) : null;
  if (!accounts) return deelError(404, "Worker not found");
  return { status: 200, json: { data: accounts.map((one) => visible(one, hidden)) } };
}

/** Deel pays EOR employees and contractors itself and gives no accounts of theirs (inferred). */
function isPaidBySelf(person: Person): boolean {
  const { hiringType } = standingOf(person);
  return hiringType !== "eor" && hiringType !== "contractor";
}

function isOnPayroll(person: Person): boolean {
  return oneIn(2, person, "global payroll");
}

/** The account that is paid to, if any. */
function presentAccounts(person: Person): readonly Record<string, unknown>[] {
  const { iban, bic } = person;
  if (iban === null && bic === null) return [];
  const approved = { status: "approved", updated_at: "2026-03-02T09:00:00.000Z" };
  return [render(person, { iban, swift_bic: bic, ...approved })];
}

/** An account that failed, though it is the newer one, and now and then one that nobody approved yet. */
function formerAccounts(person: Person): readonly Record<string, unknown>[] {
  const failed = { status: "failed", updated_at: "2026-05-01T00:00:00.000Z" };
  const pending = { status: "pending", updated_at: "2026-06-01T00:00:00.000Z" };
  return [
    render(person, { ...inventedAccount(person, "failed"), ...failed }),
    ...(oneIn(3, person, "pending account") && person.iban !== null
      ? [render(person, { ...inventedAccount(person, "pending"), ...pending })]
      : []),
  ];
}

function inventedAccount(person: Person, topic: string): Record<string, unknown> {
  const bban = `EXAM${String(hashText(`${topic} ${person.id}`)).padStart(14, "0")}`;
  return { iban: composeIBAN({ countryCode: "GB", bban }), swift_bic: "EXAMGB2L" };
}

/** What is of no use to anybody here comes along as well, empty or not. */
function render(person: Person, values: Record<string, unknown>): Record<string, unknown> {
  return {
    id: `${deelId(person.id).slice(0, 24)}${String(hashText(JSON.stringify(values))).padStart(12, "0")}`,
    full_name: `${person.firstName} ${person.lastName}`.trim(),
    original_name: null,
    phone: null,
    address_line1: "1 Example Street",
    address_line2: "",
    city: person.office,
    postal: null,
    tax_id: `TAX-${person.id}`,
    bank_name: "Example Bank",
    bank_country_code: person.country,
    account_number: null,
    currency_code: "EUR",
    account_type: "",
    created_at: instant(person.startDate),
    ...values,
  };
}

function visible(one: Record<string, unknown>, hidden: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(one).filter(([key]) => !hidden.includes(`banks.${key}`)));
}
