import { describe, expect, it } from "vitest";
import { lint } from "../../../src/connectors/lint/lint.js";
import { SHIPPED, WITH_HOOKS } from "../../../src/connectors/shipped.js";

describe.each(Object.entries(WITH_HOOKS))("the connector %s, which has code besides", (id, load) => {
  it("has nothing that lint refuses", async () => {
    expect(lint((await load()).manifest)).toEqual([]);
  });

  it("is none that could be taken for a file: its code would be missing there", async () => {
    const { manifest, hooks } = await load();
    expect(manifest.id).toBe(id);
    expect(Object.keys(hooks).length).toBeGreaterThan(0);
    expect(Object.keys(SHIPPED)).not.toContain(id);
  });
});
