import { readdir, readFile, rm } from "node:fs/promises";
import { dirname, join, parse } from "node:path";
import { replaceFile } from "../../shared/replace-file.js";
import type { Shard } from "../../shared/shard.js";
import { listed } from "../../shared/text.js";
import type { RunReport } from "../run-report.js";
import { metricsText } from "./textfile.js";

/** Gauges of an entity that stay true when a run could not even look at it. */
const LASTING =
  /^(?:# (?:HELP|TYPE) )?spendesk_hr_(?:last_attempt_timestamp_seconds|last_success_timestamp_seconds|managed_members|handed_off_open|key_expires_timestamp_seconds)\b/;

/**
 * Replaces the metrics file in one step, so that the collector never reads half of it. Everybody may
 * read it (0644): the collector is another user, and it holds numbers only. What the file said of the
 * entities stays when the run knows of none (a full disk): an alarm on the age of the last success needs it.
 *
 * A collector takes no series from two files. So whoever writes those of the whole, or of so many shards, removes
 * the files in which they were divided in another way; a run of some entities leaves those of shards alone.
 * @param shard has a file of its own, which is about the entities of that shard alone
 * @throws Error of the file system, or that says who brings the metrics up to date
 */
export async function writeMetrics(
  path: string,
  report: RunReport,
  shard: Shard | null = null,
): Promise<void> {
  const own = shard === null ? path : shardFile(path, shard);
  const others = await dividedOtherwise(path, shard);
  const isOfAll = report.entities.length > 0 && report.entities.every(({ inRun }) => inRun);
  if (others.length > 0 && shard === null && !isOfAll) {
    throw new Error(
      `those of shards are in ${listed(others, 1)}, and come up to date with the next run that has \`--shard\`.`,
    );
  }
  const kept = report.entities.length === 0 ? await lastingLines(own) : "";
  await replaceFile(own, `${metricsText(report, shard)}${kept}`, { mode: 0o644 });
  await Promise.all(others.map((name) => rm(join(dirname(path), name), { force: true })));
}

/** `hr.prom` of the second of three shards is `hr-shard-2-of-3.prom`: they end at the same time. */
function shardFile(path: string, { index, count }: Shard): string {
  const { dir, name, ext } = parse(path);
  return join(dir, `${name}-shard-${index}-of-${count}${ext}`);
}

/** Names of the files with the same series from runs without shards, or with another number of them. */
async function dividedOtherwise(path: string, shard: Shard | null): Promise<readonly string[]> {
  const { base, name, ext } = parse(path);
  const names = await readdir(dirname(path)).catch(() => []);
  return names
    .filter((one) => {
      if (one === base) return shard !== null;
      if (!one.startsWith(`${name}-shard-`) || !one.endsWith(ext)) return false;
      const [, count] = /^\d+-of-(\d+)$/.exec(one.slice(`${name}-shard-`.length, -ext.length)) ?? [];
      return count !== undefined && Number(count) !== shard?.count;
    })
    .sort();
}

async function lastingLines(path: string): Promise<string> {
  const text = await readFile(path, "utf8").catch(() => "");
  const lines = text.split("\n").filter((line) => LASTING.test(line));
  return lines.map((line) => `${line}\n`).join("");
}
