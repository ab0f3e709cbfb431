import { maskIbans } from "../sync/model/index.js";
import { cleanText } from "./clean-text.js";
import { createNeedles, type Needles, SHORTEST_NEEDLE } from "./needles.js";
import { redactedPieces } from "./redact-lines.js";

const HIDDEN = "[secret]";

/** The value of an `Authorization` header up to the end of the line or the quotes around it. */
const AUTHORIZATION = /(authorization[\\"']*\s*[:=]\s*[\\"']*)[^"'\\\r\n]+/gi;
const SCHEME = /\b(Bearer|Basic)(\s+)([A-Za-z0-9._~+/=-]+)/gi;
/** What follows `Bearer` or `Basic` in prose: `Basic authentication`, `Bearer token`. */
const PLAIN_WORD = /^[A-Za-z]?[a-z-]{0,13}\.?$/;
/** Client ids and tokens of Personio (docs/vendors/personio.md §2). */
const PERSONIO = /(?<![A-Za-z0-9])papi-[A-Za-z0-9._~+/=-]{12,}/g;

/** Takes secrets and bank details out of texts before they leave the process. */
export interface Redactor {
  /**
   * From now on hides the value in every usual encoding. Values of fewer than four characters are
   * ignored (`needles.ts` says why).
   */
  register(secret: string): void;
  /** As `register(secret)`; also hides `id:secret` as Basic authentication sends it. */
  registerPair(id: string, secret: string): void;
  /**
   * The text with registered secrets, credentials of `Authorization` headers, Personio tokens and IBANs
   * hidden. Works on whole texts: pass whole lines, since half a secret can't be recognised.
   */
  redact(text: string): string;
  /** The same for a text that is too long to be held as a whole: in pieces, of lines without their ends. */
  redactLines(lines: Iterable<string>): Iterable<string>;
}

/** A redactor that knows no secrets yet. Its functions may be passed on without it. */
export function createRedactor(): Redactor {
  const needles = createNeedles();
  const register = (secret: string): void => {
    for (const form of secretForms(secret)) needles.add(form);
  };
  const redact = (text: string) => maskIbans(hideCredentials(hideNeedles(text, needles)));
  return {
    register,
    registerPair(id, secret) {
      register(secret);
      register(`${id}:${secret}`);
    },
    redact,
    redactLines: (lines) => redactedPieces(lines, { redact, longest: needles.longest }),
  };
}

/** Overlapping finds are hidden as one, so that no part of either stays. */
function hideNeedles(text: string, needles: Needles): string {
  const spans = needles.findIn(text).sort((a, b) => a.start - b.start);
  let hidden = "";
  let done = 0;
  for (const { start, end } of spans) {
    if (start >= done) hidden += text.slice(done, start) + HIDDEN;
    done = Math.max(done, end);
  }
  return hidden + text.slice(done);
}

function hideCredentials(text: string): string {
  return text
    .replace(AUTHORIZATION, `$1${HIDDEN}`)
    .replace(SCHEME, (whole, scheme: string, blank: string, value: string) =>
      PLAIN_WORD.test(value) ? whole : `${scheme}${blank}${HIDDEN}`,
    )
    .replace(PERSONIO, HIDDEN);
}

/** Base64 with unknown neighbours has no fixed start and end; shorter pieces would match by chance. */
const MIN_BASE64_CORE = 8;

/** The ways in which a secret may appear in a text, itself included; none when it is too short to look for. */
function secretForms(secret: string): readonly string[] {
  if (secret.length < SHORTEST_NEEDLE) return [];
  // Lone surrogates can't be URL-encoded; sending them turns them into U+FFFD, and so does this.
  const text = Buffer.from(secret, "utf8").toString("utf8");
  const forms = [secret, text, cleanText(text), ...jsonForms(text), ...urlForms(text), ...base64Forms(text)];
  return [...new Set(forms)].filter((form) => form.length >= SHORTEST_NEEDLE);
}

/** Inside a JSON string, inside JSON that is itself in a JSON string, and both with ASCII only. */
function jsonForms(text: string): readonly string[] {
  const once = jsonEscaped(text);
  const twice = jsonEscaped(once);
  const ascii = asciiOnly(once);
  return [once, twice, ascii, jsonEscaped(ascii)];
}

function jsonEscaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function asciiOnly(text: string): string {
  return text.replace(
    /[^\u0000-\u007f]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Percent-encoded as in a path, as RFC 3986 asks for, and as in a form; each with small hex digits too. */
function urlForms(text: string): readonly string[] {
  const component = encodeURIComponent(text);
  const strict = component.replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  const form = new URLSearchParams({ x: text }).toString().slice(2);
  const forms = [component, strict, form];
  return [...forms, ...forms.map((one) => one.replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase()))];
}

/** Whole, without padding, and as it looks in the middle of longer Base64 (`id:secret`, a JSON body). */
function base64Forms(text: string): readonly string[] {
  const bytes = Buffer.from(text, "utf8");
  const whole = bytes.toString("base64");
  const cores = [0, 1, 2]
    .map((offset) => base64Core(bytes, offset))
    .filter((core) => core.length >= MIN_BASE64_CORE);
  const forms = [whole, whole.replace(/=+$/, ""), ...cores];
  return [...forms, ...forms.map((form) => form.replaceAll("+", "-").replaceAll("/", "_"))];
}

/** The Base64 characters that depend on the secret alone when `offset` bytes (mod 3) come before it. */
function base64Core(bytes: Buffer, offset: number): string {
  const shifted = Buffer.concat([Buffer.alloc(offset), bytes]);
  return shifted.toString("base64").slice(Math.ceil((offset * 8) / 6), Math.floor((shifted.length * 8) / 6));
}
