import * as z from "zod";
import type { Link, StateStore, WrittenValue } from "../sync/model/index.js";
import { columnsText, replaceText, type StateDatabase, type Statements } from "./database.js";

type LinkRow = Omit<Link, "account" | "archived" | "hidden" | "alsoIn" | "seen" | "written"> & {
  /** Empty when it is unknown: a part of the primary key can't be null. */
  readonly account: string;
  readonly archived: 0 | 1;
  readonly hidden: 0 | 1;
  readonly alsoIn: string;
  readonly seenEmails: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly startDate: string | null;
  readonly written: string;
};

const textsSchema = z.array(z.string());

const writtenValueSchema: z.ZodType<WrittenValue> = z.object({
  value: z.string(),
  before: z.string().nullable(),
  times: z.int().nonnegative(),
  wasSeen: z.boolean(),
  reportedEdit: z.string().nullable(),
});

const writtenSchema = z.partialRecord(z.enum(["email", "firstName", "lastName"]), writtenValueSchema);

const KEY = ["entity", "source", "account", "employee_id"];

const OTHERS = [
  ...["member_id", "hr_status", "released", "bank_fingerprint", "manager_member_id", "archived", "hidden"],
  ...["absent_reads", "also_in", "seen_emails", "first_name", "last_name", "start_date", "written"],
];

const SELECT = `
  SELECT ${columnsText([...KEY.slice(1), ...OTHERS])} FROM links
  WHERE entity = +@entity ORDER BY employee_id, source, account`;

/** A member belongs to one employee: whoever held it before loses the link. */
const RELEASE = `
  DELETE FROM links WHERE entity = @entity AND member_id = @memberId
    AND NOT (source = @source AND account = @account AND employee_id = @employeeId)`;

const STORE = replaceText("links", KEY, OTHERS);

const REMOVE = `
  DELETE FROM links WHERE entity = @entity AND source = @source AND account = @account
    AND employee_id = @employeeId AND member_id = @memberId`;

type LinkMethods = Pick<StateStore, "links" | "applyLinkChanges">;

/** The pairs employee ↔ member, sorted by employee. */
export function linkTable(database: StateDatabase): LinkMethods {
  return {
    links: (entity) => database.read(async ({ all }) => (await all<LinkRow>(SELECT, { entity })).map(toLink)),
    applyLinkChanges: async (entity, { upsert, remove }) => {
      if (upsert.length + remove.length === 0) return;
      await database.write(async (statements) => {
        const removed = remove.map((link) => ({ entity, ...toRow(link) }));
        await Promise.all([statements.each(REMOVE, removed), storeLinks(statements, entity, upsert)]);
      });
    },
  };
}

/** Stores links inside the caller's transaction. */
export async function storeLinks(
  statements: Statements,
  entity: string,
  links: readonly Link[],
): Promise<void> {
  const rows = links.map((link) => ({ entity, ...toRow(link) }));
  const groups = areApart(rows) ? [rows] : rows.map((row) => [row]);
  await Promise.all(
    groups.flatMap((group) => [statements.each(RELEASE, group), statements.each(STORE, group)]),
  );
}

/** Of several links of a member, or of an employee, the last one is the one that stays. */
function areApart(rows: readonly LinkRow[]): boolean {
  const members = new Set(rows.map(({ memberId }) => memberId));
  const people = new Set(rows.map((row) => JSON.stringify([row.source, row.account, row.employeeId])));
  return members.size === rows.length && people.size === rows.length;
}

function toRow({ account, archived, hidden, alsoIn, seen, written, ...row }: Link): LinkRow {
  const { emails, ...seenOnce } = seen;
  return {
    ...row,
    ...seenOnce,
    account: account ?? "",
    archived: archived ? 1 : 0,
    hidden: hidden ? 1 : 0,
    alsoIn: JSON.stringify(alsoIn),
    seenEmails: JSON.stringify(emails),
    written: JSON.stringify(written),
  };
}

function toLink({ firstName, lastName, startDate, seenEmails, ...row }: LinkRow): Link {
  return {
    ...row,
    account: row.account === "" ? null : row.account,
    archived: row.archived === 1,
    hidden: row.hidden === 1,
    alsoIn: textsSchema.parse(JSON.parse(row.alsoIn)),
    seen: { emails: textsSchema.parse(JSON.parse(seenEmails)), firstName, lastName, startDate },
    written: writtenSchema.parse(JSON.parse(row.written)),
  };
}
