import type { EntityConfig, SourceConfig } from "../../config/entity-config.js";
import type { LoadedConfig } from "../../config/load.js";
import type { CredentialStore } from "../../credentials/store.js";
import { type NotifySecret, neededSecrets } from "../../observability/notify/channel.js";
import { type CredentialField, type Provider, providerWith } from "../../providers/provider.js";
import type { PostgresAddress } from "../../shared/postgres-address.js";
import { inEntity, Problem } from "../../sync/model/index.js";
import { NOTIFY_CONNECTION } from "../after-run/connection.js";
import type { CliContext } from "../cli-context.js";
import { type Connection, hrConnection, spendeskConnection } from "../connect/connections.js";
import { providerOf } from "../find-provider.js";
import { entitiesText } from "../output/run-text.js";
import { selectEntities } from "../select-entities.js";
import { STATE_CONNECTION, stateFields } from "../state/connection.js";
import { openCredentials, type StoreOf } from "./open.js";

/** What a connection leads to. */
export type End =
  | { readonly kind: "spendesk"; readonly entity: EntityConfig }
  | {
      readonly kind: "hr-tool";
      readonly entity: EntityConfig;
      readonly source: SourceConfig;
      readonly provider: Provider;
    }
  /** The channels of the notifications; they belong to the installation. */
  | { readonly kind: "notify" }
  /** The database of the state; it belongs to the installation, too. */
  | { readonly kind: "state"; readonly config: LoadedConfig };

/** Something that needs credentials. */
export interface Target extends Connection {
  readonly end: End;
}

/**
 * All ends of the entities that `--entity` and `--group` name, Spendesk first. Without these flags: of all, and
 * those of the installation: the notifications if their channels need credentials, and the state if it is in a
 * database.
 * @throws Problem `no_entities`, `unknown_entity`, `unknown_group`, `unknown_provider`
 */
export async function targetsOf(config: LoadedConfig, context: CliContext): Promise<readonly Target[]> {
  const storeOf = openCredentials(config.credentials, context);
  const { entity, group } = context.globals;
  const targets = await Promise.all(
    selectEntities(config, { entity, group }).map(async (entity): Promise<readonly Target[]> => {
      const sources = entity.sources.map(async (source): Promise<Target> => {
        const found = await inEntity(entity.id, () => providerOf(source));
        const provider = providerWith(found, source.settings);
        const end = { kind: "hr-tool", entity, source, provider } as const;
        return { ...hrConnection(entity.id, source.name, provider, storeOf), end };
      });
      return [
        { ...spendeskConnection(entity.id, storeOf), end: { kind: "spendesk", entity } },
        ...(await Promise.all(sources)),
      ];
    }),
  );
  return [...targets.flat(), ...(entity.length + group.length > 0 ? [] : ofInstallation(config, storeOf))];
}

function ofInstallation(config: LoadedConfig, storeOf: StoreOf): readonly Target[] {
  const secrets = neededSecrets(config.notify);
  return [
    ...(secrets.length === 0
      ? []
      : [{ ...notifyConnection(secrets, storeOf), end: { kind: "notify" } as const }]),
    ...(config.stateUrl === null
      ? []
      : [{ ...stateConnection(config.stateUrl, storeOf), end: { kind: "state", config } as const }]),
  ];
}

/**
 * The one connection a command works on.
 * @param name `spendesk` or the name of a source, as typed
 * @throws Problem `unknown_connection`, `one_entity_only`
 */
export function chooseTarget(targets: readonly Target[], name: string | undefined, command: string): Target {
  const ofSeveral = new Set(targets.flatMap(({ end }) => ("entity" in end ? end.entity.id : []))).size > 1;
  const fitting = targets.filter(({ id }) => id.connection === name);
  const [only, another] = fitting;
  if (only && !another) return only;
  if (!only) {
    const known = [...new Set(targets.map(({ id }) => id.connection))];
    throw new Problem({
      kind: "usage",
      code: "unknown_connection",
      what: `No entity has a connection ${name ?? ""}.`,
      why: `Known connections: ${known.join(", ")}.`,
      next: `Run for example \`${command} ${known[0]}${ofSeveral ? " --entity <id>" : ""}\`.`,
    });
  }
  const entities = fitting.map(({ id }) => id.entity);
  throw new Problem({
    kind: "usage",
    code: "one_entity_only",
    what: "This command works on one entity at a time.",
    why: `${entities.length} have a connection ${name}: ${entitiesText(entities)}.`,
    next: `Name the one you mean: \`${command} ${name} --entity <id>\`.`,
  });
}

/** A connection for people: `acme-uk / personio`. */
export function nameOf({ id }: Pick<Target, "id">): string {
  return `${id.entity} / ${id.connection}`;
}

/** Names of the fields that the connection can't do without, as they are stored. */
export function neededKeysOf({ fields }: Pick<Target, "fields">): readonly string[] {
  return fields.filter(({ isOptional }) => isOptional !== true).map(({ key }) => key);
}

/** Whether it belongs to the installation and to no entity. */
export function isOfInstallation({ end }: Pick<Target, "end">): boolean {
  return end.kind === "notify" || end.kind === "state";
}

/** Names of the fields, as they are stored. */
export function keysOf({ fields }: Pick<Target, "fields">): readonly string[] {
  return fields.map(({ key }) => key);
}

/** The flag that names the target's entity in a command, with a blank in front. */
export function entityFlag(target: Target): string {
  const { id } = target;
  return isOfInstallation(target) ? "" : ` --entity ${id.entity}`;
}

const FIELDS: Readonly<Record<NotifySecret, Pick<CredentialField, "label" | "help" | "validate">>> = {
  webhookSecret: {
    label: "Secret of the webhook",
    help: "What is sent to the webhook is signed with it, so that the receiver knows who sent it.",
    validate: checkText,
  },
  slackUrl: {
    label: "Slack address",
    help: "The incoming webhook that Slack made for the channel. Whoever knows it can write there.",
    validate: checkAddress,
  },
  smtpPassword: {
    label: "Password of the mail server",
    help: "It belongs to the user name in notify.email.username.",
    validate: checkText,
  },
  healthchecksUrl: {
    label: "Address of the monitor",
    help: "The ping address of the check. Whoever knows it can report a run.",
    validate: checkAddress,
  },
};

/** The notifications as something that needs these credentials. */
function notifyConnection(secrets: readonly NotifySecret[], storeOf: StoreOf): Connection {
  return {
    id: NOTIFY_CONNECTION,
    title: "Notifications",
    fields: secrets.map((key) => ({ key, secret: true, ...FIELDS[key] })),
    store: storeOf(NOTIFY_CONNECTION),
  };
}

/** The state in a database as something that needs these credentials. */
function stateConnection(address: PostgresAddress, storeOf: StoreOf): Connection {
  return {
    id: STATE_CONNECTION,
    title: "State",
    fields: stateFields(address),
    store: storeOf(STATE_CONNECTION),
  };
}

function checkText(value: string): string | null {
  return value.trim() === "" ? "It is empty." : null;
}

function checkAddress(value: string): string | null {
  return URL.canParse(value) ? null : "It is not an address; copy all of it, from https:// on.";
}

const ADVICE: Readonly<Record<string, string>> = {
  env: "in the environment: remove the variables there",
  systemd: "in the systemd unit: take them out of it",
  command: "in the program that is asked for them: delete them there",
};

/** Where credentials are that this program can't delete, and what to do, a phrase. */
export function keptElsewhere({ id }: CredentialStore): string {
  return ADVICE[id] ?? `in the source ${id}`;
}
