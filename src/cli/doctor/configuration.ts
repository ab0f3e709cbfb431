import { readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { SourceConfig } from "../../config/entity-config.js";
import type { EntityConfig, LoadedConfig } from "../../config/load.js";
import { formatFilter } from "../../sync/filter/index.js";
import { parseSettings } from "../connection.js";
import { providerOf } from "../find-provider.js";
import { entitiesText } from "../output/run-text.js";
import { attempt, type Finding, ok, type Subject, warning } from "./finding.js";

const AREA = { area: "configuration" } as const;

/** The configuration file, and what each entity says. */
export async function checkConfiguration(
  config: LoadedConfig,
  entities: readonly EntityConfig[],
): Promise<readonly Finding[]> {
  const file: Subject = { ...AREA, check: "file", entity: null };
  const others = config.warnings.map((text) => warningOf(file, text));
  const own = await Promise.all(entities.map(checkEntity));
  return [
    ...(entities.length === 0 ? [] : [ok(file, `${config.path} is valid: ${list(config.entities)}.`)]),
    ...others,
    ...own.flat(),
    ...(await leftovers(config.path)),
  ];
}

function list(entities: readonly EntityConfig[]): string {
  return entitiesText(entities.map(({ id }) => id));
}

/** The configuration's own warnings end with what to do. */
function warningOf(subject: Subject, text: string): Finding {
  const next =
    "Correct the configuration or the environment; `spendesk-hr config show` says what is in effect.";
  return warning(subject, { code: "configuration_warning", text, next });
}

function checkEntity(entity: EntityConfig): Promise<readonly Finding[]> {
  const settings: Subject = { ...AREA, check: "settings", entity: entity.id };
  return attempt(settings, async () => {
    const findings: Finding[] = [];
    for (const source of entity.sources) {
      const provider = await providerOf(source);
      parseSettings(provider, entity, source);
      findings.push(ok(settings, `The settings of ${provider.title} are valid.`), selection(entity, source));
    }
    return findings;
  });
}

function selection(entity: EntityConfig, { filter, configured }: SourceConfig): Finding {
  const subject: Subject = { ...AREA, check: "selection", entity: entity.id };
  if (!configured) {
    return warning(subject, {
      code: "entity_not_configured",
      text: "Nobody has chosen which employees are synchronised.",
      next: `spendesk-hr configure --entity ${entity.id}`,
    });
  }
  const rules = filter ? formatFilter(filter).length : 0;
  if (rules === 0) return ok(subject, "All employees are synchronised.");
  return ok(subject, `Employees are chosen by ${rules} ${rules === 1 ? "rule" : "rules"}.`);
}

/** A file that was never given its name is what a killed command leaves. */
async function leftovers(path: string | null): Promise<readonly Finding[]> {
  if (path === null) return [];
  const subject: Subject = { ...AREA, check: "leftovers", entity: null };
  const files = await unfinishedCopies(path);
  if (files.length === 0) return [ok(subject, "No command left unfinished files beside the configuration.")];
  return [
    warning(subject, {
      code: "configuration_leftovers",
      text: `A command that was stopped left ${files.join(", ")}.`,
      next: removal(files),
    }),
  ];
}

/** Temporary files of a file that is replaced as a whole: `.name.<uuid>` in its folder. */
export async function unfinishedCopies(path: string): Promise<readonly string[]> {
  const names = await readdir(dirname(path)).catch(() => []);
  const start = `.${basename(path)}.`;
  return names
    .filter((name) => name.startsWith(start) && /^[0-9a-f-]{36}$/.test(name.slice(start.length)))
    .map((name) => join(dirname(path), name));
}

export function removal(files: readonly string[]): string {
  return `rm ${files.map((file) => `'${file}'`).join(" ")}`;
}
