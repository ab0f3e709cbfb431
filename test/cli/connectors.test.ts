import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { SHIPPED } from "../../src/connectors/shipped.js";
import { done } from "../support/connected-workspace.js";
import { openSandboxWorkspace, type SandboxWorkspace } from "../support/sandbox-workspace.js";

let workspace: SandboxWorkspace;

beforeEach(async () => {
  workspace = await openSandboxWorkspace({ employees: 24, members: 2 });
});

afterEach(() => workspace.close());

/** A description of the customer's own: Factorial's, under another name. */
async function writeConnector(change: (yaml: string) => string = (yaml) => yaml): Promise<string> {
  const { stdout } = done(await workspace.run(["connectors", "show", "factorial"]));
  const path = join(workspace.folder, "mytool.yaml");
  await writeFile(
    path,
    change(stdout.replace("id: factorial", "id: mytool").replace("title: Factorial", "title: My Tool")),
  );
  return path;
}

async function connect() {
  await writeFile(workspace.configPath, "version: 1\nentities: {}\nconnectors: [./mytool.yaml]\n");
  const { sandbox } = workspace;
  workspace.env.SPENDESK_HR_ACME_UK_MYTOOL_API_KEY = sandbox.credentials.factorial.apiKey;
  return workspace.run([
    ...["connect", "mytool", "--entity", "acme-uk", "--yes", "--set", "timezone=Europe/London"],
    ...["--set", `spendesk.baseUrl=${sandbox.spendeskUrl()}`],
    ...["--set", `source.baseUrl=${sandbox.providerUrl("factorial")}`],
  ]);
}

describe("a description of one's own", () => {
  it("is connected, configured and applied like any HR tool", async () => {
    await writeConnector();
    expect(done(await connect()).stdout).toContain("My Tool");
    expect(await readFile(workspace.configPath, "utf8")).toContain("./mytool.yaml");
    done(await workspace.configure());
    expect(done(await workspace.run(["apply", "--yes"])).stdout).toContain("changes applied to acme-uk");
    done(await workspace.run(["config", "validate"]));
    const { document } = await workspace.json<{ entities: { provider: string }[] }>(["status"]);
    expect(document.entities).toMatchObject([{ provider: "mytool", connectionStatus: "connected" }]);
  });

  it("stops at awaiting actions when the file has changed, until somebody confirms it", async () => {
    await writeConnector();
    done(await connect());
    done(await workspace.configure());
    done(await workspace.run(["apply", "--yes"]));
    await writeConnector((yaml) => yaml.replace("workEmail: login_email", "workEmail: [login_email]"));
    const stopped = await workspace.run(["apply", "--yes"]);
    expect(stopped.exitCode).not.toBe(0);
    expect(stopped.stderr + stopped.stdout).toContain("not the one a person confirmed");
    const { document } = await workspace.json<{ entities: object[] }>(["status"]);
    expect(document.entities).toMatchObject([{ connectionStatus: "awaiting_actions" }]);
    done(await workspace.configure());
    done(await workspace.run(["apply", "--yes"]));
  });

  it("is a problem with its place wherever it is used", async () => {
    await writeConnector((yaml) => yaml.replace("completeness: full", "completness: full"));
    const { exitCode, stderr } = await connect();
    expect(exitCode).toBe(78);
    expect(stderr).toMatch(
      /Unknown key `completness` \(\.\/mytool\.yaml:\d+:1\)\. Did you mean `completeness`\?/u,
    );
  });

  it.each([
    ["that is not there", "connectors: [./other.yaml]", "connector_missing"],
    ["named twice", "connectors: [./mytool.yaml, mytool.yaml]", "connector_id"],
  ])("is refused as one %s", async (_what, line, code) => {
    await writeConnector();
    await writeFile(workspace.configPath, `version: 1\nentities: {}\n${line}\n`);
    const { exitCode, document } = await workspace.json<{ error: { code: string } }>(["connectors", "list"]);
    expect([exitCode, document.error.code]).toEqual([78, code]);
  });
});

