import { createHash } from "node:crypto";
import { configFingerprint } from "../config/confirmation.js";
import { type SourceConfig, sourcePlace, sourcesText } from "../config/entity-config.js";
import type { EntityConfig } from "../config/load.js";
import { readAllFields } from "../credentials/create-store.js";
import { announcing, createAnnouncements } from "../http/announcements.js";
import { type AnswerEvent, createHttpClient } from "../http/client.js";
import { READ_LIMITS, type ReadLimits } from "../http/read-budget.js";
import { sleep } from "../http/retry.js";
import type { HttpResponse } from "../http/types.js";
import { boundedBankReader, boundedRead } from "../providers/bounded-read.js";
import type { FileConnection } from "../providers/file/open.js";
import {
  accountOf,
  type CredentialKeeper,
  type Machine,
  type Provider,
  type ProviderConnection,
  providerWith,
} from "../providers/provider.js";
import { createSpendesk, type Spendesk } from "../spendesk/spendesk.js";
import { type UsesAttribute, withUsedAttributes } from "../sync/filter/index.js";
import {
  type CallLog,
  canonicalJson,
  dayInZone,
  type EmployeeSource,
  maskIbanLike,
  Problem,
  withStatusRules,
} from "../sync/model/index.js";
import type { EntityTask, TaskSource } from "../sync/run/index.js";
import type { AccountReaders } from "./account-readers.js";
import type { CliContext } from "./cli-context.js";
import { storeKeeper } from "./credentials/keeper.js";
import type { StoreOf } from "./credentials/open.js";
import { providerOf } from "./find-provider.js";
import { openHosts, type ProviderHosts, type VendorHost } from "./provider-hosts.js";
import { sayWait } from "./say-wait.js";
import { VERSION } from "./version.js";

/** Fields of a Spendesk API key, as stored and as named in the environment. */
export const SPENDESK_FIELDS = ["clientId", "clientSecret"] as const;

const USER_AGENT = `spendesk-hr/${VERSION}`;

/** An entity with both ends open: ready to be planned, and able to write when asked. */
export interface OpenConnection {
  readonly task: EntityTask;
  readonly spendesk: Spendesk;
}

/** How an entity's people are read. */
interface ReadOptions {
  /** Which further attributes of employees are kept; all, unless it says otherwise. */
  readonly keeps?: UsesAttribute;
  /** Other runs may read the same accounts at the same time. */
  readonly readers?: AccountReaders;
}

/**
 * Opens both ends of an entity that is configured.
 * @throws Problem when something is missing
 */
export async function openConnection(
  entity: EntityConfig,
  credentials: StoreOf,
  context: CliContext,
  { keeps = allAttributes, readers = () => 1 }: ReadOptions = {},
): Promise<OpenConnection> {
  if (!entity.configured) throw notConfigured(entity);
  const spendesk = await openSpendesk(entity, credentials, context);
  const sources: (TaskSource & { readonly source: CallLog })[] = [];
  for (const config of entity.sources) {
    const source = await openSource(entity, config, credentials, context, {
      keeps,
      readers: readers(entity.id, config),
    });
    sources.push({ name: config.name, source, filter: config.filter });
  }
  return {
    spendesk,
    task: {
      entity: entity.id,
      providerId: sourcesText(entity),
      timezone: entity.timezone,
      policy: entity.policy,
      safety: entity.safety,
      configFingerprint: configFingerprint(entity),
      sources,
      reader: spendesk.reader,
      calls: { provider: callsOf(sources.map(({ source }) => source)), spendesk },
    },
  };
}

/** The Spendesk end of an entity. @throws Problem `credentials_missing` */
export async function openSpendesk(
  entity: Pick<EntityConfig, "id" | "spendesk">,
  credentials: StoreOf,
  context: CliContext,
): Promise<Spendesk> {
  const id = { entity: entity.id, connection: "spendesk" };
  const key = await readAllFields(credentials(id), id, SPENDESK_FIELDS);
  return spendeskWith(entity, key, context);
}

