import { readSheets, type Sheet } from "./read-sheets.js";
import { withPlaces } from "./sheet-text.js";
import { templateProblem } from "./template-problems.js";
import { sheetParts } from "./workbook-parts.js";
import { readText, readZip, withText, type ZipArchive, ZipError } from "./zip.js";

/** Largest template that is read, in bytes; Spendesk's hold a few sheets of names. */
const FILE_LIMIT = 5_000_000;

/** What all its parts may unpack to, in bytes. */
const UNPACKED_LIMIT = 50_000_000;

/** First bytes of the container of password-protected workbooks, and of workbooks of before 2007. */
const OLD_CONTAINER = [0xd0, 0xcf, 0x11, 0xe0];
const ZIP_START = [0x50, 0x4b];

/** A workbook that was opened to be filled. */
export interface WorkbookFile {
  /** Rows and cells of its sheets say where they are. */
  readonly archive: ZipArchive;
  readonly sheets: readonly Sheet[];
}

/**
 * Opens an .xlsx file.
 *
 * @throws Problem that says what it is instead: too large, protected by a password, another kind of file
 */
export async function openWorkbook(bytes: Uint8Array, entity: string): Promise<WorkbookFile> {
  if (bytes.length > FILE_LIMIT) throw tooLarge(entity, `It has ${megabytes(bytes.length)} MB`);
  if (startsWith(bytes, OLD_CONTAINER)) throw oldContainer(bytes, entity);
  if (!startsWith(bytes, ZIP_START)) {
    throw templateProblem(entity, "template_not_xlsx", "It is not an .xlsx file at all.");
  }
  try {
    const unpacked = readZip(bytes, UNPACKED_LIMIT);
    refuseOtherKinds([...unpacked.keys()], entity);
    const archive = withPlacesInSheets(unpacked);
    return { archive, sheets: await readSheets(archive) };
  } catch (error) {
    throw asTemplateProblem(entity, error);
  }
}

function withPlacesInSheets(archive: ZipArchive): ZipArchive {
  return [...sheetParts(archive).values()].reduce((placed, part) => {
    const text = readText(archive, part) ?? "";
    const withAll = withPlaces(text);
    return withAll === text ? placed : withText(placed, part, withAll);
  }, archive);
}

function refuseOtherKinds(parts: readonly string[], entity: string): void {
  if (!parts.includes("xl/workbook.xml")) {
    throw templateProblem(entity, "template_not_xlsx", "It is an archive, but not of an .xlsx file.");
  }
  if (parts.some((part) => part.endsWith("vbaProject.bin"))) {
    throw templateProblem(entity, "template_not_xlsx", "It holds macros, which Spendesk's template has not.");
  }
}

/** Libraries throw errors of many kinds over a damaged file; none of them may look like a defect. */
function asTemplateProblem(entity: string, error: unknown): unknown {
  if (error instanceof ZipError || (error instanceof Error && error.name !== "Problem")) {
    return templateProblem(
      entity,
      "template_unreadable",
      `It can't be read as an .xlsx file: ${error.message}`,
      {
        cause: error,
      },
    );
  }
  return error;
}

/** Office encrypts a workbook into a container that names its one stream in UTF-16. */
function oldContainer(bytes: Uint8Array, entity: string): Error {
  return Buffer.from(bytes).includes(Buffer.from("EncryptedPackage", "utf16le"))
    ? templateProblem(entity, "template_encrypted", "It is protected by a password.", {
        next: "Open it in a spreadsheet program, remove the password (File > Info > Protect), save it and try again.",
      })
    : templateProblem(entity, "template_not_xlsx", "It is a workbook in the format of before 2007 (.xls).", {
        next: "Use the .xlsx file as Spendesk gives it, or save this one as .xlsx.",
      });
}

function tooLarge(entity: string, has: string): Error {
  return templateProblem(
    entity,
    "template_too_large",
    `${has}, and more than ${megabytes(FILE_LIMIT)} MB are not read: a template is far smaller.`,
  );
}

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(bytes % 1_000_000 === 0 ? 0 : 1);
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, index) => bytes[index] === byte);
}
