import { defineConfig } from "vitest/config";
import { group, run } from "./vitest.shared.js";

/** Plans random worlds with the planner and with the model, and shows the first difference. */
export default defineConfig({ test: { ...run, ...group, include: ["test/model/*.compare.ts"] } });
