import type { ConnectorFile } from "../config/connector-files.js";
import type { SourceConfig } from "../config/entity-config.js";
import type { Provider } from "../providers/provider.js";
import { findProvider, PROVIDERS } from "../providers/registry.js";
import { Problem } from "../sync/model/index.js";

/**
 * The provider of an entity: one that comes with the program, or one from a file of the configuration.
 * @throws Problem `unknown_provider`, or those of the file
 */
export async function providerOf({
  provider,
  connector,
}: Pick<SourceConfig, "provider" | "connector">): Promise<Provider> {
  return connector ? providerFromFile(connector) : findProvider(provider);
}

/** The provider of that id, among those of the program and of these files. @throws as `providerOf` */
export async function findProviderAmong(files: readonly ConnectorFile[], id: string): Promise<Provider> {
  const connector = files.find((file) => file.id === id);
  return providerOf({ provider: id, ...(connector && { connector }) });
}

/** @throws Problem `connector_syntax`, `connector_invalid` or `connector_id` */
export async function providerFromFile({ path, label, text }: ConnectorFile): Promise<Provider> {
  const { connectorFromYaml } = await import("../connectors/loading/from-yaml.js");
  const { providerFrom } = await import("../connectors/provider-from.js");
  const connector = connectorFromYaml(path, label, text);
  const { id } = connector.manifest;
  if (PROVIDERS.some((entry) => entry.id === id)) {
    throw new Problem({
      kind: "configuration",
      code: "connector_id",
      what: `${label} can't be told from the built-in HR tool ${id}.`,
      why: "Whoever reads the configuration must know which of the two it means.",
      next: "Give it an `id` of its own, then run `spendesk-hr connectors lint`.",
    });
  }
  return providerFrom(connector);
}
