/** Shorter ones V8 always copies. */
const SHORTEST_SLICE = 13;

/**
 * The same text in memory of its own. What is cut out of a text otherwise keeps the whole of it: a name of
 * twenty characters the page of half a megabyte that it came with.
 */
export function ownText(text: string): string {
  return text.length < SHORTEST_SLICE ? text : ` ${text}`.slice(1);
}
