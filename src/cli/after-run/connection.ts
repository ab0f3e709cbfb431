import type { ConnectionId } from "../../credentials/store.js";

/**
 * Where the secrets of the notifications are kept. They belong to the installation, not to an entity;
 * no HR tool is called `notify`, so an entity of this name does no harm.
 */
export const NOTIFY_CONNECTION: ConnectionId = { entity: "installation", connection: "notify" };
