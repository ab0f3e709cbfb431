import { configFingerprint } from "../../config/confirmation.js";
import { type SourceConfig, sourcesText } from "../../config/entity-config.js";
import type { EntityConfig } from "../../config/load.js";
import { formatFilter } from "../../sync/filter/index.js";
import {
  type Clock,
  type ConnectionStatus,
  connectionStatusOf,
  type EntityRecord,
  type HandOffCounts,
  type LockOwner,
  newEntityRecord,
  type RunRecord,
  type SettledAnswer,
  type Warning,
} from "../../sync/model/index.js";
import { warnOfLeftFolders } from "../apply/tidy.js";
import type { CliContext } from "../cli-context.js";
import type { CommandResult, InputOf, TextStyle } from "../command.js";
import { type KeyLife, keyDaysText, keyLifeOf, keyWarning, renewalCommand } from "../key-expiry.js";
import { handOffCountsDocument, handOffLine } from "../output/hand-off-text.js";
import { resultOf, resultText } from "../output/run-text.js";
import { isLongList, STATUS_STYLE, statusList } from "../output/status-list.js";
import { clean, paint } from "../output/table.js";
import { timeText } from "../output/time-text.js";
import { unshownDocument, unshownLine } from "../output/unshown-text.js";
import { hanging } from "../output/wrap.js";
import { saveActivity } from "../report/activity-file.js";
import { reportKind } from "../report/file.js";
import { type Workspace, withWorkspace } from "../workspace.js";
import type { STATUS_FLAGS } from "./look-flags.js";

type Input = InputOf<typeof STATUS_FLAGS>;

interface LastApply {
  readonly run: string;
  readonly startedAt: string;
  /** `exit 0`, `running`, `interrupted` … */
  readonly result: string;
  /** The same for people. */
  readonly text: string;
  readonly counts: Readonly<Record<string, number>>;
}

interface StatusCard {
  readonly entity: string;
  readonly connectionStatus: ConnectionStatus;
  readonly error: EntityRecord["lastError"];
  readonly provider: string;
  readonly include: string;
  readonly lastSuccessAt: string | null;
  readonly lastAttemptAt: string | null;
  /** The newest apply that was about this entity; a preview changes nothing of it. */
  readonly lastApply: LastApply | null;
  readonly members: { readonly managed: number; readonly previouslyManaged: number };
  readonly keyExpiresOn: string | null;
  readonly key: KeyLife;
  readonly warnings: readonly Warning[];
  readonly handOffs: HandOffCounts;
  readonly unshown: readonly SettledAnswer[];
  readonly nextSteps: readonly string[];
  /** For people: their times are those of the entity. */
  readonly timezone: string;
}

/** `status`: what the state knows about each entity; asks nobody over the network. */
export async function run({ options: { report, all } }: Input, context: CliContext): Promise<CommandResult> {
  if (report !== undefined) reportKind(report, ["html"]);
  const now = context.process.clock.now();
  const cards = await withWorkspace(context, async (workspace) => {
    await warnOfLeftFolders(workspace.state, context);
    const runs = await workspace.state.runs(RUNS_LOOKED_AT);
    const owners = await workspace.state.lockOwners();
    const cards: StatusCard[] = [];
    for (const entity of workspace.entities) {
      cards.push(await card(entity, workspace, { runs, owners }, context.process.clock));
    }
    if (report !== undefined) {
      const sections = cards.map((one) => ({
        title: one.entity,
        lines: [["Connection", STATUS_STYLE[one.connectionStatus].text] as const, ...cardLines(one, now)],
      }));
      await saveActivity(report, { title: "Status", workspace, sections, table: null }, context);
    }
    return cards;
  });
  for (const { text } of cards.flatMap(({ warnings }) => warnings)) context.say(`Warning: ${text}`);
  return {
    exitCode: 0,
    document: {
      entities: cards.map(({ timezone: _zone, lastApply, ...one }) => ({
        ...one,
        lastApply: lastApply && {
          run: lastApply.run,
          startedAt: lastApply.startedAt,
          result: lastApply.result,
          counts: lastApply.counts,
        },
        handOffs: handOffCountsDocument(one.handOffs),
        unshown: unshownDocument(one.unshown),
      })),
    },
    text: (style) =>
      isLongList(cards)
        ? statusList(cards, all === true, now, style)
        : cards.map((one) => cardText(one, now, style)).join("\n\n"),
    rows: () =>
      cards.map((one) => ({
        entity: one.entity,
        connectionStatus: one.connectionStatus,
        provider: one.provider,
        lastSuccessAt: one.lastSuccessAt,
        lastAttemptAt: one.lastAttemptAt,
        lastApply: one.lastApply?.result ?? null,
        managed: one.members.managed,
        previouslyManaged: one.members.previouslyManaged,
        handedOffOpen: one.handOffs.open,
        error: one.error?.code ?? null,
      })),
  };
}

