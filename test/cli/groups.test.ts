import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCli } from "../support/run-cli.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "spendesk-hr-groups-"));
  const entity = (id: string, group?: string) => `  ${id}: {${group ? ` group: ${group} ` : ""}}`;
  await writeFile(
    join(folder, "spendesk-hr.config.yaml"),
    [
      "version: 1",
      "defaults: { timezone: Europe/Paris, source: { provider: personio }, employees: { include: all } }",
      "groups: { france: {}, iberia: {}, nobody: {} }",
      "entities:",
      ...Array.from({ length: 8 }, (_, index) => entity(`acme-fr-${index}`, "france")),
      ...[entity("acme-es", "iberia"), entity("acme-pt", "iberia"), entity("acme-uk")],
      "credentials: { store: env }",
      "",
    ].join("\n"),
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const run = (...argv: string[]) => runCli(argv, { cwd: folder, env: { HOME: folder } });

async function idsOf(...flags: string[]): Promise<string[]> {
  const { stdout } = await run("status", "--json", ...flags);
  return JSON.parse(stdout).entities.map(({ entity }: { readonly entity: string }) => entity);
}

describe("--group", () => {
  it("chooses the entities of one or several groups", async () => {
    expect(await idsOf("--group", "iberia")).toEqual(["acme-es", "acme-pt"]);
    expect(await idsOf("--group", "france", "--group", "iberia")).toHaveLength(10);
    expect(await idsOf()).toHaveLength(11);
  });

  it("adds to what --entity names, before the command or after it", async () => {
    expect(await idsOf("--group", "iberia", "--entity", "acme-uk")).toEqual([
      "acme-es",
      "acme-pt",
      "acme-uk",
    ]);
    const { stdout } = await run("--group", "iberia", "status", "--json");
    expect(JSON.parse(stdout).entities).toHaveLength(2);
  });

  it.each([["irance"], ["nobody"], ["x"]])("names the groups when none is meant: %s", async (name) => {
    const { exitCode, stderr } = await run("status", "--group", name);
    expect(exitCode).toBe(64);
    expect(stderr).toContain(`No entity of the configuration is in a group ${name}.`);
    expect(stderr).toContain("Groups with entities: france, iberia.");
    if (name === "irance") expect(stderr).toContain("Did you mean `france`?");
  });

  it.each(["--group", "--entity"])("is refused when nothing stands after %s", async (flag) => {
    const { exitCode, stderr } = await run("status", flag, "");
    expect(exitCode).toBe(64);
    expect(stderr).toContain(`There is nothing after \`${flag}\`.`);
    expect(stderr).not.toContain("Did you mean");
  });

  it("is what disconnect asks to confirm, without a list of all its entities", async () => {
    const { exitCode, stderr } = await run("disconnect", "--group", "france", "--no-input");
    expect(exitCode).toBe(5);
    expect(stderr).toContain("acme-fr-5 and 2 more");
    expect(stderr).toContain("Run `spendesk-hr disconnect --group france --yes`.");
    const one = await run("disconnect", "--entity", "acme-es", "--no-input");
    expect(one.stderr).toContain("Run `spendesk-hr disconnect --entity acme-es --yes`.");
  });

  it("is completed, with how many entities each has", async () => {
    const { stdout } = await run("complete", "--", "status", "--group", "");
    expect(stdout).toContain("france\t8 entities");
    expect(stdout).toContain("iberia\t2 entities");
    expect(stdout).not.toContain("nobody");
  });

  it("says what doctor looks at", async () => {
    const { stdout } = await run("doctor", "--offline", "--json", "--group", "iberia");
    const checks: readonly { readonly entity: string | null }[] = JSON.parse(stdout).checks;
    expect(new Set(checks.flatMap(({ entity }) => entity ?? []))).toEqual(new Set(["acme-es", "acme-pt"]));
  });

  it("chooses what config shows and checks, as --entity does", async () => {
    const shown = async (...flags: string[]) => {
      const { stdout } = await run("config", "show", "--json", ...flags);
      const values: readonly { readonly key: string }[] = JSON.parse(stdout).values;
      expect(values.some(({ key }) => key === "state.dir" || key.startsWith("state"))).toBe(true);
      return new Set(values.flatMap(({ key }) => /^entities\.([^.]+)\./.exec(key)?.[1] ?? []));
    };
    expect(await shown("--group", "iberia")).toEqual(new Set(["acme-es", "acme-pt"]));
    expect(await shown("--entity", "acme-uk")).toEqual(new Set(["acme-uk"]));
    expect((await shown()).size).toBe(11);
    const { stdout } = await run("config", "validate", "--json", "--group", "iberia", "--entity", "acme-uk");
    expect(JSON.parse(stdout).entities).toEqual(["acme-es", "acme-pt", "acme-uk"]);
    for (const words of [["show"], ["validate"]]) {
      expect((await run("config", ...words, "--entity", "nosuch")).exitCode).toBe(64);
      expect((await run("config", ...words, "--group", "nosuch")).exitCode).toBe(64);
    }
  });

  it("goes into what schedule writes", async () => {
    const { stdout } = await run("schedule", "cron", "--group", "iberia");
    expect(stdout).toContain("--group iberia");
  });
});

describe("long lists of entities", () => {
  it("are cut where one is named after the other", async () => {
    expect((await run("config", "validate")).stdout).toContain("acme-fr-5 and 5 more");
    expect((await run("status", "--entity", "acme-xx")).stderr).toContain("acme-fr-5 and 5 more");
  });
});
