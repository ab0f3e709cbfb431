import { Problem } from "../../sync/model/index.js";
import type { CliContext } from "../cli-context.js";
import type { CommandResult } from "../command.js";
import { isLong, showInPager } from "./pager.js";
import { rowsWorkbook } from "./rows-workbook.js";
import { serialize, toCsv } from "./serialize.js";
import { writeOut } from "./write-out.js";

/** Columns assumed when the output goes to a file or a pipe, and nobody says otherwise (`COLUMNS`). */
const WIDTH_WITHOUT_TERMINAL = 80;

/** Narrower is no terminal, wider no line that anybody reads. */
const WIDTHS = { min: 40, max: 1000 };

function widthOfOutput({ stdout, env }: CliContext["process"]): number {
  if (stdout.columns !== undefined) return stdout.columns;
  const wanted = Number(env.COLUMNS);
  return wanted >= WIDTHS.min && wanted <= WIDTHS.max ? Math.floor(wanted) : WIDTH_WITHOUT_TERMINAL;
}

/**
 * Writes a command's result to stdout in the format that was asked for, redacted.
 * @throws Problem `format_not_supported`, `output_failed`
 */
export async function writeResult(result: CommandResult, context: CliContext): Promise<void> {
  if (context.globals.output === "xlsx") return writeWorkbook(result, context);
  const rendered = render(result, context);
  const { redactor, process, globals } = context;
  const mayBePaged = globals.pager && globals.output === "table" && process.stdout.isTTY === true;
  if (typeof rendered !== "string" && !mayBePaged) {
    for (const piece of redactor.redactLines(rendered)) if (!(await writeOut(piece, context))) return;
    return;
  }
  const text = typeof rendered === "string" ? rendered : [...rendered].join("\n");
  if (text === "") return;
  const shown = redactor.redact(text.endsWith("\n") ? text : `${text}\n`);
  if (mayBePaged && isLong(shown, process) && (await showInPager(shown, process))) return;
  await writeOut(shown, context);
}

/**
 * @throws Problem `format_not_supported`, `output_is_terminal`, `output_failed`
 */
async function writeWorkbook(result: CommandResult, context: CliContext): Promise<void> {
  const { columns = [] } = result;
  const rows = rowsOf(result);
  if (context.process.stdout.isTTY) {
    throw new Problem({
      kind: "usage",
      code: "output_is_terminal",
      what: "A workbook can't be shown on a terminal.",
      why: "With `-o xlsx` the result is a file.",
      next: "Write it to one: put `> file.xlsx` after the command.",
    });
  }
  await writeOut(await rowsWorkbook({ columns, rows }, context.redactor.redact), context);
}

/**
 * The rows of a result.
 * @throws Problem `format_not_supported`
 */
function rowsOf(result: CommandResult): NonNullable<CommandResult["rows"]> {
  if (result.rows) return () => result.rows?.() ?? [];
  throw new Problem({
    kind: "usage",
    code: "format_not_supported",
    what: "This command has neither CSV output nor a workbook.",
    why: "Its result is not a list of rows.",
    next: "Run it with `--output table` or `--output json`.",
  });
}

function render(result: CommandResult, context: CliContext): string | Iterable<string> {
  const { globals } = context;
  const { output, color } = globals;
  if (output === "json" || output === "yaml")
    return serialize({ schemaVersion: 1, ...result.document }, output);
  if (output === "table") {
    return result.text({ color, width: widthOfOutput(context.process) });
  }
  const csv = toCsv(rowsOf(result)(), result.columns);
  return globals.csvBom ? `\uFEFF${csv}` : csv;
}
