import { join } from "node:path";
import type { EntityConfig } from "../../config/load.js";
import type { ColumnTitles } from "../../spendesk/bulk-import/columns.js";
import { optionalColumns } from "../../spendesk/bulk-import/optional-columns.js";
import { readTemplate } from "../../spendesk/bulk-import/template.js";
import type { EntityHandOff } from "../../spendesk/bulk-import/types.js";
import { writeHandOff } from "../../spendesk/bulk-import/write-hand-off.js";
import type { HandOffRequest, HandOffTarget } from "../../sync/ports.js";
import type { CliContext } from "../cli-context.js";
import type { Delivery } from "./options.js";
import type { Templates } from "./templates.js";
import { rowsForColleague } from "./worklist-rows.js";

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
