import { join } from "node:path";
import Database from "better-sqlite3";
import { openState } from "../../src/state/open.js";
import { tablesOf } from "../../src/state/tables.js";
import { NOW } from "./helpers.js";

/** Texts that a copy could spoil. */
const ODD = ["", 'O\'Brien "Ada" \\ \n\t%', "Zoë Łukasz 李 👩‍💻", "\u00e9 is e\u0301", "null", "0012", "{}"];
const AT = NOW.toISOString();
const MANY = 1_203;

/** A state in which every table has rows, and every column a value in some of them and none in others. */
export async function makeRichState(dir: string): Promise<void> {
  const store = await openState({ dir, clock: { now: () => NOW }, toolVersion: "1.2.3" });
  await store.fingerprintKey();
  await store.close();
  const sqlite = new Database(join(dir, "state.sqlite"));
  try {
    const add = (table: string, row: Readonly<Record<string, string | number | null>>) => {
      const names = Object.keys(row);
      const places = names.map((name) => `@${name}`);
      sqlite.prepare(`INSERT INTO ${table} (${names.join(", ")}) VALUES (${places.join(", ")})`).run(row);
    };
    sqlite.transaction(() => fill(add))();
  } finally {
    sqlite.close();
  }
}

function problemWith(text: string): string {
  return JSON.stringify({ kind: "temporary", code: "timed_out", message: text, why: text, next: text });
}

function fill(add: (table: string, row: Readonly<Record<string, string | number | null>>) => void): void {
  const entities = ["acme-uk", "acme-fr"];
  for (const [index, entity] of entities.entries()) {
    const full = index === 0;
    add("entities", {
      ...{ entity, connection_status: full ? "error" : "connected", provider: full ? "personio" : null },
      ...{ last_error_code: full ? "timeout" : null, last_error_message: full ? "It took too long." : null },
      ...{ last_error_why: full ? "Nobody knows." : null, last_error_next: full ? "Wait." : null },
      ...{ confirmed_config: full ? "f00d" : null, last_attempt_at: AT, last_success_at: full ? AT : null },
      ...{ key_expires_on: full ? "2027-11-01" : null, confirmed_account: full ? "acme.test" : null },
      ...{ confirmed_safety: full ? "{}" : null, applied_config: full ? "f00d" : null },
      ...{ connected_on: full ? "2026-01-05" : null },
      field_counts: full ? '{"people":42,"filled":{"workEmail":41}}' : null,
    });
    add("read_counts", {
      ...{ entity, at: AT, employees: 2_147_483_647, members: full ? 0 : null },
      sources: full ? '{"personio":3}' : null,
    });
    add("unshown_answers", {
      ...{ entity, field: "bank", answer: "right", who: full ? "carol" : null, answered_at: AT },
      ended_at: full ? AT : null,
    });
    add("baselines", { entity, member_id: "m1", field: "manager", value: full ? "m2" : null });
    add("approvals", {
      ...{ entity, employee_id: "e1", kinds: '["creation"]', is_counted: index, approved_at: AT },
    });
  }
  for (const [index, text] of ODD.entries()) {
    const full = index % 2 === 0;
    add("links", {
      ...{
        entity: "acme-uk",
        source: "personio",
        account: text,
        employee_id: `e${index}`,
        member_id: `m${index}`,
      },
      ...{ hr_status: full ? "managed" : "previously_managed", released: full ? null : "data" },
      ...{
        bank_fingerprint: full ? "ab12" : null,
        manager_member_id: full ? "m0" : null,
        archived: 0,
        hidden: 1,
      },
      ...{ absent_reads: index, seen_emails: JSON.stringify([text]), first_name: full ? text : null },
      ...{
        last_name: full ? null : text,
        start_date: full ? "2020-01-01" : null,
        written: "{}",
        also_in: "[]",
      },
    });
    add("findings", {
      ...{ entity: "acme-uk", key: `k${text}`, code: "namesake_member", employee_id: full ? text : null },
      ...{ member_id: full ? null : text, name: text, since: AT, is_counted: 1 },
    });
    add("person_decisions", {
      ...{ id: `d${index}`, entity: "acme-uk", kind: "ignore", source: full ? "personio" : null },
      ...{ account: full ? text : null, employee_id: full ? "e1" : null, member_id: full ? null : "m1" },
      ...{ name: text, until: full ? "2027-01-01" : null, why: text, who: "ada", decided_at: AT },
      ended_at: full ? AT : null,
    });
    add("runs", {
      ...{ id: `r${index}`, kind: full ? "apply" : "preview", started_at: AT, finished_at: full ? AT : null },
      ...{ exit_code: full ? 0 : null, entities: '["acme-uk"]', counts: "{}", folder: full ? text : null },
      problem: full ? problemWith(text) : null,
    });
    add("run_entities", {
      ...{ run_id: `r${index}`, entity: "acme-uk", counts: "{}", problem: full ? problemWith(text) : null },
    });
    add("kept_plans", { entity: "acme-uk", digest: `g${text}`, rows: "[]", people: full ? "[]" : null });
    add("run_plans", { run_id: `r${index}`, entity: "acme-uk", plan: index + 1 });
  }
  for (let sequence = 1; sequence <= MANY; sequence += 1) {
    const full = sequence % 2 === 0;
    add("journal", {
      ...{ run_id: "r0", entity: "acme-uk", sequence, call_id: full ? "c1" : null, action: "create" },
      ...{ employee_id: `e${sequence}`, member_id: full ? "m1" : null, email: full ? "a@acme.test" : null },
      ...{ name: ODD[sequence % ODD.length] ?? "", fields: "[]", code: "new_employee", reason: "New." },
      ...{
        outcome: full ? "failed" : "handed_off",
        error_code: full ? "e" : null,
        error_detail: full ? "d" : null,
      },
      ...{ intended_at: AT, settled_at: AT, is_counted: sequence % 2 },
    });
  }
  for (const sequence of [1, 3]) {
    const full = sequence === 1;
    add("hand_offs", {
      ...{
        run_id: "r0",
        entity: "acme-uk",
        sequence,
        member_id: full ? "m1" : null,
        wanted: "{}",
        was_listed: 1,
      },
      ...{ status: full ? "done" : "open", detail: full ? "It is." : null, handed_off_at: AT },
      ...{ settled_at: full ? AT : null, closed: 0 },
    });
  }
  add("lock", {
    ...{
      entity: "acme-uk",
      run_id: "gone",
      host: "gone.acme.test",
      pid: 1,
      pid_scope: "s",
      process_start: "p",
    },
    ...{ started_at: "2020-01-01T00:00:00.000Z", heartbeat_at: "2020-01-01T00:00:00.000Z" },
  });
}

/** All rows of all tables in a folder, but for the lock. */
export function everyRow(
  dir: string,
): Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>> {
  const sqlite = new Database(join(dir, "state.sqlite"), { readonly: true });
  try {
    const tables = tablesOf(sqlite).filter(({ name }) => name !== "lock");
    return Object.fromEntries(
      tables.map(({ name, key }) => [
        name,
        sqlite
          .prepare<[], Record<string, unknown>>(`SELECT * FROM "${name}" ORDER BY ${key.join(", ")}`)
          .all(),
      ]),
    );
  } finally {
    sqlite.close();
  }
}
