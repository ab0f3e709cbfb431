import Database from "better-sqlite3";
import { MIGRATIONS } from "../../src/state/migrations/index.js";
import { code, table } from "./table.js";

/** What each table of the memory is for, and what of people is in it. */
const TABLES: Readonly<Record<string, readonly [purpose: string, people: string]>> = {
  meta: ["which program wrote the file", "none"],
  entities: [
    "connection status, what was confirmed, last attempt, its error, last success, end of the API key",
    "none, but for what an HR tool's error says",
  ],
  links: [
    "which employee is which member, what was last seen of both and last written",
    "ids, name, work e-mails, start date; bank details only as a keyed fingerprint",
  ],
  read_counts: ["how many employees and members there were in the last reads", "none"],
  runs: ["when each run began and ended, its counts, and why it did not end well", "none"],
  run_entities: [
    "what became of each entity in a run, and why not of the others",
    "none, but for what an HR tool's error says",
  ],
  journal: [
    "every change: intended, done or failed, and why",
    "ids, name, work e-mail, changed values; IBAN and BIC masked",
  ],
  hand_offs: [
    "changes that a colleague carries out by hand",
    "ids and wanted values; bank details only as a keyed fingerprint",
  ],
  approvals: ["changes that a person confirmed and that are not done yet", "ids"],
  findings: ["what a person must see, since when", "ids, name"],
  person_decisions: [
    "who is to be linked, kept apart or ignored: who decided it, when and why",
    "ids, name, login name of who decided, and the reason as it was typed",
  ],
  unshown_answers: [
    "whether line managers and bank details, which Spendesk does not show, are right there: who said so, and when",
    "login name of who answered",
  ],
  baselines: [
    "what the HR tool said of a member when Spendesk was taken to be right",
    "ids of members and managers; bank details only as a keyed fingerprint",
  ],
  kept_plans: [
    "what runs planned, to compare two of them",
    "ids and name, as long as changes are kept; what is said of them only as keyed hashes",
  ],
  run_plans: ["which run made which of these plans", "none"],
  lock: ["which runs are under way, and on which entities", "none"],
};

/** @throws Error when a table is not described, or one that is described is not there */
export function stateTable(): string {
  const database = new Database(":memory:");
  try {
    for (const { sql } of MIGRATIONS) database.exec(sql);
    const names = database
      .prepare<[], { name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid")
      .all()
      .map(({ name }) => name);
    const gone = Object.keys(TABLES).filter((name) => !names.includes(name));
    if (gone.length > 0) throw new Error(`The memory has no table ${gone.join(", ")}.`);
    return table(
      ["Table", "What for", "Personal data"],
      names.map((name) => {
        const described = TABLES[name];
        if (!described) throw new Error(`Say in scripts/generate/state.ts what the table ${name} is for.`);
        return [code(name), ...described];
      }),
    );
  } finally {
    database.close();
  }
}
