import { StringDecoder } from "node:string_decoder";
import { startXml, type XmlReader as XmlEvents } from "../../support/xml-reader.js";
import { ArchiveFault } from "./archive.js";

export { type Attributes, localName } from "../../support/xml-reader.js";

/** What is met in a document, in its order. */
export type XmlReader = Omit<XmlEvents, "fault">;

/**
 * Reads a document piece by piece.
 * @returns once after each piece, so that what was met in it can be passed on
 * @throws ArchiveFault when it is no well-formed document, or has a document type: a workbook has none
 */
export async function* readXml(
  chunks: AsyncIterable<Uint8Array>,
  reader: XmlReader,
): AsyncGenerator<void, void, void> {
  const fault = (cause: string): never => {
    throw new ArchiveFault("is damaged", { cause });
  };
  const document = startXml({ ...reader, fault });
  const decoder = new StringDecoder("utf8");
  for await (const chunk of chunks) {
    document.write(decoder.write(Buffer.from(chunk)));
    yield;
  }
  document.write(decoder.end());
  document.end();
  yield;
}

/** Reads a whole document. @throws as `readXml` */
export async function readWholeXml(chunks: AsyncIterable<Uint8Array>, reader: XmlReader): Promise<void> {
  for await (const _ of readXml(chunks, reader));
}
