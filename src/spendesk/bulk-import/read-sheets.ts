import readWorkbook from "read-excel-file/universal";
import { escapeXml } from "./sheet-text.js";
import { packed, type ZipArchive } from "./zip.js";

/** A sheet as its texts; numbers and the like are texts too. */
export interface Sheet {
  readonly name: string;
  /** From row 1 and column A on; cells without anything are empty texts. */
  readonly rows: readonly (readonly string[])[];
}

/**
 * The sheets of a workbook, in their order. The library gets the unpacked parts, stored anew: it would
 * unpack a file from outside without a limit and without comparing checksums.
 */
export async function readSheets(archive: ZipArchive): Promise<readonly Sheet[]> {
  const parts = new Map([...archive].map(([name, part]) => [name, withoutCdata(part)]));
  const sheets = await readWorkbook(new Blob([packed(parts, { level: 0 })]), { trim: false });
  return sheets.map(({ sheet, data }) => ({
    name: sheet,
    rows: data.map((cells) => cells.map((cell) => String(cell ?? ""))),
  }));
}

/** The library passes over texts in this form, which some programs write. */
function withoutCdata(part: Uint8Array): Uint8Array {
  const bytes = Buffer.from(part.buffer, part.byteOffset, part.byteLength);
  if (!bytes.includes("<![CDATA[")) return part;
  const text = bytes
    .toString()
    .replace(/<!\[CDATA\[([\s\S]*?)\]\]>/gu, (_, characters: string) => escapeXml(characters));
  return Buffer.from(text);
}
