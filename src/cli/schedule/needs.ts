import { join } from "node:path";
import { type CredentialChoice, credentialSource } from "../../config/credential-sources.js";
import type { CredentialStoreId } from "../../config/credential-stores.js";
import { sourcePlace } from "../../config/entity-config.js";
import type { EntityConfig, LoadedConfig } from "../../config/load.js";
import { variableName } from "../../credentials/names.js";
import type { ConnectionId } from "../../credentials/store.js";
import { neededSecrets } from "../../observability/notify/channel.js";
import { providerWith } from "../../providers/provider.js";
import { NOTIFY_CONNECTION } from "../after-run/connection.js";
import { SPENDESK_FIELDS } from "../connection.js";
import { providerOf } from "../find-provider.js";
import { STATE_CONNECTION, STATE_SECRETS } from "../state/connection.js";
import { SERVICE_HOME } from "./job.js";
import type { CredentialNeed, Scheduler } from "./schedule.js";

type Stores = readonly [CredentialStoreId, ...CredentialStoreId[]];

/** Stores that work under each scheduler; the first one stands in for those that don't. */
const SUITABLE: Readonly<Record<Scheduler, Stores>> = {
  systemd: ["systemd", "env", "file", "encrypted-file", "command"],
  cron: ["file", "env", "encrypted-file", "command"],
  launchd: ["keychain", "file", "encrypted-file", "command"],
  "task-scheduler": ["keychain", "file", "encrypted-file", "command"],
  kubernetes: ["env"],
  "github-actions": ["env"],
  docker: ["env"],
};

/** A runner of one's own has the files and programs of its machine. */
const SUITABLE_ON_RUNNER: Stores = ["env", "file", "encrypted-file", "command"];

/** The same for another user than who prints the schedule, whose keychain nobody opens. */
const SUITABLE_FOR_OTHERS: Readonly<Partial<Record<Scheduler, Stores>>> = {
  launchd: ["file", "encrypted-file", "command"],
};

const WHY_NOT: Readonly<Partial<Record<CredentialStoreId, string>>> = {
  keychain: "A keychain is open only while somebody is logged in.",
  systemd: "Only systemd hands out its credentials.",
  env: "Its variables would stand in a file that others can read.",
  command: "The program it asks is not in the container or on the runner.",
};

export interface Placement {
  readonly needs: readonly CredentialNeed[];
  /** The store that SPENDESK_HR_CREDENTIALS_STORE must name; null: the file names the right one. */
  readonly store: CredentialStoreId | null;
  /** Whether that store stands in for the configured one. */
  readonly isReplaced: boolean;
  readonly warnings: readonly string[];
}

/**
 * What the job needs in the way of credentials, from stores that work under the scheduler. The variable
 * SPENDESK_HR_CREDENTIALS_STORE takes the place of the configured store; stores of single connections are
 * beyond its reach, so they are warned about.
 *
 * @throws Problem `unknown_provider`, `credentials_command_missing`
 */
export async function placeCredentials(
  config: Pick<LoadedConfig, "credentials" | "notify" | "stateUrl">,
  entities: readonly EntityConfig[],
  { scheduler, isOther }: { readonly scheduler: Scheduler; readonly isOther: boolean },
): Promise<Placement> {
  const [standIn, ...others] = suitableStores(scheduler, isOther, config.stateUrl !== null);
  const works = (store: CredentialStoreId) => store === standIn || others.includes(store);
  const connections = await connectionsOf(config, entities);
  const configured = connections.map((need) => ({
    ...need,
    source: credentialSource(config.credentials, need.id),
  }));
  const unsuitable = configured.filter(({ source }) => !works(source.store));
  const own = unsuitable.filter(({ id }) => hasOwnStore(config.credentials, id));
  // A store that stands in has no configured file: the usual one is in the home folder of who runs the job.
  const forJob = {
    ...config.credentials,
    ...(isOther && { userFolder: join(SERVICE_HOME, ".config", "spendesk-hr") }),
  };
  const replaced = unsuitable.length > own.length;
  const needs = configured.map((need) =>
    works(need.source.store)
      ? need
      : { ...need, source: credentialSource(withStore(forJob, standIn), need.id) },
  );
  return {
    needs,
    store: replaced ? standIn : chosenByVariable(config.credentials),
    isReplaced: replaced,
    warnings: [
      ...(replaced ? [replacedWarning(config.credentials.store.value, standIn, scheduler)] : []),
      ...own.map(({ id, source }) => ownWarning(id, blockOf(id, entities), source.store, standIn, scheduler)),
    ],
  };
}

