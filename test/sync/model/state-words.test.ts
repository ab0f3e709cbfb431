import { describe, expect, it } from "vitest";
import { newEntityRecord, unconfirmedText } from "../../../src/sync/model/state-words.js";

const record = (entity: string, confirmedConfig: string | null) => ({
  ...newEntityRecord(entity, "personio"),
  confirmedConfig,
});

function textFor(own: string | null, others: readonly (string | null)[], folder?: string): string {
  const records = others.map((confirmed, index) => record(`other-${index}`, confirmed));
  return unconfirmedText({
    record: record("acme", own),
    state: { entities: () => [record("acme", own), ...records] },
    folder,
  });
}

describe("a configuration that is not confirmed", () => {
  it("was changed, where the state knows another one", () => {
    expect(textFor("abc", [])).toContain("is not the one a person confirmed");
    expect(textFor("abc", [null], "/var/lib/x")).not.toContain("/var/lib/x");
  });

  it("is that of a new entity, where the state knows others", () => {
    expect(textFor(null, [null, "abc"])).toBe("Nobody has confirmed the configuration of this entity yet.");
  });

  it("may be an old one, where the state knows nothing: its place and the ways back are said", () => {
    const text = textFor(null, [null], "/var/lib/spendesk-hr");
    expect(text).toMatch(/^The state in \/var\/lib\/spendesk-hr is new: nothing was ever confirmed there/);
    expect(text).toContain("`--state-dir`");
    expect(text).toContain("`spendesk-hr state restore <backup>`");
    expect(textFor(null, [])).toMatch(/^The state is new:/);
  });
});
