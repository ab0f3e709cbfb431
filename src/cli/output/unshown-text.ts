import { type SettledAnswer, stillInForce, UNSHOWN_NAMES } from "../../sync/model/index.js";

/** What holds for values that Spendesk does not show, in one line; null when nothing was settled. */
export function unshownLine(answers: readonly SettledAnswer[]): string | null {
  const inForce = stillInForce(answers);
  if (inForce.length === 0) return null;
  const words = inForce.map((one) => `${UNSHOWN_NAMES[one.field]} ${answerWords(one)}`).sort();
  return words.join("; ");
}

function answerWords({ answer, who, at }: SettledAnswer): string {
  const by = who === null ? "nobody was asked" : who;
  const since = `(${by}, ${at.slice(0, 10)})`;
  return answer === "right" ? `taken to be right ${since}` : `written as the HR tool has them ${since}`;
}

/** The same as it stands in JSON: by field. */
export function unshownDocument(answers: readonly SettledAnswer[]): object {
  const inForce = stillInForce(answers);
  return Object.fromEntries(inForce.map(({ field, answer, who, at }) => [field, { answer, who, at }]));
}
