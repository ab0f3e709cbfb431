import { extname, resolve } from "node:path";
import { replaceFile } from "../../shared/replace-file.js";
import { Problem } from "../../sync/model/index.js";

/** What a report can be. */
export type ReportKind = "html" | "xlsx";

const KINDS: Readonly<Record<string, ReportKind>> = { ".html": "html", ".htm": "html", ".xlsx": "xlsx" };

/**
 * The kind of a report by the end of its name, found before anything is read.
 * @param kinds those that this command can make
 * @throws Problem `report_kind_unknown`
 */
export function reportKind(path: string, kinds: readonly ReportKind[]): ReportKind {
  const kind = KINDS[extname(path).toLowerCase()];
  if (kind !== undefined && kinds.includes(kind)) return kind;
  const endings = kinds.map((one) => `.${one}`).join(" or ");
  throw new Problem({
    kind: "usage",
    code: "report_kind_unknown",
    what: `A report can't be written to ${path}.`,
    why: `The end of its name says what it is to be: ${endings}.`,
    next: `Give it a name such as report.${kinds[0]}.`,
  });
}

/**
 * Writes a report so that only its owner may read it: it names people.
 * @throws Problem `report_not_writable`
 */
export async function writeReport(cwd: string, path: string, content: string | Uint8Array): Promise<void> {
  try {
    await replaceFile(resolve(cwd, path), content);
  } catch (error) {
    throw new Problem(
      {
        kind: "usage",
        code: "report_not_writable",
        what: `The report could not be written to ${path}.`,
        why: error instanceof Error ? error.message : String(error),
        next: "Name a file in a folder that exists and that you may write to.",
      },
      { cause: error },
    );
  }
}
