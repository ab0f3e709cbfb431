import type { EntityConfig } from "../../config/entity-config.js";
import type { Provider } from "../../providers/provider.js";
import { findProvider } from "../../providers/registry.js";
import { providerWith } from "../../providers/variants.js";
import { Problem } from "../../sync/errors.js";
import { type Connection, hrConnection, spendeskConnection } from "../connect/connections.js";
import type { StoreOf } from "./open.js";

/** One end of a configured entity. */
export interface Target extends Connection {
  readonly entity: EntityConfig;
  /** Null: the Spendesk end. */
  readonly provider: Provider | null;
}

/** Both ends of every entity, Spendesk first. @throws Problem `unknown_provider` */
export async function targetsOf(
  entities: readonly EntityConfig[],
  storeOf: StoreOf,
): Promise<readonly Target[]> {
  const targets = await Promise.all(
    entities.map(async (entity): Promise<readonly Target[]> => {
      const { settings, provider: providerId } = entity.source;
      const provider = providerWith(await findProvider(providerId), settings);
      return [
        { ...spendeskConnection(entity.id, storeOf), entity, provider: null },
        { ...hrConnection(entity.id, provider, storeOf), entity, provider },
      ];
    }),
  );
  return targets.flat();
}

/**
 * The one connection a command works on.
 * @param name `spendesk` or a provider id, as typed
 * @throws Problem `unknown_connection`, `one_entity_only`
 */
export function chooseTarget(targets: readonly Target[], name: string | undefined, command: string): Target {
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
      next: `Run for example \`${command} ${known[0]}\`.`,
    });
  }
  const entities = fitting.map(({ entity }) => entity.id);
  throw new Problem({
    kind: "usage",
    code: "one_entity_only",
    what: "This command works on one entity at a time.",
    why: `Several have a connection ${name}: ${entities.join(", ")}.`,
    next: `Run \`${command} ${name} --entity ${entities[0]}\`.`,
  });
}

/** A connection for people: `acme-uk / personio`. */
export function nameOf({ id }: Pick<Target, "id">): string {
  return `${id.entity} / ${id.connection}`;
}

/** Names of the fields, as they are stored. */
export function keysOf({ fields }: Pick<Target, "fields">): readonly string[] {
  return fields.map(({ key }) => key);
}
