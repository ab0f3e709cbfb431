import { StringDecoder } from "node:string_decoder";
import { SaxesParser } from "saxes";
import { ArchiveFault } from "./archive.js";

/** An element's attributes, by their names as they are written. */
export type Attributes = Readonly<Record<string, string>>;

/** What is met in a document, in its order. Names of elements come without their prefix. */
export interface XmlReader {
  open(name: string, attributes: Attributes): void;
  close?(name: string): void;
  text?(text: string): void;
}

/**
 * Reads a document piece by piece.
 * @returns once after each piece, so that what was met in it can be passed on
 * @throws ArchiveFault when it is no well-formed document, or has a document type: a workbook has none
 */
export async function* readXml(
  chunks: AsyncIterable<Uint8Array>,
  reader: XmlReader,
): AsyncGenerator<void, void, void> {
  const parser = new SaxesParser({ xmlns: false, position: false });
  const damaged = (cause?: unknown): never => {
    throw new ArchiveFault("is damaged", { cause });
  };
  parser.on("error", damaged);
  parser.on("doctype", damaged);
  parser.on("opentag", ({ name, attributes }) => reader.open(localName(name), attributes));
  if (reader.close) parser.on("closetag", ({ name }) => reader.close?.(localName(name)));
  if (reader.text) {
    parser.on("text", (text) => reader.text?.(text));
    parser.on("cdata", (text) => reader.text?.(text));
  }
  const decoder = new StringDecoder("utf8");
  for await (const chunk of chunks) {
    parser.write(decoder.write(Buffer.from(chunk)));
    yield;
  }
  parser.write(decoder.end()).close();
  yield;
}

/** Reads a whole document. @throws as `readXml` */
export async function readWholeXml(chunks: AsyncIterable<Uint8Array>, reader: XmlReader): Promise<void> {
  for await (const _ of readXml(chunks, reader));
}

/** A name without its prefix. */
export function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}
