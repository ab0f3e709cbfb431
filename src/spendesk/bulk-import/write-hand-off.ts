import { join } from "node:path";
import type { Change, HandOffFile } from "../../sync/model/index.js";
import { type ColumnKey, titleOf } from "./columns.js";
import { documentedFile, filledTemplate } from "./import-file.js";
import { columnsLeftOut, importRows } from "./import-rows.js";
import { type NewFile, publishFolder } from "./publish-folder.js";
import { type EntitySummary, readmeText } from "./readme.js";
import { startsLikeFormula } from "./sheet-text.js";
import { readTemplate } from "./template.js";
import type { EntityHandOff } from "./types.js";
import { worklistCsv, worklistRow, worklistWorkbook } from "./worklist-files.js";

interface HandOffOptions {
  /** Made if need be; one that is there must be empty. */
  readonly folder: string;
  readonly runId: string;
  readonly createdAt: Date;
  readonly entities: readonly EntityHandOff[];
}

/** A file that is ready to be written. */
interface PlannedFile extends NewFile, Pick<HandOffFile, "entity" | "kind" | "rows" | "unfilled"> {}

/** The files of one entity and what the README says about them. */
interface EntityFiles {
  readonly files: readonly PlannedFile[];
  readonly summary: EntitySummary;
}

const README = "README.txt";

/**
 * Writes the changes of a plan into a folder for the colleague who brings them into Spendesk: per entity
 * an import file with the creations and a worklist with everything else, and one README. Files without
 * people in them are left out; without any change nothing is written.
 *
 * The .xlsx files hold full bank details. They appear nowhere else, not in errors either.
 *
 * @returns the files, the README last
 * @throws Problem `template_…` for a template that can't be used or can't take these people,
 *   `handoff_…` for a folder that can't be; nothing is left behind then
 */
export async function writeHandOff(options: HandOffOptions): Promise<readonly HandOffFile[]> {
  const { folder, runId, createdAt } = options;
  const entities: EntityFiles[] = [];
  for (const handOff of options.entities) {
    if (handOff.changes.length > 0) entities.push(await entityFiles(handOff));
  }
  if (entities.length === 0) return [];

  const files = [
    ...entities.flatMap((entity) => entity.files),
    readmeFile(
      readmeText({ runId, createdAt, entities: entities.map(({ summary }) => summary) }),
      options.entities.reduce((sum, { changes }) => sum + changes.length, 0),
    ),
  ];
  await publishFolder(folder, files);
  return files.map(({ name, content: _, ...file }) => ({ path: join(folder, name), ...file }));
}

function readmeFile(text: string, rows: number): PlannedFile {
  return {
    name: README,
    content: new TextEncoder().encode(text),
    entity: null,
    kind: "readme",
    rows,
    unfilled: null,
  };
}

async function entityFiles(handOff: EntityHandOff): Promise<EntityFiles> {
  const { entity, changes, membersUrl } = handOff;
  const people = changes.filter(isForImport);
  const byHand = changes.filter((change) => !isForImport(change));
  const imported = await importFiles(handOff, people);
  const worklist = await worklistFiles(handOff, byHand);
  return {
    files: [...imported.files, ...worklist],
    summary: {
      entity,
      importFile: imported.files[0]
        ? {
            name: imported.files[0].name,
            people: people.length,
            unfilled: imported.files[0].unfilled,
          }
        : null,
      worklist: worklist.length === 0 ? null : worklistSummary(worklist, byHand),
      leftOut: imported.leftOut.map((key) => titleOf(key, handOff.titles)),
      membersUrl,
    },
  };
}

/** An e-mail must be imported as it is, and one that starts like a formula must not get into a file. */
function isForImport({ action, desired }: Change): boolean {
  return action === "create" && !startsLikeFormula(desired.email ?? "");
}

async function importFiles(
  handOff: EntityHandOff,
  people: readonly Change[],
): Promise<{ readonly files: readonly PlannedFile[]; readonly leftOut: readonly ColumnKey[] }> {
  if (people.length === 0) return { files: [], leftOut: [] };
  const { entity, titles } = handOff;
  const template = handOff.template && (await readTemplate(handOff.template, entity, titles));
  const rows = importRows(handOff, people, template);
  const content = template
    ? await filledTemplate(template, rows, entity)
    : await documentedFile(rows, titles);
  return {
    files: [
      {
        ...{ name: `${entity}-import.xlsx`, content, entity, kind: "import", rows: rows.length },
        unfilled: template?.unknown ?? null,
      },
    ],
    leftOut: template ? columnsLeftOut(handOff, people, template) : [],
  };
}

async function worklistFiles(
  handOff: EntityHandOff,
  changes: readonly Change[],
): Promise<readonly PlannedFile[]> {
  if (changes.length === 0) return [];
  const rows = changes.map((change) => worklistRow(change, handOff));
  const file = (extension: string, content: Uint8Array): PlannedFile => ({
    name: `${handOff.entity}-worklist.${extension}`,
    content,
    entity: handOff.entity,
    kind: "worklist",
    rows: rows.length,
    unfilled: null,
  });
  return [file("xlsx", await worklistWorkbook(rows)), file("csv", worklistCsv(rows))];
}

function worklistSummary(
  files: readonly PlannedFile[],
  changes: readonly Change[],
): NonNullable<EntitySummary["worklist"]> {
  return {
    names: files.map(({ name }) => name),
    rows: changes.length,
    actions: changes.map(({ action }) => action),
    changesEmails: changes.some(({ action, desired }) => action !== "create" && desired.email !== undefined),
  };
}
