import { readFile } from "node:fs/promises";
import { replaceFile } from "../../shared/replace-file.js";
import type { RunReport } from "../run-report.js";
import { metricsText } from "./textfile.js";

/** Gauges of an entity that stay true when a run could not even look at it. */
const LASTING =
  /^(?:# (?:HELP|TYPE) )?spendesk_hr_(?:last_attempt_timestamp_seconds|last_success_timestamp_seconds|managed_members|handed_off_open|key_expires_timestamp_seconds)\b/;

/**
 * Replaces the metrics file in one step, so that the collector never reads half of it. Everybody may
 * read it (0644): the collector is another user, and it holds numbers only. What the file said of the
 * entities stays when the run knows of none (a full disk): an alarm on the age of the last success needs it.
 * @throws Error of the file system
 */
export async function writeMetrics(path: string, report: RunReport): Promise<void> {
  const kept = report.entities.length === 0 ? await lastingLines(path) : "";
  await replaceFile(path, `${metricsText(report)}${kept}`, { mode: 0o644 });
}

async function lastingLines(path: string): Promise<string> {
  const text = await readFile(path, "utf8").catch(() => "");
  const lines = text.split("\n").filter((line) => LASTING.test(line));
  return lines.map((line) => `${line}\n`).join("");
}
