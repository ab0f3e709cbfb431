import { posix } from "node:path";
import { type Archive, ArchiveFault } from "./archive.js";
import { type Attributes, localName, readWholeXml } from "./xml.js";

/** What a workbook says of itself, by the chapters 18.2 and 18.8 of ECMA-376 part 1. */
export interface Workbook {
  readonly sheets: readonly { readonly name: string; readonly part: string }[];
  /** Whether days are counted from 1904 on, as old Macs did. */
  readonly is1904: boolean;
  /** Name of the part with the texts that cells share; null where there is none. */
  readonly sharedTexts: string | null;
  /** Whether a number in a cell of this style is a day. */
  isDate(style: number): boolean;
}

const ROOT = "_rels/.rels";

/** @throws ArchiveFault */
export async function readWorkbook(archive: Archive): Promise<Workbook> {
  const roots = await readRelations(archive, ROOT);
  const part = roots.find(({ kind }) => kind === "officeDocument")?.part;
  if (part === undefined) throw new ArchiveFault("is no XLSX file");
  const relations = await readRelations(
    archive,
    posix.join(posix.dirname(part), "_rels", `${posix.basename(part)}.rels`),
  );
  const partOf = (id: string | undefined) => relations.find((relation) => relation.id === id)?.part;
  const only = (kind: string) => relations.find((relation) => relation.kind === kind)?.part ?? null;

  const sheets: { name: string; part: string }[] = [];
  let is1904 = false;
  await readWholeXml(archive.chunks(part), {
    open(element, attributes) {
      if (element === "workbookPr") is1904 = isTrue(attributes.date1904);
      if (element !== "sheet") return;
      const of = partOf(withPrefix(attributes, "id"));
      if (of !== undefined) sheets.push({ name: attributes.name ?? "", part: of });
    },
  });
  return {
    sheets,
    is1904,
    sharedTexts: only("sharedStrings"),
    isDate: await readStyles(archive, only("styles")),
  };
}

interface Relation {
  readonly id: string | undefined;
  /** Last word of its type's address: the strict form of the standard has other addresses. */
  readonly kind: string;
  readonly part: string;
}

async function readRelations(archive: Archive, name: string): Promise<readonly Relation[]> {
  const relations: Relation[] = [];
  const folder = posix.dirname(posix.dirname(name));
  await readWholeXml(archive.chunks(name), {
    open(element, { Id, Type = "", Target = "", TargetMode }) {
      if (element !== "Relationship" || TargetMode === "External") return;
      const part = Target.startsWith("/") ? Target.slice(1) : posix.join(folder, Target);
      relations.push({ id: Id, kind: Type.slice(Type.lastIndexOf("/") + 1), part });
    },
  });
  return relations;
}

async function readStyles(archive: Archive, part: string | null): Promise<(style: number) => boolean> {
  if (part === null) return () => false;
  const { getFormatFromId, isDateFormat } = await import("numfmt");
  const formats = new Map<number, string>();
  const cellFormats: number[] = [];
  let isInCellFormats = false;
  await readWholeXml(archive.chunks(part), {
    open(element, { numFmtId, formatCode }) {
      const id = Number(numFmtId ?? 0);
      if (element === "numFmt" && formatCode !== undefined) formats.set(id, formatCode);
      if (element === "cellXfs") isInCellFormats = true;
      if (element === "xf" && isInCellFormats) cellFormats.push(id);
    },
    close(element) {
      if (element === "cellXfs") isInCellFormats = false;
    },
  });
  const dates = cellFormats.map((id) => isDateFormat(formats.get(id) ?? getFormatFromId(id) ?? "General"));
  return (style) => dates[style] ?? false;
}

function withPrefix(attributes: Attributes, name: string): string | undefined {
  return Object.entries(attributes).find(([key]) => key.includes(":") && localName(key) === name)?.[1];
}

function isTrue(value: string | undefined): boolean {
  return value === "1" || value === "true";
}
