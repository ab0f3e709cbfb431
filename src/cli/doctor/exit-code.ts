import { EXIT_CODES } from "../../sync/exit-codes.js";
import type { Finding } from "./finding.js";

/**
 * 0 without problems, warnings or not. Else what to mend first decides: the configuration and what is
 * installed (78), since the rest can't be judged before; then credentials and permissions (4); else 1,
 * also for a network that does not work now.
 */
export function doctorExitCode(findings: readonly Pick<Finding, "kind">[]): number {
  const kinds = new Set(findings.map(({ kind }) => kind).filter((kind) => kind !== null));
  if (kinds.size === 0) return EXIT_CODES.done.code;
  if (kinds.has("configuration")) return EXIT_CODES.configuration.code;
  return kinds.has("credentials") ? EXIT_CODES.credentials.code : EXIT_CODES.unexpected.code;
}
