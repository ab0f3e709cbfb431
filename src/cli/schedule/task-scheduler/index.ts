import { join } from "node:path";
import { needsPassphrase, setWords, unstoredNeeds } from "../credential-steps.js";
import { trialStep } from "../elsewhere.js";
import { applyWords, entityWords, JOB_NAME, jobVariables, placeWords, programWords } from "../job.js";
import { batchFile, powershellCommand, powershellText, powershellWord } from "../quote.js";
import type { Schedule, ScheduleInput, Step } from "../schedule.js";
import { timingText } from "../timing.js";
import { taskDefinition } from "./definition.js";

const TASK = `${JOB_NAME}.task.xml`;
const BATCH = `${JOB_NAME}.cmd`;
const LOG = `${JOB_NAME}.log`;
const PASSPHRASE = "passphrase.txt";

/**
 * A task for the Task Scheduler of Windows, and the batch file that it starts: a task has no variables of its
 * own and keeps nothing of what a program says.
 */
export function taskSchedule(input: ScheduleInput): Schedule {
  const batch = join(input.folder, BATCH);
  const program = [...programWords(input), ...applyWords(input, false), ...placeWords(input)];
  return {
    files: [
      { name: TASK, content: taskDefinition(input, batch), encoding: "utf16le" },
      { name: BATCH, content: batchFile(variablesOf(input), program, join(input.folder, LOG)) },
    ],
    steps: [
      ...(needsPassphrase(input.needs) ? [passphraseStep(input)] : []),
      ...credentialSteps(input),
      trialStep(input, (runs) =>
        commandsOf(
          input,
          runs.map((run) => [...run, ...entityWords(input)]),
        ),
      ),
      registerStep(input),
      lookStep(input),
    ],
  };
}

function variablesOf(input: ScheduleInput): Readonly<Record<string, string>> {
  return {
    ...jobVariables(input),
    ...(needsPassphrase(input.needs) && {
      SPENDESK_HR_CREDENTIALS_PASSPHRASE_FILE: join(input.folder, PASSPHRASE),
    }),
  };
}

/** Commands of the program in one PowerShell, with the variables of the job. */
function commandsOf(input: ScheduleInput, commands: readonly (readonly string[])[]): readonly string[] {
  return [
    // Of an encrypted file the passphrase is asked for here.
    ...Object.entries(jobVariables(input)).map(([name, value]) => `$env:${name} = ${powershellText(value)}`),
    ...commands.map((words) => powershellCommand([...programWords(input), ...words, ...placeWords(input)])),
  ];
}

function passphraseStep(input: ScheduleInput): Step {
  const path = powershellWord(join(input.folder, PASSPHRASE));
  return {
    text: `Store the passphrase; only ${input.user.name} may read it.`,
    commands: [
      `New-Item -ItemType File ${path}`,
      `icacls ${path} /inheritance:r /grant:r ${powershellWord(`${input.user.name}:(R,W)`)}`,
      `notepad ${path}`,
    ],
  };
}

function credentialSteps(input: ScheduleInput): readonly Step[] {
  const unstored = unstoredNeeds(input);
  if (unstored.length === 0) return [];
  return [
    {
      text: `Store the credentials, as ${input.user.name}.`,
      commands: commandsOf(
        input,
        unstored.map((need) => setWords(need)),
      ),
    },
  ];
}

function registerStep(input: ScheduleInput): Step {
  const { user, folder, installation } = input;
  const words = [
    "schtasks",
    "/Create",
    "/TN",
    JOB_NAME,
    "/XML",
    join(folder, TASK),
    "/RU",
    user.name,
    "/RP",
    "*",
  ];
  return {
    text: `Register the task, in a PowerShell opened as administrator. Windows asks for the password of ${user.name} and keeps it, so that the task runs whether the user is logged on or not and has the user's keychain; the user needs the right to log on as a batch job. It starts ${timingText(input.timing)}, in the zone of this machine; if that is not ${installation.timezone}, choose times with --at. Leave ${folder} where it is, and let nobody else change it: the task starts ${BATCH} in it.`,
    commands: [powershellCommand(words)],
  };
}

function lookStep({ folder }: ScheduleInput): Step {
  return {
    text: `Start it once, and look at its last result (${JOB_NAME}'s exit code) and at what it said. To take it away: \`schtasks /Delete /TN ${JOB_NAME}\`.`,
    commands: [
      `schtasks /Run /TN ${JOB_NAME}`,
      `schtasks /Query /TN ${JOB_NAME} /V /FO LIST`,
      `Get-Content -Tail 20 ${powershellWord(join(folder, LOG))}`,
    ],
  };
}
