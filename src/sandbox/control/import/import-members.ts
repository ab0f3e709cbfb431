import { isValidBIC, isValidIBAN } from "ibantools";
import type { Entity } from "../../spendesk/members.js";
import type { TextSheet } from "./xlsx-rows.js";

/** What became of a file. */
export interface ImportReport {
  readonly kind: "import" | "worklist";
  /** People who were created or changed. */
  readonly done: number;
  readonly errors: readonly RowError[];
}

export interface RowError {
  /** As a spreadsheet counts, from 1. */
  readonly row: number;
  readonly error: string;
}

/** Roles a file may give. The names are assumed. */
const ROLES = ["requester", "approver", "controller", "administrator"];
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/u;

/**
 * The titles of the import file (docs/vendors/spendesk.md §3.3), without stars and blanks, in small
 * letters.
 */
const EMAIL_TITLE = "emailaddress";

/** Place of the title row; -1 when this is no sheet for an import. */
export function importTitles({ rows }: TextSheet): number {
  return rows.findIndex((cells) => cells.map(compact).includes(EMAIL_TITLE));
}

/**
 * Imports members from a file with its documented errors (docs/vendors/spendesk.md §3.3). That faultless
 * rows are imported all the same is assumed.
 * @param others sheets that may list cost centers and approval policies
 */
export function importMembers(entity: Entity, sheet: TextSheet, others: readonly TextSheet[]): ImportReport {
  const titleRow = importTitles(sheet);
  const titles = sheet.rows[titleRow]?.map(compact) ?? [];
  const errors: RowError[] = [];
  let done = 0;
  for (const [index, cells] of sheet.rows.entries()) {
    if (index <= titleRow || cells.every((cell) => cell.trim() === "")) continue;
    const value = (title: string) => cells[titles.indexOf(title)]?.trim() ?? "";
    const error = refusal(entity, value, others);
    if (error === null) {
      addMember(entity, value);
      done += 1;
    } else errors.push({ row: index + 1, error });
  }
  return { kind: "import", done, errors };
}

type Values = (title: string) => string;

function refusal(entity: Entity, value: Values, others: readonly TextSheet[]): string | null {
  const email = value(EMAIL_TITLE);
  if ([value("firstname"), value("lastname"), email].includes("")) return "missing mandatory information";
  if (!EMAIL.test(email)) return "invalid e-mail";
  if (entity.members.byEmail(email) !== null) return "user already exists";
  if (rolesOf(value).some((role) => !ROLES.includes(role))) return "invalid role";
  if (!isListed(value("costcenter"), "costcenter", others)) return "cost center not found";
  if (!isListed(value("approvalpolicy"), "approvalpolicy", others)) return "approval policy not found";
  return null;
}

function rolesOf(value: Values): readonly string[] {
  return value("roles")
    .split(",")
    .map((role) => role.trim().toLowerCase())
    .filter(Boolean);
}

/** The template's other sheets list what there is; without such a sheet anything goes. */
function isListed(name: string, what: string, others: readonly TextSheet[]): boolean {
  const lists = others.filter((sheet) => compact(sheet.name).startsWith(what.slice(0, -1)));
  return name === "" || lists.length === 0 || lists.some(({ rows }) => rows.flat().includes(name));
}

function addMember({ members }: Entity, value: Values): void {
  const [iban, bic] = [value("iban"), value("bic")];
  const roles = rolesOf(value);
  members.add({
    email: value(EMAIL_TITLE),
    firstName: value("firstname"),
    lastName: value("lastname"),
    status: "invited",
    // An IBAN without a BIC is dropped.
    ...(isValidIBAN(iban) && isValidBIC(bic) && { bankAccount: { iban, bic } }),
    ...(roles.length > 0 && { roles }),
  });
}

function compact(title: string): string {
  return title.replace(/[\s*]+/gu, "").toLowerCase();
}
