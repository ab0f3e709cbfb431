import type { ConnectionId, CredentialStore } from "../../credentials/store.js";
import type { CredentialKeeper } from "../../providers/provider.js";
import { aloneWithCredentials } from "../../state/alone.js";
import { isProblem } from "../../sync/model/index.js";
import { interruption } from "../../sync/run/index.js";
import type { CliContext } from "../cli-context.js";

type Values = Readonly<Record<string, string>>;

/** Where the credentials of a connection are. */
export interface KeptIn {
  readonly id: ConnectionId;
  readonly store: CredentialStore;
  /** Names of the fields. */
  readonly keys: readonly string[];
}

/** Keeps credentials that are replaced in the source they came from. */
export function storeKeeper({ id, store, keys }: KeptIn, context: CliContext): CredentialKeeper {
  return {
    obstacle: obstacleOf({ id, store }),
    alone: (work) =>
      alone(context, async () => {
        const kept = await store.read(id, keys);
        // What can't be written must show before anything is used up.
        await store.write(id, kept);
        return work(kept);
      }),
    keep: (changed) => store.write(id, changed),
  };
}

/** Credentials that are tried, as they are after that. */
export interface TriedCredentials extends CredentialKeeper {
  values(): Values;
}

/**
 * Keeps what is replaced while credentials are tried that may not be stored yet. Those that are stored
 * already are replaced there at once, since the others are used up; new ones are stored with the rest.
 */
export function triedKeeper(place: KeptIn, given: Values, context: CliContext): TriedCredentials {
  const { id, store } = place;
  let values = given;
  return {
    obstacle: obstacleOf(place),
    values: () => values,
    alone: (work) => alone(context, () => work(values)),
    async keep(changed) {
      const stored = await store.read(id, Object.keys(changed));
      const isStored = Object.keys(changed).every((key) => stored[key] === values[key]);
      values = { ...values, ...changed };
      if (isStored) await store.write(id, changed);
      else context.say(USED_UP);
    },
  };
}

const USED_UP =
  "Trying the connection has used up the refresh token; the one that came for it is stored at the end. If you stop before, a new one has to be made.";

async function alone<T>({ stateDir, process }: CliContext, work: () => Promise<T>): Promise<T> {
  const { signal } = process;
  if (stateDir === null) return work();
  try {
    return await aloneWithCredentials({ dir: stateDir, signal }, work);
  } catch (error) {
    // Stopped while another run had its turn.
    if (signal.aborted && !isProblem(error)) throw interruption(signal);
    throw error;
  }
}

function obstacleOf({ id, store }: Pick<KeptIn, "id" | "store">): CredentialKeeper["obstacle"] {
  if (store.writable) return null;
  return {
    why: `The source "${store.id}" is only read by this program.`,
    next: `Keep the credentials of this connection where they can be written: run \`spendesk-hr connect ${id.connection} --entity ${id.entity} --set credentials.store=encrypted-file\` (or keychain, or file).`,
  };
}
