import { mkdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import fc from "fast-check";
import { expect } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
const FOLDER = join(ROOT, ".property-failures");

/** Where random tests begin unless something else is said: who runs them again gets the same result. */
const SEED = 20_261_130;

/**
 * Where a random test begins, from the environment: a failed one is played again. `PROPERTY_SEED=random`
 * begins somewhere else each time.
 */
export function replayed(env: Readonly<Record<string, string | undefined>>): {
  readonly seed?: number;
  readonly path?: string;
} {
  const { PROPERTY_SEED: seed, PROPERTY_PATH: path } = env;
  if (seed === "random") return {};
  return { seed: seed ? Number(seed) : SEED, ...(path && { path }) };
}

/**
 * A reporter of fast-check that keeps what a failed property needs to be played again, in a file of its own,
 * and says which command does so.
 */
export function keepFailures(folder = FOLDER): <T>(details: fc.RunDetails<T>) => void {
  return (details) => {
    if (!details.failed) return;
    const { testPath = "", currentTestName = "" } = expect.getState();
    const test = { file: relative(ROOT, testPath), name: currentTestName };
    const { seed, counterexamplePath: path, numRuns, errorInstance } = details;
    const command = replayCommand(test, seed, path);
    const stored = join(folder, `${slug(`${test.file} ${test.name}`)}.json`);
    mkdirSync(folder, { recursive: true });
    const text = fc.defaultReportMessage(details);
    writeFileSync(stored, `${JSON.stringify({ ...test, seed, path, numRuns, command, text }, null, 2)}\n`);
    const lines = [text, `Play it again: ${command}`, `Kept in: ${relative(ROOT, stored)}`];
    throw new Error(lines.join("\n"), { cause: errorInstance });
  };
}

interface FailedTest {
  readonly file: string;
  /** With the groups it is in, as vitest joins them. */
  readonly name: string;
}

function replayCommand({ file, name }: FailedTest, seed: number, path: string | null): string {
  const variables = [`PROPERTY_SEED=${seed}`, ...(path === null ? [] : [`PROPERTY_PATH=${path}`])];
  const script = file.startsWith("test/system/") ? "npm run test:system" : "npm test";
  const pattern = name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return `${variables.join(" ")} ${script} -- ${file} -t '${pattern.replaceAll("'", "'\\''")}'`;
}

function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(-150);
}
