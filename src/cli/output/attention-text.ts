import { listed } from "../../shared/listed.js";
import type { Attention } from "../../sync/findings.js";
import type { TextStyle } from "../command.js";
import { clean, paint } from "./table.js";

const NAMED = 5;

/** What a person must see of an entity and no apply has said yet: a line for each, by name. */
export function newAttentionText(attention: readonly Attention[], style: TextStyle): string {
  const texts = new Set(attention.flatMap(({ isNew, text }) => (isNew ? [text] : [])));
  const lines = [...texts].map((text) => `  ${paint("⚠", "yellow", style)} ${clean(text, undefined, style)}`);
  return lines.length === 0 ? "" : [paint("To look at", "bold", style), ...lines].join("\n");
}

/**
 * What was said before and is still open, in one sentence; empty when there is nothing. What somebody
 * decided, as releases, is part of the counts and needs no word every night.
 */
export function openAttentionText(attention: readonly Attention[], style: TextStyle): string {
  const open = attention.filter(({ isNew, isSteady }) => !isNew && !isSteady);
  if (open.length === 0) return "";
  const names = [...new Set(open.map(({ finding }) => clean(finding.name, undefined, style)))];
  return `Still to look at: ${listed(names, NAMED)}.`;
}
