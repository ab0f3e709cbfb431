import { crc32 } from "node:zlib";
import type { Entry, ZipFile } from "yauzl";

/** A workbook of a person has some twenty parts. */
const MOST_PARTS = 10_000;

/** Why an archive can't be read, to end a sentence that begins with its name. */
export class ArchiveFault extends Error {}

/** The parts of a workbook by their names. */
export interface Archive {
  /** A part in pieces, unpacked. @throws ArchiveFault when it is missing or damaged, or at the limit */
  chunks(name: string): AsyncGenerator<Buffer, void, void>;
}

/**
 * Opens a ZIP archive. The library compares no checksums and knows no limit: both are kept here.
 *
 * @param most bytes that the parts which are read may have together
 * @throws ArchiveFault
 */
export async function openArchive(bytes: Buffer, most: number): Promise<Archive> {
  const { fromBufferPromise } = await import("yauzl");
  const zip = await fromBufferPromise(bytes, { autoClose: false }).catch(() => {
    throw new ArchiveFault("ends in the middle, is protected by a password, or is no XLSX file");
  });
  const entries = await entriesOf(zip);
  let left = most;
  return {
    async *chunks(name) {
      const entry = entries.get(name);
      if (!entry) throw new ArchiveFault("is damaged");
      for await (const chunk of wholeEntry(zip, entry)) {
        left -= chunk.length;
        if (left < 0) throw new ArchiveFault(`unpacks to more than ${Math.round(most / 1024 ** 2)} MiB`);
        yield chunk;
      }
    },
  };
}

async function entriesOf(zip: ZipFile): Promise<ReadonlyMap<string, Entry>> {
  if (zip.entryCount > MOST_PARTS) throw new ArchiveFault(`has more than ${MOST_PARTS} parts`);
  const entries = new Map<string, Entry>();
  try {
    for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry);
    return entries;
  } catch (error) {
    throw new ArchiveFault("is damaged", { cause: error });
  }
}

async function* wholeEntry(zip: ZipFile, entry: Entry): AsyncGenerator<Buffer, void, void> {
  let checksum = 0;
  try {
    const chunks: AsyncIterable<Buffer> = await zip.openReadStreamPromise(entry);
    for await (const chunk of chunks) {
      checksum = crc32(chunk, checksum);
      yield chunk;
    }
  } catch (error) {
    throw new ArchiveFault("is damaged", { cause: error });
  }
  if (checksum !== entry.crc32) throw new ArchiveFault("is damaged");
}
