import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { type ToldMemory, toldMemorySchema } from "./memory.js";

/**
 * What was told already. It is a file of its own, beside the state: a state that can't be opened is one
 * of the troubles that are told. A file that can't be read counts as empty, so that trouble is rather
 * told twice than never.
 */
export async function readTold(path: string): Promise<ToldMemory> {
  try {
    return toldMemorySchema.catch({}).parse(JSON.parse(await readFile(path, "utf8")));
  } catch {
    return {};
  }
}

/** Replaces the file as a whole. @throws Error of the file system */
export async function writeTold(path: string, memory: ToldMemory): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    await writeFile(temporary, `${JSON.stringify(memory, null, 2)}\n`, { mode: 0o600, flag: "wx" });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
