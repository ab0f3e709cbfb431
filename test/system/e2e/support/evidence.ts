import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import type { StateStore } from "../../../../src/sync/model/state-store.js";
import { withState } from "../../../support/memory.js";
import { PLACES } from "./clean-root.js";
import type { Server } from "./installation.js";

/** Looks at a copy of the server's memory. */
export async function lookAtState<T>(
  { root }: Server,
  look: (state: StateStore, sqlite: Database.Database) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "spendesk-hr-evidence-"));
  try {
    const { stdout } = await root.run(["sh", "-c", `tar -c -C ${PLACES.state} . | base64`]);
    execFileSync("tar", ["-x", "-C", folder], { input: Buffer.from(stdout, "base64") });
    const sqlite = new Database(join(folder, "state.sqlite"), { readonly: true });
    try {
      return await withState({ stateDir: folder }, (state) => look(state, sqlite));
    } finally {
      sqlite.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Everything that lies in the server's memory and configuration but is not meant to be secret. */
export async function openFiles({ root }: Server): Promise<string> {
  const paths = `${PLACES.state} ${PLACES.metrics} ${PLACES.config}/*.yaml /root /tmp /var/tmp`;
  const { stdout } = await root.run(["sh", "-c", `find ${paths} -type f -exec cat {} + 2>/dev/null`]);
  return stdout;
}

/** Texts of all files of a folder that are not encrypted. */
export function textsIn(folder: string): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
  return files
    .filter(({ name }) => !name.endsWith(".age"))
    .map(({ parentPath, name }) => readFileSync(join(parentPath, name), "latin1"))
    .join("\n");
}
