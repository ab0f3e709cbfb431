/**
 * A check for a pasted id or secret: something is there, on one line, without blanks inside.
 * @param name of the value, for the message; the value itself is never repeated
 */
export function credentialCheck(name: string): (value: string) => string | null {
  return (value) => {
    const text = value.trim();
    if (!text) return `The ${name} is empty.`;
    if (/\s/u.test(text)) return `The ${name} has a blank or line break inside; copy it again.`;
    if (/^<.*>$|^\*+$|^…$/u.test(text)) return `That is a placeholder, not the ${name}.`;
    return null;
  };
}
