import { Problem } from "../../sync/model/index.js";

/** Codes of everything that can be wrong with an import template. */
type TemplateCode =
  | "template_not_xlsx"
  | "template_encrypted"
  | "template_too_large"
  | "template_unreadable"
  | "template_unknown"
  | "template_column_missing"
  | "template_column_unknown"
  | "template_column_twice"
  | "template_filled"
  | "template_value_unknown"
  | "template_value_missing";

const FRESH_TEMPLATE =
  "Download a fresh template in Spendesk (Settings > Organisation > Members > Invite new members > By file upload) and name it with --template or `spendesk.bulkImport.template`.";

/** A template that can't be used. Nothing has been written. */
export function templateProblem(
  entity: string,
  code: TemplateCode,
  why: string,
  options: { readonly next?: string; readonly cause?: unknown } = {},
): Problem {
  return new Problem(
    {
      kind: "configuration",
      code,
      what: `The import template of ${entity} can't be used.`,
      why,
      next: options.next ?? FRESH_TEMPLATE,
    },
    { cause: options.cause },
  );
}
