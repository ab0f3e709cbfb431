import type { ConnectionId } from "./store.js";

const PREFIX = "SPENDESK_HR";

/**
 * The environment variable of one credential (docs/credentials.md): `acme-uk`, `personio`, `clientSecret` make
 * `SPENDESK_HR_ACME_UK_PERSONIO_CLIENT_SECRET`.
 */
export function variableName(id: ConnectionId, field: string): string {
  return `${variablePrefix(id.entity)}${upperSnake(id.connection)}_${upperSnake(field)}`;
}

/** What the variables of all credentials of an entity begin with. */
export function variablePrefix(entity: string): string {
  return `${PREFIX}_${upperSnake(entity)}_`;
}

/** The variable that names a file with the credential instead, as Docker and Kubernetes mount them. */
export function fileVariableName(id: ConnectionId, field: string): string {
  return `${variableName(id, field)}_FILE`;
}

/** All variables that have a meaning for these connections, without their `_FILE` twins. */
export function knownVariables(
  connections: readonly { readonly id: ConnectionId; readonly fields: readonly string[] }[],
): readonly string[] {
  return connections.flatMap(({ id, fields }) => fields.map((field) => variableName(id, field)));
}

/**
 * The systemd credential with one field: `acme-uk`, `personio`, `clientSecret` make
 * `spendesk-hr.acme-uk.personio.client-secret`. systemd allows ASCII without `/` and `:`, 255 at most
 * (systemd.exec(5)); a unit may take all of them with `ImportCredential=spendesk-hr.*`.
 */
export function systemdName({ entity, connection }: ConnectionId, field: string): string {
  const kebab = field.replace(/([a-z0-9])([A-Z])/g, "$1-$2").toLowerCase();
  return `spendesk-hr.${entity}.${connection}.${kebab}`;
}

/** Connections whose credentials belong to the whole installation: those of the notifications and the state. */
const OF_NO_ENTITY: readonly string[] = ["notify", "state"];

/** The command that stores the credentials of a connection that is configured. */
export function setCommand({ entity, connection }: ConnectionId): string {
  const command = `spendesk-hr credentials set ${connection}`;
  return OF_NO_ENTITY.includes(connection) ? command : `${command} --entity ${entity}`;
}

/** Fields that name a place or an account, and so may appear in messages. */
const SHOWN_FIELDS = /(address|domain|endpoint|username|consumerId|serviceId)$/i;

/**
 * Whether a credential's value is hidden from every output. All are, except names of places and tools: hiding a
 * company's domain `acme`, or the service `hibob` behind Apideck, would hide the word everywhere.
 */
export function isHidden(field: string): boolean {
  return !SHOWN_FIELDS.test(field);
}

function upperSnake(text: string): string {
  return text
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/[^A-Za-z0-9]+/g, "_")
    .toUpperCase();
}
