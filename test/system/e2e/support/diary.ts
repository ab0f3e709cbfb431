import * as z from "zod";
import type { HttpReceiver, MailReceiver } from "../../../observability/notify/receivers.js";
import { PLACES } from "./clean-root.js";
import type { StoryClock } from "./clock.js";
import type { Server } from "./installation.js";
import { changesIn, parseMetrics, type Samples } from "./metrics.js";
import type { Ending } from "./run-child.js";

/** Where the metrics of the server are written to. */
export const METRICS_FILE = `${PLACES.metrics}/spendesk-hr.prom`;

/** One run of the program and what was heard of it from outside. */
export interface Entry {
  readonly name: string;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly ending: Ending;
  /** Lines of the log. */
  readonly log: readonly LogLine[];
  readonly metrics: string;
  readonly samples: Samples;
  /** `kind code` of everything people were told by the webhook, which the mails must match. */
  readonly told: readonly string[];
  /** Whom and what people were told to look at. */
  readonly lookAt: readonly string[];
}

const logLine = z.looseObject({
  time: z.iso.datetime(),
  level: z.string(),
  msg: z.string(),
  event: z.string(),
  run: z.string().optional(),
  entity: z.string().optional(),
});
export type LogLine = z.output<typeof logLine>;

const hookDocument = z.object({
  run: z.string().nullable(),
  exitCode: z.number(),
  events: z.array(z.object({ kind: z.string(), code: z.string(), text: z.string() })),
});

/** Everything that happened on the server, in order. */
export interface Diary {
  readonly entries: readonly Entry[];
  /** Lets a run happen and writes down what came of it. */
  add(name: string, run: () => Promise<Ending>): Promise<Entry>;
  /** One line for each run: its name, exit code, changes, and what was told. */
  lines(): readonly string[];
}

export function openDiary(
  server: Server,
  clock: StoryClock,
  { hook, mail }: { readonly hook: HttpReceiver; readonly mail: MailReceiver },
): Diary {
  const entries: Entry[] = [];
  return {
    entries,
    async add(name, run) {
      const before = { calls: hook.calls.length, mails: mail.mails.length };
      const startedAt = clock.now();
      const ending = await run();
      const endedAt = clock.now();
      const calls = hook.calls.slice(before.calls);
      const documents = calls.map(({ body }) => hookDocument.parse(JSON.parse(body)));
      if (mail.mails.length - before.mails !== calls.length)
        throw new Error(`${name}: mails and calls differ`);
      const metrics = await server.read(METRICS_FILE);
      const entry: Entry = {
        name,
        startedAt,
        endedAt,
        ending,
        log: parseLog(ending.stderr),
        metrics,
        samples: parseMetrics(metrics),
        lookAt: documents.flatMap(({ events }) =>
          events.flatMap(({ kind, text }) => (kind === "attention" ? [text] : [])),
        ),
        told: documents.flatMap(({ events }) => events.map(({ kind, code }) => `${kind} ${code}`)),
      };
      entries.push(entry);
      return entry;
    },
    lines: () => entries.map(lineOf),
  };
}

/** @throws ZodError, SyntaxError when a line is no line of the log */
function parseLog(stderr: string): readonly LogLine[] {
  return stderr
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => logLine.parse(JSON.parse(line)));
}

function lineOf({ name, startedAt, ending, samples, told }: Entry): string {
  // A command that is no apply leaves the metrics of the run before.
  const isOwn = (samples.get("spendesk_hr_last_run_timestamp_seconds") ?? 0) * 1000 >= startedAt;
  const changes = isOwn ? changesIn(samples) : "";
  const parts = [`exit ${ending.code}`, ...(changes === "" ? [] : [changes])];
  return `${name}: ${parts.join(", ")}${told.length > 0 ? ` → ${told.join(" + ")}` : ""}`;
}
