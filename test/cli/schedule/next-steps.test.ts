import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SCHEDULERS } from "../../../src/cli/schedule/schedule.js";
import { openAppliedWorkspace } from "../../support/connected-workspace.js";
import type { SandboxWorkspace } from "../../support/sandbox-workspace.js";
import { commandsOf, fileOf, type ScheduleDocument, scheduleOf } from "./workspace.js";

const ROOT = join(import.meta.dirname, "../../..");

let workspace: SandboxWorkspace;
beforeAll(async () => {
  workspace = await openAppliedWorkspace();
});
afterAll(() => workspace.close());

const withStore = (store: string) => ({ ...workspace.env, SPENDESK_HR_CREDENTIALS_STORE: store });

/** What stands before a path that a command makes, or only names for later. */
const MAKES =
  /(?:--out|mkdir -p|install -d -m \d+(?: -o \S+)?|\/dev\/null|state backup|-ItemType File|--home-dir|cat >) $/u;
/** What a job writes when it starts, and places of systems that are not this one. */
const NOT_HERE = /\.log$|^\/Library\/|\/Library\/LaunchAgents/u;
/** Switches of Windows look like paths. */
const SWITCH = /^\/[A-Za-z]+(?::\w)?$/u;

/** Absolute paths of a command that nothing has put there; adds those that the command makes. */
function strangersIn(command: string, there: Set<string>): readonly string[] {
  const isWindows = /^(?:schtasks|icacls)/u.test(command);
  const found = [...command.matchAll(/(?<![\w.:-])\/[\w.@+%/:-]+/gu)]
    .map(({ 0: path, index }) => ({
      path: path.replace(/\/$|:\/copy$/u, ""),
      before: command.slice(0, index),
    }))
    .filter(({ path }) => !NOT_HERE.test(path) && !(isWindows && SWITCH.test(path)));
  // The last path of these is where something is put.
  if (/^(?:sudo )?(?:install|mv|cp) /u.test(command)) there.add(found.at(-1)?.path ?? "");
  for (const { path, before } of found) if (MAKES.test(before)) there.add(path);
  return found
    .map(({ path }) => path)
    .filter((path) => !there.has(path) && !existsSync(path))
    .map((path) => `${path} in: ${command}`);
}

/** Every path that a step names although nothing has put it there before. */
function strangers({ written, steps }: ScheduleDocument): readonly string[] {
  // In the image and its container.
  const there = new Set([...written, "/copy"]);
  return steps.flatMap(({ commands }) => commands).flatMap((command) => strangersIn(command, there));
}

describe.each(SCHEDULERS)("the next steps of schedule %s", (scheduler) => {
  it.each(["env", "file", "encrypted-file", "systemd", "keychain"])(
    "name files that exist, with the store %s",
    async (store) => {
      const out = await mkdtemp(join(workspace.folder, "steps-"));
      const document = await scheduleOf(workspace, [scheduler, "--out", out], withStore(store));
      for (const path of document.written) expect(existsSync(path)).toBe(true);
      const named = commandsOf(document);
      for (const path of document.written) {
        // The task itself starts the batch file.
        if (!path.endsWith(".cmd")) expect(named).toContain(path);
      }
      expect(strangers(document)).toEqual([]);
    },
  );

  it("write the files first when they were only shown", async () => {
    const document = await scheduleOf(workspace, [scheduler, "--every", "6h"], withStore("env"));
    const [first = "", second] = document.steps[0]?.commands ?? [];
    expect(second).toBeUndefined();
    const folder = join(workspace.folder, "spendesk-hr-schedule");
    expect(first).toMatch(new RegExp(`spendesk-hr schedule ${scheduler} --every 6h --out ${folder}$`, "u"));
    const words = first.split(" ");
    const again = await scheduleOf(workspace, words.slice(words.indexOf("schedule") + 1), withStore("env"));
    // The same files, and the same steps from there.
    expect(again.files).toEqual(document.files);
    expect(again.steps).toEqual(document.steps.slice(1));
    await rm(folder, { recursive: true });
  });
});

