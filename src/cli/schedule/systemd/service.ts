import { dirname } from "node:path";
import { EXIT_CODES } from "../../../sync/model/index.js";
import { applyWords, JOB_NAME, jobVariables, placeWords, programWords } from "../job.js";
import { unitCommand, unitWord } from "../quote.js";
import type { ScheduleInput } from "../schedule.js";
import { longestRun } from "../timing.js";
import type { UnitCredentials } from "./credentials.js";

export const FAILURE_UNIT = `${JOB_NAME}-failed@.service`;

/** Parent of the folders that `StateDirectory=` makes. */
const STATE_ROOT = "/var/lib/";

/** A run that failed for a while is tried again when the next one is at least this far, in minutes. */
const RETRY_FROM_PERIOD = 6 * 60;

/** The service that runs one apply. */
export function serviceUnit(input: ScheduleInput, credentials: UnitCredentials): string {
  const { installation, timing, user } = input;
  const retries = timing.period >= RETRY_FROM_PERIOD;
  const variables = [
    ...Object.entries(jobVariables(input)).map(([name, value]) => unitWord(`${name}=${value}`)),
    // Specifiers are meant here.
    ...Object.entries(credentials.variables).map(([name, value]) => `${name}=${value}`),
  ];
  return unitText([
    "[Unit]",
    "Description=Keep Spendesk members in step with the HR tool",
    "Wants=network-online.target",
    "After=network-online.target",
    `OnFailure=${FAILURE_UNIT.replace("@", "@%n")}`,
    ...(retries ? ["StartLimitIntervalSec=5h", "StartLimitBurst=4"] : []),
    "",
    "[Service]",
    "Type=oneshot",
    `ExecStart=${unitCommand([...programWords(input), ...applyWords(input, false), ...placeWords(input)])}`,
    `User=${user.name}`,
    ...placeSettings(installation, credentials.files),
    ...variables.map((word) => `Environment=${word}`),
    ...credentials.settings,
    // The program ends itself first (--timeout), in order.
    `TimeoutStartSec=${longestRun(timing) + 5}min`,
    "TimeoutStopSec=2min",
    ...(retries ? retrySettings() : []),
    "",
    ...HARDENING,
  ]);
}

/** Settings of the state and of what must be reachable under a root that is read-only. */
export function placeSettings(
  { stateDir, metricsFile, configPath, caFile, node, program }: ScheduleInput["installation"],
  files: readonly string[],
): readonly string[] {
  const managed = managedState(stateDir);
  const writable = [...(managed === null ? [stateDir] : []), ...(metricsFile ? [dirname(metricsFile)] : [])];
  const used = [node, program, configPath, stateDir, ...(caFile ? [caFile] : []), ...files, ...writable];
  return [
    ...(managed === null ? [] : [`StateDirectory=${managed}`, "StateDirectoryMode=0700"]),
    ...writable.map((path) => `ReadWritePaths=${unitWord(path)}`),
    `ProtectHome=${used.some(isInHome) ? "read-only" : "yes"}`,
  ];
}

/** The name of a folder that systemd makes and owns for the service; null for one it only lets it use. */
export function managedState(stateDir: string): string | null {
  const name = stateDir.startsWith(STATE_ROOT) ? stateDir.slice(STATE_ROOT.length) : "";
  return /^\w[\w.-]*$/.test(name) ? name : null;
}

/** The folders ProtectHome= is about. */
function isInHome(path: string): boolean {
  return /^\/(?:home|root|run\/user)(?:\/|$)/.test(path);
}

/** Tries again by itself what only needs time; for everything else a person has to do something. */
function retrySettings(): readonly string[] {
  const lasting = Object.values(EXIT_CODES)
    .map(({ code }) => code)
    .filter((code) => code !== EXIT_CODES.done.code && code !== EXIT_CODES.temporary.code);
  return ["Restart=on-failure", "RestartSec=15min", `RestartPreventExitStatus=${lasting.join(" ")}`];
}

/** Tells root by mail, or the log where there is no mail. Names nobody: the lines of the run stay in the journal. */
export function failureUnit(): string {
  return unitText([
    "[Unit]",
    "Description=Tell that %i failed",
    "",
    "[Service]",
    "Type=oneshot",
    `ExecStart=/bin/sh -c 'if command -v mail >/dev/null; then systemctl status --full --lines=0 "%i" | mail -s "%i failed on %H" root; else logger -p daemon.err "%i failed, see journalctl -u %i"; fi'`,
  ]);
}

export function unitText(lines: readonly string[]): string {
  return `${lines.join("\n")}\n`;
}

/**
 * What the service may not do (systemd.exec(5)), strict wherever Node can live with it.
 *
 * Left out on purpose: MemoryDenyWriteExecute, because V8 compiles into memory that is written and executed;
 * ProcSubset, because the lock reads the machine's boot id from /proc/sys to tell a killed run from one on
 * another machine; PrivateUsers, which containers often can't give.
 */
const HARDENING: readonly string[] = [
  "NoNewPrivileges=yes",
  "CapabilityBoundingSet=",
  "AmbientCapabilities=",
  "ProtectSystem=strict",
  "PrivateTmp=yes",
  "PrivateDevices=yes",
  "ProtectHostname=yes",
  "ProtectClock=yes",
  "ProtectKernelTunables=yes",
  "ProtectKernelModules=yes",
  "ProtectKernelLogs=yes",
  "ProtectControlGroups=yes",
  "ProtectProc=invisible",
  "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK",
  "RestrictNamespaces=yes",
  "RestrictRealtime=yes",
  "RestrictSUIDSGID=yes",
  "LockPersonality=yes",
  "RemoveIPC=yes",
  "SystemCallArchitectures=native",
  // V8 asks for memory protection keys (@pkey) where the processor has them.
  "SystemCallFilter=@system-service @pkey",
  "SystemCallFilter=~@privileged",
  "SystemCallErrorNumber=EPERM",
  "UMask=0077",
  "MemoryMax=1G",
  "TasksMax=64",
];
