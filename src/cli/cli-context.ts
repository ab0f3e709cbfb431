import type { Readable, Writable } from "node:stream";
import type { LoadedConfig } from "../config/load.js";
import type { HttpClientOptions } from "../http/client.js";
import type { ReadLimits } from "../http/read-budget.js";
import type { LogFields, Logger, LogView } from "../observability/log.js";
import type { Redactor } from "../observability/redactor.js";
import type { Waits } from "../state/postgres/patience.js";
import type { Clock, Problem } from "../sync/model/index.js";
import type { AccountPaces } from "./account-paces.js";
import type { ClockWatch } from "./clock-watch.js";
import type { StatusLine } from "./output/status-line.js";
import type { Releases, UpdateCheck } from "./update-check.js";

export const OUTPUT_FORMATS = ["table", "json", "yaml", "csv", "xlsx"] as const;
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

/** Flags every command has. */
export interface GlobalOptions {
  readonly config: string | undefined;
  /** Entities to work on, by name and by group; both empty: all. */
  readonly entity: readonly string[];
  readonly group: readonly string[];
  readonly output: OutputFormat;
  /** CSV begins with a byte order mark, without which Excel does not read it as UTF-8. */
  readonly csvBom: boolean;
  readonly stateDir: string | undefined;
  /** False with `--no-input`. */
  readonly input: boolean;
  readonly color: boolean;
  /** With `--quiet` nothing is said but errors, and nothing is asked. */
  readonly quiet: boolean;
  /** False with `--no-pager`. */
  readonly pager: boolean;
  readonly logLevel: string | undefined;
  readonly logFormat: string | undefined;
  readonly debug: boolean;
}

/** The command line as a whole: one invocation, which gives its exit code. */
export type CommandLine = (argv: readonly string[], process: ProcessContext) => Promise<number>;

/** The process around a command: streams, environment, time. Tests make their own. */
export interface ProcessContext {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Writable & {
    readonly isTTY?: boolean;
    readonly columns?: number;
    readonly rows?: number;
  };
  readonly stderr: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly clock: Clock;
  /** Why no command can work in this process; help can still be shown. */
  readonly obstacle?: Problem | null;
  /** Aborted by the first Ctrl-C or SIGTERM, or by `--timeout`. */
  readonly signal: AbortSignal;
  /** Has errors that nobody caught shown by `show` before the process ends. */
  readonly onCrash?: (show: (error: unknown) => void) => void;
  /** How calls wait and time out, for tests and demos; the client's own ways when absent. */
  readonly network?: Pick<HttpClientOptions, "sleep" | "random" | "timeoutMs" | "retry" | "onHeaders"> & {
    /** True where HR tools are imitations without limits: their clients keep no pace then. */
    readonly unpaced?: boolean;
    /** What one read of everybody may take, where it is not the usual. */
    readonly wholeRead?: Partial<ReadLimits>;
  };
  /** For tests: how long a database is waited for, where it is not as usual. */
  readonly databaseWaits?: Partial<Waits>;
  /** For tests; npm's registry and this version when absent. */
  readonly releases?: Releases;
}

/** What a command gets besides its own flags. */
export interface CliContext {
  readonly process: ProcessContext;
  readonly globals: GlobalOptions;
  /** For commands that run others. */
  readonly main: CommandLine;
  readonly redactor: Redactor;
  readonly log: Logger;
  /** What is under way, for a person in front of a terminal. */
  readonly status: StatusLine;
  /** Whether questions may be asked: a person is there and did not say `--no-input`. */
  readonly interactive: boolean;
  /** What the log is like by now. */
  readonly logView: LogView;
  /** How the outside is reached, once the configuration was loaded. */
  readonly network: LoadedConfig["network"];
  /** Folder of the state, once the configuration was loaded; null before. */
  readonly stateDir: string | null;
  /** Takes over what the configuration says about the log, the network and the state. */
  useConfig(config: Pick<LoadedConfig, "log" | "network" | "stateDir">): void;
  /**
   * Companies that HR tools named in their answers, by `accountKey`: entities of one account share one
   * read, and so what it told.
   */
  readonly companies: Map<string, string>;
  /** How fast each HR account is called, whatever number of entities it has. */
  readonly paces: AccountPaces;
  /** What the answers of this command tell about the clock of this computer. */
  readonly clockWatch: ClockWatch;
  /** Whether a newer version is out. */
  readonly updates: UpdateCheck;
  /** Id of the preview or apply under way; null before. */
  readonly runId: string | null;
  /** From now on lines of the log name this run. */
  runStarted(runId: string): void;
  /**
   * One line for the person on stderr; never part of the result. In a log for machines it is a line of
   * level `info` with these fields.
   */
  say(line: string, fields?: LogFields): void;
  /** A text as it may be shown on stderr: redacted, and masked if that is asked for. */
  forStderr(text: string): string;
}
