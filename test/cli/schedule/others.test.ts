import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import type { SandboxWorkspace } from "../../support/sandbox-workspace.js";
import { commandsOf, fileOf, openFileWorkspace, type ScheduleDocument, scheduleOf } from "./workspace.js";

const VARIABLES = [
  "SPENDESK_CLIENT_ID",
  "SPENDESK_CLIENT_SECRET",
  "PERSONIO_CLIENT_ID",
  "PERSONIO_CLIENT_SECRET",
].map((name) => `SPENDESK_HR_ACME_UK_${name}`);

let workspace: SandboxWorkspace;
beforeAll(async () => {
  workspace = await openFileWorkspace();
});
afterAll(() => workspace.close());

const withStore = (store: string) => ({ ...workspace.env, SPENDESK_HR_CREDENTIALS_STORE: store });

/** The line that is neither a comment nor empty, as its five times and its command. */
function cronLine(crontab: string): { readonly times: string; readonly command: string } {
  const [line = "", another] = crontab.split("\n").filter((one) => one !== "" && !one.startsWith("#"));
  expect(another).toBeUndefined();
  const [, times = "", command = ""] = /^((?:\S+ ){5})(.*)$/.exec(line) ?? [];
  return { times: times.trim(), command };
}

describe("schedule cron", () => {
  it("prints a line that a shell carries out, whatever the folder is called", async () => {
    const stateDir = join(workspace.folder, `it's 50% "quiet"`);
    const confirmed = await workspace.run(["apply", "--yes", "--accept-config", "--state-dir", stateDir]);
    expect(confirmed.exitCode, confirmed.stderr).toBe(0);
    const document = await scheduleOf(workspace, ["cron", "--state-dir", stateDir], withStore("file"));
    const { times, command } = cronLine(fileOf(document, ".crontab"));
    expect(times).toMatch(/^\d+ [345] \* \* \*$/);
    // cron(8) ends the command at a bare percent sign and takes the backslash away from the others.
    expect(command).not.toMatch(/(?<!\\)%/);
    const now = command.replaceAll("\\%", "%").replace(" --jitter 10m", "");
    expect(now).not.toContain("--jitter");
    const ran = await execa("sh", ["-c", now], {
      env: { HOME: workspace.folder, PATH: process.env.PATH ?? "" },
      extendEnv: false,
      reject: false,
    });
    expect(ran.exitCode, ran.stderr).toBe(0);
    expect(ran.stdout).toContain("nothing to do");
  });

  it("reads the variables of the store env from a file first", async () => {
    const document = await scheduleOf(workspace, ["cron", "--every", "30m"], withStore("env"));
    const { times, command } = cronLine(fileOf(document, ".crontab"));
    expect(times).toMatch(/^\d+,\d+ \* \* \* \*$/);
    expect(command).toMatch(/^set -a; \. \/etc\/spendesk-hr\/credentials\.env; set \+a; /);
    expect(fileOf(document, "credentials.env.example").match(/^SPENDESK_HR_\w+=''$/gm)).toHaveLength(4);
  });

  it("takes a file in the place of a keychain or of systemd's credentials", async () => {
    for (const store of ["keychain", "systemd"]) {
      const document = await scheduleOf(workspace, ["cron"], withStore(store));
      expect(fileOf(document, ".crontab")).toContain("SPENDESK_HR_CREDENTIALS_STORE=file");
      expect(document.warnings.join()).toContain(`The store \`${store}\` can't be used under cron`);
      expect(commandsOf(document)).toContain("credentials set personio --entity acme-uk");
    }
  });
});

/** The names in the file that the Secret is made of. */
function variablesOf(document: ScheduleDocument): readonly string[] {
  return fileOf(document, "credentials.env.example").match(/^SPENDESK_HR_\w+(?==)/gm) ?? [];
}

