import { dirname } from "node:path";
import { isProblem, type Problem } from "../sync/model/index.js";
import type { ConfigFindings } from "./check.js";
import { readConnectorFiles } from "./connector-files.js";
import { type ConfigPath, isBlock, pathText } from "./document.js";
import { type EntityConfig, isConnected, withConnector } from "./entity-config.js";
import { configSchema } from "./schema.js";

/** Where something stands in the file: `defaults.source.settings (spendesk-hr.config.yaml:4:24)`. */
export type TellPlace = (path: ConfigPath, of: "key" | "value") => string;

/** Looks at the HR tools of entities where these tools are known. */
export type SourceProblems = (
  entities: readonly EntityConfig[],
  tellPlace: TellPlace,
) => Promise<readonly Problem[]>;

/** What is wrong with the HR tools of a file, also of one that has other mistakes; the files of connectors included. */
export async function furtherProblems(
  { document, content, entities }: ConfigFindings,
  sourceProblems: SourceProblems,
): Promise<readonly Problem[]> {
  const written = isBlock(document.value) ? document.value.connectors : undefined;
  const files = content?.connectors ?? configSchema.shape.connectors.safeParse(written).data;
  // Without them, nobody can tell which tools there are.
  if (files === undefined) return [];
  try {
    const connectors = await readConnectorFiles(files, dirname(document.path));
    const connected = entities.filter(isConnected).map((entity) => withConnector(entity, connectors));
    return await sourceProblems(
      connected,
      (path, of) => `${pathText(document.origin(path))} (${document.place(path, of)})`,
    );
  } catch (error) {
    if (!isProblem(error)) throw error;
    return [error];
  }
}
