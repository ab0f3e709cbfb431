import { readText, readZip } from "../../../src/spendesk/bulk-import/zip.js";
import { zipOf } from "./zip-by-hand.js";

// Import templates as Excel itself writes them: shared strings, styled empty rows, choices that come from
// another sheet (only in the extension list), a hidden sheet, names, protection.

interface TemplateSheet {
  readonly name: string;
  readonly rows: readonly (readonly string[])[];
  readonly hidden?: boolean;
}

export interface TemplateOptions {
  readonly titles?: readonly string[];
  /** Rows above the titles. */
  readonly above?: readonly (readonly string[])[];
  /** Rows below the titles. */
  readonly below?: readonly (readonly string[])[];
  /** Number of empty rows with a style, below everything. */
  readonly styledRows?: number;
  readonly sheets?: readonly TemplateSheet[];
}

export const ALL_TITLES = [
  "First name*",
  "Last name*",
  "Email Address*",
  "Roles",
  "Cost Center",
  "Approval Policy",
  "IBAN",
  "BIC",
] as const;

export const LISTS: readonly TemplateSheet[] = [
  { name: "Cost Centers", rows: [["Cost Center"], ["CC-100 Sales"], ["CC-200 R&D"], ["General"]] },
  { name: "Approval Policies", rows: [["Approval Policy"], ["Standard"], ["Directors"]] },
  { name: "Lists", rows: [["Roles"], ["Requester"], ["Controller"]], hidden: true },
];

const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** Choices of another sheet's values, as Excel has stored them since 2010. */
export const CHOICES = `<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><x14:dataValidations xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main" count="1"><x14:dataValidation type="list" allowBlank="1" showErrorMessage="1" xr:uid="{00000000-0002-0000-0000-000000000000}" xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision"><x14:formula1><xm:f>'Cost Centers'!$A$2:$A$4</xm:f></x14:formula1><xm:sqref>E2:E1000</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>`;

export const STYLES = `${HEADER}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><color rgb="FFFFFFFF"/><name val="Calibri"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FF5A2FC2"/></patternFill></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/><xf numFmtId="0" fontId="1" fillId="2" borderId="0"/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="2" borderId="0" xfId="1" applyFont="1" applyFill="1"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="2" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs><cellStyles count="2"><cellStyle name="Normal" xfId="0" builtinId="0"/><cellStyle name="Import title" xfId="1"/></cellStyles><dxfs count="0"/></styleSheet>`;

