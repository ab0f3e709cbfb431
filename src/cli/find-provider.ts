import type { ConnectorFile } from "../config/connector-files.js";
import type { SourceConfig } from "../config/entity-config.js";
import type { Provider } from "../providers/provider.js";
import { findProvider } from "../providers/registry.js";

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

/** @throws as `connectorFromFile` */
export async function providerFromFile(file: ConnectorFile): Promise<Provider> {
  const { connectorFromFile } = await import("./connectors/described.js");
  const { providerFrom } = await import("../connectors/provider-from.js");
  return providerFrom(connectorFromFile(file));
}
