import { describe, expect, it } from "vitest";
import { createStatusMapper, unknownStatuses, withStatusRules } from "../../../src/sync/model/eligibility.js";
import type { Employee } from "../../../src/sync/model/employee.js";

function person(
  id: string,
  statusDetail: string | null | undefined,
  status: Employee["status"] = "unknown",
): Employee {
  return { id, status, custom: {}, ...(statusDetail !== undefined && { statusDetail }) };
}

describe("the rules of source.statuses", () => {
  const map = createStatusMapper({
    Sabbatical: "active",
    " Long  Leave ": "inactive",
    "Déjà parti": "ignore",
    leave: "inactive",
  });

  it.each([
    ["Sabbatical", "active"],
    ["  SABBATICAL ", "active"],
    ["long leave", "inactive"],
    ["de\u0301jà parti", "unknown"],
  ])("gives %j its meaning, in any case and with any blanks", (raw, status) => {
    const mapped = map(person("1", raw));
    expect(mapped).toMatchObject({ status, statusDetail: raw });
    expect(mapped.statusRule).toBeDefined();
  });

  it("decides over a status the provider knows by the same text, too", () => {
    expect(map(person("1", "leave", "active"))).toMatchObject({ status: "inactive" });
  });

  it("leaves everybody else as they are", () => {
    for (const other of [person("1", "Sabbaticals"), person("2", null), person("3", undefined, "active")]) {
      expect(map(other)).toBe(other);
    }
  });

  it("leave a read as it is when there are none", () => {
    async function* read() {
      yield [person("1", "Sabbatical")];
      return { complete: true, total: 1 } as const;
    }
    const pages = read();
    expect(withStatusRules(pages, {})).toBe(pages);
  });

  it("keeps the pages and the end of a read", async () => {
    async function* read() {
      yield [person("1", "Sabbatical")];
      yield [person("2", "paused")];
      return { complete: true, total: 2 } as const;
    }
    const pages = withStatusRules(read(), { paused: "pending" });
    const seen: Employee[] = [];
    for (;;) {
      const page = await pages.next();
      if (page.done) {
        expect(page.value).toEqual({ complete: true, total: 2 });
        break;
      }
      seen.push(...page.value);
    }
    expect(seen.map(({ id, status }) => [id, status])).toEqual([
      ["1", "unknown"],
      ["2", "pending"],
    ]);
  });
});

describe("statuses without a meaning", () => {
  it("are counted, most frequent first, and those that are ignored on purpose are none", () => {
    const people = [
      person("1", "paused"),
      person("2", "Sabbatical"),
      person("3", "SABBATICAL"),
      person("4", "active", "active"),
      person("5", null),
      { ...person("6", "Contractor"), statusRule: { raw: "contractor", means: "ignore" as const } },
    ];
    expect(unknownStatuses(people)).toEqual([
      { raw: "Sabbatical", people: 2 },
      { raw: "paused", people: 1 },
    ]);
  });

  it("are in the order of their names where equally many people have them", () => {
    const people = ["paused", "Absent", "on loan"].map((raw, index) => person(`${index}`, raw));
    for (const read of [people, people.toReversed()]) {
      expect(unknownStatuses(read).map(({ raw }) => raw)).toEqual(["Absent", "on loan", "paused"]);
    }
  });
});
