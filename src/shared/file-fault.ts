import { hasCode } from "./errors.js";

/** What the file system says of a file that can't be read, as a sentence. */
export function fileFault(error: unknown): string {
  if (hasCode(error, "ENOENT", "ENOTDIR")) return "There is no such file.";
  if (hasCode(error, "EISDIR")) return "It is a folder, not a file.";
  if (hasCode(error, "EACCES", "EPERM")) return "This user may not read it.";
  const code = error instanceof Error && "code" in error ? String(error.code) : "no";
  return `The system says ${code}.`;
}
