import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { Problem } from "../sync/model/index.js";
import { isBlock, parseConfigText } from "./document.js";

/** A description of an HR tool that the configuration names, as text: what it means is decided elsewhere. */
export interface ConnectorFile {
  /** The tool's id, which `source.provider` names. */
  readonly id: string;
  /** Absolute. */
  readonly path: string;
  /** As the configuration has it. */
  readonly label: string;
  readonly text: string;
  /** SHA-256, hex: a person confirms the content and not the name of the file. */
  readonly hash: string;
}

/**
 * The files under `connectors`.
 * @param folder of the configuration
 * @throws Problem `connector_missing`, `connector_id` or `config_syntax`
 */
export async function readConnectorFiles(
  names: readonly string[],
  folder: string,
): Promise<readonly ConnectorFile[]> {
  const files = await Promise.all(names.map((name) => readConnectorFile(name, folder)));
  const byId = new Map<string, ConnectorFile>();
  for (const file of files) {
    const other = byId.get(file.id);
    if (other) throw idProblem(file.label, `${other.label} describes a tool with the id ${file.id} too.`);
    byId.set(file.id, file);
  }
  return files;
}

/** One such file. @throws as `readConnectorFiles` */
export async function readConnectorFile(label: string, folder: string): Promise<ConnectorFile> {
  const path = resolve(folder, label);
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new Problem({
      kind: "configuration",
      code: "connector_missing",
      what: `The connector ${label} can't be read.`,
      why: `${path}: ${error.code ?? "unknown error"}.`,
      next: "Correct `connectors` in the configuration, then run `spendesk-hr connectors lint`.",
    });
  });
  const { value } = parseConfigText(path, label, text);
  const id = isBlock(value) ? value.id : undefined;
  if (typeof id !== "string" || id === "") throw idProblem(label, "It has no `id`.");
  return { id, path, label, text, hash: createHash("sha256").update(text).digest("hex") };
}

function idProblem(label: string, why: string): Problem {
  return new Problem({
    kind: "configuration",
    code: "connector_id",
    what: `${label} can't be told from other HR tools.`,
    why,
    next: "Give it an `id` of its own, then run `spendesk-hr connectors lint`.",
  });
}