describe("connectors", () => {
  it("list those of the program and of the configuration", async () => {
    await writeConnector();
    await writeFile(workspace.configPath, "version: 1\nentities: {}\nconnectors: [mytool.yaml]\n");
    const { document } = await workspace.json<{ connectors: { id: string; file: string | null }[] }>([
      ...["connectors", "list"],
    ]);
    expect(document.connectors.map(({ id, file }) => [id, file])).toEqual([
      ...Object.keys(SHIPPED).map((id) => [id, null]),
      ["mytool", "mytool.yaml"],
    ]);
    const { stdout } = done(await workspace.run(["connectors", "list"]));
    expect(stdout).toMatch(/mytool +My Tool +mytool\.yaml +full/u);
    expect(stdout).toMatch(/kombo +Kombo +the program +full/u);
  });

  it.each(["factorial", "kombo", "sagehr", "okta"])(
    "show %s as a file that lint takes under another id",
    async (id) => {
      const { stdout } = done(await workspace.run(["connectors", "show", id]));
      expect(parse(stdout)).toMatchObject({ manifest: 1, id });
      const path = join(workspace.folder, "copy.yaml");
      await writeFile(path, stdout);
      expect((await workspace.run(["connectors", "lint", "copy.yaml"])).stderr).toContain("built-in HR tool");
      await writeFile(path, stdout.replace(`id: ${id}`, "id: another"));
      expect(done(await workspace.run(["connectors", "lint", "copy.yaml"])).stdout).toBe(
        "copy.yaml is valid: another.\n",
      );
    },
  );

  it.each([
    ["with a mistake", "my tool.yaml", (yaml: string) => yaml.replace("completeness", "completness"), 78],
    ["that is no YAML", "broken.yaml", (yaml: string) => `${yaml}\nauth: [`, 78],
    ["without an id", "nameless.yaml", (yaml: string) => yaml.replace("id: mytool", "id:"), 78],
    ["of a built-in tool", "copy.yaml", (yaml: string) => yaml.replace("id: mytool", "id: factorial"), 78],
  ])("lint a file %s, and say how to check it again", async (_what, name, change, code) => {
    const path = await writeConnector(change);
    await rename(path, join(workspace.folder, name));
    const { exitCode, stderr } = await workspace.run(["connectors", "lint", name]);
    expect(exitCode).toBe(code);
    const word = name.includes(" ") ? `'${name}'` : name;
    expect(stderr).toContain(`then run \`spendesk-hr connectors lint ${word}\`.`);
  });

  it("say in words that a file on the command line is not there", async () => {
    const { exitCode, stderr } = await workspace.run(["connectors", "lint", "nofile.yaml"]);
    expect(exitCode).toBe(78);
    expect(stderr).toMatch(/nofile\.yaml: There is no such file\.\n.*connectors new/u);
    expect(stderr).not.toContain("configuration");
  });

  it("name the flag that was typed for an answer that can't be used", async () => {
    const flags = ["--title", "My Tool", "--base-url", "http://api.mytool.example"];
    const { exitCode, stderr } = await workspace.run(["connectors", "new", ...flags]);
    expect(exitCode).toBe(64);
    expect(stderr).toContain("The value of `--base-url` can't be used.");
    expect(stderr).toContain("Run the same command with another value after `--base-url`.");
  });

  describe("made from a reply", () => {
    const people = [
      { id: 1, mail: "ada@acme.test", given: "Ada", family: "Lovelace", began: "2020-02-01", gone: null },
      { id: 2, mail: "bea@acme.test", given: "Bea", family: "B", began: "2021-03-15", gone: "2024-06-30" },
    ];
    const make = async (...more: readonly string[]) => {
      await writeFile(join(workspace.folder, "sample.json"), JSON.stringify(people));
      return workspace.run([
        ...["connectors", "new", "--title", "My Tool", "--base-url", "https://api.mytool.example"],
        ...["--sample", "sample.json", "--set", "people.path=/people", "--set", "auth=bearer"],
        ...["--set", "pagination=none", "--set", "completeness=full", "--set", "field.workEmail=mail"],
        ...["--set", "field.firstName=given", ...more.flatMap((one) => ["--set", one])],
      ]);
    };

    it("are refused where nobody in it has what everybody needs", async () => {
      const { exitCode, stderr } = await make("field.lastName=famly");
      expect(exitCode).toBe(64);
      expect(stderr).toContain("The value of `--set field.lastName` can't be used.");
      expect(stderr).toContain("Nobody in the reply has `famly`. Did you mean `family`?");
    });

    it("warn of what is not in it, of what changes nothing, and of days that nothing takes", async () => {
      const run = done(await make("field.lastName=family", "field.team=tem", "dates.formats=dd/MM/yyyy"));
      expect(run.stdout).toContain("It is valid.");
      expect(run.stderr).toContain("Warning: Of `field.team`: Nobody in the reply has `tem`.");
      expect(run.stderr).toContain("Warning: `dates.formats` changes nothing");
      expect(run.stderr).toContain(
        "Warning: No place is given for `field.startDate` and `field.terminationDate`. In the reply, `began`, `gone` hold days.",
      );
    });

    it("say nothing where everything fits", async () => {
      const run = done(
        await make("field.lastName=family", "field.startDate=began", "field.terminationDate=gone"),
      );
      expect(run.stderr).not.toContain("Warning");
    });
  });

  it("name the nearest for an unknown one", async () => {
    const { exitCode, stderr } = await workspace.run(["connectors", "show", "combo"]);
    expect(exitCode).toBe(64);
    expect(stderr).toContain("Did you mean kombo?");
  });

  it("have a JSON Schema that knows every key of the top", async () => {
    const { stdout } = done(await workspace.run(["connectors", "schema"]));
    const { properties, required } = JSON.parse(stdout);
    expect(Object.keys(properties)).toEqual(
      expect.arrayContaining(["requests", "employee", "status", "bank"]),
    );
    expect(required).toEqual(expect.arrayContaining(["completeness", "status", "allowedHosts"]));
  });

  it("are nothing to check without files", async () => {
    await writeFile(workspace.configPath, "version: 1\nentities: {}\n");
    expect(done(await workspace.run(["connectors", "lint"])).stdout).toContain("names no descriptions");
  });
});
