import { shellCommand } from "../../shared/shell.js";
import { applyWords, fileWord, JOB_NAME, jobVariables, placeWords, programWords } from "./job.js";
import { neededVariables } from "./needs.js";
import { yamlDocument } from "./quote.js";
import type { Schedule, ScheduleInput } from "./schedule.js";
import { cronExpression, inUtc, longestRun, timingText } from "./timing.js";

const WORKFLOW = `${JOB_NAME}.github-actions.yml`;

/**
 * A workflow for a runner of one's own: the state must outlive the run. GitHub's runners start empty, and
 * its cache is no place for it: entries are evicted, never replaced, and readable by every workflow of the
 * repository. Without its state a run no longer knows whom it looks after.
 */
export function githubActionsSchedule(input: ScheduleInput): Schedule {
  const { timing, installation } = input;
  const times = inUtc(timing, installation.timezone);
  const variables = neededVariables(input.needs);
  const content = {
    name: JOB_NAME,
    on: { schedule: [{ cron: cronExpression(times) }], workflow_dispatch: {} },
    permissions: {},
    concurrency: { group: JOB_NAME, "cancel-in-progress": false },
    jobs: {
      apply: {
        "runs-on": ["self-hosted", "linux"],
        "timeout-minutes": longestRun(timing) + 5,
        steps: [
          {
            name: "Apply",
            run: shellCommand([...programWords(input), ...applyWords(input, true), ...placeWords(input)]),
            env: {
              ...jobVariables(input),
              ...Object.fromEntries(variables.map((name) => [name, `\${{ secrets.${name} }}`])),
            },
          },
        ],
      },
    },
  };
  const comment = [
    `${timingText(times)} in UTC, the only zone GitHub knows.`,
    "For a runner of your own on the machine with this program: the state has to stay there between",
    "runs. GitHub's runners start empty, and actions/cache may lose it and shows it to other workflows.",
  ];
  return {
    files: [{ name: WORKFLOW, content: yamlDocument(content, comment) }],
    steps: [
      {
        text: "Register this machine as a runner of the repository (Settings > Actions > Runners), as the user who owns the state. Take a private repository: who may push to it may read the secrets.",
        commands: [],
      },
      {
        text: "Store the credentials as secrets of the repository.",
        commands: variables.map((name) => `gh secret set ${name}`),
      },
      {
        text: "Add the workflow, in a working copy of the repository.",
        commands: [
          `mkdir -p .github/workflows && cp ${fileWord(input, WORKFLOW)} .github/workflows/${JOB_NAME}.yml`,
        ],
      },
    ],
  };
}
