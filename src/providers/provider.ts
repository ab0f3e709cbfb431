import type { Readable } from "node:stream";
import type * as z from "zod";
import type { ClientCertificate } from "../http/trust.js";
import type { HttpClient } from "../http/types.js";
import type {
  BankDetailsReader,
  Employee,
  EmployeeRead,
  IsoDate,
  SourceAccount,
} from "../sync/model/index.js";

/**
 * One piece of an employee that a credential may or may not see. Bank details are counted singly:
 * an HR tool may allow the IBAN and not the BIC.
 */
export type EmployeeField =
  | Exclude<
      keyof Employee,
      "id" | "source" | "statusDetail" | "statusRule" | "expectedEnd" | "bank" | "custom"
    >
  | "bank.iban"
  | "bank.bic";

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
  /** Whether it is the content of a file, whose path a person may give instead. */
  readonly isFile?: boolean;
  /** Whether a connection can do without it. */
  readonly isOptional?: boolean;
}

/** One piece of data that is read, why, and what the admin must allow for it. */
export interface DataRead {
  /** Stable key, for machines and for `VerifyFinding`. */
  readonly field: EmployeeField;
  /** The field's name for people: `Termination date`. */
  readonly label: string;
  readonly purpose: string;
  /** Where the permission is given in the HR tool, in its own words. */
  readonly permission: string;
  readonly required: boolean;
  /** What to do when it may be read and nobody has it, a sentence; absent: there is nothing special. */
  readonly ifEmpty?: string;
}

/** A setting the wizard offers; values are checked by the provider's `settings` schema. */
export interface SettingField {
  readonly key: string;
  readonly label: string;
  readonly help: string;
  /** Data that it may take to be found: the wizard asks for it when the live check misses one of them. */
  readonly decides?: readonly EmployeeField[];
  /** May hold a secret, such as an address that whoever knows it may read: kept in no draft. */
  readonly secret?: true;
}

/**
 * What `verify` found out about one piece of data. A key that is there is no data yet, so there are
 * four answers: `ok` (somebody has a value), `empty` (readable, and nobody has one), `missing` (may not
 * be read) and `unknown` (there was nobody to look at).
 */
export interface VerifyFinding {
  readonly field: EmployeeField;
  readonly state: "ok" | "empty" | "missing" | "unknown";
  readonly required: boolean;
  /** Where to tick what when missing, where to fill in what when empty; null when there is nothing to say. */
  readonly next: string | null;
}

/** Answer of the live check. Wrong credentials and unreachable hosts are thrown as `Problem`. */
export interface VerifyReport {
  /** Employees the credential can see, when one cheap call tells. */
  readonly employees: number | null;
  readonly findings: readonly VerifyFinding[];
  /** People whose data the findings are about; null: all that the credential can see. */
  readonly looked?: number | null;
  /** What every read would meet, and nobody but an admin can mend. */
  readonly obstacles?: readonly Obstacle[];
}

/** Something in the HR tool that keeps every read from being complete, or a person from being read. */
export interface Obstacle {
  /** Without a full stop: it stands inside a sentence as well. */
  readonly text: string;
  readonly next: string;
}

/** What a provider that reads on this computer, and not from a vendor's host, uses of it. */
export interface Machine {
  sleep(milliseconds: number): Promise<void>;
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted when the program is told to stop. */
  readonly signal: AbortSignal;
}

/** Where credentials are kept that the HR tool replaces while they are used. */
export interface CredentialKeeper {
  /** Why nothing can be kept there, and the next step, a sentence each; null when it can. */
  readonly obstacle: { readonly why: string; readonly next: string } | null;
  /**
   * Runs `work` while no other run does so for these credentials.
   * @param work gets the values as they are kept now
   * @throws Problem when another run holds them for too long, or they can't be read
   */
  alone<T>(work: (kept: Readonly<Record<string, string>>) => Promise<T>): Promise<T>;
  /** Replaces these values for good; only inside `alone`. @throws Problem when that fails */
  keep(changed: Readonly<Record<string, string>>): Promise<void>;
}

/** Everything a provider's functions get. */
export interface ProviderConnection<Settings> {
  readonly http: HttpClient;
  /**
   * A client for another host of the same vendor (tokens, questions about a key), with the same limits;
   * its calls count as the connection's. Where the configuration overrides the vendor's host, that one
   * stands for this one too.
   */
  httpAt(baseUrl: string): HttpClient;
  /** One value per credential field. */
  readonly credentials: Readonly<Record<string, string>>;
  readonly settings: Settings;
  /** The day it is now in the entity's time zone: what "today" means everywhere. */
  today(): IsoDate;
  /** For what depends on the moment; days are `today`, or those that have begun everywhere. */
  now(): Date;
  /** Tells the redactor a secret that came up on the way, such as a token. */
  registerSecret(value: string): void;
  /** Tells the vendor's own id of the company that answers, where an answer holds it. */
  noteCompany(id: string): void;
  /** Absent where the HR tool replaces nothing, as in tests of such a provider. */
  readonly keeper?: CredentialKeeper;
  /** This computer; absent where only a vendor's host is talked to, as in tests of such a provider. */
  readonly machine?: Machine;
  /** How many runs read this account at once, with one limit for all of them; absent: only this one. */
  readonly readers?: number;
}

/** What an admin does in the HR tool, allows, types in and gets. */
export interface ProviderGuide {
  /** What the admin does in the HR tool, one step each. */
  readonly setupSteps: readonly string[];
  /** The vendor's own page about it; null where there is none. */
  readonly link: string | null;
  readonly dataRead: readonly DataRead[];
  readonly credentialFields: readonly CredentialField[];
  readonly settingFields: readonly SettingField[];
  /** Formula for people, for example `1 + ⌈N/100⌉`, and its value for N employees. */
  readonly requests: { readonly formula: string; count(employees: number): number };
  /** How bank details are read, one phrase. */
  readonly bankDetails: string;
}

