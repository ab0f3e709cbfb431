import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse, parseDocument } from "yaml";
import { done } from "../support/connected-workspace.js";
import { openSandboxWorkspace, type SandboxWorkspace } from "../support/sandbox-workspace.js";
import { textOf } from "./pages.js";

const PAGE = textOf("docs/connector-guide.md");

/** One thing that the guide has its reader do, in its order. */
type Step = Given | Typed;

/** A file, or blocks to be put in the place of those in a file. */
interface Given {
  readonly kind: "file" | "blocks";
  readonly name: string;
  readonly text: string;
}

interface Typed {
  readonly kind: "commands";
  readonly commands: readonly string[];
  /** What is shown; an ellipsis stands for anything. */
  readonly output: readonly string[];
}

function stepsOf(page: string): readonly Step[] {
  const steps: Step[] = [];
  const blocks = page.matchAll(/(?:<!-- (file|blocks): (\S+) -->\n)?```(\w+)\n([\s\S]*?)```/gu);
  for (const [, kind, name = "", language, text = ""] of blocks) {
    const last = steps.at(-1);
    if (kind === "file" || kind === "blocks") steps.push({ kind, name, text });
    else if (language === "sh")
      steps.push({ kind: "commands", commands: text.trim().split("\n"), output: [] });
    else if (language === "text" && last?.kind === "commands") {
      steps[steps.length - 1] = { ...last, output: text.trim().split("\n") };
    }
  }
  return steps;
}

/** The words of a command line, as a shell divides them. */
function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/gu)].map(([, quoted, plain]) => quoted ?? plain ?? "").slice(1);
}

describe("the guide to a connector", () => {
  let desk: SandboxWorkspace;

  beforeAll(async () => {
    desk = await openSandboxWorkspace({ employees: 5 });
    const { factorial } = desk.sandbox.credentials;
    const secrets = JSON.stringify({ "our-factorial": { apiKey: factorial.apiKey } });
    await writeFile(join(desk.folder, "secrets.json"), secrets, { mode: 0o600 });
    desk.env.SPENDESK_HR_ACME_UK_OUR_FACTORIAL_API_KEY = factorial.apiKey;
    desk.env.COLUMNS = "110";
  });
  afterAll(() => desk?.close());

  /** The flags of somebody who has the imitations in the place of Factorial and of Spendesk, and no terminal. */
  function onSandbox(argv: readonly string[]): readonly string[] {
    const at = ["--set", `source.baseUrl=${desk.sandbox.providerUrl("factorial")}`];
    const words = argv.map((word) => (word === "secrets.json" ? join(desk.folder, word) : word));
    switch (argv[0] === "connectors" ? argv[1] : argv[0]) {
      case "try":
      case "record":
        return [...words, ...at];
      case "connect": {
        const spendesk = ["--set", `spendesk.baseUrl=${desk.sandbox.spendeskUrl()}`];
        return [...words, ...at, ...spendesk, "--set", "timezone=Europe/London", "--yes"];
      }
      case "configure":
        return [...words, "--include", "all", "--yes"];
      case "apply":
        return [...words, "--yes"];
      default:
        return words;
    }
  }

  it("does what it says, and shows what is shown", async () => {
    const steps = stepsOf(PAGE);
    expect(steps.filter(({ kind }) => kind === "commands")).toHaveLength(7);
    for (const step of steps) {
      if (step.kind === "commands") await run(step);
      else if (step.kind === "file") await writeFile(join(desk.folder, step.name), step.text);
      else await replaceBlocks(join(desk.folder, step.name), step.text);
    }
    expect(desk.sandbox.control.members("acme-uk").map(({ email }) => email)).toContain(
      "gabor.lindqvist@acme.test",
    );
  });

  async function run({ commands, output }: Typed): Promise<void> {
    let shown = "";
    for (const command of commands) {
      const { stdout, stderr } = done(await desk.run(onSandbox(wordsOf(command))));
      shown += stdout + stderr;
    }
    for (const line of output.filter((one) => one !== "…")) {
      const pattern = line
        .split("…")
        .map((part) => part.replace(/[.*+?^${}()|[\]\\]/gu, "\\$&"))
        .join(".*");
      expect(shown, commands.join("; ")).toMatch(new RegExp(`^${pattern}\\s*$`, "mu"));
    }
  }

  /** Puts blocks in the place of those with the same names. */
  async function replaceBlocks(path: string, text: string): Promise<void> {
    const document = parseDocument(await readFile(path, "utf8"));
    for (const [key, value] of Object.entries(parse(text))) document.set(key, value);
    await writeFile(path, document.toString());
  }
});
