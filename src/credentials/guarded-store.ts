import { Problem } from "../sync/errors.js";
import { isHidden } from "./names.js";
import { secretFault, trimSecret } from "./secret-text.js";
import type { ConnectionId, CredentialStore, SecretRegistry } from "./store.js";

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
