import { randomUUID } from "node:crypto";
import { chmod, rename, rm, writeFile } from "node:fs/promises";
import type { RunReport } from "../run-report.js";
import { metricsText } from "./textfile.js";

/**
 * Replaces the metrics file in one step, so that the collector never reads half of it. Everybody may
 * read it (0644): the collector is another user, and it holds numbers only.
 * @throws Error of the file system
 */
export async function writeMetrics(path: string, report: RunReport): Promise<void> {
  // The collector reads names that end with .prom.
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    await writeFile(temporary, metricsText(report), { flag: "wx" });
    await chmod(temporary, 0o644);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