describe("a state elsewhere", () => {
  const elsewhere = () => join(workspace.folder, "elsewhere");

  it("is taken along into that of the job, as its user", async () => {
    const argv = ["--state-dir", elsewhere(), "--user", "hr"];
    // The one that is configured is where the runs so far have been.
    const env = { ...workspace.env, XDG_STATE_HOME: join(workspace.folder, "xdg") };
    await mkdir(join(workspace.folder, "xdg"));
    const own = join(workspace.folder, "xdg/spendesk-hr");
    const backup = join(workspace.folder, "copy-1");
    expect((await workspace.run(["state", "backup", backup])).exitCode).toBe(0);
    const restore = ["state", "restore", backup, "--yes", "--state-dir", own];
    expect((await workspace.run(restore)).exitCode).toBe(0);
    for (const scheduler of ["systemd", "cron", "launchd"]) {
      const document = await scheduleOf(workspace, [scheduler, ...argv], env);
      const step = document.steps.find(({ text }) => text.includes("where the job does not look"));
      expect(step?.text).toContain(own);
      const copy = join(workspace.folder, "spendesk-hr-schedule/state-copy");
      const [first, , , third] = step?.commands ?? [];
      expect(first).toContain(`state backup ${copy} --config ${workspace.configPath} --state-dir ${own}`);
      expect(third).toMatch(
        /^sudo -H -u hr .* state restore .*\/elsewhere\/state-copy .* --state-dir \S+elsewhere$/u,
      );
      // What is restored was confirmed before.
      expect(commandsOf(document)).not.toContain("--accept-config");
    }
    const known = await scheduleOf(workspace, ["cron"], env);
    expect(known.warnings.join()).toContain(`There is another state in ${own}.`);
    await rm(join(workspace.folder, "xdg"), { recursive: true });
  });

  it("is moved by these very commands", async () => {
    const me = process.getuid?.() === 0 ? "root" : (process.env.USER ?? "");
    const env = { ...workspace.env, XDG_STATE_HOME: join(workspace.folder, "xdg") };
    const own = join(workspace.folder, "xdg/spendesk-hr");
    const backup = join(workspace.folder, "copy-2");
    expect((await workspace.run(["state", "backup", backup])).exitCode).toBe(0);
    expect((await workspace.run(["state", "restore", backup, "--yes", "--state-dir", own])).exitCode).toBe(0);
    const argv = ["cron", "--state-dir", elsewhere(), "--user", me, "--out", "moved"];
    const { steps } = await scheduleOf(workspace, argv, { ...env, SPENDESK_HR_STATE_DIR: undefined });
    const commands = steps.find(({ text }) => text.includes("take it along"))?.commands ?? [];
    expect(commands).toHaveLength(3);
    for (const command of commands) {
      // Nobody is there to answer the question.
      const said = command.replace(/( state restore \S+)/u, "$1 --yes");
      const ran = await execa("sh", ["-c", said], { env: { ...env }, cwd: workspace.folder, reject: false });
      expect(ran.exitCode, `${said}\n${ran.stderr}`).toBe(0);
    }
    const before = await workspace.json<{ runs: object[] }>(["history", "--state-dir", own]);
    const after = await workspace.json<{ runs: object[] }>(["history", "--state-dir", elsewhere()]);
    expect(after.document.runs).toEqual(before.document.runs);
    await rm(elsewhere(), { recursive: true });
    await rm(join(workspace.folder, "xdg"), { recursive: true });
  });

  it("goes into the volume of a container, or is said to be missing there", async () => {
    const docker = await scheduleOf(workspace, ["docker"]);
    const commands = commandsOf(docker);
    expect(commands).toContain(`--state-dir ${workspace.stateDir}`);
    expect(commands).toMatch(
      /docker compose -f \S+ run --rm -v \S+state-copy:\/copy spendesk-hr state restore \/copy/u,
    );
    const kubernetes = await scheduleOf(workspace, ["kubernetes"]);
    expect(kubernetes.warnings.join()).toContain(`does not see the state in ${workspace.stateDir}`);
  });
});

describe("the image of an installed program", () => {
  it("is made of what is installed, where there is no Dockerfile", async () => {
    // As it is installed: everything but what only a checkout has.
    const installed = await mkdtemp(join(workspace.folder, "installed-"));
    for (const path of ["package.json", "LICENSE", "bin", "dist", "node_modules/better-sqlite3"]) {
      await mkdir(dirname(join(installed, path)), { recursive: true });
      await execa("cp", ["-R", join(ROOT, path), join(installed, path)]);
    }
    const words = [
      join(installed, "bin/spendesk-hr.js"),
      "schedule",
      "docker",
      "--out",
      "image",
      "-o",
      "json",
    ];
    const ran = await execa(process.execPath, words, {
      cwd: workspace.folder,
      env: { ...workspace.env, PATH: process.env.PATH },
      extendEnv: false,
    });
    const document: ScheduleDocument = JSON.parse(ran.stdout);
    expect(commandsOf(document)).toContain(`-f ${join(workspace.folder, "image/Dockerfile")} ${installed}`);
    const copies = [...fileOf(document, "Dockerfile").matchAll(/^COPY (.+) (\S+)$/gmu)];
    const image = await mkdtemp(join(workspace.folder, "image-"));
    for (const [, sources = "", target = ""] of copies) {
      for (const source of sources.split(" ")) {
        const to = target === "./" ? join(image, source) : join(image, target);
        await mkdir(dirname(to), { recursive: true });
        await execa("cp", ["-R", join(installed, source), to]);
      }
    }
    const demo = await execa(process.execPath, [join(image, "bin/spendesk-hr.js"), "demo"], {
      cwd: image,
      env: { HOME: image, PATH: process.env.PATH },
      extendEnv: false,
      reject: false,
    });
    expect(demo.exitCode, demo.stderr).toBe(0);
    // That of a checkout makes the same user and folder.
    const own = await readFile(join(ROOT, "Dockerfile"), "utf8");
    for (const line of fileOf(document, "Dockerfile").match(/^(?:RUN|VOLUME|USER|ENTRYPOINT) .*$/gmu) ?? [])
      expect(own).toContain(line);
  });
});
