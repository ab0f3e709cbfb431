import { join } from "node:path";
import { shellCommand, shellWord } from "../../shared/shell.js";
import { needsPassphrase, storedCredentialSteps } from "./credential-steps.js";
import { moveSteps, trialStep } from "./elsewhere.js";
import {
  applyWords,
  asJobUser,
  entityWords,
  fileWord,
  jobVariables,
  placeWords,
  programWords,
} from "./job.js";
import type { Schedule, ScheduleInput, Step } from "./schedule.js";
import { type Timing, timingText } from "./timing.js";
import { type Element, xmlDocument } from "./xml.js";

/** Reverse name of the project's page, as labels are. */
const LABEL = "io.github.spendesk-hr";
const PLIST = `${LABEL}.plist`;
const PASSPHRASE_FILE = "/etc/spendesk-hr/passphrase";

/** Where a job of launchd is installed and what it may use. */
interface Place {
  /** What launchctl calls the jobs there, as a shell understands it. */
  readonly domain: string;
  readonly plist: string;
  readonly logs: string;
  readonly sudo: string;
}

/**
 * A job of macOS's launchd: an agent of who prints it, which runs while that user is logged in and has their
 * keychain, or a daemon for another user, which needs nobody and has no keychain. A start that was slept
 * through is made up for on waking; one while the Mac was off is not (launchd.plist(5)).
 */
export function launchdSchedule(input: ScheduleInput): Schedule {
  const place = placeOf(input);
  return {
    files: [{ name: PLIST, content: plist(input, place) }],
    steps: [
      ...(input.user.isOther ? [readStep(input), folderStep(input)] : []),
      ...moveSteps(input),
      ...(needsPassphrase(input.needs) ? [passphraseStep(input)] : []),
      ...storedCredentialSteps(input),
      trialStep(input, (runs) => runs.map((run) => asJobUser(input, [...run, ...entityWords(input)]))),
      installStep(input, place),
      lookStep(input, place),
    ],
  };
}

function placeOf({ user, home }: ScheduleInput): Place {
  if (user.isOther) {
    const plist = `/Library/LaunchDaemons/${PLIST}`;
    return { domain: "system", plist, logs: "/Library/Logs/spendesk-hr", sudo: "sudo " };
  }
  return {
    domain: "gui/$(id -u)",
    plist: join(home, "Library", "LaunchAgents", PLIST),
    logs: join(home, "Library", "Logs", "spendesk-hr"),
    sudo: "",
  };
}

function plist(input: ScheduleInput, { logs }: Place): string {
  const variables = Object.entries({
    ...jobVariables(input),
    ...(needsPassphrase(input.needs) && { SPENDESK_HR_CREDENTIALS_PASSPHRASE_FILE: PASSPHRASE_FILE }),
  });
  const log: Element = ["string", join(logs, "spendesk-hr.log")];
  const entries: readonly (readonly [key: string, value: Element])[] = [
    ["Label", ["string", LABEL]],
    ...(input.user.isOther ? [["UserName", ["string", input.user.name]] as const] : []),
    ["ProgramArguments", ["array", words(input)]],
    ...(variables.length > 0
      ? [["EnvironmentVariables", dict(variables.map(([key, text]) => [key, ["string", text]]))] as const]
      : []),
    ["StartCalendarInterval", ["array", startsOf(input.timing)]],
    ["StandardOutPath", log],
    ["StandardErrorPath", log],
    // 0077: what it writes is for nobody else.
    ["Umask", ["integer", "63"]],
    // After this many seconds it is no longer asked to end but killed.
    ["ExitTimeOut", ["integer", "120"]],
    ["ProcessType", ["string", "Background"]],
  ];
  const head = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
  ];
  return xmlDocument(head, "plist", { version: "1.0" }, [dict(entries)]);
}

function dict(entries: readonly (readonly [key: string, value: Element])[]): Element {
  return ["dict", entries.flatMap(([key, value]): Element[] => [["key", key], value])];
}

function words(input: ScheduleInput): readonly Element[] {
  const all = [...programWords(input), ...applyWords(input, true), ...placeWords(input)];
  return all.map((word) => ["string", word]);
}

/** A dictionary for every start; without an hour it is every hour. */
function startsOf({ minutes, hours }: Timing): readonly Element[] {
  const number = (value: number): Element => ["integer", String(value)];
  return minutes.flatMap((minute) => {
    const at = ["Minute", number(minute)] as const;
    return hours === null ? [dict([at])] : hours.map((hour) => dict([["Hour", number(hour)] as const, at]));
  });
}

/** macOS makes users in its settings; the configuration is read through a group that everybody has. */
function readStep({ user, installation }: ScheduleInput): Step {
  const config = shellWord(installation.configPath);
  return {
    text: `Let ${user.name} read the configuration; the user must be there (System Settings > Users & Groups).`,
    commands: [`sudo chgrp "$(id -gn ${shellWord(user.name)})" ${config}`, `sudo chmod g+r ${config}`],
  };
}

function folderStep({ user, installation }: ScheduleInput): Step {
  const [name, folder] = [shellWord(user.name), shellWord(installation.stateDir)];
  return {
    text: `Make the folder of the state, for ${user.name} only.`,
    commands: [
      `sudo mkdir -p ${folder}`,
      ...(installation.stateIsNew ? [`sudo chmod 700 ${folder}`] : []),
      `sudo chown -R ${name} ${folder}`,
    ],
  };
}

function passphraseStep({ user }: ScheduleInput): Step {
  return {
    text: `Store the passphrase; only ${user.name} may read it.`,
    commands: [
      "sudo mkdir -p /etc/spendesk-hr",
      `sudo install -m 600 -o ${shellWord(user.name)} /dev/null ${PASSPHRASE_FILE}`,
      `sudo -e ${PASSPHRASE_FILE}`,
    ],
  };
}

function installStep(input: ScheduleInput, { domain, plist, logs, sudo }: Place): Step {
  const { user } = input;
  const name = fileWord(input, PLIST);
  const folders = user.isOther
    ? [`sudo mkdir -p ${logs}`, `sudo chown ${shellWord(user.name)} ${logs}`]
    : [`mkdir -p ${shellWord(logs)} ${shellWord(join(plist, ".."))}`];
  const copy = user.isOther
    ? `sudo install -m 644 -o root -g wheel ${name} ${plist}`
    : `install -m 644 ${name} ${shellWord(plist)}`;
  return {
    text: "Check the job, install it, and switch it on.",
    commands: [
      `plutil -lint ${name}`,
      ...folders,
      copy,
      `${sudo}launchctl bootstrap ${domain} ${shellWord(plist)}`,
    ],
  };
}

function lookStep({ user, timing, installation }: ScheduleInput, { domain, plist, logs, sudo }: Place): Step {
  const keychain = user.isOther
    ? ""
    : " It runs while you are logged in. Where macOS asks whether node may use the keychain, answer Always Allow, or the night waits for you.";
  return {
    text: `Start it once, and look at what it did. It starts ${timingText(timing)}, in the zone of this Mac; if that is not ${installation.timezone}, choose times with --at.${keychain} To take it away: \`${sudo}launchctl bootout ${domain}/${LABEL}\`, and delete ${plist}.`,
    commands: [
      `${sudo}launchctl kickstart ${domain}/${LABEL}`,
      `${sudo}launchctl print ${domain}/${LABEL}`,
      shellCommand([...(user.isOther ? ["sudo"] : []), "tail", join(logs, "spendesk-hr.log")]),
    ],
  };
}
