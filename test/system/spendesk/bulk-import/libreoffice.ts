import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { execa } from "execa";
import { onTestFinished } from "vitest";
import { parseCsv } from "../../../support/csv.js";

/** Comma, double quotes, UTF-8, from line 1, and every sheet as a file of its own. */
const CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1";

type SheetRows = readonly Readonly<Record<string, string>>[];

/** What LibreOffice sees in a workbook: rows by title for each sheet, as it would save them as CSV. */
export async function asLibreOfficeSees(path: string): Promise<Readonly<Record<string, SheetRows>>> {
  const folder = await convert(path, CSV);
  const prefix = `${basename(path, ".xlsx")}-`;
  const sheets: Record<string, SheetRows> = {};
  for (const file of await readdir(folder)) {
    if (!file.startsWith(prefix)) continue;
    const text = await readFile(join(folder, file), "utf8");
    sheets[file.slice(prefix.length, -".csv".length)] = parseCsv(text.replaceAll("\n", "\r\n"));
  }
  return sheets;
}

/** The workbook as LibreOffice saves it. */
export async function savedByLibreOffice(path: string): Promise<Uint8Array> {
  return new Uint8Array(await readFile(join(await convert(path, "xlsx"), basename(path))));
}

/** Each run has a profile of its own: with a shared one, a second LibreOffice ends at once. */
async function convert(path: string, format: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "spendesk-hr-libreoffice-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const profile = pathToFileURL(join(folder, "profile")).href;
  await execa("soffice", [
    "--headless",
    `-env:UserInstallation=${profile}`,
    ...["--convert-to", format],
    ...["--outdir", folder, path],
  ]);
  return folder;
}
