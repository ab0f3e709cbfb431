import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { EntityConfig } from "../../config/load.js";
import type { ColumnTitles } from "../../spendesk/bulk-import/columns.js";
import { optionalColumns } from "../../spendesk/bulk-import/optional-columns.js";
import { checkTemplate, readTemplate } from "../../spendesk/bulk-import/template.js";
import type { EntityHandOff } from "../../spendesk/bulk-import/types.js";
import { writeHandOff } from "../../spendesk/bulk-import/write-hand-off.js";
import {
  type Change,
  type Employee,
  type FieldChange,
  type HandOffRequest,
  type HandOffTarget,
  Problem,
} from "../../sync/model/index.js";
import type { CliContext } from "../cli-context.js";
import type { Delivery } from "./options.js";

/** Writes hand-offs as files: into `--out-dir`, else into a new folder of the present one. */
export function fileTarget(
  entities: readonly EntityConfig[],
  templates: Templates,
  delivery: Delivery,
  { process }: CliContext,
): HandOffTarget {
  const createdAt = process.clock.now();
  return {
    folderFor(runId) {
      const name = `spendesk-hr-hand-off-${createdAt.toISOString().slice(0, 10)}-${runId.slice(0, 8)}`;
      return delivery.folder ?? join(process.cwd, name);
    },
    async write({ runId, folder }, requests) {
      const handOffs = await Promise.all(
        requests.map((request) => {
          const entity = entities.find(({ id }) => id === request.entity);
          if (!entity) throw new Error(`no configuration for ${request.entity}`);
          return entityHandOff(request, entity, templates.get(entity.id) ?? null);
        }),
      );
      return writeHandOff({ folder, runId, createdAt, entities: handOffs });
    },
  };
}

async function entityHandOff(
  { changes, employees }: HandOffRequest,
  { id, bulkImport, spendesk }: EntityConfig,
  template: Uint8Array | null,
): Promise<EntityHandOff> {
  const byId = new Map(employees.map((employee) => [employee.id, employee]));
  return {
    entity: id,
    changes: rowsForColleague(changes, byId, await takesBank(template, id, bulkImport.titles)),
    employees: byId,
    columns: optionalColumns(id, bulkImport.columns),
    titles: bulkImport.titles,
    template,
    membersUrl: spendesk.membersUrl,
  };
}

/** Spendesk's templates have columns only for what the company uses (docs/vendors/spendesk.md §3.3). */
async function takesBank(
  template: Uint8Array | null,
  entity: string,
  titles: ColumnTitles,
): Promise<boolean> {
  if (!template) return true;
  const { columns } = await readTemplate(template, entity, titles);
  return columns.has("iban") && columns.has("bic");
}

/**
 * The changes as a colleague needs them: a creation whose line manager, or bank details, the import can't
 * take gets a second row for the worklist, and managers are named with their e-mail.
 * @param importTakesBank whether the import file has columns for bank details
 */
function rowsForColleague(
  changes: readonly Change[],
  employees: EntityHandOff["employees"],
  importTakesBank: boolean,
): readonly Change[] {
  return changes.flatMap((change) => {
    const named = withManagerEmail(change, employees);
    return change.action === "create" ? [named, ...afterImport(named, importTakesBank)] : [named];
  });
}

function afterImport(change: Change, importTakesBank: boolean): Change[] {
  const { bank, manager } = change.desired;
  const late = new Set<FieldChange["field"]>(importTakesBank ? ["manager"] : ["bank", "manager"]);
  const fields = change.fields.filter(({ field }) => late.has(field));
  if (fields.length === 0) return [];
  return [
    {
      ...change,
      action: "update",
      fields,
      desired: { ...(late.has("bank") && bank && { bank }), ...(manager && { manager }) },
      code: "fields_changed",
      reason: "New member: the import can't take this. Do it after the import.",
      warnings: [],
    },
  ];
}

/** Two people of one name can both be managers. */
function withManagerEmail(change: Change, employees: ReadonlyMap<string, Employee>): Change {
  const { manager } = change.desired;
  const email = manager && employees.get(manager.employeeId)?.workEmail;
  if (!email) return change;
  return {
    ...change,
    fields: change.fields.map((field) =>
      field.field === "manager" && field.to !== null ? { ...field, to: `${field.to} (${email})` } : field,
    ),
  };
}

/** Import templates by entity; null where the documented columns are written. */
export type Templates = ReadonlyMap<string, Uint8Array | null>;

/**
 * Reads the templates of all entities that need one, and checks them before anything is planned or
 * asked.
 * @throws Problem `template_missing`, or `template_…` for one that can't be filled
 */
export async function readTemplates(
  entities: readonly EntityConfig[],
  { toFile, template }: Delivery,
): Promise<Templates> {
  const templates = new Map<string, Uint8Array | null>();
  for (const { id, bulkImport } of entities) {
    if (!toFile.has(id)) continue;
    const path = template ?? bulkImport.template;
    const bytes = path === null ? null : await readTemplateFile(path, id);
    if (bytes) await checkTemplate(bytes, id, bulkImport.titles);
    templates.set(id, bytes);
  }
  return templates;
}

async function readTemplateFile(path: string, entity: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new Problem(
      {
        kind: "configuration",
        code: "template_missing",
        what: `The import template of ${entity} can't be read: ${path}.`,
        why: cause instanceof Error ? cause.message : String(cause),
        next: "Correct --template or `spendesk.bulkImport.template`, or leave it out: then the documented columns are written.",
      },
      { cause },
    );
  }
}
