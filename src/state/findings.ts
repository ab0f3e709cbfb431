import type { Finding, StateStore } from "../sync/model/index.js";
import { columnsText, insertText, type StateDatabase } from "./database.js";

type FindingRow = Omit<Finding, "isCounted"> & { readonly isCounted: 0 | 1 };

const COLUMNS = ["key", "code", "employee_id", "member_id", "name", "since", "is_counted"];

const SELECT = `SELECT ${columnsText(COLUMNS)} FROM findings WHERE entity = +@entity ORDER BY key`;

const CLEAR = "DELETE FROM findings WHERE entity = @entity";

const ADD = insertText("findings", ["entity", ...COLUMNS]);

/** What a person must see, as the last run left it, sorted by key. */
export function findingTable(database: StateDatabase): Pick<StateStore, "findings" | "replaceFindings"> {
  return {
    findings: (entity) =>
      database.read(async ({ all }) => (await all<FindingRow>(SELECT, { entity })).map(toFinding)),
    replaceFindings: (entity, findings) =>
      database.write(async ({ run, each }) => {
        const rows = findings.map((finding) => ({
          ...finding,
          entity,
          isCounted: finding.isCounted ? 1 : 0,
        }));
        await Promise.all([run(CLEAR, { entity }), each(ADD, rows)]);
      }),
  };
}

function toFinding(row: FindingRow): Finding {
  return { ...row, isCounted: row.isCounted === 1 };
}