describe("schedule kubernetes", () => {
  it("makes a CronJob that can do little, of the real configuration and credentials", async () => {
    const document = await scheduleOf(workspace, ["kubernetes", "--image", "registry.acme.test/hr:1"]);
    const parsed = parseAllDocuments(fileOf(document, "kubernetes.yaml"));
    expect(parsed.flatMap(({ errors }) => errors)).toEqual([]);
    const [claim, configMap, cronJob] = parsed.map((one) => one.toJS());
    expect(claim).toMatchObject({ kind: "PersistentVolumeClaim", spec: { accessModes: ["ReadWriteOnce"] } });
    expect(configMap.data["spendesk-hr.config.yaml"]).toBe(await readFile(workspace.configPath, "utf8"));
    expect(cronJob).toMatchObject({
      apiVersion: "batch/v1",
      kind: "CronJob",
      spec: {
        concurrencyPolicy: "Forbid",
        timeZone: "Europe/London",
        jobTemplate: { spec: { backoffLimit: 2 } },
      },
    });
    const pod = cronJob.spec.jobTemplate.spec.template.spec;
    expect(pod).toMatchObject({
      restartPolicy: "Never",
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, runAsUser: 10001, seccompProfile: { type: "RuntimeDefault" } },
    });
    const [container] = pod.containers;
    expect(container).toMatchObject({
      image: "registry.acme.test/hr:1",
      args: ["apply", "--yes", "--timeout", "240m", "--wait-lock", "5m", "--jitter", "10m"],
      securityContext: {
        readOnlyRootFilesystem: true,
        allowPrivilegeEscalation: false,
        capabilities: { drop: ["ALL"] },
      },
    });
    expect(container.envFrom).toEqual([{ secretRef: { name: "spendesk-hr-credentials" } }]);
    expect(variablesOf(document)).toEqual(VARIABLES);
    const mounts = container.volumeMounts.map(({ mountPath }: { mountPath: string }) => mountPath);
    expect(mounts).toEqual(["/var/lib/spendesk-hr", "/etc/spendesk-hr", "/tmp"]);
  });
});

describe("schedule with a state in a database", () => {
  const env = () => ({ ...workspace.env, SPENDESK_HR_STATE_URL: "postgres://hr@db.acme.test/operations" });
  const STATE_VARIABLES = [
    "SPENDESK_HR_INSTALLATION_STATE_PASSWORD",
    "SPENDESK_HR_INSTALLATION_STATE_FINGERPRINT_KEY",
  ];

  it("makes an Indexed Job of as many shards as are asked for, without a volume", async () => {
    const document = await scheduleOf(workspace, ["kubernetes", "--shards", "4"], env());
    const [configMap, cronJob] = parseAllDocuments(fileOf(document, "kubernetes.yaml")).map((one) =>
      one.toJS(),
    );
    expect(configMap.kind).toBe("ConfigMap");
    const job = cronJob.spec.jobTemplate.spec;
    expect(job).toMatchObject({ completionMode: "Indexed", completions: 4, parallelism: 4 });
    expect(job.podFailurePolicy.rules[0].action).toBe("FailIndex");
    expect(job).not.toHaveProperty("backoffLimit");
    const pod = job.template.spec;
    expect(pod.volumes[0]).toEqual({ name: "state", emptyDir: { sizeLimit: "64Mi" } });
    const [{ command, args, env: variables }] = pod.containers;
    expect(args).toContain("apply");
    expect(variables).toContainEqual({
      name: "SPENDESK_HR_STATE_URL",
      value: "postgres://hr@db.acme.test/operations",
    });
    expect(variablesOf(document)).toEqual(expect.arrayContaining(STATE_VARIABLES));
    // What the shell makes of it, with `echo` in the place of the program.
    const [shell, flag, script, ...name] = command;
    const spoken = script.replace(/^exec node \S+/, "echo");
    const { stdout } = await execa(shell, [flag, spoken, ...name, ...args], {
      env: { JOB_COMPLETION_INDEX: "3" },
    });
    expect(stdout).toMatch(/^apply --yes .* --shard 4\/4$/);
  });

  it("lets one run do everything when no shards are asked for", async () => {
    const document = await scheduleOf(workspace, ["kubernetes"], env());
    const [, cronJob] = parseAllDocuments(fileOf(document, "kubernetes.yaml")).map((one) => one.toJS());
    const job = cronJob.spec.jobTemplate.spec;
    expect(job).toMatchObject({ backoffLimit: 2 });
    expect(job).not.toHaveProperty("completionMode");
    expect(job.template.spec.containers[0]).not.toHaveProperty("command");
    expect(commandsOf(document)).not.toContain("--accept-config");
  });

  it("takes runners of GitHub, with a shard each", async () => {
    const document = await scheduleOf(workspace, ["github-actions", "--shards", "3"], env());
    const { apply } = parse(fileOf(document, ".yml")).jobs;
    expect(apply["runs-on"]).toBe("ubuntu-latest");
    expect(apply.strategy).toEqual({ "fail-fast": false, matrix: { shard: [1, 2, 3] } });
    const run = apply.steps.at(-1);
    expect(run.run).toContain(`--config spendesk-hr.config.yaml --shard \${{ matrix.shard }}/3`);
    for (const name of STATE_VARIABLES) expect(run.env[name]).toBe(`\${{ secrets.${name} }}`);
    expect(commandsOf(document)).toContain(`cp ${workspace.configPath} spendesk-hr.config.yaml`);
  });

  it("warns of a database that only this machine reaches", async () => {
    const here = { ...env(), SPENDESK_HR_STATE_URL: "postgres://hr@localhost/operations" };
    const { warnings } = await scheduleOf(workspace, ["kubernetes"], here);
    expect(warnings.join()).toContain("postgres://localhost/operations is a database on this machine");
    expect((await scheduleOf(workspace, ["cron"], here)).warnings.join()).not.toContain("on this machine");
  });

  it.each([
    [["kubernetes", "--shards", "4"], "Runs on several machines need one state"],
    [["cron", "--shards", "4"], "A schedule of cron starts one run"],
    [["kubernetes", "--shards", "1"], "It must be from 2 to 100."],
  ])("refuses shards where they do not work: %j", async (argv, why) => {
    const { exitCode, stderr } = await workspace.run(["schedule", ...argv]);
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 64, stderr: expect.stringContaining(why) });
  });
});

