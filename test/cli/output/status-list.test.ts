import { expect, it } from "vitest";
import { isLongList, type Standing, statusList } from "../../../src/cli/output/status-list.js";
import { timeText } from "../../../src/cli/output/time-text.js";
import { widthOf } from "../../../src/cli/output/wrap.js";

const show = (instant: string) => timeText(instant, "Europe/Paris", new Date("2026-11-30T08:00:00Z"));

const style = (width: number) => ({ color: false, width });

function entity(index: number, more: Partial<Standing> = {}): Standing {
  return {
    entity: `acme-${String(index).padStart(3, "0")}`,
    connectionStatus: "connected",
    error: null,
    lastSuccessAt: "2026-11-30T03:12:00Z",
    nextSteps: [],
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
      error: {
        ...{ code: "no_answer", message: "acme-288: Personio did not answer." },
        why: null,
        next: null,
      },
      nextSteps: ["spendesk-hr preview --entity acme-288"],
    });
  }
  return entity(index);
});

it("lists of many entities those that need somebody, the worst first", () => {
  const lines = statusList(GROUP, false, show, style(100)).split("\n");
  expect(lines[0]).toBe("300 entities: 1 ✘ error, 1 … awaiting actions, 298 ✔ connected");
  expect(lines.filter((line) => /: acme-/u.test(line))).toEqual([
    "✘ error: acme-288",
    "… awaiting actions: acme-123",
    "✔ connected: acme-007",
  ]);
  expect(lines).toContain("  Personio did not answer.");
  expect(lines).toContain("  → spendesk-hr preview --entity acme-288");
  const text = lines.join(" ").replace(/\s+/gu, " ");
  expect(text).toContain("297 more need nobody. `spendesk-hr status --all` names each entity");
});

/** One HR account of a hundred entities is down, three keys are refused, each with a word of its own. */
const BROKEN = GROUP.map((one, index) => {
  const id = one.entity;
  const error = (message: string, next: string): Partial<Standing> => ({
    connectionStatus: "error",
    error: { code: "x", message: `${id}: ${message}`, why: "It says so.", next },
    nextSteps: [next, `spendesk-hr preview --entity ${id} (shows whether it works again)`],
  });
  if (index >= 100 && index < 200) return { ...one, ...error("Personio did not answer.", "Wait.") };
  if (index < 297) return one;
  const next = `Run \`spendesk-hr credentials set spendesk --entity ${id}\`.`;
  return {
    ...one,
    ...error("The key is refused", next),
    lastSuccessAt: index === 299 ? null : one.lastSuccessAt,
  };
});

it("says once what several entities need, with the repair that the error names", () => {
  const text = statusList(BROKEN, false, show, style(100));
  expect(text.split("\n").length).toBeLessThan(30);
  expect(text).toContain(
    [
      "✘ error: acme-100",
      "  Personio did not answer. It says so.",
      "  Last success: 2026-11-30 04:12 (4 hours ago)",
      "  → Wait.",
      "  → spendesk-hr preview --entity acme-100 (shows whether it works again)",
      "  The same in 99 more: acme-101, acme-102, acme-103, acme-104, acme-105, acme-106 and 93 more.",
    ].join("\n"),
  );
  expect(text).toContain("  The key is refused. It says so.\n  Last success: never in 1 entity\n");
  expect(text).toContain("  The same in 2 more: acme-298, acme-299.");
  expect(text).not.toMatch(/␤|^ +acme-100: /mu);
});

it("names each of them when asked to", () => {
  const text = statusList(BROKEN, true, show, style(100));
  for (const { entity: id } of BROKEN) expect(text).toContain(id);
});

it("says since when those that need the same have had no success", () => {
  const days = GROUP.slice(0, 7).map((one, index) => ({
    ...one,
    lastSuccessAt: `2026-11-2${index}T03:12:00Z`,
    nextSteps: [`spendesk-hr configure --entity ${one.entity}`],
  }));
  expect(statusList(days, false, show, style(100))).toContain(
    "Last success: 2026-11-20 04:12 (last week) or later",
  );
});

it("lists all of them when asked to", () => {
  const text = statusList(GROUP, true, show, style(100));
  for (const { entity: id } of GROUP) expect(text).toContain(id);
  expect(text).not.toContain("--all");
});

it("says when nobody needs to do anything", () => {
  const text = statusList(GROUP.slice(10, 60), false, show, style(80));
  expect(text).toContain("50 entities: 50 ✔ connected");
  expect(text.replace(/\s+/gu, " ")).toContain("Nobody needs to do anything.");
  expect(text).not.toContain("acme-010");
});

it.each([40, 80, 100, 160])("fits %i columns", (width) => {
  for (const all of [true, false])
    for (const group of [GROUP, BROKEN])
      for (const line of statusList(group, all, show, style(width)).split("\n"))
        expect(widthOf(line), line).toBeLessThanOrEqual(width);
});

it("is not for a few, which are a card each", () => {
  expect(isLongList(GROUP.slice(0, 5))).toBe(false);
  expect(isLongList(GROUP.slice(0, 6))).toBe(true);
});
