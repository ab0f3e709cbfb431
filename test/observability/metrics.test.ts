import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { metricsText } from "../../src/observability/metrics/textfile.js";
import { writeMetrics } from "../../src/observability/metrics/write.js";
import type { ReportedAttention } from "../../src/observability/run-report.js";
import { runReport, twoEntities } from "./notify/report.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "metrics-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const report = twoEntities();

function attention(code: string): ReportedAttention {
  return { key: code, code, name: "Ada Lovelace", text: "", isNew: true, isSteady: false };
}

describe("metrics file", () => {
  it("says how the run went, and how each entity did", async () => {
    const path = join(folder, "spendesk-hr.prom");
    await writeMetrics(path, report);
    const text = await readFile(path, "utf8");
    const lines = text.split("\n").filter((line) => !line.startsWith("#"));
    expect(lines).toEqual(
      expect.arrayContaining([
        "spendesk_hr_last_run_exit_code 7",
        "spendesk_hr_last_run_duration_seconds 4.5",
        'spendesk_hr_last_success_timestamp_seconds{entity="acme-uk"} 1795403820',
        'spendesk_hr_changes{entity="acme-uk",action="create",outcome="applied"} 3',
        'spendesk_hr_changes{entity="acme-uk",action="archive",outcome="failed"} 1',
        'spendesk_hr_requests{entity="acme-uk",side="spendesk"} 3',
        'spendesk_hr_handed_off_open{entity="acme-uk"} 2',
        'spendesk_hr_entity_failed{entity="odd\\"name\\\\"} 1',
      ]),
    );
    expect(text).not.toContain('key_expires_timestamp_seconds{entity="odd');
  });

  it("has a series for so many entities only, those that failed first, and the numbers of all", async () => {
    const [one] = runReport().entities;
    if (!one) throw new Error("no entity");
    const entities = Array.from({ length: 1200 }, (_, index) => ({
      ...one,
      entity: `acme-${index}`,
      ended: index === 1199 ? ("failed" as const) : index === 1198 ? ("held_up" as const) : ("ok" as const),
      attention: [attention("Ada Lovelace <ada@acme.test>")],
    }));
    const path = join(folder, "spendesk-hr.prom");
    await writeMetrics(path, { ...runReport(), entities });
    const text = await readFile(path, "utf8");
    expect(text.match(/^spendesk_hr_entity_failed\{/gm)).toHaveLength(1000);
    expect(text).toContain('spendesk_hr_entity_failed{entity="acme-1199"} 1');
    expect(text).toContain('spendesk_hr_entities{state="failed"} 1\n');
    expect(text).toContain('spendesk_hr_entity_failed{entity="acme-1198"} 0');
    expect(text).toContain('spendesk_hr_entities{state="held_up"} 1\n');
    expect(text).toContain('spendesk_hr_entities{state="ok"} 1198\n');
    // No word of a person can become a label.
    expect(text).toContain('spendesk_hr_attention{entity="acme-0",code="other"} 1');
    expect(text).not.toMatch(/Ada|acme\.test/);
  });

  it("of a shard is a file of its own, with no series that another shard's has", async () => {
    const path = join(folder, "spendesk-hr.prom");
    const series = async (index: number) => {
      await writeMetrics(path, report, { index, count: 2 });
      const text = await readFile(join(folder, `spendesk-hr-shard-${index}-of-2.prom`), "utf8");
      return text.split("\n").flatMap((line) => (/^\w/u.test(line) ? [line.replace(/ \S+$/u, "")] : []));
    };
    const [first, second] = [await series(1), await series(2)];
    expect(first).toContain('spendesk_hr_last_run_exit_code{shard="1/2"}');
    expect(second).toContain('spendesk_hr_last_run_exit_code{shard="2/2"}');
    expect(first.filter((name) => second.includes(name))).toEqual([]);
    const whole = metricsText(report).match(/^\w+\{entity[^}]*\}/gmu) ?? [];
    expect([...first, ...second].filter((name) => name.includes("{entity")).sort()).toEqual(whole.sort());
    expect(await readdir(folder)).toEqual(["spendesk-hr-shard-1-of-2.prom", "spendesk-hr-shard-2-of-2.prom"]);
  });

  it("replaces the old file at once, for everybody to read, and leaves nothing else behind", async () => {
    const path = join(folder, "spendesk-hr.prom");
    await writeMetrics(path, report);
    await writeMetrics(path, runReport());
    expect(await readFile(path, "utf8")).toContain("spendesk_hr_last_run_exit_code 0");
    expect((await stat(path)).mode & 0o777).toBe(0o644);
    expect(await readdir(folder)).toEqual(["spendesk-hr.prom"]);
    await expect(writeMetrics(join(folder, "missing", "x.prom"), report)).rejects.toThrow("ENOENT");
  });
});
