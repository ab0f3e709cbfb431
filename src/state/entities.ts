import * as z from "zod";
import { type EntityRecord, type FieldCounts, maskIbanLike, type StateStore } from "../sync/model/index.js";
import { columnsText, replaceText, type StateDatabase } from "./database.js";

type EntityRow = Omit<EntityRecord, "lastError" | "fieldCounts"> & {
  readonly lastErrorCode: string | null;
  readonly lastErrorMessage: string | null;
  readonly lastErrorWhy: string | null;
  readonly lastErrorNext: string | null;
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

const OTHERS = [
  ...["provider", "connection_status", "last_error_code", "last_error_message", "confirmed_config"],
  ...["last_attempt_at", "last_success_at", "key_expires_on", "confirmed_account", "confirmed_safety"],
  ...["applied_config", "connected_on", "field_counts", "last_error_why", "last_error_next"],
];

const SELECT = `SELECT ${columnsText(["entity", ...OTHERS])} FROM entities`;

const SAVE = replaceText("entities", ["entity"], OTHERS);

type EntityMethods = Pick<StateStore, "entities" | "entity" | "saveEntity">;

/** What is known about each entity, sorted by name. */
export function entityTable(database: StateDatabase): EntityMethods {
  return {
    entities: () =>
      database.read(async ({ all }) => (await all<EntityRow>(`${SELECT} ORDER BY entity`)).map(toRecord)),
    entity: (entity) =>
      database.read(async ({ first }) => {
        const row = await first<EntityRow>(`${SELECT} WHERE entity = @entity`, { entity });
        return row ? toRecord(row) : null;
      }),
    saveEntity: (record) => database.write(async ({ run }) => void (await run(SAVE, toRow(record)))),
  };
}

function toRecord({ lastErrorCode, lastErrorMessage, ...others }: EntityRow): EntityRecord {
  const { lastErrorWhy: why, lastErrorNext: next, fieldCounts, ...row } = others;
  const failed = lastErrorCode !== null && lastErrorMessage !== null;
  return {
    ...row,
    lastError: failed ? { code: lastErrorCode, message: lastErrorMessage, why, next } : null,
    fieldCounts: fieldCounts === null ? null : fieldCountsSchema.parse(JSON.parse(fieldCounts)),
  };
}

function toRow({ lastError, fieldCounts, ...record }: EntityRecord): EntityRow {
  return {
    ...record,
    lastErrorCode: lastError?.code ?? null,
    lastErrorMessage: lastError ? maskIbanLike(lastError.message) : null,
    lastErrorWhy: lastError?.why ? maskIbanLike(lastError.why) : null,
    lastErrorNext: lastError?.next ?? null,
    fieldCounts: fieldCounts && JSON.stringify(fieldCounts),
  };
}
