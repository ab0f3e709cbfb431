import type { LoadedConfig } from "../../config/load.js";
import { openState, stateExists } from "../../state/open.js";
import { openPostgresState, postgresStateExists } from "../../state/postgres/open.js";
import { withSourceNames } from "../../state/source-names.js";
import type { KeptProblem, StateStore } from "../../sync/model/index.js";
import type { CliContext } from "../cli-context.js";
import { VERSION } from "../version.js";
import { stateDatabase } from "./connection.js";

/** The tool's state, in the configured folder or database; created when it is not there yet. */
export async function openCliState(config: LoadedConfig, context: CliContext): Promise<StateStore> {
  const state = await openWhereItIs(config, context);
  const several = config.entities.filter(({ sources }) => sources.length > 1);
  const redacted = redactedState(state, context.redactor.redact);
  if (several.length === 0) return redacted;
  const names = new Map(several.map(({ id, sources }) => [id, sources.map(({ name }) => name)]));
  return withSourceNames(redacted, (entity) => names.get(entity) ?? []);
}

async function openWhereItIs(config: LoadedConfig, context: CliContext): Promise<StateStore> {
  const options = { dir: config.stateDir, toolVersion: VERSION, clock: context.process.clock };
  if (config.stateUrl === null) return openState(options);
  const database = await stateDatabase(config.stateUrl, config, context);
  return openPostgresState({ ...options, ...database });
}

/**
 * Whether there is a state. Commands that only look treat a missing one as empty, so that looking creates
 * nothing.
 * @throws Problem of a folder or database that can't be read
 */
export async function hasState(config: LoadedConfig, context: CliContext): Promise<boolean> {
  if (config.stateUrl === null) return stateExists(config.stateDir);
  const { server } = await stateDatabase(config.stateUrl, config, context);
  return postgresStateExists(server);
}

/**
 * Tries to get into the database with these credentials. Nothing is created.
 * @throws Problem of a server that can't be used, `state_key_other`
 */
export async function tryState(
  config: LoadedConfig,
  values: Readonly<Record<string, string>>,
  context: CliContext,
): Promise<void> {
  if (config.stateUrl === null) return;
  const { server } = await stateDatabase(config.stateUrl, config, context);
  await postgresStateExists({ ...server, password: values.password ?? null }, values.fingerprintKey ?? null);
}

/** Hides secrets and bank details in a text. */
type Redact = (text: string) => string;

/**
 * The state, with every sentence redacted on its way in. What servers say is redacted where it is read
 * already; this is for what comes from elsewhere, such as an error of the program itself, so that no
 * text that was ever an error can put a secret on the disk.
 */
function redactedState(state: StateStore, redact: Redact): StateStore {
  const redactError = <T extends { readonly code: string; readonly detail: string }>(error: T | null) =>
    error && { ...error, code: redact(error.code), detail: redact(error.detail) };
  const redactProblem = (problem: KeptProblem | null): KeptProblem | null =>
    problem && {
      ...{ kind: problem.kind, code: redact(problem.code), message: redact(problem.message) },
      ...{ why: redact(problem.why), next: redact(problem.next) },
    };
  return {
    ...state,
    async saveEntity({ lastError, ...record }) {
      await state.saveEntity({
        ...record,
        lastError: lastError && {
          code: redact(lastError.code),
          message: redact(lastError.message),
          why: lastError.why && redact(lastError.why),
          next: lastError.next && redact(lastError.next),
        },
      });
    },
    async finishRun(runId, exitCode, counts, at, report) {
      const clean = report && {
        problem: redactProblem(report.problem),
        results: report.results.map((result) => ({ ...result, problem: redactProblem(result.problem) })),
      };
      await state.finishRun(runId, exitCode, counts, at, clean);
    },
    async journalIntents(runId, entity, callId, entries, at) {
      const clean = entries.map((entry) => ({ ...entry, reason: redact(entry.reason) }));
      await state.journalIntents(runId, entity, callId, clean, at);
    },
    async journalOutcomes(runId, entity, outcomes, at) {
      const clean = outcomes.map((outcome) => ({
        ...outcome,
        error: redactError(outcome.error),
      }));
      await state.journalOutcomes(runId, entity, clean, at);
    },
    async updateHandOffs(entity, updates, at) {
      const clean = updates.map(({ detail, ...update }) => ({
        ...update,
        ...(detail !== undefined && { detail: redact(detail) }),
      }));
      await state.updateHandOffs(entity, clean, at);
    },
  };
}