function suitableStores(scheduler: Scheduler, isOther: boolean, hasDatabase: boolean): Stores {
  if (scheduler === "github-actions" && !hasDatabase) return SUITABLE_ON_RUNNER;
  return (isOther ? SUITABLE_FOR_OTHERS[scheduler] : undefined) ?? SUITABLE[scheduler];
}

/** The store the variable names now: the job has to have it, too. */
function chosenByVariable({ store }: CredentialChoice): CredentialStoreId | null {
  return store.origin.startsWith("environment ") ? store.value : null;
}

type Connection = Omit<CredentialNeed, "source">;

async function connectionsOf(
  { notify, stateUrl }: Pick<LoadedConfig, "notify" | "stateUrl">,
  entities: readonly EntityConfig[],
): Promise<readonly Connection[]> {
  const ends = await Promise.all(
    entities.map(async ({ id: entity, sources }): Promise<readonly Connection[]> => {
      const spendesk = { id: { entity, connection: "spendesk" }, fields: SPENDESK_FIELDS };
      const others = sources.map(async (source): Promise<Connection> => {
        const { credentialFields } = providerWith(await providerOf(source), source.settings);
        return {
          id: { entity, connection: source.name },
          fields: credentialFields.map(({ key }) => key),
        };
      });
      return [spendesk, ...(await Promise.all(others))];
    }),
  );
  const secrets = neededSecrets(notify);
  return [
    ...ends.flat(),
    ...(secrets.length > 0 ? [{ id: NOTIFY_CONNECTION, fields: secrets }] : []),
    ...(stateUrl ? [{ id: STATE_CONNECTION, fields: STATE_SECRETS }] : []),
  ];
}

function hasOwnStore({ own }: CredentialChoice, { entity, connection }: ConnectionId): boolean {
  return own.has(`${entity}/${connection}`);
}

/** The choice with another store for everybody. */
function withStore(choice: CredentialChoice, store: CredentialStoreId): CredentialChoice {
  return { ...choice, store: { value: store, origin: "schedule" }, own: new Map() };
}

function replacedWarning(from: CredentialStoreId, to: CredentialStoreId, scheduler: Scheduler): string {
  const why = WHY_NOT[from] ?? "Its files are not in the container or on the runner.";
  return `The store \`${from}\` can't be used under ${scheduler}. ${why} The schedule sets SPENDESK_HR_CREDENTIALS_STORE=${to} instead, and its steps say where to put the credentials; \`spendesk-hr credentials export\` takes them out of where they are now.`;
}

/** The block of a connection in the configuration of its entity. */
function blockOf({ entity: id, connection }: ConnectionId, entities: readonly EntityConfig[]): string {
  const entity = entities.find((one) => one.id === id);
  const source = entity?.sources.find(({ name }) => name === connection);
  return entity && source ? sourcePlace(entity, source) : "spendesk";
}

function ownWarning(
  id: ConnectionId,
  block: string,
  from: CredentialStoreId,
  to: CredentialStoreId,
  scheduler: Scheduler,
): string {
  return `The store \`${from}\` of ${id.entity} / ${id.connection} can't be used under ${scheduler}. Set entities.${id.entity}.${block}.credentials.store to ${to} in the configuration: no variable replaces the store of a single connection.`;
}

/** Variables with the credentials that come from the environment. */
export function neededVariables(needs: readonly CredentialNeed[]): readonly string[] {
  const names = needs
    .filter(({ source }) => source.store === "env")
    .flatMap(({ id, fields }) => fields.map((field) => variableName(id, field)));
  return [...new Set(names)];
}
