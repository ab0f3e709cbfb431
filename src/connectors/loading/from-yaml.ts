import type * as z from "zod";
import { type ConfigDocument, parseConfigText } from "../../config/document.js";
import { type Mistake, mistakesOf, toldMistakes } from "../../config/issues.js";
import { isProblem, Problem } from "../../sync/model/index.js";
import type { Connector } from "../define.js";
import { lint } from "../lint/lint.js";
import { manifestSchema } from "../schema/manifest.js";

type Issue = z.core.$ZodIssue;

/** Far more than any tool needs; a larger file is something else. */
const LONGEST_FILE = 200_000;

const AGAIN = "Correct the file, then run `spendesk-hr connectors lint`.";

/**
 * A connector from a file, without hooks: what a customer writes describes and runs nothing.
 *
 * @param label the path as it is shown
 * @throws Problem `connector_syntax` or `connector_invalid`, each mistake with line, column, what is
 *   allowed and the nearest key
 */
export function connectorFromYaml(path: string, label: string, text: string): Connector {
  if (text.length > LONGEST_FILE) throw tooLong(label);
  const document = parsed(path, label, text);
  const result = manifestSchema.safeParse(document.value);
  if (!result.success) {
    const issues = result.error.issues.flatMap((issue) => settled(issue));
    throw invalid(
      document,
      issues.flatMap((issue) => mistakesOf(document, issue, manifestSchema)),
    );
  }
  const findings = lint(result.data);
  if (findings.length > 0) {
    const mistakes = findings.map(({ path: at, says }): Mistake => {
      return () => `${at.join(".")} ${says} (${document.place(at, "value")}).`;
    });
    throw invalid(document, mistakes);
  }
  return { manifest: result.data, hooks: {} };
}

function parsed(path: string, label: string, text: string): ConfigDocument {
  try {
    return parseConfigText(path, label, text);
  } catch (error) {
    if (!isProblem(error)) throw error;
    const { message: what, why } = error;
    throw new Problem({ kind: "configuration", code: "connector_syntax", what, why, next: AGAIN });
  }
}

function invalid(document: ConfigDocument, mistakes: readonly Mistake[]): Problem {
  const { what, why } = toldMistakes(document, mistakes);
  return new Problem({ kind: "configuration", code: "connector_invalid", what, why, next: AGAIN });
}

/** Of something that may have several forms, the mistakes in the one that is meant, where that shows. */
function settled(issue: Issue): readonly Issue[] {
  if (issue.code !== "invalid_union") return [issue];
  const meant = issue.errors.filter(
    (errors) => !errors.some(({ path }) => path.length === 0 && errors.length === 1),
  );
  const [only] = meant;
  if (meant.length !== 1 || only === undefined) return [issue];
  return only.flatMap((inner) => settled({ ...inner, path: [...issue.path, ...inner.path] }));
}

function tooLong(label: string): Problem {
  return new Problem({
    kind: "configuration",
    code: "connector_invalid",
    what: `${label} is larger than a description of an HR tool can be.`,
    why: `More than ${LONGEST_FILE} characters are not read.`,
    next: AGAIN,
  });
}
