import type { SandboxClock } from "../clock.js";
import type { Mount } from "../server/exchange.js";
import type { RateLimit } from "../server/rate-limit.js";
import type { LiveSettings } from "../settings.js";
import type { World } from "../world/world.js";

/** What the imitation of an HR tool is built from. */
export interface VendorSetup {
  readonly world: World;
  readonly clock: SandboxClock;
  readonly seed: number;
  readonly settings: LiveSettings;
  readonly rateLimit: RateLimit | null;
  readonly tokenLifeMs: number | undefined;
}

/** The imitation of one HR tool. */
export interface Vendor<Credentials> {
  readonly mount: Mount;
  readonly credentials: Credentials;
}
