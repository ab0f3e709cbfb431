import type { Finding, StateStore } from "../sync/model/index.js";
import type { StateDatabase } from "./sqlite.js";

type FindingRow = Omit<Finding, "isCounted"> & { readonly isCounted: 0 | 1 };

const SELECT = `
  SELECT key, code, employee_id AS employeeId, member_id AS memberId, name, since, is_counted AS isCounted
  FROM findings WHERE entity = +? ORDER BY key`;

const ADD = `
  INSERT INTO findings (entity, key, code, employee_id, member_id, name, since, is_counted)
  VALUES (@entity, @key, @code, @employeeId, @memberId, @name, @since, @isCounted)`;

/** What a person must see, as the last run left it, sorted by key. */
export function findingTable(database: StateDatabase): Pick<StateStore, "findings" | "replaceFindings"> {
  return {
    findings: (entity) =>
      database.read((sqlite) => sqlite.prepare<[string], FindingRow>(SELECT).all(entity).map(toFinding)),
    replaceFindings: (entity, findings) =>
      database.write((sqlite) => {
        sqlite.prepare("DELETE FROM findings WHERE entity = ?").run(entity);
        const add = sqlite.prepare(ADD);
        for (const finding of findings) add.run({ ...finding, entity, isCounted: finding.isCounted ? 1 : 0 });
      }),
  };
}

function toFinding(row: FindingRow): Finding {
  return { ...row, isCounted: row.isCounted === 1 };
}
