import type { SandboxClock } from "../clock.js";
import type { Mount } from "../server/exchange.js";
import type { RateLimit } from "../server/rate-limit.js";
import type { VendorSettings } from "../settings.js";
import type { World } from "../world/world.js";
import type { EmployeeItem } from "./personio/employees.js";

/** What the imitation of an HR tool is built from. */
export interface VendorSetup {
  readonly world: World;
  readonly clock: SandboxClock;
  readonly seed: number;
  /** What the credential may do now; control can change it while the sandbox runs. */
  settings(): VendorSettings;
  /** Overrides of the vendor's own limit; null: no limit. */
  readonly rateLimit: Partial<RateLimit> | null;
  readonly tokenLifeMs: number | undefined;
  /** A recorded reply of Personio, served instead of the world's people. */
  readonly recording: readonly EmployeeItem[] | null;
}

/** The imitation of one HR tool. */
export interface Vendor {
  readonly mount: Mount;
  /** One value per credential field of the provider of the same id. */
  readonly credentials: Readonly<Record<string, string>>;
}
