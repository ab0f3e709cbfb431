import { cleanText } from "../../observability/clean-text.js";

export { cleanText, neutralizeFormula } from "../../observability/clean-text.js";

/** A line of a message, which can be long: reasons and next commands are shown in full. */
export function cleanMessage(text: string): string {
  return cleanText(text, { maxLength: 2000 });
}
