import type { StateStore } from "../sync/ports.js";

/** Hides secrets and bank details in a text. */
type Redact = (text: string) => string;

/**
 * The memory, with every sentence redacted on its way in. What servers say is redacted where it is read
 * already; this is for what comes from elsewhere, such as an error of the program itself, so that no
 * text that was ever an error can put a secret on the disk.
 */
export function redactedState(state: StateStore, redact: Redact): StateStore {
  const redactError = <T extends { readonly code: string; readonly detail: string }>(error: T | null) =>
    error && { ...error, code: redact(error.code), detail: redact(error.detail) };
  return {
    ...state,
    saveEntity({ lastError, ...record }) {
      state.saveEntity({
        ...record,
        lastError: lastError && { code: redact(lastError.code), message: redact(lastError.message) },
      });
    },
    journalIntents(runId, entity, callId, entries, at) {
      const clean = entries.map((entry) => ({ ...entry, reason: redact(entry.reason) }));
      state.journalIntents(runId, entity, callId, clean, at);
    },
    settle(runId, entity, settlements, at) {
      const clean = settlements.map((settlement) => ({
        ...settlement,
        error: redactError(settlement.error),
      }));
      state.settle(runId, entity, clean, at);
    },
    updateHandOffs(entity, updates, at) {
      const clean = updates.map(({ detail, ...update }) => ({
        ...update,
        ...(detail !== undefined && { detail: redact(detail) }),
      }));
      state.updateHandOffs(entity, clean, at);
    },
  };
}
