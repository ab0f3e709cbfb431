import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { fileFault } from "../shared/file-fault.js";
import { shellWord } from "../shared/shell.js";
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
  /** The command that looks at it again. */
  readonly check: string;
}

/** The command that looks at all files of the configuration. */
export const LINT = "spendesk-hr connectors lint";

/**
 * The files under `connectors`.
 * @param folder of the configuration
 * @throws Problem `connector_missing`, `connector_id` or `config_syntax`
 */
export async function readConnectorFiles(
  names: readonly string[],
  folder: string,
): Promise<readonly ConnectorFile[]> {
  const files = await Promise.all(names.map((name) => readOne(name, folder, IN_CONFIGURATION)));
  const byId = new Map<string, ConnectorFile>();
  for (const file of files) {
    const other = byId.get(file.id);
    if (other)
      throw idProblem(file.label, `${other.label} describes a tool with the id ${file.id} too.`, LINT);
    byId.set(file.id, file);
  }
  return files;
}

/** What to do about a file, which depends on where its name stands. */
interface Advice {
  readonly check: string;
  readonly whenMissing: string;
}

const IN_CONFIGURATION: Advice = {
  check: LINT,
  whenMissing: `Correct \`connectors\` in the configuration, then run \`${LINT}\`.`,
};

/** A file that a command line names. @throws as `readConnectorFiles` */
export async function readConnectorFile(label: string, folder: string): Promise<ConnectorFile> {
  return readOne(label, folder, {
    check: `${LINT} ${shellWord(label)}`,
    whenMissing:
      "Run the same command with the path of a description; `spendesk-hr connectors new` makes one.",
  });
}

async function readOne(label: string, folder: string, advice: Advice): Promise<ConnectorFile> {
  const { check, whenMissing } = advice;
  const path = resolve(folder, label);
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw new Problem({
      kind: "configuration",
      code: "connector_missing",
      what: `The connector ${label} can't be read.`,
      why: `${path}: ${fileFault(error)}`,
      next: whenMissing,
    });
  });
  const { value } = parseConfigText(path, label, text, check);
  const id = isBlock(value) ? value.id : undefined;
  if (typeof id !== "string" || id === "") throw idProblem(label, "It has no `id`.", check);
  return { id, path, label, text, check, hash: createHash("sha256").update(text).digest("hex") };
}

function idProblem(label: string, why: string, check: string): Problem {
  return new Problem({
    kind: "configuration",
    code: "connector_id",
    what: `${label} can't be told from other HR tools.`,
    why,
    next: `Give it an \`id\` of its own, then run \`${check}\`.`,
  });
}
