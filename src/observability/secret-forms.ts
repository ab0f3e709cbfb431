import { cleanText } from "./clean-text.js";

/**
 * Shorter values are not looked for: three characters turn up by chance all over a text. At four, a
 * short secret is hidden, at the price of hiding the same four characters elsewhere too.
 */
const MIN_LENGTH = 4;
/** Base64 with unknown neighbours has no fixed start and end; shorter pieces would match by chance. */
const MIN_BASE64_CORE = 8;

/** The ways in which a secret may appear in a text, itself included; none when it is too short to look for. */
export function secretForms(secret: string): readonly string[] {
  if (secret.length < MIN_LENGTH) return [];
  // Lone surrogates can't be URL-encoded; sending them turns them into U+FFFD, and so does this.
  const text = Buffer.from(secret, "utf8").toString("utf8");
  const forms = [secret, text, cleanText(text), ...jsonForms(text), ...urlForms(text), ...base64Forms(text)];
  return [...new Set(forms)].filter((form) => form.length >= MIN_LENGTH);
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
