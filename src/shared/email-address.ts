import { dropInvisible } from "./text.js";

// What a mail server takes (RFC 5321, with RFC 6531 for letters beyond ASCII), without the forms that
// nobody has for work: quoted local parts, addresses of bare hosts and IP numbers.

/** Bytes (RFC 5321 §4.5.3.1, and erratum 1690 of RFC 3696 for the whole). */
const LONGEST_LOCAL = 64;
const LONGEST_DOMAIN = 253;
const LONGEST = 254;
/** Bytes of one part of a domain (RFC 1035 §2.3.4). */
const LONGEST_LABEL = 63;

/** Letters, numbers and signs of a local part between its dots (RFC 5322 `atext`). */
const ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]";
/** Beyond ASCII everything that is a letter, a mark, a number or a sign, but no blank and nothing unseen. */
const WIDE_ATOM = "(?:[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]|(?![\\p{C}\\p{Z}\\ufffd])[^\\x00-\\x7f])";
const LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?";
/** The last part is a name, never a number: that would be an IP address. */
const DOMAIN = `(?:${LABEL}\\.)+(?:[A-Za-z]{2,}|[Xx][Nn]--[A-Za-z0-9-]*[A-Za-z0-9])`;
const ASCII_DOMAIN = new RegExp(`^${DOMAIN}$`);
const ASCII = new RegExp(`^${ATOM}+(?:\\.${ATOM}+)*@${DOMAIN}$`);
const LOCAL = new RegExp(`^${WIDE_ATOM}+(?:\\.${WIDE_ATOM}+)*$`, "u");

/**
 * Whether a mail server can take the address. Surrounding blanks and invisible characters are no part of
 * one. Written for 100 000 people: nearly all addresses are ASCII and need one expression.
 */
export function isEmailAddress(text: string): boolean {
  const at = text.lastIndexOf("@");
  if (ASCII.test(text))
    return at <= LONGEST_LOCAL && text.length <= LONGEST && fitsDomain(text.slice(at + 1));
  const local = text.slice(0, at);
  if (at < 1 || !LOCAL.test(local)) return false;
  const ascii = asciiDomain(text.slice(at + 1));
  if (ascii === null || !ASCII_DOMAIN.test(ascii)) return false;
  const length = new TextEncoder().encode(local).length;
  return length <= LONGEST_LOCAL && length + 1 + ascii.length <= LONGEST && fitsDomain(ascii);
}

/** @param domain in ASCII, of labels that are well-formed */
function fitsDomain(domain: string): boolean {
  if (domain.length <= LONGEST_LABEL) return true;
  return domain.length <= LONGEST_DOMAIN && domain.split(".").every((label) => label.length <= LONGEST_LABEL);
}

/** A domain as the DNS knows it (`xn--…`); null for one with signs that no domain has. */
function asciiDomain(domain: string): string | null {
  if (/[^\p{L}\p{M}\p{N}.-]/u.test(domain)) return null;
  const url = `http://${domain}/`;
  return URL.canParse(url) ? new URL(url).hostname : null;
}

/** What people type into a field that must not be empty, folded: there is no address. */
const PLACEHOLDERS = new Set(
  [
    "n/a n.a. n.a na none no nil null undefined unknown unbekannt inconnu desconocido tbd tbc tba todo keine kein",
    "aucun aucune ninguno ninguna sin nessuno nessuna geen ingen brak x xx xxx",
  ]
    .join(" ")
    .split(" "),
);
const PLACEHOLDER_WORDS =
  /^(?:no|none|without|keine?|ohne|pas d['’]|sans|sin|senza|geen)[ -]?(?:e-?mail|mail|adresse|address|correo|email)?s?(?: address| adresse)?$|^not (?:available|applicable|known|set|yet)$/;

/** Whether a text stands for "there is no address": `none`, `n/a`, `-`. */
export function isEmailPlaceholder(text: string): boolean {
  const folded = dropInvisible(text).trim().toLowerCase().replace(/\s+/g, " ");
  return !/[\p{L}\p{N}]/u.test(folded) || PLACEHOLDERS.has(folded) || PLACEHOLDER_WORDS.test(folded);
}
