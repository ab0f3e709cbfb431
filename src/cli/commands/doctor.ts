import type { CliContext } from "../cli-context.js";
import type { CommandInput, CommandResult } from "../command.js";
import { diagnose } from "../doctor/diagnose.js";
import { doctorExitCode } from "../doctor/exit-code.js";
import { countsOf, doctorText } from "../doctor/text.js";

/** `doctor`: checks everything the sync needs and changes nothing. */
export async function run({ options }: CommandInput, context: CliContext): Promise<CommandResult> {
  const findings = await diagnose(context, options.offline === true);
  const exitCode = doctorExitCode(findings);
  // How a problem came to its exit code is not part of the contract.
  const checks = findings.map(({ kind: _kind, ...finding }) => finding);
  return {
    exitCode,
    document: { ok: exitCode === 0, summary: countsOf(findings), checks },
    text: (style) => doctorText(findings, style),
    rows: () => checks,
  };
}
