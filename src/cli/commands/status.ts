import { configFingerprint } from "../../config/confirmation.js";
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
import type { CommandInput, CommandResult, TextStyle } from "../command.js";
import { type KeyLife, keyDaysText, keyLifeOf, keyWarning, renewalCommand } from "../key-expiry.js";
import { handOffCountsDocument, handOffLine } from "../output/hand-off-text.js";
import { clean, type Paint, paint } from "../output/table.js";
import { unshownDocument, unshownLine } from "../output/unshown-text.js";
import { hanging } from "../output/wrap.js";
import { type Workspace, withWorkspace } from "../workspace.js";

interface StatusCard {
  readonly entity: string;
  readonly connectionStatus: ConnectionStatus;
  readonly error: EntityRecord["lastError"];
  readonly provider: string;
  readonly include: string;
  readonly lastSuccessAt: string | null;
  readonly lastAttemptAt: string | null;
  readonly members: { readonly managed: number; readonly previouslyManaged: number };
  readonly keyExpiresOn: string | null;
  readonly key: KeyLife;
  readonly warnings: readonly Warning[];
  readonly handOffs: HandOffCounts;
  readonly unshown: readonly SettledAnswer[];
  readonly nextSteps: readonly string[];
}

const STATUS_STYLE: Record<ConnectionStatus, { text: string; color: Paint }> = {
  connected: { text: "✔ connected", color: "green" },
  awaiting_actions: { text: "… awaiting actions", color: "yellow" },
  error: { text: "✘ error", color: "red" },
  disconnected: { text: "– disconnected", color: "dim" },
};

/** `status`: what the state knows about each entity; asks nobody over the network. */
export async function run(_input: CommandInput, context: CliContext): Promise<CommandResult> {
  const cards = await withWorkspace(context, async (workspace) => {
    warnOfLeftFolders(workspace.state, context);
    return workspace.entities.map((entity) => card(entity, workspace, context.process.clock));
  });
  for (const { text } of cards.flatMap(({ warnings }) => warnings)) context.say(`Warning: ${text}`);
  return {
    exitCode: 0,
    document: {
      entities: cards.map((one) => ({
        ...one,
        handOffs: handOffCountsDocument(one.handOffs),
        unshown: unshownDocument(one.unshown),
      })),
    },
    text: (style) => cards.map((one) => cardText(one, style)).join("\n\n"),
    rows: () =>
      cards.map((one) => ({
        entity: one.entity,
        connectionStatus: one.connectionStatus,
        provider: one.provider,
        lastSuccessAt: one.lastSuccessAt,
        lastAttemptAt: one.lastAttemptAt,
        managed: one.members.managed,
        previouslyManaged: one.members.previouslyManaged,
        handedOffOpen: one.handOffs.open,
        error: one.error?.code ?? null,
      })),
  };
}

function card(entity: EntityConfig, { state }: Workspace, clock: Clock): StatusCard {
  const record = state.entity(entity.id) ?? newEntityRecord(entity.id, entity.source.provider);
  const fingerprint = entity.configured ? configFingerprint(entity) : null;
  const connectionStatus = connectionStatusOf(record, fingerprint);
  const links = state.links(entity.id);
  const managed = links.filter((link) => link.hrStatus === "managed").length;
  const key = keyLifeOf(entity, state, clock);
  const warning = connectionStatus === "disconnected" ? null : keyWarning(entity.id, key);
  const renewal = warning
    ? [
        `${renewalCommand(entity.id)} (the API key ${key.state === "ended" ? "ended" : "ends"} ${keyDaysText(key)})`,
      ]
    : [];
  const handOffs = state.handOffCounts(entity.id);
  return {
    entity: entity.id,
    connectionStatus,
    error: record.lastError,
    provider: entity.source.provider,
    include: includeText(entity),
    lastSuccessAt: record.lastSuccessAt,
    lastAttemptAt: record.lastAttemptAt,
    members: { managed, previouslyManaged: links.length - managed },
    keyExpiresOn: record.keyExpiresOn,
    key,
    warnings: warning ? [warning] : [],
    handOffs,
    unshown: state.unshownAnswers(entity.id),
    nextSteps: [
      ...renewal,
      ...nextSteps(entity, record, connectionStatus),
      ...handOffSteps(entity.id, connectionStatus, handOffs),
    ],
  };
}

function includeText(entity: EntityConfig): string {
  if (!entity.configured) return "not chosen yet";
  if (!entity.policy.filter) return "all employees";
  const rules = formatFilter(entity.policy.filter);
  return rules.map((rule) => (typeof rule === "string" ? rule : JSON.stringify(rule))).join(" and ");
}

function nextSteps(entity: EntityConfig, record: EntityRecord, status: ConnectionStatus): string[] {
  const flag = `--entity ${entity.id}`;
  if (status === "disconnected") {
    return [`spendesk-hr connect ${entity.source.provider} ${flag}`, `spendesk-hr configure ${flag}`];
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

function cardText(one: StatusCard, style: TextStyle): string {
  const { text, color } = STATUS_STYLE[one.connectionStatus];
  const handedOff = handOffLine(one.handOffs);
  const unshown = unshownLine(one.unshown);
  const lines: [string, string][] = [
    ["HR tool", one.provider],
    ["Employees", one.include],
    ["Last success", one.lastSuccessAt ?? "never"],
    ["Last attempt", one.lastAttemptAt ?? "never"],
    ["Members", `✔ ${one.members.managed} managed, ⚠ ${one.members.previouslyManaged} previously managed`],
    [
      "API key ends",
      one.keyExpiresOn === null ? "not entered" : `${one.keyExpiresOn} (${keyDaysText(one.key)})`,
    ],
    ...(handedOff === null ? [] : [["Handed off", handedOff] as [string, string]]),
    ...(unshown === null ? [] : [["Not shown", unshown] as [string, string]]),
    ...(one.error ? [["Error", `${one.error.message} (${one.error.code})`] as [string, string]] : []),
    ...one.nextSteps.map((step, index): [string, string] => [index === 0 ? "Next" : "", step]),
  ];
  return [
    `${paint(one.entity, "bold", style)}  ${paint(text, color, style)}`,
    ...lines.flatMap(([label, value]) =>
      hanging(`  ${label.padEnd(13)} `, clean(value, undefined, style), style.width),
    ),
  ].join("\n");
}
