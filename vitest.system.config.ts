import { defineConfig } from "vitest/config";
import { group, run } from "./vitest.shared.js";

/** What needs programs, services or rights of the system: see scripts/install-debian-packages.sh. */
export default defineConfig({ test: { ...run, ...group, include: ["test/system/**/*.test.ts"] } });
