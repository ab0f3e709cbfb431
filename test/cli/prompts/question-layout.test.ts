import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { questionLayout } from "../../../src/cli/prompts/question-layout.js";

const plain = stripVTControlCharacters;

describe("questionLayout", () => {
  const question = "Somebody's last day is 30 June. When should their Spendesk access end?";

  it("breaks a question between words, and indents it under its sign", () => {
    expect(questionLayout(question, 60).message).toBe(
      "Somebody's last day is 30 June. When should their\n  Spendesk access end?",
    );
    expect(questionLayout(question, 100).message).toBe(question);
  });

  it("puts an answer on a line of its own where it has no room behind the question", () => {
    const { answer, defaultAnswer } = questionLayout("Which field?", 40).theme.style;
    expect(plain(answer("Team"))).toBe("Team");
    expect(plain(answer("Work Location (in Personio: Office): 305 values"))).toBe(
      "\n  Work Location (in Personio: Office):\n  305 values",
    );
    expect(plain(defaultAnswer("4"))).toBe("(4)");
  });

  it("never parts a key from what it does", () => {
    const { keysHelpTip } = questionLayout("Which?", 40).theme.style;
    const tips = keysHelpTip([
      ["type", "to search"],
      ["↑↓", "move"],
      ["space", "tick"],
      ["⏎", "finish"],
    ]);
    expect(plain(tips)).toBe("type to search • ↑↓ move • space tick\n⏎ finish");
  });

  it.each([40, 60, 80, 100])("has no line over %i columns", (width) => {
    const { message, theme } = questionLayout(question, width);
    const texts = [`? ${message}`, theme.style.answer(question), theme.style.error(question)].map(plain);
    for (const line of texts.flatMap((text) => text.split("\n"))) {
      expect(line.length).toBeLessThan(width);
    }
  });
});
