import { readFile } from "node:fs/promises";
import * as z from "zod";
import { applyDocument, previewDocument } from "../../src/cli/json-shapes/run-documents.js";
import type { SandboxWorkspace } from "../support/sandbox-workspace.js";

export const TO_FILE = ["apply", "--to", "file", "--yes"];

type Applied = ReturnType<typeof applyDocument.parse>;
type Previewed = ReturnType<typeof previewDocument.parse>["entities"][number];

/** What `status` says about the hand-offs of an entity. */
export interface HandOffCard {
  readonly open: number;
  readonly openSince: string | null;
  readonly done: number;
  readonly takenAsDone: number;
  readonly doneDifferently: number;
  readonly withdrawn: number;
}

/** Hands everything over as files. */
export async function handOff(workspace: SandboxWorkspace, ...flags: string[]): Promise<Applied> {
  const { exitCode, document } = await workspace.json([...TO_FILE, ...flags]);
  if (exitCode !== 0) throw new Error(`exit code ${exitCode}: ${JSON.stringify(document)}`);
  return applyDocument.parse(document);
}

export async function previewed(workspace: SandboxWorkspace): Promise<Previewed> {
  const { document } = await workspace.json(["preview"]);
  const [entity] = previewDocument.parse(document).entities;
  if (!entity) throw new Error("a preview without an entity");
  return entity;
}

export async function handOffCard(workspace: SandboxWorkspace): Promise<HandOffCard> {
  const { document } = await workspace.json<{ entities: { handOffs: HandOffCard }[] }>(["status"]);
  const [card] = document.entities;
  if (!card) throw new Error("a status without a card");
  return card.handOffs;
}

const report = z.strictObject({
  kind: z.enum(["import", "worklist"]),
  done: z.int(),
  errors: z.array(z.strictObject({ row: z.int(), error: z.string() })),
});
type Report = z.infer<typeof report>;

/** The colleague brings the .xlsx files into Spendesk, over HTTP as somebody with curl would. */
export async function bringIn(
  { sandbox }: SandboxWorkspace,
  { files }: Pick<Applied, "files">,
  kinds: readonly string[] = ["import", "worklist"],
): Promise<readonly Report[]> {
  const reports: Report[] = [];
  for (const { path, kind, entity } of files) {
    if (!kinds.includes(kind) || !path.endsWith(".xlsx")) continue;
    const response = await fetch(`${sandbox.url}/__sandbox/import?entity=${entity}`, {
      method: "POST",
      body: await readFile(path),
    });
    if (!response.ok) throw new Error(await response.text());
    reports.push(report.parse(await response.json()));
  }
  return reports;
}