/** The Spendesk end with credentials that may not be stored yet (the wizard's live check). */
export function spendeskWith(
  entity: Pick<EntityConfig, "id" | "spendesk">,
  key: Readonly<Record<string, string>>,
  context: CliContext,
): Spendesk {
  return createSpendesk({
    baseUrl: entity.spendesk.baseUrl,
    isVendorHost: entity.spendesk.environment !== "custom",
    credentials: { clientId: key.clientId ?? "", clientSecret: key.clientSecret ?? "" },
    routes: entity.spendesk.routes,
    writeScope: entity.spendesk.writeScope,
    registerSecret: context.redactor.register,
    readLimits: readLimits(context),
    ...clientOptions(entity.id, "Spendesk", context),
  });
}

/** The calls of all sources of an entity. */
function callsOf(logs: readonly CallLog[]): CallLog {
  return {
    requestCount: () => logs.reduce((total, log) => total + log.requestCount(), 0),
    announcements: () => logs.flatMap((log) => log.announcements()),
  };
}

/**
 * An HR end of an entity.
 * @param readers how many runs read its account at once
 * @throws Problem `credentials_missing`, `unknown_provider`, `provider_settings`
 */
export async function openSource(
  entity: EntityConfig,
  source: SourceConfig,
  credentials: StoreOf,
  context: CliContext,
  { keeps = allAttributes, readers = 1 }: { readonly keeps?: UsesAttribute; readonly readers?: number } = {},
): Promise<EmployeeSource & CallLog> {
  const provider = providerWith(await providerOf(source), source.settings);
  const fields = provider.credentialFields.map((field) => field.key);
  const id = { entity: entity.id, connection: source.name };
  const store = credentials(id);
  const values = await readAllFields(store, id, fields);
  const keeper = storeKeeper({ id, store, keys: fields }, context);
  const connection = providerConnection(provider, entity, source, values, context, keeper, readers);
  const readBankDetails = boundedBankReader(provider, connection, readLimits(context));
  const { statuses } = source;
  const key = connection.accountKey;
  const saysNothing = provider.absentPeople?.(connection.settings) === "unknown";
  return {
    providerId: provider.id,
    // Entities that give statuses another meaning have other employees.
    accountKey: Object.keys(statuses).length === 0 ? key : `${key}:${canonicalJson(statuses)}`,
    account: () => accountOf(provider, connection, context.companies.get(key) ?? null),
    readEmployees: () => {
      const read = withStatusRules(boundedRead(provider, connection, readLimits(context)), statuses);
      return keeps === allAttributes ? read : withUsedAttributes(read, keeps);
    },
    ...(saysNothing && { absentPeople: "unknown" as const }),
    ...(readBankDetails && { readBankDetails }),
    requestCount: connection.requestCount,
    announcements: connection.announcements,
  };
}

/** For whoever shows them or offers them for rules. */
export const allAttributes: UsesAttribute = () => true;

type OpenProvider = ProviderConnection<unknown> &
  ProviderHosts &
  Pick<EmployeeSource, "accountKey"> &
  CallLog;

/**
 * A provider with credentials that may not be stored yet.
 * @param keeper of what the HR tool replaces of them
 * @param readers how many runs read this account at once: each keeps to its part of the pace
 * @throws Problem `provider_settings`, and those of `Provider.clientCertificate`
 */
export function providerConnection(
  provider: Provider,
  entity: Pick<EntityConfig, "id" | "timezone" | "sources">,
  source: SourceConfig,
  credentials: Readonly<Record<string, string>>,
  context: CliContext,
  keeper: CredentialKeeper,
  readers = 1,
): OpenProvider {
  const settings = parseSettings(provider, entity, source);
  const account = accountKey([provider.id, source.baseUrl, credentials]);
  const pacer = context.paces.of(provider, account, readers);
  const announcements = createAnnouncements(provider.title);
  const clientCertificate = provider.clientCertificate?.(credentials, context.process.clock.now());
  const hosts = openHosts(
    source.baseUrl,
    () => vendorHost(provider, settings, credentials),
    (baseUrl, isVendorHost) => {
      const limits = clientOptions(entity.id, provider.title, context);
      const http = createHttpClient({ baseUrl, isVendorHost, pacer, clientCertificate, ...limits });
      return announcing(http, announcements);
    },
  );
  const today = () => dayInZone(context.process.clock.now(), entity.timezone);
  const key = accountKey([
    provider.id,
    hosts.http.baseUrl,
    settings,
    credentials,
    ...(provider.readsAsOfToday ? [today()] : []),
  ]);
  return {
    ...hosts,
    credentials,
    keeper,
    settings,
    today,
    now: () => context.process.clock.now(),
    accountKey: key,
    registerSecret: context.redactor.register,
    announcements: announcements.sentences,
    noteCompany: (company) => context.companies.set(key, company),
    machine: machineOf(context),
    readers,
  };
}

