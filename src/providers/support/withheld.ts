/** Words of bank details and pay in English, German and French. */
const WITHHELD =
  /\biban\b|\bbic\b|\bswift\b|bank(?! holiday)|banque|konto|sort code|account (number|holder|owner)|salar|salair|wage|gehalt|lohn|bonus|compensation|remuneration|rémunération|vergütung|\bpay\b/i;

/**
 * Whether a field's name (`Bank account`, `customIBAN`) says that it holds bank details or pay. Such
 * fields are never further attributes: those are plain text, and shown.
 */
export function isWithheld(name: string): boolean {
  const words = name.replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2").replace(/[_.-]+/gu, " ");
  return WITHHELD.test(words);
}
