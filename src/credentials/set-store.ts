import { type CredentialSet, fieldsOf, pickFields, withFields, withoutConnection } from "./credential-set.js";
import { guardedStore } from "./guarded-store.js";
import { setCommand } from "./names.js";
import type { CredentialStore, SecretRegistry } from "./store.js";

/** A file that holds credentials of many connections. */
export interface SetFile {
  readonly path: string;
  /** Checks that it can be read and written, without writing. @throws Problem */
  probe(): Promise<void>;
  /** What is in it; empty when it is not there yet. @throws Problem */
  load(): Promise<CredentialSet>;
  /** Replaces it. @throws Problem */
  save(set: CredentialSet): Promise<void>;
}

/** A store over one file of credentials, be it plain or encrypted. */
export function createSetStore(
  id: "file" | "encrypted-file",
  file: SetFile,
  redactor: SecretRegistry,
): CredentialStore {
  const store: CredentialStore = {
    id,
    writable: true,
    probe: () => file.probe(),

    async read(connection, fields) {
      return pickFields(fieldsOf(await file.load(), connection), fields);
    },

    async write(connection, values) {
      await file.save(withFields(await file.load(), connection, values));
    },

    async remove(connection) {
      const set = await file.load();
      if (Object.keys(fieldsOf(set, connection)).length === 0) return false;
      await file.save(withoutConnection(set, connection));
      return true;
    },

    async origins(connection, fields) {
      const found = pickFields(fieldsOf(await file.load(), connection), fields);
      return Object.keys(found).map((field) => ({ field, source: file.path }));
    },

    describeMissing: (connection) => `Run \`${setCommand(connection)}\`; it goes into ${file.path}.`,
  };
  return guardedStore(store, redactor);
}
