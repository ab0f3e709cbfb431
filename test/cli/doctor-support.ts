import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import type { CliOptions } from "../support/run-cli.js";
import type { SandboxWorkspace } from "../support/sandbox-workspace.js";

const finding = z.strictObject({
  area: z.enum(["runtime", "configuration", "network", "credentials", "apis", "people", "state", "runs"]),
  check: z.string().regex(/^[a-z-]+$/),
  entity: z.string().nullable(),
  status: z.enum(["ok", "warning", "problem"]),
  text: z.string().min(1),
  next: z.string().min(1).nullable(),
  code: z
    .string()
    .regex(/^[a-z_]+$/)
    .nullable(),
});

const document = z.strictObject({
  schemaVersion: z.literal(1),
  ok: z.boolean(),
  summary: z.strictObject({ ok: z.number(), warning: z.number(), problem: z.number() }),
  checks: z.array(finding),
});

type Finding = z.output<typeof finding>;

interface Diagnosis {
  readonly exitCode: number;
  readonly checks: readonly Finding[];
  /** Codes of what is not all right, in order. */
  readonly codes: readonly (string | null)[];
  /** The findings of a check. */
  of(check: string): readonly Finding[];
}

/** What `doctor -o json` says, checked against its contract. */
export async function diagnose(
  workspace: SandboxWorkspace,
  argv: readonly string[] = [],
  options: Partial<CliOptions> = {},
): Promise<Diagnosis> {
  const run = await workspace.run(["doctor", "-o", "json", ...argv], options);
  const { ok, summary, checks } = document.parse(JSON.parse(run.stdout));
  const bad = checks.filter(({ status }) => status !== "ok");
  if (bad.some(({ next, code }) => next === null || code === null)) throw new Error("no way on is named");
  if (ok !== (run.exitCode === 0) || ok !== (summary.problem === 0)) throw new Error("ok is wrong");
  if (summary.ok + summary.warning + summary.problem !== checks.length) throw new Error("a wrong summary");
  return {
    exitCode: run.exitCode,
    checks,
    codes: bad.map(({ code }) => code),
    of: (check) => checks.filter((one) => one.check === check),
  };
}

/** Codes of findings, without those of the invented companies. */
export function ofState(codes: readonly (string | null)[]): readonly (string | null)[] {
  return codes.filter((code) => code?.startsWith("state_"));
}

/** Every file below a folder with its content, mode and time of change. */
export async function fingerprint(folder: string): Promise<Record<string, string>> {
  const names = await readdir(folder, { recursive: true });
  const entries = await Promise.all(
    [".", ...names].sort().map(async (name) => {
      const path = join(folder, name);
      const { mode, mtimeMs } = await stat(path);
      const content = (await stat(path)).isFile() ? await readFile(path) : "";
      return [name, `${mode} ${mtimeMs} ${createHash("sha256").update(content).digest("hex")}`];
    }),
  );
  return Object.fromEntries(entries);
}
