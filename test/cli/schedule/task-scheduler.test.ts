import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { XMLParser } from "fast-xml-parser";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { batchFile, powershellCommand } from "../../../src/cli/schedule/quote.js";
import type { SandboxWorkspace } from "../../support/sandbox-workspace.js";
import { commandsOf, fileOf, openFileWorkspace, scheduleOf } from "./workspace.js";

let workspace: SandboxWorkspace;
beforeAll(async () => {
  workspace = await openFileWorkspace();
});
afterAll(() => workspace.close());

const withStore = (store: string) => ({ ...workspace.env, SPENDESK_HR_CREDENTIALS_STORE: store });

/** Elements of the schema whose order is fixed: those of triggerBaseType, then those of calendarTriggerType. */
const TRIGGER = [
  ...["Enabled", "StartBoundary", "EndBoundary", "Repetition", "ExecutionTimeLimit"],
  ...["RandomDelay", "ScheduleByDay"],
];
/** Elements whose order is free. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  Task: ["RegistrationInfo", "Triggers", "Principals", "Settings", "Actions"],
  Settings: [
    ...[
      "MultipleInstancesPolicy",
      "DisallowStartIfOnBatteries",
      "StopIfGoingOnBatteries",
      "ExecutionTimeLimit",
    ],
    ...["StartWhenAvailable", "RunOnlyIfNetworkAvailable", "AllowStartOnDemand", "Enabled"],
  ],
  Principal: ["UserId", "LogonType", "RunLevel"],
  Repetition: ["Interval", "Duration", "StopAtDurationEnd"],
};
/** A duration of XML Schema, as far as it is used. */
const DURATION = /^P(?:\d+D|T\d+M)$/u;

interface Task {
  readonly Triggers: { readonly CalendarTrigger: Readonly<Record<string, unknown>> };
  readonly Principals: { readonly Principal: object };
  readonly Settings: Readonly<Record<string, unknown>>;
  readonly Actions: { readonly Exec: { readonly Command: string } };
}

function taskOf(xml: string): Task {
  const parser = new XMLParser({ ignoreAttributes: false, parseTagValue: false });
  const { Task: task } = parser.parse(xml);
  expect(task["@_xmlns"]).toBe("http://schemas.microsoft.com/windows/2004/02/mit/task");
  return task;
}

const namesIn = (part: object) => Object.keys(part).filter((name) => !name.startsWith("@"));

describe("schedule task-scheduler", () => {
  it.each([["24h"], ["6h"], ["1h"], ["15m"]])(
    "makes a task of the documented schema, every %s",
    async (every) => {
      const document = await scheduleOf(workspace, ["task-scheduler", "--every", every, "--user", "hr"]);
      const task = taskOf(fileOf(document, ".task.xml"));
      const { CalendarTrigger: trigger } = task.Triggers;
      const order = namesIn(trigger).map((name) => TRIGGER.indexOf(name));
      expect(order).toEqual([...order].sort((a, b) => a - b));
      expect(order).not.toContain(-1);
      expect(namesIn(task)).toEqual(PARTS.Task);
      expect(namesIn(task.Settings)).toEqual(PARTS.Settings);
      expect(namesIn(task.Principals.Principal)).toEqual(PARTS.Principal);
      expect(task.Principals.Principal).toEqual({
        ...{ UserId: "hr", LogonType: "Password", RunLevel: "LeastPrivilege" },
      });
      expect(trigger.StartBoundary).toMatch(/^2026-01-01T\d\d:\d\d:00$/u);
      expect(trigger.RandomDelay).toMatch(DURATION);
      expect(task.Settings.ExecutionTimeLimit).toMatch(DURATION);
      const repetition = trigger.Repetition as Readonly<Record<string, string>> | undefined;
      if (every === "24h") expect(repetition).toBeUndefined();
      else {
        expect(namesIn(repetition ?? {})).toEqual(PARTS.Repetition);
        expect(repetition?.Interval).toBe(
          every.endsWith("h") ? `PT${Number.parseInt(every, 10) * 60}M` : "PT15M",
        );
        expect(repetition?.Duration).toBe("P1D");
      }
    },
  );

  it("is written as Windows writes tasks itself, with the batch file that it starts", async () => {
    const document = await scheduleOf(workspace, ["task-scheduler", "--out", "task"], withStore("file"));
    const folder = join(workspace.folder, "task");
    const bytes = await readFile(join(folder, "spendesk-hr.task.xml"));
    // schtasks takes the file by its declaration, which must be that of its bytes.
    expect([...bytes.subarray(0, 2)]).toEqual([0xff, 0xfe]);
    const xml = bytes.toString("utf16le").slice(1);
    expect(xml).toBe(fileOf(document, ".task.xml"));
    expect(xml).toMatch(/^<\?xml version="1\.0" encoding="UTF-16"\?>\n<Task /u);
    const { Command: command } = taskOf(xml).Actions.Exec;
    expect(command).toBe(join(folder, "spendesk-hr.cmd"));
    const batch = await readFile(command, "utf8");
    const lines = batch.split("\r\n");
    expect(lines.slice(0, 3)).toEqual([
      ...["@echo off", "chcp 65001 >nul"],
      'set "SPENDESK_HR_CREDENTIALS_STORE=file"',
    ]);
    expect(lines[3]).toMatch(/^"[^"]+" "[^"]+spendesk-hr\.js" "apply" "--yes" .* >> "[^"]+\.log" 2>&1$/u);
    expect(lines.slice(4)).toEqual(["exit /b %ERRORLEVEL%", ""]);
    await scheduleOf(workspace, ["task-scheduler", "--out", "task"], withStore("file"));
  });

  it("lets Windows ask for the password, and holds no secret", async () => {
    const document = await scheduleOf(workspace, ["task-scheduler"], withStore("env"));
    expect(commandsOf(document)).toMatch(
      /^schtasks \/Create \/TN spendesk-hr \/XML \S+ \/RU \S+ \/RP '\*'$/mu,
    );
    expect(commandsOf(document)).toContain("credentials set spendesk --entity acme-uk");
    expect(document.warnings.join()).toContain("The store `env` can't be used under task-scheduler");
    const { personio, spendesk } = workspace.sandbox.credentials;
    for (const secret of [personio.clientSecret, spendesk.clientSecret])
      expect(JSON.stringify(document)).not.toContain(secret);
  });

  it("keeps every character of a path", async () => {
    const stateDir = join(workspace.folder, "<it's> & 50% ünïcode");
    const document = await scheduleOf(workspace, ["task-scheduler", "--state-dir", stateDir]);
    expect(fileOf(document, ".cmd")).toContain(`"${stateDir.replace("%", "%%")}"`);
    expect(commandsOf(document)).toContain(`'${stateDir.replace("'", "''")}'`);
    const { exitCode, stderr } = await workspace.run(["schedule", "task-scheduler", "--state-dir", 'a "b"']);
    expect([exitCode, stderr]).toEqual([78, expect.stringContaining("a quotation mark")]);
  });

  it("writes commands as PowerShell and cmd take them", () => {
    expect(powershellCommand(["C:\\Program Files\\nodejs\\node.exe", "it’s", "--at", "$x"])).toBe(
      "& 'C:\\Program Files\\nodejs\\node.exe' 'it’’s' --at '$x'",
    );
    expect(batchFile({ A: "50%" }, ["C:\\a b\\n.exe", "&x"], "C:\\l.log").split("\r\n").slice(2, 4)).toEqual([
      'set "A=50%%"',
      '"C:\\a b\\n.exe" "&x" >> "C:\\l.log" 2>&1',
    ]);
  });
});
