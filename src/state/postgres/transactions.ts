import type { Client } from "pg";
import { commit } from "./database.js";
import { translated } from "./problems.js";
import { lockKeyOf } from "./schema.js";
import type { Session } from "./session.js";

/**
 * One transaction that nobody else writes beside, because every write takes the same lock first. It is not
 * done again when the connection is lost.
 */
export async function exclusively<T>(session: Session, work: (client: Client) => Promise<T>): Promise<T> {
  const { server } = session;
  return inTransaction(session, work, async (client) => {
    const lock = await lockKeyOf(client, server.schema);
    return `BEGIN; SELECT pg_advisory_xact_lock(${lock})`;
  });
}

/** One transaction that reads all as it was at its beginning, also while others write. */
export async function asOfNow<T>(session: Session, work: (client: Client) => Promise<T>): Promise<T> {
  return inTransaction(session, work, async () => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
}

async function inTransaction<T>(
  session: Session,
  work: (client: Client) => Promise<T>,
  beginning: (client: Client) => Promise<string>,
): Promise<T> {
  const client = await connectedClient(session);
  try {
    await translated(session.server, async () => void (await client.query(await beginning(client))));
    const result = await work(client);
    await translated(session.server, () => commit(client));
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    throw error;
  }
}

/** @throws Problem of a server that can't be used */
export function connectedClient(session: Session): Promise<Client> {
  return translated(session.server, () => session.client());
}
