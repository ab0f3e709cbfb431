import type * as z from "zod";
import { LINT } from "../../config/connector-files.js";
import { type ConfigDocument, parseConfigText } from "../../config/document.js";
import { type Mistake, mistakesOf, toldMistakes } from "../../config/issues.js";
import { isProblem, Problem } from "../../sync/model/index.js";
import type { Connector } from "../define.js";
import { lint } from "../lint/lint.js";
import { manifestSchema } from "../schema/manifest.js";

type Issue = z.core.$ZodIssue;

/** Far more than any tool needs; a larger file is something else. */
const LONGEST_FILE = 200_000;

/**
 * A connector from a file, without hooks: what a customer writes describes and runs nothing.
 *
 * @param label the path as it is shown
 * @param check the command that looks at the file again
 * @throws Problem `connector_syntax` or `connector_invalid`, each mistake with line, column, what is
 *   allowed and the nearest key
 */
export function connectorFromYaml(path: string, label: string, text: string, check = LINT): Connector {
  const next = `Correct the file, then run \`${check}\`.`;
  if (text.length > LONGEST_FILE) throw tooLong(label, next);
  const document = parsed(path, label, text, check);
  const result = manifestSchema.safeParse(document.value);
  if (!result.success) {
    const issues = result.error.issues.flatMap((issue) => settled(issue));
    throw invalid(
      document,
      issues.flatMap((issue) => mistakesOf(document, issue, manifestSchema)),
      next,
    );
  }
  const findings = lint(result.data);
  if (findings.length > 0) {
    const mistakes = findings.map(({ path: at, says }): Mistake => {
      return () => `${at.join(".")} ${says} (${document.place(at, "value")}).`;
    });
    throw invalid(document, mistakes, next);
  }
  return { manifest: result.data, hooks: {} };
}

function parsed(path: string, label: string, text: string, check: string): ConfigDocument {
  try {
    return parseConfigText(path, label, text, check);
  } catch (error) {
    if (!isProblem(error)) throw error;
    const { message: what, why, next } = error;
    throw new Problem({ kind: "configuration", code: "connector_syntax", what, why, next });
  }
}

function invalid(document: ConfigDocument, mistakes: readonly Mistake[], next: string): Problem {
  const { what, why } = toldMistakes(document, mistakes);
  return new Problem({ kind: "configuration", code: "connector_invalid", what, why, next });
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

function tooLong(label: string, next: string): Problem {
  return new Problem({
    kind: "configuration",
    code: "connector_invalid",
    what: `${label} is larger than a description of an HR tool can be.`,
    why: `More than ${LONGEST_FILE} characters are not read.`,
    next,
  });
}
