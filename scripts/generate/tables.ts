import { credentialVariablePatterns, environmentVariables } from "../../src/config/environment.js";
import { PROVIDERS } from "../../src/providers/registry.js";
import { CODES } from "../../src/sync/model/codes.js";
import { commandReference, commandTable } from "./commands.js";
import { credentialNameTable, storeTable } from "./credentials.js";
import { exitCodeAdvice, exitCodeTable } from "./exit-codes.js";
import { fieldTable, operatorTable } from "./filter.js";
import { jsonShapes } from "./json.js";
import { evidenceTable, providerTable } from "./providers.js";
import { importTable, packageTable } from "./rooms.js";
import { planScreen } from "./screen.js";
import { stateTable } from "./state.js";
import { code, table } from "./table.js";
import { variables } from "./variables.js";

/** Everything that is made from code, by the name in its markers. */
export async function tables(): Promise<Readonly<Record<string, string>>> {
  const providers = await Promise.all(PROVIDERS.map((entry) => entry.load()));
  return {
    commands: commandTable(),
    "command-reference": commandReference(),
    providers: providerTable(providers),
    evidence: evidenceTable(),
    "exit-codes": exitCodeTable(),
    "exit-code-advice": exitCodeAdvice(),
    environment: variableTable([...environmentVariables, ...credentialVariablePatterns]),
    "all-variables": variableTable(await variables()),
    "credential-stores": storeTable(),
    "credential-names": credentialNameTable(providers),
    state: stateTable(),
    "filter-operators": operatorTable(),
    "filter-fields": fieldTable(providers),
    "plan-screen": planScreen(),
    imports: importTable(),
    packages: packageTable(),
    "json-documents": jsonShapes(),
    reasons: table(
      ["Kind", "Code", "Meaning"],
      Object.entries(CODES).flatMap(([kind, codes]) =>
        Object.entries(codes).map(([name, meaning]) => [kind.replace("_", " "), code(name), meaning]),
      ),
    ),
  };
}

function variableTable(
  variables: readonly { readonly name: string; readonly description: string }[],
): string {
  return table(
    ["Variable", "Meaning"],
    variables.map(({ name, description }) => [code(name), description]),
  );
}
