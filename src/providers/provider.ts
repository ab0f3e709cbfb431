import type { z } from "zod";
import type { HttpClient } from "../http/types.js";
import type { EmployeeRead } from "../sync/ports.js";

/** A credential the wizard asks for. */
export interface CredentialField {
  /** Stable key, camelCase: `clientSecret`. In the environment: `CLIENT_SECRET`. */
  readonly key: string;
  readonly label: string;
  /** Hidden while typing and never shown again. */
  readonly secret: boolean;
  readonly help: string;
  /** Returns a sentence saying what is wrong, or null. Must not repeat the value. */
  validate(value: string): string | null;
}

/** One piece of data that is read, why, and what the admin must allow for it. */
export interface DataRead {
  readonly field: string;
  readonly purpose: string;
  readonly permission: string;
  readonly required: boolean;
}

/** A setting the wizard offers; values are checked by the provider's `settings` schema. */
export interface SettingField {
  readonly key: string;
  readonly label: string;
  readonly help: string;
}

/** What `verify` found out about one piece of data. */
export interface VerifyFinding {
  readonly field: string;
  readonly state: "ok" | "missing" | "unknown";
  readonly required: boolean;
  /** Where to tick what, when missing. */
  readonly next: string | null;
}

/** Answer of the live check. Wrong credentials and unreachable hosts are thrown as `Problem`. */
export interface VerifyReport {
  /** Employees the credential can see, when one cheap call tells. */
  readonly employees: number | null;
  readonly findings: readonly VerifyFinding[];
}

/** Everything a provider's functions get. */
export interface ProviderConnection<Settings> {
  readonly http: HttpClient;
  /** One value per credential field. */
  readonly credentials: Readonly<Record<string, string>>;
  readonly settings: Settings;
}

/**
 * An HR tool: data plus two functions. The wizard, `providers` and the documentation are generated
 * from the data.
 */
export interface Provider<Settings = unknown> {
  readonly id: string;
  readonly title: string;
  /** What the admin does in the HR tool, one step each. */
  readonly setupSteps: readonly string[];
  readonly dataRead: readonly DataRead[];
  readonly credentialFields: readonly CredentialField[];
  readonly settings: z.ZodType<Settings>;
  readonly settingFields: readonly SettingField[];
  /** Formula for people, for example `1 + ⌈N/100⌉`, and its value for N employees. */
  readonly requests: { readonly formula: string; count(employees: number): number };
  /** How bank details are read, one phrase. */
  readonly bankDetails: string;
  /** What the vendor does not document and this provider assumes. */
  readonly notVerified: readonly string[];
  /** The vendor's host. `source.baseUrl` in the configuration overrides it. */
  baseUrl(settings: Settings, credentials: Readonly<Record<string, string>>): string;
  /**
   * One cheap look that tells what the credential can and cannot see.
   * @throws Problem (`credentials`, `temporary`, `configuration`) naming the next step.
   */
  verify(connection: ProviderConnection<Settings>): Promise<VerifyReport>;
  /**
   * Reads everybody, leavers included, page by page.
   * @throws Problem as `verify`.
   */
  readEmployees(connection: ProviderConnection<Settings>): EmployeeRead;
}
