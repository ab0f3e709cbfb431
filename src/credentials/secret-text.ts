import { dropInvisible } from "../shared/text.js";

// A secret goes through files, variables, clipboards and editors, and each of them adds something now and
// then. What can be told is told before the value is sent and refused for a reason that helps nobody.

const QUOTES: readonly (readonly [string, string])[] = [
  ['"', '"'],
  ["'", "'"],
  ["`", "`"],
  ["“", "”"],
  ["‘", "’"],
];

/** A passphrase without the line ends behind it, which editors and `echo` leave; a blank may be meant. */
export function trimLineEnds(value: string): string {
  return value.replace(/[\r\n]+$/, "");
}

/** A credential without the blanks and line ends around it, which clipboards and files leave. */
export function trimSecret(value: string): string {
  return value.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "");
}

/**
 * What is odd about a secret that was trimmed, a whole sentence; null when nothing is. Blanks inside are
 * left to those who know the secret: a password may have them. The value is never repeated.
 */
export function secretFault(value: string): string | null {
  if (value.trim() === "") return "There is nothing in it.";
  if (/[\n\r\u0085\u2028\u2029]/u.test(value)) return "There is a line break or a carriage return inside.";
  if (/^\s|\s$/u.test(value)) return "There is a blank at its beginning or its end.";
  const quoted =
    value.length > 1 && QUOTES.some(([open, close]) => value.startsWith(open) && value.endsWith(close));
  if (quoted)
    return "There are quotes around it, which env files of Docker and of others keep as a part of it.";
  if (/\p{Cc}/u.test(value)) return "There is a tab or another control character inside.";
  if (value.includes("\ufffd"))
    return "There is a letter inside that could not be read: it was in another encoding.";
  if (dropInvisible(value) !== value)
    return "There is an invisible character inside, as copying from web pages leaves.";
  if (/(?! )\p{Zs}/u.test(value))
    return "There is a no-break blank inside, as copying from web pages leaves.";
  return null;
}