describe("schedule github-actions", () => {
  it("keeps the memory on a runner of one's own, and takes secrets from the repository", async () => {
    const text = fileOf(await scheduleOf(workspace, ["github-actions"]), ".yml");
    const workflow = parse(text);
    expect(workflow.on.schedule[0].cron).toMatch(/^\d+ \d+ \* \* \*$/);
    expect(workflow.permissions).toEqual({});
    expect(workflow.concurrency).toEqual({ group: "spendesk-hr", "cancel-in-progress": false });
    const { apply } = workflow.jobs;
    expect(apply["runs-on"]).toContain("self-hosted");
    expect(apply.steps[0].run).toContain(`--state-dir ${workspace.stateDir}`);
    for (const name of VARIABLES) expect(apply.steps[0].env[name]).toBe(`\${{ secrets.${name} }}`);
    expect(text).toMatch(/^# .*actions\/cache may lose it/m);
  });
});

describe("schedule docker", () => {
  it("makes a service with a read-only root that only the host's crontab starts", async () => {
    const document = await scheduleOf(workspace, ["docker"]);
    const compose = parse(fileOf(document, "compose.yaml"), { version: "1.1" });
    const service = compose.services["spendesk-hr"];
    expect(service).toMatchObject({
      user: "10001:10001",
      read_only: true,
      cap_drop: ["ALL"],
      security_opt: ["no-new-privileges:true"],
      restart: "no",
      env_file: [{ path: "credentials.env", format: "raw" }],
      environment: { SPENDESK_HR_CREDENTIALS_STORE: "env", SPENDESK_HR_STATE_DIR: "/var/lib/spendesk-hr" },
    });
    expect(service.volumes.map(({ target }: { target: string }) => target)).toEqual([
      "/var/lib/spendesk-hr",
      "/etc/spendesk-hr/spendesk-hr.config.yaml",
    ]);
    expect(Object.keys(compose.volumes)).toEqual(["spendesk-hr-state"]);
    expect(cronLine(fileOf(document, ".crontab")).command).toBe(
      `docker compose -f ${join(workspace.folder, "spendesk-hr-schedule/compose.yaml")} run --rm -T spendesk-hr`,
    );
    expect(fileOf(document, "credentials.env.example").match(/^SPENDESK_HR_\w+=$/gm)).toHaveLength(4);
  });
});

describe("schedule", () => {
  it("warns of a connection's own store that can't work there", async () => {
    const path = join(workspace.folder, "own.config.yaml");
    const config = await readFile(workspace.configPath, "utf8");
    const own = config.replace(
      /^( +)provider: personio$/m,
      "$1provider: personio\n$1credentials: { store: keychain }",
    );
    await writeFile(path, own);
    const { warnings } = await scheduleOf(workspace, ["kubernetes", "--config", path]);
    expect(warnings.join()).toContain("entities.acme-uk.source.credentials.store to env");
  });

  it("says where the file of the metrics can't be", async () => {
    const config = await readFile(workspace.configPath, "utf8");
    const path = join(workspace.folder, "metrics.config.yaml");
    const warned = async (scheduler: string, file: string, env = workspace.env) => {
      await writeFile(path, `${config}\nmetrics: { textfile: ${file} }\n`);
      const { warnings } = await scheduleOf(workspace, [scheduler, "--config", path], env);
      return warnings.filter((text) => text.includes(".prom")).join();
    };
    for (const scheduler of ["kubernetes", "docker"]) {
      const beside = await warned(scheduler, "hr.prom");
      expect(beside).toContain(`${join(workspace.folder, "hr.prom")} is beside the configuration`);
      expect(beside).toContain("Write `metrics.textfile` as an absolute path");
      expect(await warned(scheduler, "/srv/metrics/hr.prom")).toContain(
        "The container does not see the folder of /srv/metrics/hr.prom. Mount it at the same path; user 10001",
      );
    }
    const database = { ...workspace.env, SPENDESK_HR_STATE_URL: "postgres://hr@db.acme.test/operations" };
    expect(await warned("github-actions", "hr.prom", database)).toContain("gone with GitHub's runner");
    // A runner of one's own is this machine.
    expect(await warned("github-actions", "hr.prom")).toBe("");
    expect(await warned("github-actions", "missing/hr.prom")).toContain("is missing. Make it");
    expect(await warned("cron", "hr.prom")).toBe("");
  });

  it("asks for the secrets of notifications too", async () => {
    const path = join(workspace.folder, "notify.config.yaml");
    await writeFile(path, `${await readFile(workspace.configPath, "utf8")}\nnotify: { slack: true }\n`);
    const document = await scheduleOf(workspace, ["kubernetes", "--config", path]);
    expect(fileOf(document, "credentials.env.example")).toContain(
      "SPENDESK_HR_INSTALLATION_NOTIFY_SLACK_URL=",
    );
  });

  it("writes files that everybody may read, again without harm, and never over changed ones", async () => {
    const folder = join(workspace.folder, "deploy");
    const first = await scheduleOf(workspace, ["systemd", "--out", "deploy"]);
    expect(first.written).toEqual(first.files.map(({ name }) => join(folder, name)));
    for (const { name, content } of first.files) {
      expect(await readFile(join(folder, name), "utf8")).toBe(content);
      expect((await stat(join(folder, name))).mode & 0o777).toBe(0o644);
    }
    await scheduleOf(workspace, ["systemd", "--out", "deploy"]);
    const filled = join(folder, "credentials.env.example");
    await writeFile(filled, "SECRET=1\n");
    const refused = await workspace.run(["schedule", "--out", "deploy", "--every", "1h"]);
    expect(refused.exitCode).toBe(64);
    expect(await readFile(filled, "utf8")).toBe("SECRET=1\n");
    expect(await readFile(join(folder, "spendesk-hr.timer"), "utf8")).toBe(fileOf(first, ".timer"));
  });

  it("touches nothing else: no memory is made, nobody is asked", async () => {
    workspace.sandbox.control.resetStats();
    const stateDir = join(workspace.folder, "never-made");
    await scheduleOf(workspace, ["--state-dir", stateDir]);
    await expect(stat(stateDir)).rejects.toThrow("ENOENT");
  });

  it("has a text for people, with the files, what to do, and warnings apart", async () => {
    const { stdout, stderr, exitCode } = await workspace.run(["schedule", "cron"], {
      env: withStore("keychain"),
    });
    expect(exitCode).toBe(0);
    expect(stdout).toContain("── spendesk-hr.crontab");
    expect(stdout).toContain("Nothing is installed yet. To do:");
    expect(stderr).toContain("Warning: The store `keychain`");
  });

  it("names the schedulers after a misspelling, and says how users and times are written", async () => {
    for (const [argv, said] of [
      [["schedule", "systend"], "systemd, cron, launchd, task-scheduler, kubernetes"],
      [["schedule", "--at", "noon"], "time of day"],
      [["schedule", "--every", "7h"], "15m"],
      [["schedule", "--user", "a b"], "name of a user"],
    ] as const) {
      const { exitCode, stderr } = await workspace.run(argv);
      expect(exitCode).toBe(64);
      expect(stderr).toContain(said);
    }
  });
});
