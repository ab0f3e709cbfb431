/** Gives whole numbers from 0 to below `below`, the same ones in the same order each time. */
export type Draw = (below: number) => number;

/**
 * A source of numbers that are no secret and nobody's: what stands for a value must not depend on it, and
 * recording twice should give the same file. (mulberry32, by Tommy Ettinger, public domain.)
 */
export function createDraw(seed = 1): Draw {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const CONSONANTS = "bdfgklmnprstvz";
const VOWELS = "aeiou";
const HEX = "0123456789abcdef";

/** Whether a text is written in hexadecimal digits, as ids of machines are. */
function isHex(text: string): boolean {
  return /^[0-9a-f-]{8,}$/iu.test(text) && /\d/u.test(text) && /[a-f]/iu.test(text);
}

/**
 * Another text of the same shape: letters for letters, digits for digits, and the signs between them. What
 * is neither ASCII letter, digit nor sign becomes a letter.
 */
export function respelled(text: string, draw: Draw): string {
  const hex = isHex(text);
  let inWord = 0;
  return [...text]
    .map((character, index) => {
      if (/[ -/:-@[-`{-~]/u.test(character)) {
        inWord = 0;
        return character;
      }
      if (hex) {
        const digit = HEX.charAt(index === 0 && character !== "0" ? 1 + draw(15) : draw(16));
        return character === character.toUpperCase() ? digit.toUpperCase() : digit;
      }
      if (/\d/u.test(character)) {
        inWord = 0;
        return String(index === 0 && character !== "0" ? 1 + draw(9) : draw(10));
      }
      inWord += 1;
      const letters = inWord % 2 === 1 ? CONSONANTS : VOWELS;
      const letter = letters.charAt(draw(letters.length));
      const isUpper = character !== character.toLowerCase();
      return isUpper ? letter.toUpperCase() : letter;
    })
    .join("");
}

/** Another number of the same shape: as many digits before and after the point, and the same sign. */
export function renumbered(value: number, draw: Draw): number {
  const isSafe = Number.isSafeInteger(value);
  const isInteger = Number.isInteger(value);
  let first = true;
  const text = String(value)
    .replace(/e.*$/u, "")
    .replace(/\d/gu, (digit) => {
      const isFirst = first;
      first = false;
      if (isFirst && digit === "0") return digit;
      return String(1 + draw(9));
    });
  const exponent = /e.*$/u.exec(String(value))?.[0] ?? "";
  const digits = text.replace(/\D/gu, "").length;
  // Near the largest number that is exact, what was exact stays so, and what was not does not become it.
  const edge = isInteger && exponent === "" && digits === 16 ? text.replace(/\d/u, isSafe ? "1" : "9") : text;
  return Number(`${edge}${exponent}`);
}

/** A text in the capitals of another one: all small, all large, or the first letter large. */
export function inCapitalsOf(model: string, text: string): string {
  if (model === model.toLowerCase()) return text.toLowerCase();
  if (model.length > 1 && model === model.toUpperCase()) return text.toUpperCase();
  return text;
}