/**
 * What it takes to look at an export whose settings are not complete yet.
 * @param entity its id, and `source.baseUrl` where there is one
 */
export function exportConnection(
  provider: Provider,
  entity: { readonly id: string; readonly baseUrl: string | null },
  credentials: Readonly<Record<string, string>>,
  context: CliContext,
): FileConnection {
  const { httpAt } = openHosts(
    entity.baseUrl,
    () => vendorHost(provider, {}, credentials),
    (baseUrl, isVendorHost) =>
      createHttpClient({ baseUrl, isVendorHost, ...clientOptions(entity.id, provider.title, context) }),
  );
  return {
    httpAt,
    credentials,
    registerSecret: context.redactor.register,
    now: () => context.process.clock.now(),
    machine: machineOf(context),
  };
}

/** This computer, for sources that are read on it. */
function machineOf({ process }: Pick<CliContext, "process">): Machine {
  const { network, stdin, env, signal } = process;
  const wait = network?.sleep ?? sleep;
  return {
    sleep: (milliseconds) => wait(milliseconds, signal),
    ...{ stdin, env, signal },
  };
}

/** A host that is another one without the account's credentials is made from what somebody typed there. */
function vendorHost(
  provider: Provider,
  settings: unknown,
  credentials: Readonly<Record<string, string>>,
): VendorHost {
  const baseUrl = provider.baseUrl(settings, credentials);
  try {
    return { baseUrl, isTyped: provider.baseUrl(settings, {}) !== baseUrl };
  } catch {
    return { baseUrl, isTyped: true };
  }
}

/** The same account with the same settings is read once a run; hashed, since credentials are part of it. */
function accountKey(parts: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

/** What one read of everybody may take. */
export function readLimits({ network, process }: CliContext): ReadLimits {
  const milliseconds = network.readTimeoutMs ?? READ_LIMITS.milliseconds;
  return { ...READ_LIMITS, milliseconds, ...process.network?.wholeRead };
}

/** What both ends of an entity have in common. */
function clientOptions(entity: string, service: string, context: CliContext) {
  return {
    userAgent: USER_AGENT,
    signal: context.process.signal,
    // What a server says is kept and sent on, so it is cleaned where it comes in.
    redact: (text: string) => maskIbanLike(context.redactor.redact(text)),
    onAnswer: (answer: AnswerEvent) =>
      context.log.debug("answer", { event: "call.answered", entity, ...answer }),
    onHeaders: (headers: HttpResponse["headers"]) => context.clockWatch.note(service, headers),
    onWait: (milliseconds: number, why: string) => {
      const textOf = (seconds: number) => `${entity}: next call in ${seconds} s (${why})`;
      sayWait({ key: entity, event: "call.waiting", fields: { entity }, milliseconds, textOf }, context);
    },
    ...context.network,
    ...context.process.network,
  };
}

function notConfigured(entity: EntityConfig): Problem {
  return new Problem({
    kind: "configuration",
    code: "entity_not_configured",
    what: `${entity.id} is connected, but nobody has chosen which employees are synchronised.`,
    why: "The configuration has no `employees` for it.",
    next: `Run \`spendesk-hr configure --entity ${entity.id}\`.`,
  });
}

/**
 * An entity's settings for its provider, checked by the provider's own schema.
 * @throws Problem `provider_settings`
 */
export function parseSettings(
  provider: Provider,
  entity: Pick<EntityConfig, "id" | "sources">,
  source: SourceConfig,
): unknown {
  const parsed = provider.settings.safeParse(source.settings ?? {});
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(
    (issue) => `${issue.path.join(".") || "settings"}: ${issue.message}.`,
  );
  throw new Problem({
    kind: "configuration",
    code: "provider_settings",
    what: `The settings of ${provider.title} in entities.${entity.id}.${sourcePlace(entity, source)}.settings are not valid.`,
    why: issues.join(" "),
    next: `Correct the configuration file (\`spendesk-hr config validate\` says where), or run \`spendesk-hr connect ${provider.id} --entity ${entity.id}\` again.`,
  });
}
