import { Problem } from "../sync/model/index.js";
import { type CredentialSet, fieldsOf, pickFields, withFields, withoutConnection } from "./credential-set.js";
import { secretFault, trimSecret } from "./input.js";
import { isHidden, setCommand } from "./names.js";
import type { ConnectionId, CredentialStore, SecretRegistry } from "./store.js";

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

    async remove(connection, kept = []) {
      const set = await file.load();
      const stored = fieldsOf(set, connection);
      const stays = pickFields(stored, kept);
      if (Object.keys(stays).length === Object.keys(stored).length) return false;
      const others = withoutConnection(set, connection);
      await file.save(Object.keys(stays).length === 0 ? others : withFields(others, connection, stays));
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

type Values = Readonly<Record<string, string>>;

/**
 * A store whose values are looked at on the way out and in, the same way for every store: line ends
 * behind them are dropped, what else is odd is refused (`credential_invalid`), and whatever is read and
 * hidden is made known to the redactor first.
 */
export function guardedStore(store: CredentialStore, redactor: SecretRegistry): CredentialStore {
  function checked(id: ConnectionId, values: Values): Values {
    for (const [field, value] of Object.entries(values)) {
      const fault = secretFault(value);
      if (fault !== null) throw invalid(store, id, field, fault);
    }
    return values;
  }

  return {
    ...store,
    async read(id, fields) {
      const values = trimmed(await store.read(id, fields));
      for (const [field, value] of Object.entries(values)) if (isHidden(field)) redactor.register(value);
      return checked(id, values);
    },
    async write(id, values) {
      return store.write(id, store.writable ? checked(id, trimmed(values)) : values);
    },
  };
}

function trimmed(values: Values): Values {
  return Object.fromEntries(Object.entries(values).map(([field, value]) => [field, trimSecret(value)]));
}

function invalid(store: CredentialStore, id: ConnectionId, field: string, why: string): Problem {
  return new Problem({
    kind: "credentials",
    code: "credential_invalid",
    what: `The credential ${id.entity} / ${id.connection} ${field} from the source "${store.id}" can't be right.`,
    why,
    next: `Copy it again, without anything around it. ${store.describeMissing(id, field)}`,
  });
}
