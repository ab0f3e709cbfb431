import { defineConfig } from "vitest/config";
import { shared } from "./vitest.shared.js";

/** Plans random worlds with the planner and with the model, and shows the first difference. */
export default defineConfig({ test: { ...shared, include: ["test/model/*.compare.ts"] } });
