import { readFile } from "node:fs/promises";
import type { EntityConfig } from "../../config/load.js";
import { checkTemplate } from "../../spendesk/bulk-import/template.js";
import { Problem } from "../../sync/errors.js";
import type { Delivery } from "./options.js";

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
