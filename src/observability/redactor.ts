import { maskIbans } from "../sync/mask-ibans.js";
import { secretForms } from "./secret-forms.js";

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
   * ignored (`secret-forms.ts` says why).
   */
  register(secret: string): void;
  /** As `register(secret)`; also hides `id:secret` as Basic authentication sends it. */
  registerPair(id: string, secret: string): void;
  /**
   * The text with registered secrets, credentials of `Authorization` headers, Personio tokens and IBANs
   * hidden. Works on whole texts: pass whole lines, since half a secret can't be recognised.
   */
  redact(text: string): string;
}

/** A redactor that knows no secrets yet. Its functions may be passed on without it. */
export function createRedactor(): Redactor {
  const needles = new Set<string>();
  const register = (secret: string): void => {
    for (const form of secretForms(secret)) needles.add(form);
  };
  return {
    register,
    registerPair(id, secret) {
      register(secret);
      register(`${id}:${secret}`);
    },
    redact: (text) => maskIbans(hideCredentials(hideNeedles(text, needles))),
  };
}

/** Overlapping finds are hidden as one, so that no part of either stays. */
function hideNeedles(text: string, needles: ReadonlySet<string>): string {
  const spans = [...needles].flatMap((needle) => findAll(text, needle));
  spans.sort((a, b) => a.start - b.start);
  let hidden = "";
  let done = 0;
  for (const { start, end } of spans) {
    if (start >= done) hidden += text.slice(done, start) + HIDDEN;
    done = Math.max(done, end);
  }
  return hidden + text.slice(done);
}

interface Span {
  readonly start: number;
  readonly end: number;
}

function findAll(text: string, needle: string): readonly Span[] {
  const spans: Span[] = [];
  for (let start = text.indexOf(needle); start !== -1; start = text.indexOf(needle, start + 1)) {
    spans.push({ start, end: start + needle.length });
  }
  return spans;
}

function hideCredentials(text: string): string {
  return text
    .replace(AUTHORIZATION, `$1${HIDDEN}`)
    .replace(SCHEME, (whole, scheme: string, blank: string, value: string) =>
      PLAIN_WORD.test(value) ? whole : `${scheme}${blank}${HIDDEN}`,
    )
    .replace(PERSONIO, HIDDEN);
}
