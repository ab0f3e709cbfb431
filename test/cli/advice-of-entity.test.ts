import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SandboxWorkspace } from "../support/sandbox-workspace.js";
import { openTwoEntities } from "../support/two-entities.js";

let workspace: SandboxWorkspace;

beforeAll(async () => {
  workspace = await openTwoEntities({ employees: 8 });
  workspace.env.SPENDESK_HR_ACME_FR_SPENDESK_CLIENT_SECRET = "wrong";
});
afterAll(() => workspace.close());

/** The commands that stderr or a document names, without what each is to be followed by. */
function commandsIn(text: string): string[][] {
  const commands = [...text.matchAll(/`spendesk-hr ([^`]+)`/gu)].map(([, command = ""]) =>
    command.split(" "),
  );
  return commands.filter(([first]) => first !== "providers" && first !== "help");
}

describe("what to run about one of several entities", () => {
  it.each([
    [["preview"]],
    [["preview", "--entity", "acme-fr"]],
    [["doctor"]],
    [["explain", "nobody@acme.test"]],
    [["credentials", "test"]],
    [["credentials", "test", "--entity", "acme-fr"]],
    [["configure", "--entity", "acme-fr", "--include", "all", "--yes"]],
    [["link", "1", "2", "--entity", "acme-fr", "--why", "test", "--yes"]],
    [["connect", "personio", "--entity", "acme-fr", "--yes", "--set", "timezone=Europe/Paris"]],
  ])("carries its name after %j", async (argv) => {
    const run = await workspace.run([...argv, "--no-input"]);
    expect(run.exitCode).toBe(4);
    const commands = commandsIn(`${run.stdout}${run.stderr}`).filter((words) => words.includes("set"));
    expect(commands).not.toEqual([]);
    for (const command of commands) {
      expect(command.join(" ")).toBe("credentials set spendesk --entity acme-fr");
      // The keys are in the environment, where nothing can be stored; what is meant is clear.
      const typed = await workspace.run([...command, "--no-input", "-o", "json"]);
      expect(JSON.parse(typed.stdout).error.code).toBe("store_not_writable");
    }
  });

  it("is `connect` for an entity that is new and has no key to replace", async () => {
    const name = (field: string) => `SPENDESK_HR_ACME_ES_SPENDESK_CLIENT_${field}`;
    const { PERSONIO_CLIENT_ID, PERSONIO_CLIENT_SECRET } = Object.fromEntries(
      Object.entries(workspace.env).map(([key, value]) => [key.replace("SPENDESK_HR_ACME_UK_", ""), value]),
    );
    const env = {
      ...workspace.env,
      [name("ID")]: "wrong",
      [name("SECRET")]: "wrong",
      SPENDESK_HR_ACME_ES_PERSONIO_CLIENT_ID: PERSONIO_CLIENT_ID,
      SPENDESK_HR_ACME_ES_PERSONIO_CLIENT_SECRET: PERSONIO_CLIENT_SECRET,
    };
    const { sandbox } = workspace;
    const argv = ["connect", "personio", "--entity", "acme-es", "--yes", "--set", "timezone=Europe/Madrid"];
    const urls = [
      `spendesk.baseUrl=${sandbox.spendeskUrl("acme-uk")}`,
      `source.baseUrl=${sandbox.providerUrl("personio")}`,
    ];
    const { exitCode, stderr } = await workspace.run([...argv, ...urls.flatMap((url) => ["--set", url])], {
      env,
    });
    expect(exitCode).toBe(4);
    expect(stderr).toContain("then run `spendesk-hr connect personio --entity acme-es`.");
    expect(stderr).not.toContain("credentials set");
  });
});

describe("a command that works on one entity", () => {
  it.each([
    [["credentials", "set", "spendesk"], "`spendesk-hr credentials set spendesk --entity <id>`"],
    [["credentials", "set", "hibob"], "`spendesk-hr credentials set spendesk --entity <id>`"],
    [["configure", "--include", "all", "--yes"], "`--entity <id>`"],
    [["connect", "personio", "--yes"], "`--entity <id>`"],
    [["link", "1", "2", "--why", "test"], "`--entity <id>`"],
  ])("takes none of several for the right one: %j", async (argv, advice) => {
    const { exitCode, stderr } = await workspace.run([...argv, "--no-input"]);
    expect(exitCode).toBe(64);
    expect(stderr).toContain(advice);
    expect(stderr).not.toMatch(/--entity acme/u);
  });
});
