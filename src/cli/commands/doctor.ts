import type { CliContext } from "../cli-context.js";
import type { CommandResult, InputOf } from "../command.js";
import { diagnose } from "../doctor/diagnose.js";
import type { Finding } from "../doctor/finding.js";
import { doctorExitCode } from "../doctor/finding.js";
import { countsOf, doctorText } from "../doctor/text.js";
import type { DOCTOR_FLAGS } from "./look-flags.js";

type Input = InputOf<typeof DOCTOR_FLAGS>;

/** `doctor`: checks everything the sync needs and changes nothing. */
export async function run({ options }: Input, context: CliContext): Promise<CommandResult> {
  const findings = await diagnose(context, options.offline === true);
  const exitCode = doctorExitCode(findings);
  const checks = findings.map(view);
  return {
    exitCode,
    document: { ok: exitCode === 0, summary: countsOf(findings), checks },
    text: (style) => doctorText(findings, options.all === true, style),
    rows: () => checks,
  };
}

/** What kind of problem it is shows in the exit code only. */
function view({ area, check, entity, status, text, next, code }: Finding): Omit<Finding, "kind"> {
  return { area, check, entity, status, text, next, code };
}
