import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { COMMANDS } from "../../src/cli/commands/index.js";
import { SCHEDULERS } from "../../src/cli/schedule/schedule.js";
import { docPages, ROOT, textOf } from "./pages.js";

const PAGES = docPages();

/** Flags of every command, and those commander adds. */
const GLOBAL_FLAGS = [
  ...["--config", "--entity", "--output", "-o", "--state-dir", "--no-input", "--no-color", "--log-level"],
  ...["--log-format", "--debug", "--help", "--version"],
  ...["--json", "--quiet", "-q", "--verbose", "-v"],
];

interface Page {
  readonly file: string;
  readonly text: string;
}

const pages: readonly Page[] = [...PAGES, "README.md", "CONTRIBUTING.md", "CHANGELOG.md"].map((file) => ({
  file,
  text: textOf(file),
}));

/** What stands after `spendesk-hr ` in code, up to its end. */
function commandLines({ text }: Page): readonly string[] {
  const inline = [...text.matchAll(/`spendesk-hr ([^`\n]+)`/g)];
  const blocks = [...text.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block = ""]) => [
    ...block.matchAll(/^(?:sudo (?:-H -u \S+ )?)?spendesk-hr ([^#\n]+)/gm),
  ]);
  return [...inline, ...blocks].map(([, words = ""]) => words.trim());
}

/** The command a line is for: the longest name that begins it. */
function commandOf(line: string): (typeof COMMANDS)[number] | undefined {
  const fitting = COMMANDS.filter(({ name }) => line === name || line.startsWith(`${name} `));
  return fitting.sort((a, b) => b.name.length - a.name.length)[0];
}

describe("the documentation", () => {
  it("has the pages that are expected, each of them listed", () => {
    const index = textOf("docs/README.md");
    for (const name of [
      "server",
      "security",
      "exit-codes",
      "environment",
      "upgrade",
      "credentials",
      "commands",
      "architecture",
      "rules",
      "filter",
      "json",
      "glossary",
    ]) {
      expect(PAGES).toContain(`docs/${name}.md`);
    }
    // The pages of vendors are listed by the test of them.
    const listed = PAGES.filter((one) => one !== "docs/README.md" && !/vendors\/(?!README)/.test(one));
    for (const page of listed) expect(index).toContain(`(${page.slice("docs/".length)})`);
  });

  it("links to files that are there", () => {
    const links = pages.flatMap(({ file, text }) =>
      [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => ({ file, target })),
    );
    const broken = links.filter(
      ({ file, target }) =>
        !/^https?:/.test(target) && !existsSync(join(ROOT, dirname(file), target.replace(/#.*/, ""))),
    );
    expect(links.length).toBeGreaterThan(10);
    expect(broken).toEqual([]);
  });

  it("names commands and flags that exist", () => {
    const lines = pages.flatMap((page) => commandLines(page).map((line) => ({ file: page.file, line })));
    expect(lines.length).toBeGreaterThan(40);
    const wrong = lines.flatMap(({ file, line }) => {
      const command = commandOf(line);
      if (GLOBAL_FLAGS.includes(line)) return [];
      if (!command) return [`${file}: spendesk-hr ${line}`];
      const known = [
        ...GLOBAL_FLAGS,
        ...(command.options ?? []).flatMap(({ flags }) => flags.split(/[ ,]+/)),
      ];
      // What is quoted are values.
      const flags = line.replace(/"[^"]*"|'[^']*'/g, "").match(/(?<=\s)--?[a-z][a-z-]*/g) ?? [];
      return flags.filter((flag) => !known.includes(flag)).map((flag) => `${file}: ${line}: ${flag}`);
    });
    expect(wrong).toEqual([]);
  });

  it("offers every scheduler that the program has", () => {
    const server = textOf("docs/server.md");
    for (const scheduler of SCHEDULERS.filter((one) => one !== "systemd")) {
      expect(server).toContain(`spendesk-hr schedule ${scheduler}`);
    }
  });

  it("has filled in what is generated", () => {
    for (const { file, text } of pages) {
      expect(text.match(/<!-- generated:[a-z-]+ -->\n<!-- end -->/g), file).toBeNull();
    }
  });
});
