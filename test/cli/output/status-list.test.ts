import { expect, it } from "vitest";
import { isLongList, type Standing, statusList } from "../../../src/cli/output/status-list.js";
import { widthOf } from "../../../src/cli/output/wrap.js";

const NOW = new Date("2026-11-30T08:00:00Z");

const style = (width: number) => ({ color: false, width });

function entity(index: number, more: Partial<Standing> = {}): Standing {
  return {
    entity: `acme-${String(index).padStart(3, "0")}`,
    connectionStatus: "connected",
    error: null,
    lastSuccessAt: "2026-11-30T03:12:00Z",
    nextSteps: [],
    timezone: "Europe/Paris",
    ...more,
  };
}

/** Three hundred entities, of which some need somebody. */
const GROUP = Array.from({ length: 300 }, (_, index) => {
  if (index === 7)
    return entity(index, { nextSteps: ["spendesk-hr apply --entity acme-007"], lastSuccessAt: null });
  if (index === 123) {
    return entity(index, {
      connectionStatus: "awaiting_actions",
      nextSteps: ["spendesk-hr configure --entity acme-123"],
    });
  }
  if (index === 288) {
    return entity(index, {
      connectionStatus: "error",
      error: { message: "Personio did not answer." },
      nextSteps: ["spendesk-hr preview --entity acme-288"],
    });
  }
  return entity(index);
});

it("lists of many entities those that need somebody, the worst first", () => {
  const lines = statusList(GROUP, false, NOW, style(100)).split("\n");
  expect(lines[0]).toBe("300 entities: 1 ✘ error, 1 … awaiting actions, 298 ✔ connected");
  expect(lines.filter((line) => /^acme-/u.test(line)).map((line) => line.slice(0, 8))).toEqual([
    "acme-288",
    "acme-123",
    "acme-007",
  ]);
  const text = lines.join(" ").replace(/\s+/gu, " ");
  expect(text).toContain("Personio did not answer.");
  expect(text).toContain("297 more need nobody: `spendesk-hr status --all` lists them");
});

it("lists all of them when asked to", () => {
  const text = statusList(GROUP, true, NOW, style(100));
  for (const { entity: id } of GROUP) expect(text).toContain(id);
  expect(text).not.toContain("--all");
});

it("says when nobody needs to do anything", () => {
  const text = statusList(GROUP.slice(10, 60), false, NOW, style(80));
  expect(text).toContain("50 entities: 50 ✔ connected");
  expect(text.replace(/\s+/gu, " ")).toContain("Nobody needs to do anything.");
  expect(text).not.toContain("acme-010");
});

it.each([40, 80, 100, 160])("fits %i columns", (width) => {
  for (const all of [true, false])
    for (const line of statusList(GROUP, all, NOW, style(width)).split("\n"))
      expect(widthOf(line), line).toBeLessThanOrEqual(width);
});

it("is not for a few, which are a card each", () => {
  expect(isLongList(GROUP.slice(0, 5))).toBe(false);
  expect(isLongList(GROUP.slice(0, 6))).toBe(true);
});
