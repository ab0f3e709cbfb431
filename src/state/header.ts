import { readStart } from "./files.js";
import { corruptState, foreignState } from "./problems.js";

/** Marks the files of this program in the SQLite header ("SpHR"). */
export const APPLICATION_ID = 0x53_70_48_52;

// SQLite file format: bytes 0 to 15 are the magic text, 68 to 71 the application id.
const HEADER_LENGTH = 100;
const MAGIC = Buffer.from("SQLite format 3\0", "latin1");
const APPLICATION_ID_OFFSET = 68;

/**
 * Looks at the bytes before SQLite opens the file, so that another program's file stays untouched.
 * @param path of the database
 * @throws Problem `state_corrupt`, `state_foreign`
 */
export function refuseForeign(dir: string, path: string): void {
  const header = readStart(path, HEADER_LENGTH);
  if (header.length < HEADER_LENGTH || !header.subarray(0, MAGIC.length).equals(MAGIC)) {
    throw corruptState(dir, "It does not begin like a SQLite database.");
  }
  if (header.readUInt32BE(APPLICATION_ID_OFFSET) !== APPLICATION_ID) throw foreignState(dir);
}
