import type { ConnectorFile } from "../config/connector-files.js";
import type { Connector } from "../connectors/define.js";
import { connectorFromYaml } from "../connectors/loading/from-yaml.js";
import { SHIPPED } from "../connectors/shipped.js";
import { nearest, Problem } from "../sync/model/index.js";

/** A described HR tool, and the file it is described in; null for the program itself. */
export interface DescribedTool {
  readonly connector: Connector;
  readonly file: string | null;
}

/** Those of the program, then those of the files. @throws Problem of a file */
export async function allConnectors(files: readonly ConnectorFile[]): Promise<readonly DescribedTool[]> {
  const shipped = await Promise.all(Object.values(SHIPPED).map((load) => load()));
  return [
    ...shipped.map((connector) => ({ connector, file: null })),
    ...files.map(({ path, label, text }) => ({
      connector: connectorFromYaml(path, label, text),
      file: label,
    })),
  ];
}

/** @throws Problem `unknown_connector` naming the nearest and all known ids */
export async function findConnector(files: readonly ConnectorFile[], id: string): Promise<Connector> {
  const all = await allConnectors(files);
  const found = all.find(({ connector }) => connector.manifest.id === id);
  if (found) return found.connector;
  const known = all.map(({ connector }) => connector.manifest.id);
  const guess = nearest(id, known);
  throw new Problem({
    kind: "usage",
    code: "unknown_connector",
    what: `No HR tool with the id "${id}" is described.`,
    why: `Described are: ${known.join(", ")}. The others are programmed (\`spendesk-hr providers\`).`,
    next: guess ? `Did you mean ${guess}?` : "`spendesk-hr connectors list` shows all of them.",
  });
}
