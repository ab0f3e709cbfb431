import { sleep } from "../../http/retry.js";
import { enumerated } from "../../shared/text.js";
import type { Machine, ProviderConnection } from "../provider.js";
import { openCommand } from "./command.js";
import { type Computer, type Content, wholeContent } from "./content.js";
import { csvTable } from "./csv.js";
import { download } from "./download.js";
import { decodeText } from "./encoding.js";
import { jsonLinesTable, jsonTable } from "./json.js";
import { FORMATS, type Format } from "./keys.js";
import { openLocalFile } from "./local-file.js";
import { ChoiceNeeded, fileProblem } from "./problems.js";
import type { Layout, Location } from "./settings.js";
import { openSftp } from "./sftp.js";
import { openStandardInput } from "./standard-input.js";
import type { Table } from "./table.js";
import { xlsxTable } from "./xlsx/index.js";

/** What opening an export needs of a connection; its settings may still be incomplete. */
export type FileConnection = Pick<
  ProviderConnection<unknown>,
  "httpAt" | "credentials" | "registerSecret" | "now" | "machine"
>;

/** An export with its rows. */
export interface OpenedFile extends Content {
  readonly table: Table;
}

/**
 * Opens an export. Its rows are read when they are asked for, once.
 * @throws Problem of the place, `file_too_old`, `file_age_unknown` or `file_format`
 */
export async function openFile(settings: Location & Layout, connection: FileConnection): Promise<OpenedFile> {
  const content = await openContent(settings, connection);
  return { ...content, table: tableOf(content, settings) };
}

/** What stands at the place, not older than the settings allow. @throws Problem as `openFile` */
async function openContent(location: Location, connection: FileConnection): Promise<Content> {
  const machine = { ...(connection.machine ?? thisMachine()), now: connection.now };
  const content = await openPlace(location, connection, machine);
  checkAge(content, location.maxAgeHours, machine.now());
  return content;
}

async function openPlace(
  location: Location,
  connection: FileConnection,
  machine: Computer,
): Promise<Content> {
  switch (location.place) {
    case "path":
      return openLocalFile(location.path ?? "", machine);
    case "command":
      return openCommand(location.command ?? [], machine);
    case "stdin":
      return openStandardInput(machine);
    case "sftp":
    case "sftp-key":
      return openSftp(location, connection, machine);
    default:
      return download(location, connection);
  }
}

/** The process itself, where nobody gave another one. */
function thisMachine(): Machine {
  const { stdin, env } = process;
  return {
    sleep: (milliseconds) => sleep(milliseconds, undefined),
    ...{ stdin, env, signal: new AbortController().signal },
  };
}

function checkAge({ file, modified }: Content, maxAgeHours: number | undefined, now: Date): void {
  if (maxAgeHours === undefined) return;
  if (modified === null) {
    throw fileProblem({
      code: "file_age_unknown",
      what: `Nothing tells how old ${file} is.`,
      why: "`maxAgeHours` is set, and the server sends no Last-Modified.",
      next: "Remove `source.settings.maxAgeHours`, or have the server send that header.",
    });
  }
  const hours = (now.getTime() - modified.getTime()) / 3_600_000;
  if (hours <= maxAgeHours) return;
  throw fileProblem({
    kind: "temporary",
    code: "file_too_old",
    what: `${file} is ${ageText(hours)} old, so nothing was planned on it.`,
    why: `At most ${maxAgeHours} hours are allowed (\`maxAgeHours\`).`,
    next: "See why the HR tool's export did not run. If it is meant to run less often, set `source.settings.maxAgeHours` to more.",
  });
}

function ageText(hours: number): string {
  return hours < 72 ? `${Math.floor(hours)} hours` : `${Math.floor(hours / 24)} days`;
}

function tableOf(content: Content, layout: Layout): Table {
  const { file } = content;
  const format = layout.format ?? formatOf(file);
  const text = () => decodeText(content.chunks(), layout.encoding, file);
  switch (format) {
    case "csv":
      return csvTable(text(), layout.separator, file);
    case "xlsx":
      return xlsxTable(() => wholeContent(content), layout.sheet, file);
    case "json":
      return jsonTable(text(), layout.list, file);
    case "jsonl":
      return jsonLinesTable(text(), file);
    default:
      throw new ChoiceNeeded(
        {
          code: "file_format",
          what: `The format of ${file} is not known.`,
          why: "Its name does not end in .csv, .xlsx, .json or .jsonl.",
          next: `Set \`source.settings.format\` to ${enumerated(FORMATS, "or")}.`,
        },
        "format",
        FORMATS,
      );
  }
}

/** The format that a name ends in; null where it says nothing. */
function formatOf(file: string): Format | null {
  const ending = /\.([a-z]+)$/iu.exec(file)?.[1]?.toLowerCase();
  if (ending === "ndjson") return "jsonl";
  return FORMATS.find((format) => format === ending) ?? null;
}
