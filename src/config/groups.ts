import type * as z from "zod";
import { listed } from "../shared/text.js";
import { isBlock } from "./document.js";
import { didYouMean } from "./suggestion.js";

const MOST_NAMED = 20;

/**
 * Entities of a group that the file does not have. All that they would have from it is missing then.
 *
 * @param value the whole file, before it is checked
 */
export function unknownGroups(value: unknown): readonly z.core.$ZodIssueCustom[] {
  const { entities, groups } = isBlock(value) ? value : {};
  const known = isBlock(groups) ? Object.keys(groups) : [];
  return Object.entries(isBlock(entities) ? entities : {}).flatMap(([id, entity]) => {
    const group = isBlock(entity) ? entity.group : undefined;
    if (typeof group !== "string" || known.includes(group)) return [];
    const message =
      known.length === 0
        ? "names a group, but the file has no groups: define it under `groups`, or remove the key"
        : `must be the name of a group: ${listed(known, MOST_NAMED)}`;
    const params = { help: known.length === 0 ? null : didYouMean(group, known) };
    return [{ code: "custom", path: ["entities", id, "group"], message, params, input: group }];
  });
}
