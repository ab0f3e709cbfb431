import { z } from "zod";
import type { Link, StateStore, WrittenValue } from "../sync/model/index.js";
import type { Sqlite, StateDatabase } from "./sqlite.js";

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

const SELECT = `
  SELECT source, account, employee_id AS employeeId, member_id AS memberId, hr_status AS hrStatus, released,
    bank_fingerprint AS bankFingerprint, manager_member_id AS managerMemberId, archived, hidden,
    absent_reads AS absentReads, also_in AS alsoIn, seen_emails AS seenEmails, first_name AS firstName, last_name AS lastName,
    start_date AS startDate, written
  FROM links WHERE entity = +? ORDER BY employee_id, source, account`;

const UPSERT = `
  INSERT OR REPLACE INTO links (entity, source, account, employee_id, member_id, hr_status, released,
    bank_fingerprint, manager_member_id, archived, hidden, absent_reads, also_in, seen_emails, first_name, last_name,
    start_date, written)
  VALUES (@entity, @source, @account, @employeeId, @memberId, @hrStatus, @released,
    @bankFingerprint, @managerMemberId, @archived, @hidden, @absentReads, @alsoIn, @seenEmails, @firstName, @lastName,
    @startDate, @written)`;

const REMOVE = `
  DELETE FROM links WHERE entity = @entity AND source = @source AND account = @account
    AND employee_id = @employeeId AND member_id = @memberId`;

type LinkMethods = Pick<StateStore, "links" | "applyLinkChanges">;

/** The pairs employee ↔ member, sorted by employee. */
export function linkTable(database: StateDatabase): LinkMethods {
  return {
    links: (entity) =>
      database.read((sqlite) => sqlite.prepare<[string], LinkRow>(SELECT).all(entity).map(toLink)),
    applyLinkChanges: (entity, { upsert, remove }) =>
      database.write((sqlite) => {
        const removeOne = sqlite.prepare<[object]>(REMOVE);
        for (const link of remove) removeOne.run({ entity, ...toRow(link) });
        storeLinks(sqlite, entity, upsert);
      }),
  };
}

/**
 * Stores links inside the caller's transaction. A member belongs to one employee: whoever held it
 * before loses the link (REPLACE deletes every row that conflicts with one of the two unique keys).
 */
export function storeLinks(sqlite: Sqlite, entity: string, links: readonly Link[]): void {
  const upsert = sqlite.prepare<[LinkRow & { entity: string }]>(UPSERT);
  for (const link of links) upsert.run({ entity, ...toRow(link) });
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
