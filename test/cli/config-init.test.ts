import { readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse, parseDocument } from "yaml";
import { starterText } from "../../src/config/starter.js";
import { done } from "../support/connected-workspace.js";
import { openSandboxWorkspace, type SandboxWorkspace } from "../support/sandbox-workspace.js";

let workspace: SandboxWorkspace;

beforeEach(async () => {
  workspace = await openSandboxWorkspace({ employees: 5 });
});

afterEach(() => workspace.close());

const files = async () => (await readdir(workspace.folder)).filter((name) => name.startsWith("spendesk-hr"));

describe("config init", () => {
  it("writes a file that is valid by the schema beside it, and says what comes next", async () => {
    const { stdout } = done(await workspace.run(["config", "init", "--entity", "acme-uk"]));
    expect(stdout).toContain("spendesk-hr connect --entity acme-uk\n");
    expect(await files()).toEqual(["spendesk-hr.config.yaml", "spendesk-hr.schema.json"]);
    expect((await stat(workspace.configPath)).mode & 0o777).toBe(0o600);
    const text = await readFile(workspace.configPath, "utf8");
    const [, reference] = /^# yaml-language-server: \$schema=\.\/(\S+)\n/.exec(text) ?? [];
    const schema = JSON.parse(await readFile(join(workspace.folder, reference ?? ""), "utf8"));
    const ajv = new Ajv({ strict: false, logger: false });
    addFormats.default(ajv);
    const validate = ajv.compile(schema);
    expect(validate(parse(text)), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ ...parse(text), unknown: 1 })).toBe(false);
  });

  it("is what connect and configure complete, keeping the comments", async () => {
    done(await workspace.run(["config", "init", "--entity", "acme-uk"]));
    done(await workspace.connect());
    done(await workspace.configure());
    const text = await readFile(workspace.configPath, "utf8");
    expect(text).toContain("# yaml-language-server: $schema=./spendesk-hr.schema.json");
    expect(text).toContain("# Never archived, never changed.");
    done(await workspace.run(["preview"]));
  });

  it.each(["spendesk-hr.config.yaml", "spendesk-hr.config.json"])("leaves %s as it is", async (name) => {
    const path = join(workspace.folder, name);
    await writeFile(path, "mine");
    const { exitCode, stderr } = await workspace.run(["config", "init"]);
    expect(exitCode).toBe(78);
    expect(stderr).toContain(`There is a configuration already: ${path}. Nothing was written.`);
    expect(await readFile(path, "utf8")).toBe("mine");
    expect(await files()).toEqual([name]);
  });

  it("leaves a schema as it is, and refuses names that can't be", async () => {
    const schema = join(workspace.folder, "spendesk-hr.schema.json");
    await writeFile(schema, "{}");
    expect((await workspace.run(["config", "init", "--entity", "Acme: UK"])).exitCode).toBe(78);
    expect((await workspace.run(["config", "init", "--config", "hr.json"])).exitCode).toBe(64);
    expect(await files()).toEqual(["spendesk-hr.schema.json"]);
    done(await workspace.run(["config", "init"]));
    expect(await readFile(schema, "utf8")).toBe("{}");
    await rm(workspace.configPath);
  });

  it("has only settings that the example has, when its comments are opened too", async () => {
    const text = starterText({ entities: ["acme-uk"], timezone: "Europe/London" });
    const opened = text.replace(
      /^ {4}# (?=(?: {2})*(?:source|provider|settings|employees|include|filter|- |protect))/gm,
      "    ",
    );
    const example = parse(await readFile("spendesk-hr.config.example.yaml", "utf8"));
    expect(parseDocument(opened).errors).toEqual([]);
    expect(example).toMatchObject({ entities: { "acme-uk": { timezone: "Europe/London" } } });
    const { employees, source, protect } = parse(opened).entities["acme-uk"];
    expect(example.entities["acme-uk"]).toMatchObject({ source, protect });
    expect(example.entities["acme-uk"].employees.filter[0]).toBe(employees.filter[0]);
  });
});
