/** Commands of this program within a text that work on entities, as they are quoted: `spendesk-hr connect hibob`. */
const COMMANDS =
  /spendesk-hr (?:connect|configure|preview|apply|link|unlink|ignore|explain|credentials (?:set|remove|test))(?![\w-])[^`]*(?=`)/gu;

/** A plan file is of all the entities that it was made for. */
const OTHERWISE_CHOSEN = / --(?:entity|group|out)\b/u;

/**
 * A text about one entity, such as the next step of a problem, whose commands name that entity: typed as they
 * stand, they would ask which one is meant, or work on all of them.
 */
export function withEntityFlag(text: string, entity: string): string {
  return text.replace(COMMANDS, (command) =>
    OTHERWISE_CHOSEN.test(command) ? command : `${command} --entity ${entity}`,
  );
}
