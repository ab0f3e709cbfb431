import type { SettingValues } from "./reading/values-of.js";
import { type Manifest, type ManifestInput, manifestSchema } from "./schema/manifest.js";

/** Values of credentials by their keys. */
export type Credentials = Readonly<Record<string, string>>;

/** What a connector in TypeScript may do in code, each at one place. */
export interface Hooks {
  /** A record before it becomes an employee, for shapes that no path reaches and names that settings have. */
  readonly prepareRecord?: (record: unknown, settings: SettingValues) => unknown;
  /** The credentials as the manifest's templates take them, for forms that no template makes. */
  readonly prepareCredentials?: (credentials: Credentials) => Credentials;
}

/** A connector as the program runs it. */
export interface Connector {
  readonly manifest: Manifest;
  readonly hooks: Hooks;
}

/**
 * A connector written in TypeScript.
 * @throws ZodError when it does not fit the schema, which is a defect of the connector
 */
export function defineConnector(manifest: ManifestInput, hooks: Hooks = {}): Connector {
  return { manifest: manifestSchema.parse(manifest), hooks };
}
