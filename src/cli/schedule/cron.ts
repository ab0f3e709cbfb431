import { shellCommand, shellWord } from "../../shared/shell.js";
import { needsPassphrase, privateFileStep, storedCredentialSteps } from "./credential-steps.js";
import { moveSteps, trialStep } from "./elsewhere.js";
import {
  applyWords,
  entityWords,
  fileWord,
  JOB_NAME,
  jobVariables,
  placeWords,
  programWords,
  VARIABLES_EXAMPLE,
  VARIABLES_FILE,
  variablesFile,
} from "./job.js";
import { neededVariables } from "./needs.js";
import { cronCommand } from "./quote.js";
import type { Schedule, ScheduleInput, Step } from "./schedule.js";
import { cronExpression, timingText } from "./timing.js";
import { stateStep, userStep } from "./user-step.js";

const CRONTAB = `${JOB_NAME}.crontab`;
const PASSPHRASE_FILE = "/etc/spendesk-hr/passphrase";

/** One line for the crontab of a user. Runs that overlap are kept apart by the program's own lock. */
export function cronSchedule(input: ScheduleInput): Schedule {
  const variables = neededVariables(input.needs);
  return {
    files: [
      { name: CRONTAB, content: crontab(input, variables.length > 0) },
      ...(variables.length > 0 ? [{ name: VARIABLES_EXAMPLE, content: variablesFile(variables, true) }] : []),
    ],
    steps: [
      ...(input.user.isOther ? [userStep(input), stateStep(input)] : []),
      ...moveSteps(input),
      ...credentialSteps(input, variables),
      cronTrialStep(input, variables.length > 0),
      addStep(input),
      timeStep(input),
    ],
  };
}

function crontab(input: ScheduleInput, hasVariables: boolean): string {
  const program = shellCommand([...programWords(input), ...applyWords(input, true), ...placeWords(input)]);
  const command = [...environmentWords(input, hasVariables), program].join(" ");
  return [
    `# ${timingText(input.timing)}, in the time zone of this machine.`,
    "# cron mails what is printed; an apply without changes prints one line for each entity.",
    "# MAILTO=hr-admins@example.test",
    `${cronExpression(input.timing)} ${cronCommand(command)}`,
    "",
  ].join("\n");
}

/** What stands before the program on a shell's line. */
function environmentWords(input: ScheduleInput, hasVariables: boolean): readonly string[] {
  return [
    ...(hasVariables ? [`set -a; . ${shellWord(VARIABLES_FILE)}; set +a;`] : []),
    ...Object.entries(cronVariables(input)).map(([name, value]) => `${name}=${shellWord(value)}`),
  ];
}

function cronVariables(input: ScheduleInput): Readonly<Record<string, string>> {
  return {
    ...jobVariables(input),
    ...(needsPassphrase(input.needs) && { SPENDESK_HR_CREDENTIALS_PASSPHRASE_FILE: PASSPHRASE_FILE }),
  };
}

function credentialSteps(input: ScheduleInput, variables: readonly string[]): readonly Step[] {
  return [
    ...(variables.length > 0
      ? [
          {
            text: `Fill in the credentials; only ${input.user.name} may read them.`,
            commands: [
              `sudo install -D -m 600 -o ${shellWord(input.user.name)} ${fileWord(input, VARIABLES_EXAMPLE)} ${VARIABLES_FILE}`,
              `sudoedit ${VARIABLES_FILE}`,
            ],
          },
        ]
      : []),
    ...(needsPassphrase(input.needs) ? [privateFileStep("the passphrase", PASSPHRASE_FILE, input)] : []),
    ...storedCredentialSteps(input),
  ];
}

/** Runs commands as cron would. */
function cronTrialStep(input: ScheduleInput, hasVariables: boolean): Step {
  const run = (words: readonly string[]) =>
    shellCommand([
      ...["sudo", "-u", input.user.name, "sh", "-c"],
      [
        ...environmentWords(input, hasVariables),
        shellCommand([...programWords(input), ...words, ...entityWords(input), ...placeWords(input)]),
      ].join(" "),
    ]);
  return trialStep(input, (runs) => runs.map(run));
}

function addStep(input: ScheduleInput): Step {
  const { user } = input;
  const owner = shellWord(user.name);
  return {
    text: `Add the line to the crontab of ${user.name}.`,
    commands: [
      `(sudo crontab -l -u ${owner} 2>/dev/null; cat ${fileWord(input, CRONTAB)}) | sudo crontab -u ${owner} -`,
    ],
  };
}

function timeStep({ installation }: ScheduleInput): Step {
  return {
    text: `cron takes times in the zone of the machine. If that is not ${installation.timezone}, choose them with --at, or start the crontab with CRON_TZ=${installation.timezone} where cron knows it (not Debian's).`,
    commands: [],
  };
}
