import { createServer } from "node:http";
import { createClock } from "./clock.js";
import { createControl, type SandboxControl } from "./control/control.js";
import { controlMount } from "./control/endpoints.js";
import { hashText, seededRandom } from "./random.js";
import { FaultPlan, parseFault } from "./server/faults.js";
import { type SandboxStats, StatsBook } from "./server/rate-limit.js";
import { close, listen, serve } from "./server/serve.js";
import { entityNames, liveSettings, type SandboxOptions, spendeskLimit } from "./settings.js";
import type { ClientCredentials } from "./spendesk/members.js";
import { type Contact, seedMembers, seedOwner } from "./spendesk/members.js";
import { createSpendesk } from "./spendesk/spendesk.js";
import { VENDORS } from "./vendors/catalog.js";
import { withHabits } from "./vendors/habits.js";
import { VENDOR_IDS, type VendorId } from "./vendors/ids.js";
import { readRecording, recordedContacts } from "./vendors/personio/recorded.js";
import type { Vendor } from "./vendors/vendor.js";
import { inventPeople } from "./world/seed.js";
import { World } from "./world/world.js";

const DEFAULT_EMPLOYEES = 60;

/** Keys of the sandbox, by `spendesk` (the first entity's) and the ids of the HR tools. Seeded: worth nothing elsewhere. */
export type SandboxCredentials = { readonly spendesk: ClientCredentials } & Readonly<
  Record<VendorId, Readonly<Record<string, string>>>
>;

/** A running imitation of Spendesk and the HR tools. */
export interface Sandbox {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** Base URL of Spendesk for any key, or one that takes the named entity's keys only. */
  spendeskUrl(entity?: string): string;
  /** Base URL of an HR tool. */
  providerUrl(provider: VendorId): string;
  readonly credentials: SandboxCredentials;
  /** The key of every entity, by its name. */
  readonly spendeskKeys: Readonly<Record<string, ClientCredentials>>;
  stats(): SandboxStats;
  readonly control: SandboxControl;
  /** Stops at once, whoever is still connected. */
  close(): Promise<void>;
}

/**
 * Starts the sandbox on loopback. The same seed on the same day gives the same answers to the same
 * requests.
 * @throws Problem of kind `usage` for unknown faults or entities, `configuration` for an unusable
 * data file.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const seed = options.seed ?? 1;
  const clock = createClock(options.clock ?? Date.now);
  const settings = liveSettings(options);
  const recording = options.data === undefined ? null : readRecording(options.data);
  const invented = recording === null ? (options.employees ?? DEFAULT_EMPLOYEES) : 0;
  const world = new World(inventPeople(invented, seed, clock.today()), clock);
  const shared = { clock, seed, tokenLifeMs: options.tokenLifeMs };
  const spendesk = createSpendesk({
    ...shared,
    settings,
    names: entityNames(options),
    rateLimit: spendeskLimit(options),
  });
  const vendors = VENDOR_IDS.map((id) => {
    const rateLimit = options.vendors?.[id]?.rateLimit ?? null;
    const setup = { ...shared, world, recording, rateLimit, settings: () => settings.vendors[id] };
    const vendor = VENDORS[id](setup);
    return { id, ...vendor, mount: withHabits(vendor.mount, setup.settings) };
  });

  const contacts = recording === null ? worldContacts(world) : recordedContacts(recording);
  for (const { members } of spendesk.entities) {
    seedMembers(members, contacts, options.members ?? 0);
    if (options.ownerEmail) seedOwner(members, contacts, options.ownerEmail);
  }

  const stats = new StatsBook();
  const faults = new FaultPlan(
    seededRandom(hashText(`faults ${seed}`)),
    (options.faults ?? []).map(parseFault),
  );
  const control = createControl({
    world,
    recorded: recording !== null,
    entities: spendesk.entities,
    settings,
    faults,
    stats,
    clock,
  });
  const mounts = [...spendesk.mounts, ...vendors.map((vendor) => vendor.mount)];
  const latencyMs = () => settings.latencyMs;
  const heldBack = () => options.onHeldBack?.();
  // Control advances what the servers remember, such as the life of tokens, and not what day it is: the
  // program would take its own clock for a wrong one.
  const toldTime = options.toldTime ?? options.clock ?? Date.now;
  const service = {
    ...{ mounts, control: controlMount(control), faults, stats },
    ...{ latencyMs, heldBack, toldTime },
  };
  const server = createServer((request, response) => void serve(service, request, response));
  const url = await listen(server, options.port ?? 0);

  const spendeskKeys = Object.fromEntries(
    spendesk.entities.map((entity) => [entity.name, entity.credentials]),
  );
  const [first] = spendesk.entities;
  if (first === undefined) throw new RangeError("A sandbox has at least one entity.");
  return {
    url,
    spendeskUrl: (entity) => (entity === undefined ? `${url}/spendesk` : `${url}/spendesk/${entity}`),
    providerUrl: (provider) => `${url}/${provider}`,
    credentials: { spendesk: first.credentials, ...credentialsOf(vendors) },
    spendeskKeys,
    stats: () => control.stats(),
    control,
    close: () => close(server),
  };
}

function credentialsOf(vendors: readonly (Pick<Vendor, "credentials"> & { readonly id: VendorId })[]) {
  const entries = vendors.map(({ id, credentials }) => [id, credentials]);
  return Object.fromEntries(entries) as Record<VendorId, Vendor["credentials"]>;
}

function worldContacts(world: World): readonly Contact[] {
  return world
    .people()
    .filter(({ status }) => status === "active" || status === "leave")
    .flatMap(({ firstName, lastName, workEmail }) =>
      workEmail === null ? [] : [{ firstName, lastName, email: workEmail }],
    );
}
