import { isPrivateColumn } from "../../../providers/file/columns.js";
import type { ColumnSurvey, Survey } from "../../../providers/file/survey.js";
import { counted } from "../../../shared/text.js";
import { maskIbanLike } from "../../../sync/model/index.js";
import type { CliContext } from "../../cli-context.js";
import { cleanText } from "../../output/sanitize.js";
import { sayRows, sayText } from "../../prompts/screen.js";

const LONGEST_SAMPLE = 24;
const HIDDEN = "••••";

/** Shows the columns of an export with up to three of their values; pay and bank details are hidden. */
export function sayColumns({ file, rows, modified, columns }: Survey, context: CliContext): void {
  const written =
    modified === null ? "" : `, written ${modified.toISOString().slice(0, 16).replace("T", " ")} UTC`;
  sayText(
    context,
    `${file}${written}: ${counted(rows, "person", "people")}, ${counted(columns.length, "column")}.`,
  );
  sayRows(
    context,
    ["Column", "Filled", "For example"],
    columns.map((column) => [cleanText(column.name), String(column.filled), samplesOf(column)]),
  );
}

function samplesOf({ name, samples }: ColumnSurvey): string {
  const shown = samples.map((sample) => {
    if (isPrivateColumn(name)) return HIDDEN;
    return cleanText(maskIbanLike(sample), { maxLength: LONGEST_SAMPLE });
  });
  return [...new Set(shown)].join(", ");
}
