import { type ConnectorFile, readConnectorFile } from "../../config/connector-files.js";
import type { Connector } from "../../connectors/define.js";
import { connectorFromYaml } from "../../connectors/loading/from-yaml.js";
import { providerFrom } from "../../connectors/provider-from.js";
import { SHIPPED } from "../../connectors/shipped.js";
import type { Provider } from "../../providers/provider.js";
import { PROVIDERS } from "../../providers/registry.js";
import { nearest, Problem } from "../../sync/model/index.js";

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
    ...files.map((file) => ({ connector: connectorFromFile(file), file: file.label })),
  ];
}

/**
 * The connector that a file describes.
 * @throws Problem `connector_syntax`, `connector_invalid`, or `connector_id` when it has the name of another tool
 */
export function connectorFromFile({ path, label, text, check }: ConnectorFile): Connector {
  const connector = connectorFromYaml(path, label, text, check);
  const { id } = connector.manifest;
  if (PROVIDERS.some((entry) => entry.id === id)) {
    throw new Problem({
      kind: "configuration",
      code: "connector_id",
      what: `${label} can't be told from the built-in HR tool ${id}.`,
      why: "Whoever reads the configuration must know which of the two it means.",
      next: `Give it an \`id\` of its own, then run \`${check}\`.`,
    });
  }
  return connector;
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

/** A described HR tool, ready to be asked. */
export interface NamedTool {
  readonly connector: Connector;
  readonly provider: Provider;
  /** The file that describes it; null for a tool that comes with the program. */
  readonly file: ConnectorFile | null;
}

/**
 * The tool that somebody names by its file, or by its id among those of the configuration and of the program.
 * @throws Problem `unknown_connector`, `connector_missing`, or of the file
 */
export async function toolNamed(
  name: string,
  files: readonly ConnectorFile[],
  folder: string,
): Promise<NamedTool> {
  const isPath = /[/\\]|\.(?:ya?ml|json)$/iu.test(name);
  const file = isPath ? await readConnectorFile(name, folder) : (files.find(({ id }) => id === name) ?? null);
  const connector = file ? connectorFromFile(file) : await findConnector(files, name);
  return { connector, provider: providerFrom(connector), file };
}
