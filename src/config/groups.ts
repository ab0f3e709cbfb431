import type * as z from "zod";
import { isBlock } from "./document.js";
import { suggestion } from "./suggestion.js";

/**
 * Entities of a group that the file does not have. Looked for before anything else: all that they would have
 * from the group is missing then.
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
        ? "names a group, but the file has no `groups`"
        : `must be the name of a group: ${known.join(", ")}`;
    const params = { help: suggestion(group, known) || null };
    return [{ code: "custom", path: ["entities", id, "group"], message, params, input: group }];
  });
}
