import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { shellWord } from "../../shared/shell.js";
import { CONTAINER } from "./job.js";
import type { GeneratedFile, ScheduleInput, Step } from "./schedule.js";

const DOCKERFILE = "Dockerfile";

/** How the image of the container is made. */
export interface ImageRecipe {
  /** A Dockerfile, where the installed program has none. */
  readonly files: readonly GeneratedFile[];
  readonly build: Step;
}

/**
 * The image is built in the folder of the program: by the Dockerfile of a checkout, which compiles, or by
 * one that takes the installed program as it is.
 */
export function imageRecipe(input: ScheduleInput): ImageRecipe {
  const context = dirname(dirname(input.installation.program));
  const isCheckout = existsSync(join(context, DOCKERFILE));
  const file = join(isCheckout ? context : input.folder, DOCKERFILE);
  return {
    files: isCheckout ? [] : [{ name: DOCKERFILE, content: dockerfile(input) }],
    build: {
      text: "Build the image.",
      commands: [`docker build -t ${shellWord(input.image)} -f ${shellWord(file)} ${shellWord(context)}`],
    },
  };
}

/** Without the Node.js that the archive for servers brings along: the base image has its own. */
function dockerfile({ installation }: ScheduleInput): string {
  const { stateDir, userId, program } = CONTAINER;
  const owner = `${userId}:${userId}`;
  return [
    `# The image of spendesk-hr ${installation.version}, made of the installed program.`,
    "FROM node:24-bookworm-slim",
    `RUN groupadd --gid ${userId} spendesk-hr \\`,
    `  && useradd --uid ${userId} --gid ${userId} --home-dir ${stateDir} --shell /usr/sbin/nologin spendesk-hr \\`,
    `  && install -d -m 700 -o ${userId} -g ${userId} ${stateDir}`,
    "WORKDIR /app",
    "COPY package.json LICENSE ./",
    "COPY bin/spendesk-hr.js bin/spendesk-hr.js",
    "COPY dist dist",
    "COPY node_modules/better-sqlite3 node_modules/better-sqlite3",
    "ENV NODE_ENV=production \\",
    `  SPENDESK_HR_STATE_DIR=${stateDir}`,
    `VOLUME ${stateDir}`,
    `WORKDIR ${stateDir}`,
    `USER ${owner}`,
    `ENTRYPOINT ["node", "${program}"]`,
    'CMD ["--help"]',
    "",
  ].join("\n");
}
