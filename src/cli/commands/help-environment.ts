import { credentialVariablePatterns, environmentVariables } from "../../config/environment.js";
import type { CommandResult } from "../command.js";
import { renderTable } from "../output/table.js";

/** Variables of other programs' conventions that are honoured too. */
const CONVENTIONS = [
  { name: "NO_COLOR", description: "Not empty: no colours." },
  { name: "COLUMNS", description: "Width of a result that does not go to a terminal; 80 without it." },
  {
    name: "PAGER",
    description: "What shows results that are longer than the terminal; less without it, cat for none.",
  },
  { name: "NO_UPDATE_NOTIFIER", description: "Not empty: never look for a newer version." },
  { name: "CI", description: "Not empty: ask nothing, and never look for a newer version." },
  { name: "FORCE_COLOR", description: "Colours also without a terminal; 0 for none." },
  {
    name: "CREDENTIALS_DIRECTORY",
    description: "Folder of the unit's credentials, set by systemd; read by the store systemd.",
  },
  {
    name: "HTTPS_PROXY",
    description: "Proxy for all calls, http://user:password@host:port; also https_proxy, HTTP_PROXY.",
  },
  { name: "NO_PROXY", description: "Hosts, domains and networks reached without the proxy; also no_proxy." },
  {
    name: "SUDO_USER",
    description:
      "Who decided about a person, when `link`, `unlink` or `ignore` runs under sudo (set by sudo).",
  },
  { name: "NODE_EXTRA_CA_CERTS", description: "File with further certificate authorities (read by Node)." },
] as const;

/** `help environment`: every variable the program reads. */
export async function run(): Promise<CommandResult> {
  const variables = [...environmentVariables, ...credentialVariablePatterns, ...CONVENTIONS];
  return {
    exitCode: 0,
    document: { variables },
    text: (style) =>
      renderTable(
        ["Variable", "Meaning"],
        variables.map(({ name, description }) => [name, description]),
        style,
      ),
    rows: () => variables.map(({ name, description }) => ({ name, description })),
  };
}