async function card(
  entity: EntityConfig,
  { state }: Workspace,
  applies: Applies,
  clock: Clock,
): Promise<StatusCard> {
  const record = (await state.entity(entity.id)) ?? newEntityRecord(entity.id, sourcesText(entity));
  const fingerprint = entity.configured ? configFingerprint(entity) : null;
  const connectionStatus = connectionStatusOf(record, fingerprint);
  const links = await state.links(entity.id);
  const managed = links.filter((link) => link.hrStatus === "managed").length;
  const key = await keyLifeOf(entity, state, clock);
  const warning = connectionStatus === "disconnected" ? null : keyWarning(entity.id, key);
  const renewal = warning
    ? [
        `${renewalCommand(entity.id)} (the API key ${key.state === "ended" ? "ended" : "ends"} ${keyDaysText(key)})`,
      ]
    : [];
  const handOffs = await state.handOffCounts(entity.id);
  return {
    entity: entity.id,
    connectionStatus,
    error: record.lastError,
    provider: sourcesText(entity),
    include: includeText(entity),
    lastSuccessAt: record.lastSuccessAt,
    lastAttemptAt: record.lastAttemptAt,
    lastApply: lastApplyOf(entity.id, applies),
    timezone: entity.timezone,
    members: { managed, previouslyManaged: links.length - managed },
    keyExpiresOn: record.keyExpiresOn,
    key,
    warnings: warning ? [warning] : [],
    handOffs,
    unshown: await state.unshownAnswers(entity.id),
    nextSteps: [
      ...renewal,
      ...nextSteps(entity, record, connectionStatus),
      ...handOffSteps(entity.id, connectionStatus, handOffs),
    ],
  };
}

/** What is known of runs, whatever entity they were about. */
interface Applies {
  /** Newest first. */
  readonly runs: readonly RunRecord[];
  readonly owners: readonly LockOwner[];
}

/** Previews between applies are many, and of a great many nobody remembers the last apply. */
const RUNS_LOOKED_AT = 500;

function lastApplyOf(entity: string, { runs, owners }: Applies): LastApply | null {
  const run = runs.find(({ kind, entities }) => kind === "apply" && entities.includes(entity));
  if (!run) return null;
  const { id, startedAt, counts } = run;
  return { run: id, startedAt, result: resultOf(run, owners), text: resultText(run, owners), counts };
}

function includeText(entity: EntityConfig): string {
  if (!entity.configured) return "not chosen yet";
  const [first, second] = entity.sources;
  if (!second) return filterText(first);
  return entity.sources.map((source) => `${source.name}: ${filterText(source)}`).join("; ");
}

function filterText({ filter }: SourceConfig): string {
  if (!filter) return "all employees";
  const rules = formatFilter(filter);
  return rules.map((rule) => (typeof rule === "string" ? rule : JSON.stringify(rule))).join(" and ");
}

function nextSteps(entity: EntityConfig, record: EntityRecord, status: ConnectionStatus): string[] {
  const flag = `--entity ${entity.id}`;
  if (status === "disconnected") {
    return [
      ...entity.sources.map(({ provider }) => `spendesk-hr connect ${provider} ${flag}`),
      `spendesk-hr configure ${flag}`,
    ];
  }
  if (!entity.configured) return [`spendesk-hr configure ${flag}`];
  if (status === "error") return [`spendesk-hr preview ${flag}`];
  if (status === "awaiting_actions" && record.confirmedConfig !== null) {
    return [
      `spendesk-hr preview ${flag}`,
      `spendesk-hr configure ${flag} (the configuration changed since it was confirmed)`,
    ];
  }
  if (status === "awaiting_actions") return [`spendesk-hr configure ${flag}`];
  return record.lastSuccessAt === null ? [`spendesk-hr apply ${flag}`] : [];
}

function handOffSteps(entity: string, status: ConnectionStatus, { open, toAdopt }: HandOffCounts): string[] {
  if (status !== "connected") return [];
  return [
    ...(open > 0 ? [`spendesk-hr preview --entity ${entity} (confirms what your colleague has done)`] : []),
    ...(toAdopt > 0 ? [`spendesk-hr apply --entity ${entity} (links the members that were confirmed)`] : []),
  ];
}

function lastApplyText({ lastApply, timezone }: StatusCard, now: Date): string {
  if (lastApply === null) return "never";
  const { startedAt, text, run, counts } = lastApply;
  const { applied = 0, failed = 0, notReached = 0, handedOff = 0 } = counts;
  const total = applied + failed + notReached + handedOff;
  const done = total === 0 ? "nothing to do" : `${applied + handedOff} of ${total} changes done`;
  return `${timeText(startedAt, timezone, now)}: ${text}, ${done}. Each: spendesk-hr history ${run.slice(0, 8)}`;
}

function cardText(one: StatusCard, now: Date, style: TextStyle): string {
  const { text, color } = STATUS_STYLE[one.connectionStatus];
  return [
    `${paint(one.entity, "bold", style)}  ${paint(text, color, style)}`,
    ...cardLines(one, now).flatMap(([label, value]) =>
      hanging(`  ${label.padEnd(13)} `, clean(value, undefined, style), style.width),
    ),
  ].join("\n");
}

function membersText({ managed, previouslyManaged }: StatusCard["members"]): string {
  const others = previouslyManaged === 0 ? "" : `, ⚠ ${previouslyManaged} previously managed`;
  return `✔ ${managed} managed${others}`;
}

/** What the card says, by label; further lines of the same have none. */
function cardLines(one: StatusCard, now: Date): readonly (readonly [label: string, text: string])[] {
  const handedOff = handOffLine(one.handOffs);
  const unshown = unshownLine(one.unshown);
  return [
    ["HR tool", one.provider],
    ["Employees", one.include],
    ["Last success", one.lastSuccessAt === null ? "never" : timeText(one.lastSuccessAt, one.timezone, now)],
    ["Last apply", lastApplyText(one, now)],
    ["Members", membersText(one.members)],
    [
      "API key ends",
      one.keyExpiresOn === null ? "not entered" : `${one.keyExpiresOn} (${keyDaysText(one.key)})`,
    ],
    ...(handedOff === null ? [] : [["Handed off", handedOff] as [string, string]]),
    ...(unshown === null ? [] : [["Not shown", unshown] as [string, string]]),
    ...(one.error ? [["Error", `${one.error.message} (${one.error.code})`] as [string, string]] : []),
    ...one.nextSteps.map((step, index): [string, string] => [index === 0 ? "Next" : "", step]),
  ];
}
