import { buildProgram } from "../../src/cli/program.js";

/** What `spendesk-hr --help` prints on an output of this width, as commander makes it. */
export function helpText(columns: number): string {
  let text = "";
  const { stdout, stderr } = process;
  buildProgram({ stdout, stderr, env: {} }, async () => {})
    .configureOutput({
      getOutHelpWidth: () => columns,
      getOutHasColors: () => false,
      writeOut: (part) => {
        text += part;
      },
    })
    .outputHelp();
  return text;
}
