import { basename, dirname } from "node:path";
import { shellCommand, shellWord } from "../../shared/shell.js";
import { needsPassphrase, setSteps } from "./credential-steps.js";
import { applyWords, fileWord, JOB_NAME, jobVariables, placeWords, programWords } from "./job.js";
import { neededVariables } from "./needs.js";
import { yamlDocument } from "./quote.js";
import type { Schedule, ScheduleInput, Step } from "./schedule.js";
import { cronExpression, inUtc, longestRun, timingText } from "./timing.js";

const WORKFLOW = `${JOB_NAME}.github-actions.yml`;

/** A workflow for runners of GitHub when the state is in a database, else for a runner of one's own. */
export function githubActionsSchedule(input: ScheduleInput): Schedule {
  const { timing, installation } = input;
  const times = inUtc(timing, installation.timezone);
  const variables = [
    ...neededVariables(input.needs),
    ...(needsPassphrase(input.needs) ? ["SPENDESK_HR_CREDENTIALS_PASSPHRASE"] : []),
  ];
  const environment = {
    ...jobVariables(input),
    ...Object.fromEntries(variables.map((name) => [name, `\${{ secrets.${name} }}`])),
  };
  const runner = installation.stateUrl === null ? ownRunner(input) : hostedRunner(input);
  const content = {
    name: JOB_NAME,
    on: { schedule: [{ cron: cronExpression(times) }], workflow_dispatch: {} },
    permissions: runner.permissions,
    concurrency: { group: JOB_NAME, "cancel-in-progress": false },
    jobs: {
      apply: {
        "runs-on": runner.labels,
        "timeout-minutes": longestRun(timing) + 5,
        ...runner.strategy,
        steps: [...runner.before, { name: "Apply", run: runner.command, env: environment }],
      },
    },
  };
  const comment = [`${timingText(times)} in UTC, the only zone GitHub knows.`, ...runner.comment];
  return {
    files: [{ name: WORKFLOW, content: yamlDocument(content, comment) }],
    steps: [
      runner.firstStep,
      ...setSteps(input),
      ...(variables.length > 0
        ? [
            {
              text: "Store the credentials as secrets of the repository.",
              commands: variables.map((name) => `gh secret set ${name}`),
            },
          ]
        : []),
      {
        text: `Add the workflow${runner.added}, in a working copy of the repository.`,
        commands: [
          `mkdir -p .github/workflows && cp ${fileWord(input, WORKFLOW)} .github/workflows/${JOB_NAME}.yml`,
          ...runner.adding,
        ],
      },
    ],
  };
}

/** Where the workflow runs, and what that asks for. */
interface Runner {
  readonly labels: string | readonly string[];
  readonly permissions: object;
  readonly strategy: object;
  readonly before: readonly object[];
  readonly command: string;
  readonly comment: readonly string[];
  readonly firstStep: Step;
  /** What is added to the repository besides the workflow; a phrase with a comma in front. */
  readonly added: string;
  readonly adding: readonly string[];
}

/**
 * The state must outlive the run. GitHub's runners start empty, and its cache is no place for it: entries are
 * evicted, never replaced, and readable by every workflow of the repository. Without its state a run no longer
 * knows whom it looks after.
 */
function ownRunner(input: ScheduleInput): Runner {
  return {
    labels: ["self-hosted", "linux"],
    ...{ permissions: {}, strategy: {}, before: [], added: "", adding: [] },
    command: shellCommand([...programWords(input), ...applyWords(input, true), ...placeWords(input)]),
    comment: [
      "For a runner of your own on the machine with this program: the state has to stay there between",
      "runs. GitHub's runners start empty, and actions/cache may lose it and shows it to other workflows.",
      "With the state in PostgreSQL (state.url), GitHub's own runners do.",
    ],
    firstStep: {
      text: "Register this machine as a runner of the repository (Settings > Actions > Runners), as the user who owns the state and the files with credentials. Take a private repository: who may push to it may read the secrets.",
      commands: [],
    },
  };
}

/** With the state in a database any machine does: the repository holds the program and the configuration. */
function hostedRunner(input: ScheduleInput): Runner {
  const { installation, shards } = input;
  const { configPath, program, version } = installation;
  const config = basename(configPath);
  const apply = shellCommand([JOB_NAME, ...applyWords(input, true), "--config", config]);
  return {
    labels: "ubuntu-latest",
    permissions: { contents: "read" },
    // One shard that fails does not stop the others.
    strategy: shards === null ? {} : { strategy: { "fail-fast": false, matrix: { shard: upTo(shards) } } },
    before: [
      { uses: "actions/checkout@v4", with: { "persist-credentials": false } },
      { uses: "actions/setup-node@v4", with: { "node-version": "24" } },
      { name: "Install", run: `npm install --global ./${packed(version)}` },
    ],
    command: shards === null ? apply : `${apply} --shard \${{ matrix.shard }}/${shards}`,
    comment: [
      "The state is in a database, so GitHub's own runners do. They come from many addresses: the database",
      "must be reachable for them. Who may push to the repository may read the secrets: take a private one.",
    ],
    firstStep: {
      text: "Let the database be reached from GitHub's runners, over TLS. Take a private repository: who may push to it may read the secrets.",
      commands: [],
    },
    added: ", the configuration and the program",
    adding: [
      `cp ${shellWord(configPath)} ${shellWord(config)}`,
      `npm pack --ignore-scripts ${shellWord(dirname(dirname(program)))}`,
    ],
  };
}

function packed(version: string): string {
  return `${JOB_NAME}-${version}.tgz`;
}

function upTo(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}
