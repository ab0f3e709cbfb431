import { z } from "zod";
import { type EntityRecord, type FieldCounts, maskIbanLike, type StateStore } from "../sync/model/index.js";
import type { StateDatabase } from "./sqlite.js";

type EntityRow = Omit<EntityRecord, "lastError" | "fieldCounts"> & {
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly fieldCounts: string | null;
};

const countsShape = {
  people: z.int().nonnegative(),
  filled: z.record(z.string(), z.int().nonnegative()),
};

const fieldCountsSchema: z.ZodType<FieldCounts> = z.object({
  ...countsShape,
  sources: z.record(z.string(), z.object(countsShape)).exactOptional(),
});

const SELECT = `
  SELECT entity, provider, connection_status AS connectionStatus, last_error_code AS errorCode,
    last_error_message AS errorMessage, confirmed_config AS confirmedConfig,
    last_attempt_at AS lastAttemptAt, last_success_at AS lastSuccessAt, key_expires_on AS keyExpiresOn,
    confirmed_account AS confirmedAccount, confirmed_safety AS confirmedSafety, applied_config AS appliedConfig,
    connected_on AS connectedOn, field_counts AS fieldCounts
  FROM entities`;

const SAVE = `
  INSERT OR REPLACE INTO entities (entity, provider, connection_status, last_error_code, last_error_message,
    confirmed_config, last_attempt_at, last_success_at, key_expires_on, confirmed_account, confirmed_safety,
    applied_config, connected_on, field_counts)
  VALUES (@entity, @provider, @connectionStatus, @errorCode, @errorMessage,
    @confirmedConfig, @lastAttemptAt, @lastSuccessAt, @keyExpiresOn, @confirmedAccount, @confirmedSafety,
    @appliedConfig, @connectedOn, @fieldCounts)`;

type EntityMethods = Pick<StateStore, "entities" | "entity" | "saveEntity">;

/** What is known about each entity, sorted by name. */
export function entityTable(database: StateDatabase): EntityMethods {
  return {
    entities: () =>
      database.read((sqlite) =>
        sqlite.prepare<[], EntityRow>(`${SELECT} ORDER BY entity`).all().map(toRecord),
      ),
    entity: (id) =>
      database.read((sqlite) => {
        const row = sqlite.prepare<[string], EntityRow>(`${SELECT} WHERE entity = ?`).get(id);
        return row ? toRecord(row) : null;
      }),
    saveEntity: (record) =>
      database.write((sqlite) => void sqlite.prepare<[EntityRow]>(SAVE).run(toRow(record))),
  };
}

function toRecord({ errorCode, errorMessage, fieldCounts, ...row }: EntityRow): EntityRecord {
  const failed = errorCode !== null && errorMessage !== null;
  return {
    ...row,
    lastError: failed ? { code: errorCode, message: errorMessage } : null,
    fieldCounts: fieldCounts === null ? null : fieldCountsSchema.parse(JSON.parse(fieldCounts)),
  };
}

function toRow({ lastError, fieldCounts, ...record }: EntityRecord): EntityRow {
  return {
    ...record,
    errorCode: lastError?.code ?? null,
    errorMessage: lastError ? maskIbanLike(lastError.message) : null,
    fieldCounts: fieldCounts && JSON.stringify(fieldCounts),
  };
}
