import type { Provider } from "../../providers/provider.js";
import { findProvider, PROVIDERS } from "../../providers/registry.js";
import type { CliContext } from "../cli-context.js";
import type { CommandInput, CommandResult, TextStyle } from "../command.js";
import { paint, renderTable } from "../output/table.js";

const EXAMPLE_SIZE = 1000;

/** `providers`: what is supported; with an id, how to set it up and what is read. */
export async function run(input: CommandInput, _context: CliContext): Promise<CommandResult> {
  const [id] = input.arguments;
  if (id !== undefined) {
    const provider = await findProvider(id);
    return {
      exitCode: 0,
      document: { provider: describe(provider) },
      text: (style) => providerText(provider, style),
    };
  }
  const providers = await Promise.all(PROVIDERS.map((entry) => entry.load()));
  const header = ["Id", "HR tool", "Credentials", `Requests for ${EXAMPLE_SIZE} employees`, "Bank details"];
  return {
    exitCode: 0,
    document: { providers: providers.map(describe) },
    text: (style) => renderTable(header, providers.map(tableRow), style),
    rows: () =>
      providers.map((provider) => {
        const [, title = "", credentials = "", requests = "", bankDetails = ""] = tableRow(provider);
        return { id: provider.id, title, credentials, requests, bankDetails };
      }),
  };
}

function describe(provider: Provider): object {
  const { id, title, setupSteps, dataRead, requests, bankDetails, notVerified, settingFields } = provider;
  return {
    id,
    title,
    setupSteps,
    dataRead,
    credentialFields: provider.credentialFields.map(({ key, label, secret, help }) => ({
      key,
      label,
      secret,
      help,
    })),
    settings: settingFields,
    requests: { formula: requests.formula, for1000: requests.count(EXAMPLE_SIZE) },
    bankDetails,
    notVerified,
  };
}

function tableRow(provider: Provider): string[] {
  const credentials = provider.credentialFields.map((field) => field.label).join(", ");
  const requests = `${provider.requests.count(EXAMPLE_SIZE)} (${provider.requests.formula})`;
  return [provider.id, provider.title, credentials, requests, provider.bankDetails];
}

function providerText(provider: Provider, style: TextStyle): string {
  const list = (title: string, items: readonly string[]) =>
    [paint(title, "bold", style), ...items.map((item) => `  ${item}`)].join("\n");
  const data = provider.dataRead.map((item) => [
    item.label,
    item.required ? "yes" : "no",
    item.purpose,
    item.permission,
  ]);
  return [
    paint(provider.title, "bold", style),
    list(
      "Set-up",
      provider.setupSteps.map((step, index) => `${index + 1}. ${step}`),
    ),
    `${paint("Data read", "bold", style)}\n${renderTable(["Field", "Required", "What for", "Permission"], data, style)}`,
    list(
      "Credentials",
      provider.credentialFields.map((field) => `${field.label}: ${field.help}`),
    ),
    list(
      "Settings",
      provider.settingFields.map((field) => `${field.key}: ${field.help}`),
    ),
    `${paint("Requests", "bold", style)}\n  ${provider.requests.formula} for N employees`,
    list("Not documented by the vendor, assumed here", provider.notVerified),
  ].join("\n\n");
}
