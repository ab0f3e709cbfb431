import type { LoadedConfig } from "../../config/load.js";
import type { Origin } from "../../config/origins.js";
import { type RouteOverrides, withDefaultRoutes } from "../../spendesk/write-routes.js";
import type { CliContext } from "../cli-context.js";
import type { CommandInput, CommandResult } from "../command.js";
import { renderTable } from "../output/table.js";
import { chosenIds } from "../select-entities.js";
import { loadCliConfig } from "../workspace.js";

/** `config show`: every effective value and where it comes from; of entities, those that are chosen. */
export async function run(_input: CommandInput, context: CliContext): Promise<CommandResult> {
  const config = await loadCliConfig(context);
  const values = withWriteRoutes(chosenPart(config, context));
  const rows = values.map(({ key, value, origin }) => ({ key, value: valueText(value), origin }));
  return {
    exitCode: 0,
    document: { file: config.path, values },
    text: (style) =>
      renderTable(
        ["Setting", "Value", "From"],
        rows.map(({ key, value, origin }) => [key, value, origin]),
        style,
      ),
    rows: () => rows,
  };
}

/** The settings of the installation, and those of the entities that `--entity` and `--group` name. */
function chosenPart(config: LoadedConfig, { globals }: CliContext): LoadedConfig {
  const ids = chosenIds(config, globals);
  if (ids === null) return config;
  const isChosen = ({ id }: { readonly id: string }) => ids.has(id);
  const { entities, unconnected, origins } = config;
  const leftOut = [...entities, ...unconnected].filter((one) => !isChosen(one));
  const blocks = leftOut.map(({ id }) => `entities.${id}.`);
  return {
    ...config,
    entities: entities.filter(isChosen),
    unconnected: unconnected.filter(isChosen),
    origins: origins.filter(({ key }) => !blocks.some((block) => key.startsWith(block))),
  };
}

function valueText(value: unknown): string {
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}

/** Adds what nobody wrote of the calls that write members, since Spendesk does not document them. */
function withWriteRoutes({ origins, entities, unconnected }: LoadedConfig): readonly Origin[] {
  return [...entities, ...unconnected].reduce<readonly Origin[]>((rows, { id, spendesk }) => {
    const block = `entities.${id}.spendesk.`;
    const others = rows.filter(({ key }) => !key.startsWith(`${block}routes`));
    const end = others.findLastIndex(({ key }) => key.startsWith(block)) + 1;
    return [...others.slice(0, end), ...routeRows(block, spendesk.routes, rows), ...others.slice(end)];
  }, origins);
}

function routeRows(
  block: string,
  overrides: RouteOverrides | undefined,
  written: readonly Origin[],
): readonly Origin[] {
  return Object.entries(withDefaultRoutes(overrides)).flatMap(([call, { method, path, fields }]) => {
    const names = Object.entries(fields).map(([field, name]) => [`fields.${field}`, name] as const);
    return [["method", method] as const, ["path", path] as const, ...names].map(([part, value]) => {
      const key = `${block}routes.${call}.${part}`;
      const origin = written.find((row) => row.key === key)?.origin ?? "default (assumed)";
      return { key, value, origin };
    });
  });
}
