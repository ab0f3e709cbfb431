import { type CleanRoot, PLACES } from "./clean-root.js";
import type { StoryClock } from "./clock.js";
import { type Ending, runChild } from "./run-child.js";
import { setting, type Unit, unitWords } from "./unit.js";

const PROGRAM = `${PLACES.program}/bin/spendesk-hr.js`;

/** Everything a process of the program has said; nothing of it may be secret. */
export type Transcript = string[];

interface CliOptions {
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The program as an admin has it on a machine. */
export interface Laptop {
  run(argv: readonly string[], options?: CliOptions): Promise<Ending>;
}

/** @param program folder with the installed program @param home empty folder */
export function openLaptop(program: string, home: string, clock: StoryClock, transcript: Transcript): Laptop {
  const preload = new URL("time-travel.mjs", import.meta.url).href;
  return {
    async run(argv, { stdin, env = {} } = {}) {
      const ending = await runChild(
        [process.execPath, "--import", preload, `${program}/bin/spendesk-hr.js`, ...argv],
        {
          env: { HOME: home, TIME_TRAVEL_MS: String(clock.shift()), ...env },
          cwd: home,
          ...(stdin !== undefined && { stdin }),
        },
      );
      transcript.push(ending.stdout, ending.stderr);
      return ending;
    },
  };
}

/** The program on a server. */
export interface Server {
  readonly root: CleanRoot;
  /** Runs what the unit's `ExecStart=` says, with all that the unit gives it. */
  startUnit(unit: Unit): Promise<Ending>;
  /** An admin's command, with the credentials of systemd at hand. */
  run(argv: readonly string[], options?: CliOptions): Promise<Ending>;
  read(path: string): Promise<string>;
  write(path: string, content: string | Buffer): Promise<void>;
}

/** @param loads `name:path` of the credentials that an admin's commands get */
export function openServer(
  root: CleanRoot,
  clock: StoryClock,
  transcript: Transcript,
  loads: readonly string[],
): Server {
  const times = () => ({
    NODE_OPTIONS: `--import=${PLACES.preload}`,
    TIME_TRAVEL_MS: String(clock.shift()),
  });

  async function shell(script: string, stdin?: string): Promise<string> {
    const ending = await root.run(["sh", "-c", script], stdin === undefined ? {} : { stdin });
    if (ending.code !== 0) throw new Error(`${script}: ${ending.stderr}`);
    return ending.stdout;
  }

  async function heard(run: Promise<Ending>): Promise<Ending> {
    const ending = await run;
    transcript.push(ending.stdout, ending.stderr);
    return ending;
  }

  const read = (path: string) => shell(`cat '${path}'`);
  return {
    root,
    read,
    async write(path, content) {
      await shell(`umask 077 && base64 -d > '${path}'`, Buffer.from(content).toString("base64"));
    },
    run: (argv, { stdin, env = {} } = {}) =>
      heard(
        root.runService([PLACES.node, PROGRAM, ...argv], {
          env: { HOME: "/root", ...times(), ...env },
          writable: ["/", PLACES.state, PLACES.metrics],
          credentials: loads,
          ...(stdin !== undefined && { stdin }),
        }),
      ),
    async startUnit(unit) {
      const specifiers = { d: "/run/credentials/spendesk-hr.service" };
      const files = await Promise.all((unit.get("EnvironmentFile") ?? []).map(read));
      const assignments = [
        ...(unit.get("Environment") ?? []).flatMap((value) => unitWords(value, specifiers)),
        ...files.flatMap((content) => content.split("\n").filter((line) => /^\w+=/.test(line))),
      ];
      return heard(
        root.runService(unitWords(setting(unit, "ExecStart"), specifiers), {
          env: { ...Object.fromEntries(assignments.map(split)), ...times() },
          writable: [
            ...(unit.get("StateDirectory") ?? []).map((name) => `/var/lib/${name}`),
            ...(unit.get("ReadWritePaths") ?? []).flatMap((value) => unitWords(value)),
          ],
          credentials: unit.get("LoadCredential") ?? [],
        }),
      );
    },
  };
}

function split(assignment: string): [string, string] {
  const at = assignment.indexOf("=");
  return [assignment.slice(0, at), assignment.slice(at + 1)];
}
