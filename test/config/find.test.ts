import { existsSync } from "node:fs";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { searchDirectories } from "../../src/config/find.js";
import { entityText, MINIMAL, newWorkspace, rejection } from "./workspace.js";

const VALID = entityText(...MINIMAL);

describe("finding the configuration", () => {
  it("takes the nearest file on the way up to the home directory", async () => {
    const workspace = await newWorkspace();
    const above = await workspace.write("spendesk-hr.config.yml", VALID);
    expect((await workspace.load()).path).toBe(above);

    const near = await workspace.write("project/spendesk-hr.config.json", JSON.stringify(exampleJson()));
    expect((await workspace.load()).path).toBe(near);
  });

  it("refuses two files in one folder and names both, whatever is in them", async () => {
    const workspace = await newWorkspace();
    await workspace.write("project/spendesk-hr.config.yaml", VALID);
    await workspace.write("project/spendesk-hr.config.json", "not even JSON");
    const problem = await rejection(workspace.load());
    expect(problem.code).toBe("config_ambiguous");
    expect(problem.message).toBe(
      "There are 2 configuration files in one folder: spendesk-hr.config.yaml and spendesk-hr.config.json.",
    );
    expect(problem.next).toContain("`--config spendesk-hr.config.yaml`");
    // Whoever names one knows which.
    const loaded = await workspace.load({ flags: { config: "spendesk-hr.config.yaml" } });
    expect(loaded.searched).toEqual([]);
  });

  it("never looks above the home directory", () => {
    expect(searchDirectories("/home/ada/work/hr", "/home/ada", ["/own"])).toEqual([
      "/home/ada/work/hr",
      "/home/ada/work",
      "/home/ada",
      "/own",
    ]);
    expect(searchDirectories("/srv/hr", "/home/ada", [])).toEqual(["/srv/hr", "/srv", "/"]);
  });

  it("goes on with the user's and then the system's directory", async () => {
    const workspace = await newWorkspace();
    const system = await workspace.write("etc/spendesk-hr.config.yaml", VALID);
    const env = { XDG_CONFIG_HOME: join(workspace.home, "xdg") };
    expect((await workspace.load({ env })).path).toBe(system);

    const own = await workspace.write("xdg/spendesk-hr/spendesk-hr.config.yaml", VALID);
    if (process.platform === "linux") expect((await workspace.load({ env })).path).toBe(own);
  });

  it("uses the flag before the environment, and both before the search", async () => {
    const workspace = await newWorkspace();
    await workspace.write("project/spendesk-hr.config.yaml", VALID);
    const byVariable = await workspace.write("variable.yaml", VALID);
    const byFlag = await workspace.write("project/flag.yaml", VALID);
    const env = { SPENDESK_HR_CONFIG: byVariable };

    expect((await workspace.load({ env })).path).toBe(byVariable);
    const loaded = await workspace.load({ env, flags: { config: "flag.yaml" } });
    expect(loaded.path).toBe(byFlag);
    expect(loaded.origins[0]).toEqual({ key: "config", value: byFlag, origin: "flag --config" });
  });

  it("has no entities and says where a file would go when there is none", async () => {
    const workspace = await newWorkspace();
    const loaded = await workspace.load();
    expect(loaded.path).toBeNull();
    expect(loaded.searched.slice(0, 2)).toEqual([workspace.cwd, workspace.home]);
    expect(loaded.searched.at(-1)).toBe(join(workspace.home, "etc"));
    expect(loaded.entities).toEqual([]);
    expect(loaded.credentials.store.value).toBe("keychain");
    expect(loaded.writePath).toBe(join(workspace.cwd, "spendesk-hr.config.yaml"));
  });

  it("refuses a named file that is not there, unless it may be created", async () => {
    const workspace = await newWorkspace();
    await workspace.write("project/spendesk-hr.config.yaml", VALID);
    const flags = { config: "other.yaml" };

    const problem = await rejection(workspace.load({ flags }));
    expect(problem.kind).toBe("configuration");
    expect(problem.code).toBe("config_missing");
    expect(problem.message).toBe("There is no configuration file other.yaml.");
    expect(problem.next).toContain("`spendesk-hr connect --config other.yaml`");

    const loaded = await workspace.load({ flags, mayCreate: true });
    expect(loaded.path).toBeNull();
    expect(loaded.writePath).toBe(join(workspace.cwd, "other.yaml"));
  });

  it("refuses a named file of another kind", async () => {
    const workspace = await newWorkspace();
    await workspace.write("project/spendesk-hr.config.js", "process.exit(1)");
    const problem = await rejection(workspace.load({ flags: { config: "spendesk-hr.config.js" } }));
    expect(problem.code).toBe("config_format");
    expect(problem.why).toContain(".yaml, .yml or .json");
  });

  it("stops at a file it can't read instead of taking another one", async () => {
    const workspace = await newWorkspace();
    await workspace.write("spendesk-hr.config.yaml", VALID);
    await mkdir(join(workspace.cwd, "spendesk-hr.config.yaml"));
    const problem = await rejection(workspace.load());
    expect(problem.code).toBe("config_unreadable");
    expect(problem.message).toBe("spendesk-hr.config.yaml can't be read.");
  });

  it("complains about an empty file instead of taking another one", async () => {
    const workspace = await newWorkspace();
    await workspace.write("spendesk-hr.config.yaml", VALID);
    await workspace.write("project/spendesk-hr.config.yaml", "\n");
    const problem = await rejection(workspace.load());
    expect(problem.code).toBe("config_invalid");
    expect(problem.message).toContain("The file is empty");
  });

  it("warns when every user of the machine may change the file", async () => {
    const workspace = await newWorkspace();
    const path = await workspace.write("project/spendesk-hr.config.yaml", VALID);
    expect((await workspace.load()).warnings).toEqual([]);
    await chmod(path, 0o666);
    const { warnings } = await workspace.load();
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain(`chmod o-w ${path}`);
  });

  it("runs no code from the working directory", async () => {
    const workspace = await newWorkspace();
    await workspace.write("project/spendesk-hr.config.yaml", VALID);
    const trap = 'require("node:fs").writeFileSync("trapped", "")';
    for (const name of [".config/config.js", ".config/config.cjs", "spendesk-hr.config.cjs"]) {
      await workspace.write(`project/${name}`, trap);
    }
    // A process of its own: the working directory of a test can't be changed.
    const find = join(import.meta.dirname, "../../src/config/find.ts");
    const bundle = join(import.meta.dirname, "../../node_modules/.bin/esbuild");
    const built = join(workspace.home, "find.mjs");
    await execa(bundle, [
      find,
      "--bundle",
      "--platform=node",
      "--format=esm",
      `--outfile=${built}`,
      "--banner:js=import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    ]);
    await writeFile(
      join(workspace.home, "run.mjs"),
      'import { searchConfig } from "./find.mjs"; const d = await searchConfig([process.cwd()], process.cwd()); console.log(d.path);',
    );
    const { stdout } = await execa(process.execPath, ["../run.mjs"], { cwd: workspace.cwd });
    expect(stdout).toBe(join(workspace.cwd, "spendesk-hr.config.yaml"));
    expect(existsSync(join(workspace.cwd, "trapped"))).toBe(false);
  });
});

function exampleJson(): unknown {
  return {
    version: 1,
    entities: { "acme-uk": { timezone: "Europe/London", source: { provider: "personio" } } },
  };
}