/** Every cell style of the templates: 1 titles, 2 text (columns), 3 number (styled rows). */
export function excelTemplate(options: TemplateOptions = {}): Uint8Array {
  const { titles = ALL_TITLES, above = [], below = [], styledRows = 0, sheets = LISTS } = options;
  const all: readonly TemplateSheet[] = [
    { name: "Members to invite", rows: [...above, titles, ...below] },
    ...sheets,
  ];
  const strings: string[] = [];
  const parts: Record<string, string> = {
    "[Content_Types].xml": contentTypes(all.length),
    "_rels/.rels": `${HEADER}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": workbook(all),
    "xl/_rels/workbook.xml.rels": relations(all.length),
    "xl/styles.xml": STYLES,
    "customXml/item1.xml": "<origin>Spendesk</origin>",
  };
  for (const [index, { rows }] of all.entries()) {
    parts[`xl/worksheets/sheet${index + 1}.xml`] =
      index === 0 ? peopleSheet(rows, above.length, styledRows, strings) : listSheet(rows, strings);
  }
  parts["xl/sharedStrings.xml"] =
    `${HEADER}<sst xmlns="${MAIN}" count="${strings.length}" uniqueCount="${strings.length}">${strings.map((text) => `<si><t xml:space="preserve">${escaped(text)}</t></si>`).join("")}</sst>`;
  return zipOf(parts);
}

function workbook(sheets: readonly TemplateSheet[]): string {
  const entries = sheets.map(
    ({ name, hidden }, index) =>
      `<sheet name="${escaped(name)}" sheetId="${index + 4}"${hidden ? ' state="veryHidden"' : ""} r:id="rId${sheets.length - index}"/>`,
  );
  return `${HEADER}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><workbookPr defaultThemeVersion="124226"/><sheets>${entries.join("")}</sheets>${sheets.length > 1 ? `<definedNames><definedName name="CostCenters">'${escaped(sheets[1]?.name ?? "")}'!$A$2:$A$4</definedName></definedNames>` : ""}</workbook>`;
}

/** Ids in reverse order, and one target from the root: both are allowed, and both occur. */
function relations(sheets: number): string {
  const entries = Array.from({ length: sheets }, (_, index) => {
    const target = `${index === 0 ? "/xl/" : ""}worksheets/sheet${index + 1}.xml`;
    return `<Relationship Id="rId${sheets - index}" Type="${OFFICE}/worksheet" Target="${target}"/>`;
  });
  return `${HEADER}<Relationships xmlns="${PACKAGE}/relationships">${entries.join("")}<Relationship Id="rId98" Type="${OFFICE}/styles" Target="styles.xml"/><Relationship Id="rId99" Type="${OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`;
}

function contentTypes(sheets: number): string {
  const type = "application/vnd.openxmlformats-officedocument.spreadsheetml";
  const entries = Array.from(
    { length: sheets },
    (_, index) =>
      `<Override PartName="/xl/worksheets/sheet${index + 1}.xml" ContentType="${type}.worksheet+xml"/>`,
  );
  return `${HEADER}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/>${entries.join("")}<Override PartName="/xl/styles.xml" ContentType="${type}.styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="${type}.sharedStrings+xml"/></Types>`;
}

function peopleSheet(
  rows: TemplateSheet["rows"],
  titleRow: number,
  styledRows: number,
  strings: string[],
): string {
  const filled = rows.map((cells, index) => row(cells, index + 1, index === titleRow ? 1 : null, strings));
  const width = rows[titleRow]?.length ?? 1;
  const empty = Array.from({ length: styledRows }, (_, index) => {
    const number = rows.length + index + 1;
    const cells = Array.from({ length: width }, (_cell, column) => `<c r="${place(column, number)}" s="3"/>`);
    return `<row r="${number}" spans="1:${width}" ht="18" customHeight="1">${cells.join("")}</row>`;
  });
  return `${HEADER}<worksheet xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheetPr><tabColor rgb="FF5A2FC2"/></sheetPr><dimension ref="A1:${place(width - 1, rows.length)}"/><sheetViews><sheetView tabSelected="1" workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols><col min="1" max="4" width="20" style="2" customWidth="1"/><col min="5" max="${width}" width="31.5" style="2" customWidth="1"/></cols><sheetData>${filled.join("")}${empty.join("")}</sheetData><sheetProtection sheet="1" objects="1" formatCells="0"/><dataValidations count="1"><dataValidation type="list" allowBlank="1" sqref="D2:D1000"><formula1>"Requester,Controller"</formula1></dataValidation></dataValidations><pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>${CHOICES}</worksheet>`;
}

function listSheet(rows: TemplateSheet["rows"], strings: string[]): string {
  const filled = rows.map((cells, index) => row(cells, index + 1, null, strings));
  return `${HEADER}<worksheet xmlns="${MAIN}"><sheetData>${filled.join("")}</sheetData></worksheet>`;
}

function row(cells: readonly string[], number: number, style: number | null, strings: string[]): string {
  const filled = cells.map((text, column) => {
    const attributes = `r="${place(column, number)}"${style === null ? "" : ` s="${style}"`}`;
    return text === "" ? `<c ${attributes}/>` : `<c ${attributes} t="s"><v>${strings.push(text) - 1}</v></c>`;
  });
  return `<row r="${number}">${filled.join("")}</row>`;
}

function place(column: number, row: number): string {
  return `${String.fromCharCode(65 + column)}${row}`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

/** A template with its first sheet, or another part, written differently. */
export function rewritten(
  template: Uint8Array,
  change: (text: string) => string,
  name = "xl/worksheets/sheet1.xml",
): Uint8Array {
  const archive = readZip(template, 10_000_000);
  const parts = Object.fromEntries([...archive.keys()].map((part) => [part, readText(archive, part) ?? ""]));
  return zipOf({ ...parts, [name]: change(parts[name] ?? "") });
}

/** The template as some libraries write it: `x:row`, and rows and cells that just follow each other. */
export function withoutPlaces(template: Uint8Array): Uint8Array {
  return rewritten(template, (sheet) =>
    sheet
      .replace(/ r="[A-Z]?\d+"/gu, "")
      .replace(/<(\/?)(worksheet|sheetData|row|c|v|cols|col)(?=[\s>/])/gu, "<$1x:$2")
      .replace(
        "<x:worksheet ",
        '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" ',
      ),
  );
}
