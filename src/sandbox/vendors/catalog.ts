import type { VendorId } from "./ids.js";
import { createPersonio } from "./personio/personio.js";
import type { Vendor, VendorSetup } from "./vendor.js";

/** How each imitation is made. */
export const VENDORS: Record<VendorId, (setup: VendorSetup) => Vendor> = {
  personio: createPersonio,
};
