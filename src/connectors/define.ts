import { type Manifest, type ManifestInput, manifestSchema } from "./schema/manifest.js";

/** What a connector in TypeScript may do in code, each at one place. */
export interface Hooks {
  /** A good answer before its records are looked for, for lists that no path reaches. */
  readonly prepareAnswer?: (json: unknown) => unknown;
  /** A record before it becomes an employee, for shapes that no path reaches. */
  readonly prepareRecord?: (record: unknown) => unknown;
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
