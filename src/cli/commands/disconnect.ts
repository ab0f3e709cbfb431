import { sourcesText } from "../../config/entity-config.js";
import type { EntityConfig } from "../../config/load.js";
import { inEntity, newEntityRecord, Problem } from "../../sync/model/index.js";
import type { CliContext } from "../cli-context.js";
import type { CommandResult, InputOf } from "../command.js";
import { keptElsewhere } from "../credentials/targets.js";
import { entitiesText } from "../output/run-text.js";
import { createPrompter } from "../prompts/prompter.js";
import { underLock } from "../under-lock.js";
import { type Workspace, withWorkspace } from "../workspace.js";
import type { DISCONNECT_FLAGS } from "./setup-flags.js";

type Input = InputOf<typeof DISCONNECT_FLAGS>;

interface Disconnected {
  readonly entity: string;
  /** Connections whose credentials were deleted. */
  readonly forgotten: readonly string[];
  /** Connections whose credentials should be deleted but are where this program can't write to. */
  readonly kept: readonly { readonly connection: string; readonly where: string }[];
}

/** `disconnect`: the entity is no longer managed. Nothing is sent to Spendesk. */
export async function run(input: Input, context: CliContext): Promise<CommandResult> {
  const forget = input.options.forget === true;
  const done = await withWorkspace(context, async (workspace) => {
    await confirm(workspace.entities, input.options.yes === true, context);
    const ids = workspace.entities.map(({ id }) => id);
    return await underLock(workspace.state, ids, context.process.clock, async () => {
      const entities: Disconnected[] = [];
      for (const entity of workspace.entities) {
        entities.push(await inEntity(entity.id, () => disconnect(entity, forget, workspace)));
      }
      return entities;
    });
  });
  return {
    exitCode: 0,
    document: { entities: done.map(document) },
    text: () => done.map(sentence).join("\n"),
  };
}

async function disconnect(
  entity: EntityConfig,
  forget: boolean,
  workspace: Workspace,
): Promise<Disconnected> {
  const { state, credentials } = workspace;
  const record = (await state.entity(entity.id)) ?? newEntityRecord(entity.id, sourcesText(entity));
  await state.saveEntity({
    ...record,
    connectionStatus: "disconnected",
    confirmedConfig: null,
    lastError: null,
  });
  const forgotten: string[] = [];
  const kept: { connection: string; where: string }[] = [];
  if (forget) {
    for (const connection of ["spendesk", ...entity.sources.map(({ name }) => name)]) {
      const id = { entity: entity.id, connection };
      const store = credentials(id);
      if (await store.remove(id)) forgotten.push(connection);
      if (!store.writable) kept.push({ connection, where: keptElsewhere(store) });
    }
  }
  return { entity: entity.id, forgotten, kept };
}

async function confirm(entities: readonly EntityConfig[], yes: boolean, context: CliContext): Promise<void> {
  if (yes) return;
  const ids = entities.map(({ id }) => id);
  const names = entitiesText(ids);
  if (!context.interactive) {
    throw new Problem({
      kind: "safety",
      code: "confirmation_needed",
      what: `Nothing was disconnected, of ${names}: nobody confirmed it.`,
      why: "The command does not run in a terminal, or `--no-input` was given.",
      next: `Run \`spendesk-hr disconnect ${flagsOf(ids, context)}--yes\`.`,
    });
  }
  context.say("The members stay as they are. Resuming needs `connect` and `configure` again.");
  if (await createPrompter(context).confirm(`Disconnect ${names}?`, false)) return;
  throw new Problem({
    kind: "safety",
    code: "not_confirmed",
    what: `${names} stays connected.`,
    why: "The question was answered with no.",
    next: "Run `spendesk-hr status` to see where things stand.",
  });
}

/** The flags that choose these entities, each with a blank behind it: a single one by its name, several as they were chosen. */
function flagsOf(ids: readonly string[], { globals }: CliContext): string {
  const { entity, group } = ids.length === 1 ? { entity: ids, group: [] } : globals;
  const flags = [...entity.map((id) => `--entity ${id}`), ...group.map((name) => `--group ${name}`)];
  return flags.map((flag) => `${flag} `).join("");
}

function document({ entity, forgotten, kept }: Disconnected): object {
  return {
    entity,
    forgotten,
    keptElsewhere: kept.length > 0,
    connectionStatus: "disconnected",
  };
}

function sentence({ entity, forgotten, kept }: Disconnected): string {
  const deleted = forgotten.length > 0 ? ` Credentials deleted: ${forgotten.join(", ")}.` : "";
  const places = [...new Set(kept.map(({ where }) => where))];
  const left = places.map((where) => {
    const connections = kept.filter((one) => one.where === where).map(({ connection }) => connection);
    return ` Credentials of ${connections.join(" and ")} are ${where}.`;
  });
  return `${entity} is disconnected. Its members stay as they are.${deleted}${left.join("")}`;
}
