import type { SourceConfig } from "../../config/entity-config.js";
import type { EntityConfig, LoadedConfig } from "../../config/load.js";
import type { EntityDraft } from "../../config/write.js";
import { isProblem } from "../../sync/model/index.js";
import { providerConnection, spendeskWith } from "../connection.js";
import { triedKeeper } from "../credentials/keeper.js";
import { afterFailure, bothProblems, NOTHING_SEEN, sayFailures } from "./after-failure.js";
import { draftConnection } from "./draft.js";
import { type CheckResult, checkLive, type LiveCheck } from "./live-check.js";
import { askMissing } from "./missing-settings.js";
import { sayReport } from "./report.js";
import type { Attempt, Work } from "./work.js";

/** An attempt that worked. */
export interface CheckedWork extends Work {
  readonly draft: EntityDraft;
  readonly check: LiveCheck;
}

/**
 * Tries both ends until they work. After a failure a person may correct what was wrong, and nothing else that
 * was answered is lost; settings that could make missing data readable are asked for once.
 * @param asked settings that were asked for already
 * @throws Problem of the failures when there is nobody to ask, or when the person gives up
 */
export async function checkConnections(
  first: Work,
  config: LoadedConfig,
  asked: Set<string>,
): Promise<CheckedWork> {
  let work = first;
  for (;;) {
    const { interview } = work;
    const { context, prompter } = interview;
    const tried = await tryOnce(work, config);
    work = { ...work, attempt: tried.attempt };
    const { result, draft } = tried;
    if (!result.ok) {
      if (!prompter) throw bothProblems(result.failures, interview);
      sayFailures(result, interview);
      work = await afterFailure(work, result.failures, config);
      continue;
    }
    if (!draft) throw new Error("what was tried has no draft");
    sayReport(result.check, work.attempt.company.owner, interview);
    const settings = await askMissing(result.check.findings, work, asked);
    if (settings === null) return { ...work, draft, check: result.check };
    context.log.debug("Settings were named for data that was missing; both connections are checked again.");
    work = { ...work, attempt: { ...work.attempt, settings } };
  }
}

interface Tried {
  readonly result: CheckResult;
  /** With keys that the HR tool replaced meanwhile. */
  readonly attempt: Attempt;
  /** Null when the answers make no entity. */
  readonly draft: EntityDraft | null;
}

async function tryOnce({ attempt, interview, connections }: Work, config: LoadedConfig): Promise<Tried> {
  const { context, provider, prompter } = interview;
  const { spendeskKey, providerKey, company } = attempt;
  let draft: EntityDraft;
  try {
    draft = await draftConnection(config, interview, attempt, null);
  } catch (problem) {
    if (!prompter || !isProblem(problem)) throw problem;
    const failures = [{ side: "provider", problem, findings: [] }] as const;
    return { result: { ok: false, failures, ...NOTHING_SEEN }, attempt, draft: null };
  }
  const { id, store, fields } = connections.provider;
  const keys = fields.map(({ key }) => key);
  const tried = triedKeeper({ id, store, keys }, providerKey, context);
  context.say("Checking both connections …");
  const result = await checkLive({
    spendesk: spendeskWith(draft.entity, spendeskKey, context),
    provider,
    openProvider: () => {
      const source = draftedSource(draft.entity, interview.sourceName);
      return providerConnection(provider, draft.entity, source, providerKey, context, tried);
    },
    owner: company.owner,
  });
  return { result, attempt: { ...attempt, providerKey: tried.values() }, draft };
}

/** The source that is connected, as it will be in the configuration. */
function draftedSource({ id, sources }: EntityConfig, sourceName: string): SourceConfig {
  const [first] = sources;
  const source = sources.length === 1 ? first : sources.find(({ name }) => name === sourceName);
  if (!source) throw new Error(`the draft of ${id} has no source ${sourceName}`);
  return source;
}
