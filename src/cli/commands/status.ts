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
  newEntityRecord,
  type SettledAnswer,
  type Warning,
} from "../../sync/model/index.js";
import { warnOfLeftFolders } from "../apply/tidy.js";
import type { CliContext } from "../cli-context.js";
import type { CommandResult, InputOf, TextStyle } from "../command.js";
import { type KeyLife, keyDaysText, keyLifeOf, keyWarning, renewalCommand } from "../key-expiry.js";
import { handOffCountsDocument, handOffLine } from "../output/hand-off-text.js";
import { cleanMessage } from "../output/sanitize.js";
import { errorText, isLongList, STATUS_STYLE, statusList } from "../output/status-list.js";
import { paint } from "../output/table.js";
import { type ShowTime, showsTimes } from "../output/time-text.js";
import { unshownDocument, unshownLine } from "../output/unshown-text.js";
import { hanging } from "../output/wrap.js";
import { saveActivity } from "../report/activity-file.js";
import { reportKind } from "../report/file.js";
import { type LastApply, lastApplies, lastApplyText } from "../status/last-apply.js";
import { nextSteps } from "../status/next-steps.js";
import { type Workspace, withWorkspace } from "../workspace.js";
import type { STATUS_FLAGS } from "./look-flags.js";

type Input = InputOf<typeof STATUS_FLAGS>;

interface StatusCard {
  readonly entity: string;
  readonly connectionStatus: ConnectionStatus;
  readonly error: EntityRecord["lastError"];
  readonly provider: string;
  readonly include: string;
  readonly lastSuccessAt: string | null;
  readonly lastAttemptAt: string | null;
  readonly lastApply: LastApply | null;
  readonly members: { readonly managed: number; readonly previouslyManaged: number };
  readonly keyExpiresOn: string | null;
  readonly key: KeyLife;
  readonly warnings: readonly Warning[];
  readonly handOffs: HandOffCounts;
  readonly unshown: readonly SettledAnswer[];
  readonly nextSteps: readonly string[];
}

/** `status`: what the state knows about each entity; asks nobody over the network. */
export async function run({ options: { report, all } }: Input, context: CliContext): Promise<CommandResult> {
  if (report !== undefined) reportKind(report, ["html"]);
  const { cards, show } = await withWorkspace(context, async (workspace) => {
    await warnOfLeftFolders(workspace.state, context);
    const show = showsTimes(workspace.entities, context.process.clock.now());
    const lastApplyOf = await lastApplies(workspace.state);
    const cards: StatusCard[] = [];
    for (const entity of workspace.entities) {
      cards.push(await card(entity, workspace, await lastApplyOf(entity.id), context.process.clock));
    }
    if (report !== undefined) {
      const sections = cards.map((one) => ({
        title: one.entity,
        lines: [["Connection", STATUS_STYLE[one.connectionStatus].text] as const, ...cardLines(one, show)],
      }));
      await saveActivity(report, { title: "Status", workspace, sections, table: null }, context);
    }
    return { cards, show };
  });
  for (const { text } of cards.flatMap(({ warnings }) => warnings)) context.say(`Warning: ${text}`);
  return {
    exitCode: 0,
    document: {
      entities: cards.map((one) => ({
        ...one,
        error: one.error && errorDocument(one.error),
        lastApply: one.lastApply && lastApplyDocument(one.lastApply),
        handOffs: handOffCountsDocument(one.handOffs),
        unshown: unshownDocument(one.unshown),
      })),
    },
    text: (style) =>
      isLongList(cards)
        ? statusList(cards, all === true, show, style)
        : cards.map((one) => cardText(one, show, style)).join("\n\n"),
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

/** An error of an earlier version has no reason and no hint. */
function errorDocument({ code, message, why, next }: NonNullable<StatusCard["error"]>) {
  return { code, message: why === null ? message : `${message} ${why}`, hint: next };
}

function lastApplyDocument({ text: _text, ...apply }: LastApply) {
  return apply;
}

async function card(
  entity: EntityConfig,
  { state }: Workspace,
  lastApply: LastApply | null,
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
    lastApply,
    members: { managed, previouslyManaged: links.length - managed },
    keyExpiresOn: record.keyExpiresOn,
    key,
    warnings: warning ? [warning] : [],
    handOffs,
    unshown: await state.unshownAnswers(entity.id),
    nextSteps: [...renewal, ...nextSteps(entity, record, connectionStatus, handOffs)],
  };
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

function cardText(one: StatusCard, show: ShowTime, style: TextStyle): string {
  const { text, color } = STATUS_STYLE[one.connectionStatus];
  return [
    `${paint(one.entity, "bold", style)}  ${paint(text, color, style)}`,
    ...cardLines(one, show).flatMap(([label, value]) =>
      hanging(`  ${label.padEnd(13)} `, cleanMessage(value), style.width),
    ),
  ].join("\n");
}

function membersText({ managed, previouslyManaged }: StatusCard["members"]): string {
  const others = previouslyManaged === 0 ? "" : `, ⚠ ${previouslyManaged} previously managed`;
  return `✔ ${managed} managed${others}`;
}

/** What the card says, by label; further lines of the same have none. */
function cardLines(one: StatusCard, show: ShowTime): readonly (readonly [label: string, text: string])[] {
  const handedOff = handOffLine(one.handOffs);
  const unshown = unshownLine(one.unshown);
  const error = errorText(one);
  return [
    ["HR tool", one.provider],
    ["Employees", one.include],
    ["Last success", one.lastSuccessAt === null ? "never" : show(one.lastSuccessAt, one.entity)],
    ["Last apply", lastApplyText(one, show)],
    ["Members", membersText(one.members)],
    [
      "API key ends",
      one.keyExpiresOn === null ? "not entered" : `${one.keyExpiresOn} (${keyDaysText(one.key)})`,
    ],
    ...(handedOff === null ? [] : [["Handed off", handedOff] as [string, string]]),
    ...(unshown === null ? [] : [["Not shown", unshown] as [string, string]]),
    ...(one.error && error ? [["Error", `${error} (${one.error.code})`] as [string, string]] : []),
    ...one.nextSteps.map((step, index): [string, string] => [index === 0 ? "Next" : "", step]),
  ];
}
