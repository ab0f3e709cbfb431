import { basename, join } from "node:path";
import { shellCommand, shellWord } from "../../shared/shell.js";
import { backupCommand, STATE_COPY } from "./elsewhere.js";
import { imageRecipe } from "./image.js";
import {
  applyWords,
  CONTAINER,
  entityWords,
  fileWord,
  JOB_NAME,
  jobVariables,
  VARIABLES_EXAMPLE,
  variablesFile,
} from "./job.js";
import { neededVariables } from "./needs.js";
import { cronCommand, yamlDocument } from "./quote.js";
import type { Schedule, ScheduleInput, Step } from "./schedule.js";
import { cronExpression, timingText } from "./timing.js";

const COMPOSE = "compose.yaml";
const CRONTAB = `${JOB_NAME}.crontab`;
const VOLUME = `${JOB_NAME}-state`;
const CREDENTIALS = "credentials.env";

/** A service for `docker compose run`, and the crontab line of the host that starts it. */
export function dockerSchedule(input: ScheduleInput): Schedule {
  const { timing, installation } = input;
  const image = imageRecipe(input);
  const run = ["docker", "compose", "-f", join(input.folder, COMPOSE), "run", "--rm"];
  const once = (words: readonly string[]) => shellCommand([...run, JOB_NAME, ...words]);
  return {
    files: [
      ...image.files,
      { name: COMPOSE, content: compose(input) },
      { name: VARIABLES_EXAMPLE, content: variablesFile(neededVariables(input.needs), false) },
      { name: CRONTAB, content: crontab(input) },
    ],
    steps: [
      image.build,
      {
        text: "Let the container's user read the configuration.",
        commands: [
          `sudo chgrp ${CONTAINER.userId} ${shellWord(installation.configPath)}`,
          `sudo chmod g+r ${shellWord(installation.configPath)}`,
        ],
      },
      {
        text: "Fill in the credentials beside compose.yaml; only you may read them.",
        commands: [
          `install -m 600 ${fileWord(input, VARIABLES_EXAMPLE)} ${fileWord(input, CREDENTIALS)}`,
          `\${EDITOR:-vi} ${fileWord(input, CREDENTIALS)}`,
        ],
      },
      ...stateSteps(input, run),
      input.elsewhere === null
        ? {
            text: "The state in the volume is new: look at what would happen, then confirm the configuration there once.",
            commands: [
              once(["preview", ...entityWords(input)]),
              once(["apply", "--accept-config", ...entityWords(input)]),
            ],
          }
        : { text: "Look at what would happen.", commands: [once(["preview", ...entityWords(input)])] },
      {
        text: `Compose has no timetable: add the line of ${CRONTAB} to the host's crontab (${timingText(timing)}, in the zone of the host; the entity's is ${installation.timezone}).`,
        commands: [`(crontab -l 2>/dev/null; cat ${fileWord(input, CRONTAB)}) | crontab -`],
      },
    ],
  };
}

/** Takes the state of this machine along into the volume, whose user must be able to read the copy. */
function stateSteps(input: ScheduleInput, run: readonly string[]): readonly Step[] {
  const { elsewhere, folder } = input;
  if (elsewhere === null) return [];
  const copy = join(folder, STATE_COPY);
  const restore = ["-v", `${copy}:/copy`, JOB_NAME, "state", "restore", "/copy"];
  return [
    {
      text: `The state is in ${elsewhere.folder}, which the container does not see: take it along, while nothing runs. Do not use the old one afterwards.`,
      commands: [
        backupCommand(input, elsewhere),
        `sudo chown -R ${CONTAINER.userId} ${shellWord(copy)}`,
        shellCommand([...run, ...restore]),
        `sudo rm -r ${shellWord(copy)}`,
      ],
    },
  ];
}

function crontab(input: ScheduleInput): string {
  const command = `docker compose -f ${fileWord(input, COMPOSE)} run --rm -T ${JOB_NAME}`;
  return `${cronExpression(input.timing)} ${cronCommand(command)}\n`;
}

function compose(input: ScheduleInput): string {
  const { stateDir, userId } = CONTAINER;
  const content = {
    services: {
      [JOB_NAME]: {
        image: input.image,
        command: containerArguments(input),
        user: `${userId}:${userId}`,
        read_only: true,
        cap_drop: ["ALL"],
        security_opt: ["no-new-privileges:true"],
        tmpfs: ["/tmp:size=64m"],
        mem_limit: "1g",
        pids_limit: 64,
        restart: "no",
        // Raw: a `$` in a secret is no variable.
        env_file: [{ path: CREDENTIALS, format: "raw" }],
        environment: escaped(containerVariables(input)),
        volumes: [
          { type: "volume", source: VOLUME, target: stateDir },
          {
            type: "bind",
            source: escapeDollars(input.installation.configPath),
            target: escapeDollars(containerConfig(input)),
            read_only: true,
          },
        ],
      },
    },
    volumes: { [VOLUME]: {} },
  };
  return yamlDocument(content, [
    "Started by the host's crontab; `docker compose up` is not meant. Needs Compose 2.30.",
  ]);
}

function escaped(variables: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, escapeDollars(value)]));
}

/** Compose puts variables in the place of `$NAME`. */
function escapeDollars(text: string): string {
  return text.replaceAll("$", "$$$$");
}

/** The configuration file in the container. */
function containerConfig({ installation }: ScheduleInput): string {
  return join(CONTAINER.configFolder, basename(installation.configPath));
}

/** Variables of the container without secrets; they stand for flags, so that any command works in it. */
export function containerVariables(input: ScheduleInput): Readonly<Record<string, string>> {
  return {
    SPENDESK_HR_CONFIG: containerConfig(input),
    SPENDESK_HR_STATE_DIR: CONTAINER.stateDir,
    ...jobVariables(input),
  };
}

/** What the container runs; the image knows the program. */
export function containerArguments(input: ScheduleInput): readonly string[] {
  return applyWords(input, true);
}

/** Files of this machine that are missing in the container unless they are mounted as well. */
export function filesToMount({ installation }: ScheduleInput): readonly string[] {
  const { caFile, environment } = installation;
  return [caFile, environment.NODE_EXTRA_CA_CERTS].flatMap((path) => path ?? []);
}
