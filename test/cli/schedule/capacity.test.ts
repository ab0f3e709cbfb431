import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import type { SandboxWorkspace } from "../../support/sandbox-workspace.js";
import { commandsOf, fileOf, openFileWorkspace, scheduleOf } from "./workspace.js";

const STATE_URL = "postgres://hr@db.acme.test/operations";

let workspace: SandboxWorkspace;
beforeAll(async () => {
  workspace = await openFileWorkspace();
});
afterAll(() => workspace.close());

interface Company {
  readonly entities: number;
  readonly groups?: number;
  readonly store?: string;
  /** In place of the database. */
  readonly own?: boolean;
}

/** The path of a configuration with so many entities. */
async function configOf({ entities, groups = 1, store = "env", own = false }: Company): Promise<string> {
  const folder = await mkdtemp(join(workspace.folder, "many-"));
  const path = join(folder, "spendesk-hr.config.yaml");
  const named = Array.from({ length: groups }, (_, index) => `  group-${index}: {}`);
  const lines = Array.from(
    { length: entities },
    (_, index) => `  company-${String(index).padStart(5, "0")}: { group: group-${index % groups} }`,
  );
  const text = [
    "version: 1",
    "defaults:",
    "  timezone: Europe/London",
    "  source: { provider: personio }",
    "  employees: { include: all }",
    own ? `state: { dir: ${join(folder, "state")} }` : `state: { url: "${STATE_URL}" }`,
    `credentials: { store: ${store}, file: { path: ${join(folder, "credentials.json")} } }`,
    ...["groups:", ...named, "entities:", ...lines],
  ];
  await writeFile(path, `${text.join("\n")}\n`);
  return path;
}

/** Without the store that the workspace names for all commands. */
const env = () => ({ ...workspace.env, SPENDESK_HR_CREDENTIALS_STORE: undefined });

async function refused(argv: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await workspace.run(["schedule", ...argv], { env: env() });
  expect({ exitCode, stdout }).toEqual({ exitCode: 64, stdout: "" });
  return stderr;
}

describe("schedule kubernetes of many entities", () => {
  it("makes a CronJob that stays small, however many credentials there are", async () => {
    for (const entities of [2, 2000]) {
      const argv = ["kubernetes", "--shards", "20", "--config", await configOf({ entities })];
      const document = await scheduleOf(workspace, argv, env());
      const [, cronJob] = parseAllDocuments(fileOf(document, "kubernetes.yaml")).map((one) => one.toJS());
      expect(JSON.stringify(cronJob).length).toBeLessThan(4096);
      expect(fileOf(document, "credentials.env.example").match(/^SPENDESK_HR_\w+=$/gm)).toHaveLength(
        entities * 4 + 2,
      );
      // The annotation of a client-side apply has 256 KiB at most; the ConfigMap may have 1 MiB.
      expect(commandsOf(document)).toMatch(/^kubectl apply --server-side -f \S+kubernetes\.yaml$/mu);
      expect(commandsOf(document)).toMatch(/^kubectl create secret generic \S+ --from-env-file=/mu);
      expect(document.warnings.join()).not.toContain("A Secret holds");
    }
  });

  it("says how little room a Secret leaves for each of very many", async () => {
    const path = await configOf({ entities: 3000 });
    const { warnings } = await scheduleOf(workspace, ["kubernetes", "--config", path], env());
    expect(warnings.join()).toContain("12002 credentials share: 87 bytes for each on average");
  });

  it("refuses what no Secret holds, and names groups that have room", async () => {
    const argv = ["kubernetes", "--shards", "20", "--config"];
    const stderr = await refused([...argv, await configOf({ entities: 10_000, groups: 4 })]);
    expect(stderr).toMatch(/^10000 entities are too many for one Secret: they need 40002 credentials\.$/mu);
    expect(stderr).toMatch(/enough for about 4\d{3} of them\.$/mu);
    expect(stderr).toContain("`spendesk-hr schedule kubernetes --group group-0`), each for a namespace");
  });
});

describe("schedule github-actions of many entities", () => {
  it("takes as many as a repository has secrets for", async () => {
    const path = await configOf({ entities: 24 });
    const document = await scheduleOf(workspace, ["github-actions", "--config", path], env());
    expect(commandsOf(document).match(/^gh secret set /gmu)).toHaveLength(98);
  });

  it("refuses more, with the arithmetic, and the command for a part that fits", async () => {
    const path = await configOf({ entities: 60, groups: 3 });
    const stderr = await refused(["github-actions", "--config", path]);
    expect(stderr).toContain("60 entities are too many for one workflow: they need 242 secrets.");
    expect(stderr).toContain("A repository of GitHub has 100 at most, enough for about 24 of them.");
    const [, command = ""] = /`spendesk-hr (schedule [^`]+)`/u.exec(stderr) ?? [];
    const [, ...words] = command.split(" ");
    const document = await scheduleOf(workspace, [...words, "--config", path], env());
    expect(parse(fileOf(document, ".yml")).jobs.apply.steps.at(-1).run).toContain("--group group-0");
  });

  it("counts what all entities share only once, so that the part it names has room", async () => {
    // Two fields for Spendesk, one for Breathe: 33 entities and the database would need 101.
    const path = await configOf({ entities: 66, groups: 2 });
    const text = await readFile(path, "utf8");
    await writeFile(path, text.replace("personio", "breathe"));
    expect(await refused(["github-actions", "--config", path])).toContain("Print several, of up to 32 ");
  });

  it("does not send anybody to groups that are too large themselves", async () => {
    const stderr = await refused(["github-actions", "--config", await configOf({ entities: 60, groups: 2 })]);
    expect(stderr).toContain("Print several, of up to 24 entities each");
    expect(stderr).not.toContain("credentials.store");
  });

  it("leaves credentials in files of a runner of one's own where they are, however many", async () => {
    const own = { entities: 60, own: true };
    expect(await refused(["github-actions", "--config", await configOf(own)])).toContain(
      "`credentials.store: file`",
    );
    const path = await configOf({ ...own, store: "file" });
    const document = await scheduleOf(workspace, ["github-actions", "--config", path], env());
    expect(commandsOf(document)).not.toContain("gh secret set");
    expect(document.warnings.join()).not.toContain("can't be used under");
    // Nothing is stored yet in this one.
    expect(commandsOf(document)).toContain("credentials set personio --entity company-00059");
  });
});
