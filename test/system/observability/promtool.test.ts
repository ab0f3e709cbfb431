import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { writeMetrics } from "../../../src/observability/metrics/write.js";
import { twoEntities } from "../../observability/notify/report.js";

it("the metrics file is what Prometheus's own checker accepts", async () => {
  const folder = await mkdtemp(join(tmpdir(), "metrics-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, "spendesk-hr.prom");
  await writeMetrics(path, twoEntities());
  // Fails with an exit code when a name, a label or a value is not as it must be.
  const input = await readFile(path, "utf8");
  expect(execFileSync("promtool", ["check", "metrics"], { input, encoding: "utf8" })).toBe("");
});
