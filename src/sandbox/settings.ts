import { Problem } from "../sync/model/index.js";
import type { RateLimit } from "./server/rate-limit.js";
import type { Habit } from "./vendors/ids.js";
import { VENDOR_IDS, type VendorId } from "./vendors/ids.js";

/** Fields of a member that reads return: what is documented, or what is assumed to come with it. */
export type ReadFields = "extended" | "documented";

/** `true`: allowed; `false`: the routes don't exist; `forbidden`: the key may not. */
type Writes = boolean | "forbidden";

/** Announcements of the end of an endpoint, as Spendesk's headers carry them. */
interface Announcements {
  readonly deprecation?: string | undefined;
  readonly sunset?: string | undefined;
}

/** What control can change while the sandbox runs. */
export interface LiveSettings {
  latencyMs: number;
  readFields: ReadFields;
  writes: Writes;
  /** False: `PATCH /v1/users` answers 405. */
  bulkUpdates: boolean;
  /** Members that are not archived, at most; null: no limit. */
  seats: number | null;
  /** Whether a repeated `Idempotency-Key` gets the first answer again. */
  idempotency: boolean;
  announcements: Announcements;
  /** One entry per imitated HR tool. */
  readonly vendors: Record<VendorId, VendorSettings>;
}

/** What the credential of an HR tool may do. */
export interface VendorSettings {
  /** Attributes that may not be read, in the vendor's own names: left out of every answer. */
  readonly hiddenAttributes: readonly string[];
  /** True: the credential lacks the right to read people at all. */
  readonly forbidden: boolean;
  /** Ugly ways of the vendor. */
  readonly habits: readonly Habit[];
}

/** Options of one imitated HR tool. */
export interface VendorOptions extends Partial<VendorSettings> {
  /** Calls per time of one credential; null (default): no limit. Missing numbers are the vendor's own. */
  readonly rateLimit?: Partial<RateLimit> | null;
}

/** Options of `startSandbox`; everything has a default. */
export interface SandboxOptions {
  /** 0 (default): a free one. */
  readonly port?: number;
  /** Invented people; default 60. */
  readonly employees?: number;
  /** Members every entity has from the start, four of five with an employee's e-mail; default 0. */
  readonly members?: number;
  /** Same seed, same day, same answers; default 1. */
  readonly seed?: number;
  /** Path of a recorded Personio reply, served instead of the invented people. */
  readonly data?: string;
  /** Fault specifications, see `parseFault`. */
  readonly faults?: readonly string[];
  /** Limits of Spendesk per entity; null: none. Default 50 per 60 000 ms, 5 at once. */
  readonly rateLimit?: Partial<RateLimit> | null;
  /** An owner who can't be archived is among the members. */
  readonly ownerEmail?: string | null;
  /** Where the time comes from, milliseconds since the epoch; default the system. */
  readonly clock?: () => number;
  /** What the `Date` headers tell, milliseconds since the epoch; default: `clock`. */
  readonly toldTime?: () => number;
  /** Milliseconds; default 60 minutes for Spendesk, 24 hours for Personio. */
  readonly tokenLifeMs?: number;
  /** Spendesk entities; default one, `acme-uk`. */
  readonly entities?: readonly string[];
  readonly latencyMs?: number;
  /** Called whenever a fault begins to hold an answer back (`timeout`, `slow`). */
  readonly onHeldBack?: () => void;
  readonly readFields?: ReadFields;
  readonly writes?: Writes;
  readonly bulkUpdates?: boolean;
  readonly seats?: number | null;
  readonly idempotency?: boolean;
  /** By the id of the HR tool. */
  readonly vendors?: { readonly [Id in VendorId]?: VendorOptions };
}

const SPENDESK_LIMIT: RateLimit = { limit: 50, windowMs: 60_000, concurrent: 5 };

export function liveSettings(options: SandboxOptions): LiveSettings {
  return {
    latencyMs: options.latencyMs ?? 0,
    readFields: options.readFields ?? "extended",
    writes: options.writes ?? true,
    bulkUpdates: options.bulkUpdates ?? true,
    seats: options.seats ?? null,
    idempotency: options.idempotency ?? false,
    announcements: {},
    vendors: vendorSettings(options.vendors ?? {}),
  };
}

function vendorSettings(given: NonNullable<SandboxOptions["vendors"]>): Record<VendorId, VendorSettings> {
  const settings: Partial<Record<VendorId, VendorSettings>> = {};
  for (const id of VENDOR_IDS) {
    const { hiddenAttributes = [], forbidden = false, habits = [] } = given[id] ?? {};
    settings[id] = { hiddenAttributes, forbidden, habits };
  }
  return settings as Record<VendorId, VendorSettings>;
}

/** Spendesk's limits in force, null for none. */
export function spendeskLimit({ rateLimit = {} }: SandboxOptions): RateLimit | null {
  return rateLimit === null ? null : { ...SPENDESK_LIMIT, ...rateLimit };
}

/** @throws Problem of kind `usage` when two entities share a name, or there is none. */
export function entityNames(options: SandboxOptions): readonly string[] {
  const names = options.entities ?? ["acme-uk"];
  const fit = names.every((name) => /^[a-z0-9][a-z0-9-]*$/u.test(name) && name !== "v1");
  if (fit && names.length > 0 && new Set(names).size === names.length) return names;
  throw new Problem({
    kind: "usage",
    code: "invalid_sandbox_entities",
    what: `The sandbox can't have the entities "${names.join(", ")}".`,
    why: "It needs one or more different names of small letters, digits and hyphens.",
    next: "Name them for example acme-uk and acme-fr.",
  });
}
