import { SaxesParser } from "saxes";

/** An element's attributes, by their names as they are written. */
export type Attributes = Readonly<Record<string, string>>;

/** What is met in a document, in its order. Names of elements come without their prefix. */
export interface XmlReader {
  open(name: string, attributes: Attributes): void;
  close?(name: string): void;
  text?(text: string): void;
  /**
   * Told of what is not well-formed, and of a document type, which could make texts expand. What it throws ends
   * the reading; else it goes on.
   */
  fault(problem: string): void;
}

/** A document that is read piece by piece. Both throw what the reader throws. */
export interface XmlReading {
  write(piece: string): void;
  end(): void;
}

/** Starts to read a document. */
export function startXml(reader: XmlReader): XmlReading {
  const parser = new SaxesParser({ xmlns: false, position: false });
  parser.on("error", ({ message }) => reader.fault(message));
  parser.on("doctype", () => reader.fault("a document type"));
  parser.on("opentag", ({ name, attributes }) => reader.open(localName(name), attributes));
  if (reader.close) parser.on("closetag", ({ name }) => reader.close?.(localName(name)));
  if (reader.text) {
    parser.on("text", (text) => reader.text?.(text));
    parser.on("cdata", (text) => reader.text?.(text));
  }
  return {
    write: (piece) => {
      parser.write(piece);
    },
    end: () => {
      parser.close();
    },
  };
}

/** A name without its prefix. */
export function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}
