import type * as z from "zod";
import type { HttpResponse } from "../http/types.js";
import type { DataRead, ProviderGuide } from "../providers/provider.js";
import type { Employee } from "../sync/model/index.js";
import type { SettingValues } from "./reading/values-of.js";
import { type Manifest, type ManifestInput, manifestSchema } from "./schema/manifest.js";

/** Values of credentials by their keys. */
export type Credentials = Readonly<Record<string, string>>;

/** What a connector in TypeScript may do in code, each at one place. */
export interface Hooks {
  /** A good answer before its records are looked for, for lists that no path reaches. */
  readonly prepareAnswer?: (json: unknown) => unknown;
  /** A record before it becomes an employee, for shapes that no path reaches and names that settings have. */
  readonly prepareRecord?: (record: unknown, settings: SettingValues) => unknown;
  /** The credentials as the manifest's templates take them, for forms that no template makes. */
  readonly prepareCredentials?: (credentials: Credentials) => Credentials;
  /** Further attributes of a prepared record, where only the account has their names. */
  readonly customOf?: (record: unknown) => Employee["custom"];
  /** The settings by a schema of the tool's own, where their types don't say what is right. */
  readonly settings?: z.ZodType<SettingValues>;
  /** What of the guide the manifest does not tell. */
  readonly guide?: Partial<ProviderGuide>;
  /** What to do about data that nobody has. */
  readonly whatToAllow?: (data: DataRead) => string;
  /** Whether an answer with a good status says no all the same. */
  readonly isRefusal?: (json: unknown) => boolean;
  /** Whether an answer to the sign-in says that the credentials are wrong, where its status alone does not. */
  readonly isSignInRefusal?: (response: HttpResponse) => boolean;
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
