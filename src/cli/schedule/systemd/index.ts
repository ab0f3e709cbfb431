import { shellCommand } from "../../../shared/shell.js";
import { unstoredNeeds } from "../credential-steps.js";
import { beginsAnew, moveSteps } from "../elsewhere.js";
import {
  entityWords,
  fileWord,
  JOB_NAME,
  jobVariables,
  placeWords,
  programWords,
  VARIABLES_EXAMPLE,
  variablesFile,
} from "../job.js";
import { neededVariables } from "../needs.js";
import type { Schedule, ScheduleInput, Step } from "../schedule.js";
import { calendarExpression, randomDelay } from "../timing.js";
import { stateStep, userStep } from "../user-step.js";
import { type UnitCredentials, unitCredentials } from "./credentials.js";
import { FAILURE_UNIT, failureUnit, managedState, placeSettings, serviceUnit, unitText } from "./service.js";

const SERVICE = `${JOB_NAME}.service`;
const TIMER = `${JOB_NAME}.timer`;

/** A service, its timer, and a unit that tells about failures. */
export function systemdSchedule(input: ScheduleInput, encrypted: boolean): Schedule {
  const credentials = unitCredentials(input, encrypted);
  const variables = neededVariables(input.needs);
  return {
    files: [
      { name: SERVICE, content: serviceUnit(input, credentials) },
      { name: TIMER, content: timerUnit(input) },
      { name: FAILURE_UNIT, content: failureUnit() },
      ...(variables.length > 0 ? [{ name: VARIABLES_EXAMPLE, content: variablesFile(variables, true) }] : []),
    ],
    steps: [
      ...(input.user.isOther ? [userStep(input)] : []),
      ...(needsFolder(input) ? [stateStep(input)] : []),
      ...moveSteps(input),
      ...credentials.steps,
      installStep(input),
      trialStep(input, credentials),
      {
        text: "Switch it on, and see when it runs and what it did.",
        commands: [
          `sudo systemctl enable --now ${TIMER}`,
          `systemctl list-timers ${TIMER}`,
          `journalctl -u ${SERVICE} -e`,
        ],
      },
    ],
  };
}

/**
 * Whether systemd neither makes the folder of the state nor finds it as the user's own, or something is put
 * into it before the service starts for the first time.
 */
function needsFolder(input: ScheduleInput): boolean {
  const { installation, user } = input;
  const isFilled = moveSteps(input).length > 0 || unstoredNeeds(input).length > 0;
  const isManaged = managedState(installation.stateDir) !== null;
  return (installation.stateIsNew || user.isOther) && (!isManaged || (installation.stateIsNew && isFilled));
}

function timerUnit({ timing, installation }: ScheduleInput): string {
  return unitText([
    "[Unit]",
    `Description=Start ${SERVICE}`,
    "",
    "[Timer]",
    `OnCalendar=${calendarExpression(timing, installation.timezone)}`,
    `RandomizedDelaySec=${randomDelay(timing)}min`,
    // A run missed while the machine was off is made up for.
    "Persistent=yes",
    "",
    "[Install]",
    "WantedBy=timers.target",
  ]);
}

function installStep(input: ScheduleInput): Step {
  const units = [SERVICE, TIMER, FAILURE_UNIT].map((name) => fileWord(input, name));
  return {
    text: "Install the units.",
    commands: [`sudo install -m 644 ${units.join(" ")} /etc/systemd/system/`, "sudo systemctl daemon-reload"],
  };
}

/** Runs commands as the service would, with the same user, state and credentials. */
function trialStep(input: ScheduleInput, credentials: UnitCredentials): Step {
  const settings = [
    `User=${input.user.name}`,
    ...placeSettings(input.installation, credentials.files).filter((line) =>
      line.startsWith("StateDirectory"),
    ),
    ...credentials.settings,
    // The passphrase of an encrypted file is left out: here it can be asked for.
    ...Object.entries(jobVariables(input)).map(([name, value]) => `Environment=${name}=${value}`),
  ];
  const start = [
    "sudo",
    "systemd-run",
    "--pty",
    "--wait",
    "--collect",
    ...settings.flatMap((one) => ["-p", one]),
  ];
  const run = (words: readonly string[]) =>
    shellCommand([...start, ...programWords(input), ...words, ...placeWords(input), ...entityWords(input)]);
  return beginsAnew(input)
    ? {
        text: "Look at what would happen, as the service sees it. Its state is new: confirm the configuration there once.",
        commands: [run(["preview"]), run(["apply", "--accept-config"])],
      }
    : { text: "Look at what would happen, as the service sees it.", commands: [run(["preview"])] };
}
