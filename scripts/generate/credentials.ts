import { NOTIFY_CONNECTION } from "../../src/cli/after-run/connection.js";
import { SPENDESK_FIELDS } from "../../src/cli/connection.js";
import { STATE_CONNECTION, STATE_SECRETS } from "../../src/cli/state/connection.js";
import type { CredentialStoreId } from "../../src/config/credential-stores.js";
import { systemdName, variableName } from "../../src/credentials/names.js";
import { NOTIFY_SECRETS } from "../../src/observability/notify/channel.js";
import type { Provider } from "../../src/providers/provider.js";
import { guidesOf } from "../../src/providers/provider.js";
import { code, table } from "./table.js";

/** The compiler asks for every store. */
const STORES: Record<CredentialStoreId, readonly [where: string, protectedBy: string, use: string]> = {
  keychain: [
    "the system's keychain (macOS, Windows, or a Secret Service through `libsecret`)",
    "the login of the user",
    "the computer of a person",
  ],
  env: ["variables, or files that `…_FILE` variables name", "whoever sets them", "containers, CI"],
  file: ["one JSON file", "its mode 0600; it is not encrypted", "cron on a server of one's own"],
  "encrypted-file": [
    "one file in the format of age",
    "a passphrase, or a key kept elsewhere",
    "servers whose disks are copied; moving between machines",
  ],
  systemd: [
    "files that systemd hands to the unit in `$CREDENTIALS_DIRECTORY`",
    "root; with `systemd-creds encrypt` also the machine",
    "servers with systemd: the recommended one",
  ],
  command: [
    "a program that prints one credential, such as a vault's",
    "that program",
    "companies with a password vault",
  ],
};

/** The entity of the examples. */
const ENTITY = "acme-uk";

export function storeTable(): string {
  return table(
    ["Store", "Where", "Protected by", "For"],
    Object.entries(STORES).map(([store, cells]) => [code(store), ...cells]),
  );
}

/** All names under which credentials are looked for, for an entity `acme-uk`. */
export function credentialNameTable(providers: readonly Provider[]): string {
  const connections = [
    { title: "Spendesk", id: { entity: ENTITY, connection: "spendesk" }, fields: [...SPENDESK_FIELDS] },
    ...providers.map((provider) => ({
      title: provider.title,
      id: { entity: ENTITY, connection: provider.id },
      fields: guidesOf(provider).flatMap((guide) => guide.credentialFields.map(({ key }) => key)),
    })),
    { title: "Notifications", id: NOTIFY_CONNECTION, fields: [...NOTIFY_SECRETS] },
    { title: "State in PostgreSQL", id: STATE_CONNECTION, fields: [...STATE_SECRETS] },
  ];
  return table(
    ["Connection", "Field", "Variable", "systemd credential"],
    connections.flatMap(({ title, id, fields }) =>
      [...new Set(fields)].map((field) => [
        title,
        code(field),
        code(variableName(id, field)),
        code(systemdName(id, field)),
      ]),
    ),
  );
}
