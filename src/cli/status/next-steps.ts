import type { EntityConfig } from "../../config/load.js";
import type { ConnectionStatus, EntityRecord, HandOffCounts } from "../../sync/model/index.js";

/** What a person does next about an entity, most of it commands to be copied; nothing when all is well. */
export function nextSteps(
  entity: EntityConfig,
  record: EntityRecord,
  status: ConnectionStatus,
  handOffs: HandOffCounts,
): readonly string[] {
  return [...connectionSteps(entity, record, status), ...handOffSteps(entity.id, status, handOffs)];
}

function connectionSteps(
  entity: EntityConfig,
  record: EntityRecord,
  status: ConnectionStatus,
): readonly string[] {
  const flag = `--entity ${entity.id}`;
  if (status === "disconnected") {
    return [
      ...entity.sources.map(({ provider }) => `spendesk-hr connect ${provider} ${flag}`),
      `spendesk-hr configure ${flag}`,
    ];
  }
  if (!entity.configured) return [`spendesk-hr configure ${flag}`];
  if (status === "error") {
    const repair = record.lastError?.next ?? null;
    const look = `spendesk-hr preview ${flag}`;
    return repair === null ? [look] : [repair, `${look} (shows whether it works again)`];
  }
  if (status === "awaiting_actions" && record.confirmedConfig !== null) {
    return [
      `spendesk-hr preview ${flag}`,
      `spendesk-hr configure ${flag} (the configuration changed since it was confirmed)`,
    ];
  }
  if (status === "awaiting_actions") return [`spendesk-hr configure ${flag}`];
  return record.lastSuccessAt === null ? [`spendesk-hr apply ${flag}`] : [];
}

function handOffSteps(
  entity: string,
  status: ConnectionStatus,
  { open, toAdopt }: HandOffCounts,
): readonly string[] {
  if (status !== "connected") return [];
  return [
    ...(open > 0 ? [`spendesk-hr preview --entity ${entity} (confirms what your colleague has done)`] : []),
    ...(toAdopt > 0 ? [`spendesk-hr apply --entity ${entity} (links the members that were confirmed)`] : []),
  ];
}
