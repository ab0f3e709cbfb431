import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { releasedChangelog } from "../../scripts/release/changelog.js";
import { release } from "../../scripts/release/release.js";
import { nextVersion } from "../../scripts/release/version.js";

const CHANGELOG = "# Changelog\n\n## Unreleased\n\n- Reads ExampleHR.\n\n## 0.1.0\n\n- The first one.\n";

describe("the next version", () => {
  it.each([
    ["patch", "0.1.1"],
    ["minor", "0.2.0"],
    ["major", "1.0.0"],
    ["0.1.10", "0.1.10"],
  ])("of 0.1.0 by %s is %s", (wanted, version) => {
    expect(nextVersion("0.1.0", wanted)).toBe(version);
  });

  it.each(["", "v1.0.0", "1.0", "0.1.0", "0.0.9", "latest"])("is never %j", (wanted) => {
    expect(() => nextVersion("0.1.0", wanted)).toThrow(/no version|not later/);
  });
});

describe("the changelog", () => {
  it("gives what is unreleased to the version, and makes place for what comes next", () => {
    expect(releasedChangelog(CHANGELOG, "0.2.0", "2026-12-01")).toBe(
      "# Changelog\n\n## Unreleased\n\n## 0.2.0 – 2026-12-01\n\n- Reads ExampleHR.\n\n## 0.1.0\n\n- The first one.\n",
    );
  });

  it("is refused without news, without the place for them, and with the version in it", () => {
    const empty = "# Changelog\n\n## Unreleased\n\n## 0.1.0\n\n- The first one.\n";
    expect(() => releasedChangelog(empty, "0.2.0", "2026-12-01")).toThrow("nothing under");
    expect(() => releasedChangelog("# Changelog\n", "0.2.0", "2026-12-01")).toThrow("no line");
    expect(() => releasedChangelog(CHANGELOG, "0.1.0", "2026-12-01")).toThrow("already has 0.1.0");
  });
});

describe("a release", () => {
  let root: string;
  let calls: string[];

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "spendesk-hr-release-"));
    calls = [];
    const own = { name: "spendesk-hr", version: "0.1.0" };
    write("package.json", { ...own, private: true });
    write("package-lock.json", { ...own, packages: { "": own, "node_modules/zod": { version: "4.0.0" } } });
    writeFileSync(join(root, "CHANGELOG.md"), CHANGELOG);
  });

  afterEach(() => rmSync(root, { recursive: true, force: true }));

  function write(file: string, content: object): void {
    writeFileSync(join(root, file), `${JSON.stringify(content, null, 2)}\n`);
  }

  function text(file: string): string {
    return readFileSync(join(root, file), "utf8");
  }

  /** A git that says what `answers` have by the first word, and remembers what it was asked. */
  function make(answers: Readonly<Record<string, string>> = {}): string {
    return release({
      root,
      wanted: "minor",
      day: "2026-12-01",
      git(...args) {
        calls.push(args.join(" "));
        return answers[args[0] ?? ""] ?? "";
      },
    });
  }

  it("sets the version everywhere, and commits and tags just that", () => {
    expect(make()).toBe("0.2.0");
    expect(JSON.parse(text("package.json"))).toEqual({
      name: "spendesk-hr",
      version: "0.2.0",
      private: true,
    });
    expect(JSON.parse(text("package-lock.json"))).toMatchObject({
      version: "0.2.0",
      packages: { "": { version: "0.2.0" }, "node_modules/zod": { version: "4.0.0" } },
    });
    expect(text("CHANGELOG.md")).toContain("## 0.2.0 – 2026-12-01");
    expect(calls.slice(2)).toEqual([
      "add -- package.json package-lock.json CHANGELOG.md",
      "commit --quiet --message Release 0.2.0",
      "tag --annotate v0.2.0 --message Release 0.2.0",
    ]);
  });

  it.each([
    ["changes that are not committed", { status: " M src/main.ts\n" }, "src/main.ts"],
    ["a tag that exists", { tag: "v0.2.0\n" }, "v0.2.0"],
  ])("is refused with %s, and nothing is written", (_name, answers, words) => {
    expect(() => make(answers)).toThrow(words);
    expect(calls.some((call) => /^(?:add|commit|tag --annotate)/.test(call))).toBe(false);
    expect(JSON.parse(text("package.json")).version).toBe("0.1.0");
    expect(text("CHANGELOG.md")).toBe(CHANGELOG);
  });

  it("is refused without news, and nothing is written", () => {
    writeFileSync(join(root, "CHANGELOG.md"), "# Changelog\n\n## Unreleased\n");
    expect(() => make()).toThrow("nothing under");
    expect(JSON.parse(text("package.json")).version).toBe("0.1.0");
    expect(JSON.parse(text("package-lock.json")).version).toBe("0.1.0");
  });
});
