import { EVIDENCE_KINDS, evidenceOf } from "../../providers/evidence.js";
import type { Provider, ProviderGuide } from "../../providers/provider.js";
import { inEveryWay } from "../../providers/provider.js";
import { findProvider, PROVIDERS } from "../../providers/registry.js";
import type { CliContext } from "../cli-context.js";
import type { CommandInput, CommandResult, TextStyle } from "../command.js";
import { findProviderAmong } from "../find-provider.js";
import { guideLinkOf, permissionsOf, purposesOf } from "../output/provider-guide.js";
import { EXAMPLE_SIZE, overviewOf, requestsWithFormula } from "../output/provider-overview.js";
import { paint, renderTable } from "../output/table.js";
import { wrapWords } from "../output/wrap.js";
import { loadCliConfig } from "../workspace.js";

const HEADER = [
  ...["Id", "HR tool", "Evidence", "Credentials", `Requests for ${EXAMPLE_SIZE} people`],
  ...["Bank details", "Not verified"],
];

/** `providers`: what is supported; with an id, how to set it up and what is read. */
export async function run(input: CommandInput, context: CliContext): Promise<CommandResult> {
  const [id] = input.arguments;
  if (id !== undefined) {
    const provider = await providerNamed(id, context);
    return {
      exitCode: 0,
      document: { provider: describe(provider) },
      text: (style) => providerText(provider, style),
      rows: () => [csvRow(provider)],
    };
  }
  const providers = await Promise.all(PROVIDERS.map((entry) => entry.load()));
  return {
    exitCode: 0,
    document: { providers: providers.map(describe) },
    text: (style) => comparison(providers, style),
    rows: () => providers.map(csvRow),
  };
}

/** A tool of the program, else one that a file of the configuration describes. */
async function providerNamed(id: string, context: CliContext): Promise<Provider> {
  if (PROVIDERS.some((entry) => entry.id === id)) return findProvider(id);
  const { connectors } = await loadCliConfig(context);
  return findProviderAmong(connectors, id);
}

function comparison(providers: readonly Provider[], style: TextStyle): string {
  // Cells wrap, so an empty row shows where the next tool begins.
  const rows = providers.map((provider) => Object.values(overviewOf(provider)));
  const spaced = rows.flatMap((row, index) => (index === 0 ? [row] : [HEADER.map(() => ""), row]));
  const more =
    "Set-up steps, all permissions and why, how requests are counted, and every point that is not verified: `spendesk-hr providers <id>`";
  return [renderTable(HEADER, spaced, style), "", ...wrapWords(more, style.width)].join("\n");
}

/** The columns of the comparison, with everything they are short for. */
function csvRow(provider: Provider): Record<string, string> {
  return {
    ...overviewOf(provider),
    dataRead: inEveryWay(provider, ({ dataRead }) => dataRead.map(({ label }) => label).join(", ")),
    requests: requestsWithFormula(provider),
    notVerified: provider.notVerified.join(" "),
  };
}

function describe(provider: Provider): object {
  const { id, title, notVerified, variants } = provider;
  const ways = variants && {
    variants: {
      setting: variants.setting,
      choices: variants.choices.map(({ value, label, guide }) => ({
        value,
        label,
        ...describeGuide(guide),
      })),
    },
  };
  return { id, title, evidence: evidenceOf(id), ...describeGuide(provider), notVerified, ...ways };
}

function describeGuide(guide: ProviderGuide): object {
  const { setupSteps, link, dataRead, settingFields, requests, bankDetails } = guide;
  return {
    setupSteps,
    link,
    dataRead,
    credentialFields: guide.credentialFields.map(({ key, label, secret, help }) => ({
      key,
      label,
      secret,
      help,
    })),
    settings: settingFields,
    requests: { formula: requests.formula, for1000: requests.count(EXAMPLE_SIZE) },
    bankDetails,
  };
}

function providerText(provider: Provider, style: TextStyle): string {
  const { variants } = provider;
  const guides = variants
    ? variants.choices.flatMap(({ value, label, guide }) => [
        paint(`${label} (settings.${variants.setting}: ${value})`, "bold", style),
        ...guideSections(guide, style),
      ])
    : guideSections(provider, style);
  const evidence = evidenceOf(provider.id);
  const checked = evidence ? [`${evidence.kind} (${EVIDENCE_KINDS[evidence.kind]}): ${evidence.by}`] : [];
  return [
    paint(provider.title, "bold", style),
    ...guides,
    ...(checked.length > 0 ? [section("Evidence", checked, style)] : []),
    section("Not verified: assumed here, since the vendor does not document it", provider.notVerified, style),
  ].join("\n\n");
}

function guideSections(guide: ProviderGuide, style: TextStyle): readonly string[] {
  const { requests } = guide;
  const link = guideLinkOf(guide);
  return [
    section("Set-up", guide.setupSteps, style, (index) => `${index + 1}. `),
    ...(link === null ? [] : [wrapWords(link, style.width).join("\n")]),
    ...[purposesOf(guide), permissionsOf(guide)].map(
      ({ title, header, rows }) => `${paint(title, "bold", style)}\n${renderTable(header, rows, style)}`,
    ),
    section(
      "Credentials",
      guide.credentialFields.map(
        ({ key, label, secret, help }) => `${key}: ${label}${secret ? ", kept secret" : ""}. ${help}`,
      ),
      style,
    ),
    section(
      "Settings",
      guide.settingFields.map(({ key, label, help }) => `${key}: ${label}. ${help}`),
      style,
    ),
    section(
      "Requests",
      [`for N people: ${requests.formula}`, `for ${EXAMPLE_SIZE} people: ${requests.count(EXAMPLE_SIZE)}`],
      style,
    ),
    section("Bank details", [guide.bankDetails], style),
  ];
}

/** A heading with items below it, each wrapped behind its mark. */
function section(
  title: string,
  items: readonly string[],
  style: TextStyle,
  mark: (index: number) => string = () => "- ",
): string {
  const lines = items.flatMap((item, index) => {
    const first = `  ${mark(index)}`;
    const [head = "", ...rest] = wrapWords(item, Math.max(20, style.width - first.length));
    return [`${first}${head}`, ...rest.map((line) => `${" ".repeat(first.length)}${line}`)];
  });
  return [paint(title, "bold", style), ...(lines.length > 0 ? lines : ["  none"])].join("\n");
}