/** Ways into one HR tool with a guide each, such as two generations of its API; a setting chooses. */
interface ProviderVariants {
  /** Key of the setting, which is among the `settingFields` of every way. */
  readonly setting: string;
  /** As the wizard asks for it, before the credentials. */
  readonly question: string;
  /** The first one is meant when the setting is absent; its guide is the provider's own. */
  readonly choices: readonly {
    readonly value: string;
    readonly label: string;
    readonly guide: ProviderGuide;
  }[];
}

/**
 * An HR tool: data plus two functions. The wizard, `providers` and the documentation are generated
 * from the data.
 */
export interface Provider<Settings = unknown> extends ProviderGuide {
  readonly id: string;
  readonly title: string;
  readonly settings: z.ZodType<Settings>;
  /** Only where the guide depends on a setting; `providerWith` gives the provider as it is chosen. */
  readonly variants?: ProviderVariants;
  /**
   * The speed the client keeps to, for vendors that enforce a limit their answers say nothing about.
   * Limits that come in headers are followed by the provider itself.
   */
  readonly callsPerSecond?: number;
  /**
   * What it means that somebody is missing from a complete read: null leaves it to `leavers.absent`,
   * `unknown` says nothing about the person, who is then never archived for it. Absent: null.
   */
  absentPeople?(settings: Settings): "unknown" | null;
  /** Whether answers speak of one day. Entities share one read only while it is the same day for both. */
  readonly readsAsOfToday?: true;
  /** What the vendor does not document and this provider assumes. */
  readonly notVerified: readonly string[];
  /** How one account of this vendor is told from another. */
  readonly account: AccountRules<Settings>;
  /** The vendor's host. `source.baseUrl` in the configuration overrides it. */
  baseUrl(settings: Settings, credentials: Readonly<Record<string, string>>): string;
  /**
   * What the vendor's hosts are shown who calls, for those that ask for a certificate.
   * @throws Problem `client_certificate_unusable`, `client_certificate_expired`
   */
  clientCertificate?(credentials: Readonly<Record<string, string>>, now: Date): ClientCertificate;
  /**
   * One cheap look that tells what the credential can and cannot see.
   * @throws Problem (`credentials`, `temporary`, `configuration`) naming the next step.
   */
  verify(connection: ProviderConnection<Settings>): Promise<VerifyReport>;
  /**
   * Reads everybody, leavers included, page by page, and says at the end whether that was everybody.
   * It never repeats what it has yielded: the caller who wants a second try after an incomplete read
   * drops what it got and calls again.
   * @throws Problem as `verify`, and `attributes_not_readable` when required data are on nobody.
   */
  readEmployees(connection: ProviderConnection<Settings>): EmployeeRead;
  /**
   * Only for vendors that give bank details person by person: the reader for people who are created or
   * changed, null when the settings switch it off. Employees of `readEmployees` then have none.
   */
  bankDetailsReader?(connection: ProviderConnection<Settings>): BankDetailsReader | null;
}

/** How the accounts of one HR tool are told apart. */
export interface AccountRules<Settings> {
  /** Hosts that all customers share: such a host alone tells no account from another. */
  readonly sharedHosts: readonly string[];
  /**
   * The account's name in the vendor's host or path (domain, tenant), in one spelling; null where the
   * vendor has none. Never a secret.
   */
  name(settings: Settings, credentials: Readonly<Record<string, string>>): string | null;
}

/**
 * The identity of an HR account: the vendor's own company id where an answer told it, else host and
 * name. Keys and tokens are no part of it, so a rotated key is the same account.
 *
 * @param company as told by an answer (`ProviderConnection.noteCompany`); null: none told it
 */
export function accountOf<Settings>(
  { id, account }: Provider<Settings>,
  { http, settings, credentials }: ProviderConnection<Settings>,
  company: string | null,
): SourceAccount {
  if (company !== null) return { key: `${id}:company:${company}`, isProven: true };
  const { host, pathname } = new URL(http.baseUrl);
  const name = account.name(settings, credentials);
  const place = `${host}${pathname.replace(/\/$/u, "")}`;
  return {
    key: `${id}:${place}${name === null ? "" : `:${name}`}`,
    isProven: name !== null || !account.sharedHosts.includes(host),
  };
}

/**
 * The provider as these settings choose it: where a setting decides the API version, with the guide of that
 * way. Settings that are not valid leave the provider's own guide; its schema is what refuses them.
 *
 * @param settings as written in the configuration, not parsed yet
 */
export function providerWith<Settings>(provider: Provider<Settings>, settings: unknown): Provider<Settings> {
  const { variants } = provider;
  if (!variants || typeof settings !== "object" || settings === null) return provider;
  const value = Object.entries(settings).find(([key]) => key === variants.setting)?.[1];
  const chosen = variants.choices.find((choice) => choice.value === value);
  return chosen ? { ...provider, ...chosen.guide } : provider;
}

/** The guides of all ways in: one for most providers. */
export function guidesOf(provider: Provider): readonly ProviderGuide[] {
  return provider.variants?.choices.map(({ guide }) => guide) ?? [provider];
}

/** The settings of all ways in, each once. */
export function everySettingField(provider: Provider): readonly SettingField[] {
  const fields = guidesOf(provider).flatMap(({ settingFields }) => settingFields);
  return [...new Map(fields.map((field) => [field.key, field])).values()];
}

/** One phrase about a provider; where its ways in differ, the phrases of all. */
export function inEveryWay(provider: Provider, phrase: (guide: ProviderGuide) => string): string {
  return [...new Set(guidesOf(provider).map(phrase))].join("; or ");
}
