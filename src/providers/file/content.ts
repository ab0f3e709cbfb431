import type { Machine, ProviderConnection } from "../provider.js";

/** This computer and its time. */
export type Computer = Machine & Pick<ProviderConnection<unknown>, "now">;

/** What stands at a place: an export before it is known to be any good. */
export interface Content {
  /** Its name for messages: a path, an address without its query, a command. */
  readonly file: string;
  /** When it was last written; null where nothing tells. */
  readonly modified: Date | null;
  /** Its bytes, once. What is wrong with the place shows at the latest when they are read to their end. */
  chunks(): AsyncIterable<Uint8Array>;
}

/** Largest export that is read: several times that of 100 000 people with thirty columns each. */
export const MOST_BYTES = 256 * 1024 ** 2;

/** All bytes of an export at once, for formats that can't be read in pieces. */
export async function wholeContent({ chunks }: Content): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of chunks()) pieces.push(piece);
  return Buffer.concat(pieces);
}
