import { maskIbanLike } from "../sync/mask-ibans.js";
import type { ConnectionStatus, EntityRecord, StateStore } from "../sync/ports.js";
import type { StateDatabase } from "./sqlite.js";

interface EntityRow {
  readonly entity: string;
  readonly provider: string | null;
  readonly connectionStatus: ConnectionStatus;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly confirmedConfig: string | null;
  readonly lastAttemptAt: string | null;
  readonly lastSuccessAt: string | null;
  readonly lastCompleteEmployees: number | null;
  readonly keyExpiresOn: string | null;
}

const SELECT = `
  SELECT entity, provider, connection_status AS connectionStatus, last_error_code AS errorCode,
    last_error_message AS errorMessage, confirmed_config AS confirmedConfig,
    last_attempt_at AS lastAttemptAt, last_success_at AS lastSuccessAt,
    last_complete_employees AS lastCompleteEmployees, key_expires_on AS keyExpiresOn
  FROM entities`;

const SAVE = `
  INSERT OR REPLACE INTO entities (entity, provider, connection_status, last_error_code, last_error_message,
    confirmed_config, last_attempt_at, last_success_at, last_complete_employees, key_expires_on)
  VALUES (@entity, @provider, @connectionStatus, @errorCode, @errorMessage,
    @confirmedConfig, @lastAttemptAt, @lastSuccessAt, @lastCompleteEmployees, @keyExpiresOn)`;

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

function toRecord({ errorCode, errorMessage, ...row }: EntityRow): EntityRecord {
  const failed = errorCode !== null && errorMessage !== null;
  return { ...row, lastError: failed ? { code: errorCode, message: errorMessage } : null };
}

function toRow({ lastError, ...record }: EntityRecord): EntityRow {
  return {
    ...record,
    errorCode: lastError?.code ?? null,
    errorMessage: lastError ? maskIbanLike(lastError.message) : null,
  };
}
