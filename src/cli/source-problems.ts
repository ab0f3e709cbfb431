import { type EntityConfig, type SourceConfig, sourcePath } from "../config/entity-config.js";
import type { TellPlace } from "../config/further-problems.js";
import { didYouMean } from "../config/suggestion.js";
import type { Provider } from "../providers/provider.js";
import { isProblem, Problem } from "../sync/model/index.js";
import { providerOf } from "./find-provider.js";

type Issue = NonNullable<ReturnType<Provider["settings"]["safeParse"]>["error"]>["issues"][number];

/**
 * What is wrong with the HR tools of entities and with their settings, each with the place it is written at: what
 * several entities have from one place is told once.
 */
export async function sourceProblems(
  entities: readonly EntityConfig[],
  tellPlace: TellPlace,
): Promise<readonly Problem[]> {
  const found = new Map<string, Problem>();
  for (const entity of entities) {
    for (const source of entity.sources) {
      for (const problem of await problemsOf(entity, source, tellPlace)) found.set(problem.message, problem);
    }
  }
  return [...found.values()];
}

async function problemsOf(
  entity: EntityConfig,
  source: SourceConfig,
  tellPlace: TellPlace,
): Promise<readonly Problem[]> {
  const path = ["entities", entity.id, ...sourcePath(entity, source)];
  try {
    const provider = await providerOf(source);
    const { error } = provider.settings.safeParse(source.settings ?? {});
    const tell: TellPlace = (at, of) => tellPlace([...path, "settings", ...at], of);
    return (error?.issues ?? []).flatMap((issue) => settingProblems(issue, provider, tell));
  } catch (error) {
    if (!isProblem(error)) throw error;
    if (error.code !== "unknown_provider") return [error];
    const place = tellPlace([...path, "provider"], "value");
    return [mistake(error.code, `${place} names no HR tool: "${source.provider}".`, error.next)];
  }
}

function settingProblems(
  issue: Issue,
  { title, settingFields }: Provider,
  tell: TellPlace,
): readonly Problem[] {
  const code = "provider_settings";
  if (issue.code !== "unrecognized_keys")
    return [mistake(code, `${tell(issue.path, "value")} can't be used for ${title}.`, `${issue.message}.`)];
  const known = settingFields.map(({ key }) => key);
  return issue.keys.map((key) =>
    mistake(
      code,
      `${tell([...issue.path, key], "key")} is no setting of ${title}.`,
      didYouMean(key, known) ?? `\`spendesk-hr providers\` with the name of the HR tool shows them.`,
    ),
  );
}

function mistake(code: string, what: string, why: string): Problem {
  const next = "Correct the file, then run `spendesk-hr config validate`.";
  return new Problem({ kind: "configuration", code, what, why, next });
}
