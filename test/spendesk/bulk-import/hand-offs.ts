import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import readWorkbook from "read-excel-file/node";
import { onTestFinished } from "vitest";
import { isProblem, type Problem } from "../../../src/shared/errors.js";
import { optionalColumns } from "../../../src/spendesk/bulk-import/optional-columns.js";
import type { EntityHandOff } from "../../../src/spendesk/bulk-import/types.js";
import { writeHandOff } from "../../../src/spendesk/bulk-import/write-hand-off.js";
import { parseValueRule, type ValueRuleInput } from "../../../src/sync/filter/value-rules.js";
import type { Employee } from "../../../src/sync/model/employee.js";
import type { HandOffFile } from "../../../src/sync/model/ports.js";
import { planOf, type World } from "../../support/people.js";

export const RUN = { runId: "run-1", createdAt: new Date("2026-11-23T08:15:00Z") };
export const MEMBERS_URL = "https://app.spendesk.example.test/settings/members";

type Rules = Partial<Record<"roles" | "costCenter" | "approvalPolicy", readonly ValueRuleInput[]>>;

interface HandOffWorld extends World {
  readonly rules?: Rules;
  readonly template?: Uint8Array | null;
  readonly titles?: EntityHandOff["titles"];
}

/** What an entity hands off whose plan comes from this small world. */
export function handOffOf({
  rules = {},
  template = null,
  titles = {},
  ...world
}: HandOffWorld): EntityHandOff {
  const plan = planOf(world);
  const { roles = [], costCenter = [], approvalPolicy = [] } = rules;
  return {
    entity: plan.entity,
    changes: plan.changes,
    employees: new Map((world.employees ?? []).map((person: Employee) => [person.id, person])),
    columns: optionalColumns(plan.entity, {
      roles: roles.map(parseValueRule),
      costCenter: costCenter.map(parseValueRule),
      approvalPolicy: approvalPolicy.map(parseValueRule),
    }),
    titles,
    template,
    membersUrl: MEMBERS_URL,
  };
}

/** A folder of its own that does not exist yet. */
export async function newFolder(): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), "spendesk-hr-hand-off-"));
  onTestFinished(() => rm(parent, { recursive: true, force: true }));
  return join(parent, "hand-off");
}

export interface Written {
  readonly folder: string;
  readonly files: readonly HandOffFile[];
  /** Rows of the first or the named sheet, as an independent reader sees them. */
  rows(name: string, sheet?: string): Promise<readonly (readonly unknown[])[]>;
  text(name: string): Promise<string>;
  bytes(name: string): Promise<Buffer>;
}

export async function written(...entities: readonly EntityHandOff[]): Promise<Written> {
  const folder = await newFolder();
  const files = await writeHandOff({ folder, ...RUN, entities });
  return {
    folder,
    files,
    rows: async (name, sheet) => {
      const sheets = await readWorkbook(join(folder, name));
      const found = sheet === undefined ? sheets[0] : sheets.find((one) => one.sheet === sheet);
      if (!found) throw new Error(`${name} has the sheets ${sheets.map((one) => one.sheet).join(", ")}.`);
      return found.data;
    },
    text: (name) => readFile(join(folder, name), "utf8"),
    bytes: (name) => readFile(join(folder, name)),
  };
}

/** The rows of a worklist or an import file as objects, by title. */
export function byTitle(rows: readonly (readonly unknown[])[]): readonly Record<string, unknown>[] {
  const [titles = [], ...others] = rows;
  return others.map((cells) =>
    Object.fromEntries(titles.map((title, place) => [String(title), cells[place]])),
  );
}

export async function problemOf(promise: Promise<unknown>): Promise<Problem> {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (isProblem(error)) return error;
  throw error ?? new Error("No problem was thrown.");
}
