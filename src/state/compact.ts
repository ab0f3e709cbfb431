import { statfsSync, statSync } from "node:fs";
import { isProblem } from "../sync/model/index.js";
import { statePath } from "./files.js";
import { guarded } from "./problems.js";
import type { Sqlite } from "./sqlite.js";

const MIB = 1024 * 1024;
/** Free pages are used again, so the file is only rewritten when that gives much back. */
const VACUUM = { minFreeBytes: 4 * MIB, minFreeShare: 0.25, maxFileBytes: 256 * MIB };

/**
 * Gives free space back to the disk when there is much of it: SQLite writes a whole new file for that
 * beside the old one. What prevents it (a full disk, a reader) is no trouble: it is tried again.
 */
export function compact(dir: string, sqlite: Sqlite): boolean {
  try {
    return guarded(dir, () => {
      const pragma = (name: string) => Number(sqlite.pragma(name, { simple: true }));
      const free = pragma("freelist_count") * pragma("page_size");
      const { size } = statSync(statePath(dir));
      const { bavail, bsize } = statfsSync(dir);
      const isWorthIt = free >= VACUUM.minFreeBytes && free >= size * VACUUM.minFreeShare;
      if (!isWorthIt || size > VACUUM.maxFileBytes || bavail * bsize < 3 * size) return false;
      sqlite.exec("VACUUM");
      sqlite.pragma("wal_checkpoint(TRUNCATE)");
      return true;
    });
  } catch (error) {
    if (isProblem(error)) return false;
    throw error;
  }
}
