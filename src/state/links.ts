import type { Link } from "../sync/member.js";
import type { StateStore } from "../sync/ports.js";
import type { Sqlite, StateDatabase } from "./sqlite.js";

type LinkRow = Omit<Link, "archived"> & { readonly archived: 0 | 1 };

const SELECT = `
  SELECT employee_id AS employeeId, member_id AS memberId, hr_status AS hrStatus,
    bank_fingerprint AS bankFingerprint, manager_member_id AS managerMemberId, archived,
    absent_reads AS absentReads, email
  FROM links WHERE entity = ? ORDER BY employee_id`;

const UPSERT = `
  INSERT OR REPLACE INTO links (entity, employee_id, member_id, hr_status, bank_fingerprint,
    manager_member_id, archived, absent_reads, email)
  VALUES (@entity, @employeeId, @memberId, @hrStatus, @bankFingerprint,
    @managerMemberId, @archived, @absentReads, @email)`;

type LinkMethods = Pick<StateStore, "links" | "applyLinkChanges">;

/** The pairs employee ↔ member, sorted by employee. */
export function linkTable(database: StateDatabase): LinkMethods {
  return {
    links: (entity) =>
      database.read((sqlite) => sqlite.prepare<[string], LinkRow>(SELECT).all(entity).map(toLink)),
    applyLinkChanges: (entity, { upsert, remove }) =>
      database.write((sqlite) => {
        const removeOne = sqlite.prepare<[string, string]>(
          "DELETE FROM links WHERE entity = ? AND employee_id = ?",
        );
        for (const employeeId of remove) removeOne.run(entity, employeeId);
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
  for (const link of links) upsert.run({ ...link, entity, archived: link.archived ? 1 : 0 });
}

function toLink(row: LinkRow): Link {
  return { ...row, archived: row.archived === 1 };
}
