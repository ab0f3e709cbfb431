import { SHIPPED, WITH_HOOKS } from "../connectors/shipped.js";
import { nearest, Problem } from "../sync/model/index.js";
import type { Provider } from "./provider.js";

/** A provider that is loaded when it is used: `--help` must not pay for schemas. */
export interface ProviderEntry {
  /** Its folder, and its name in the configuration. */
  readonly id: string;
  readonly title: string;
  /** The page about a source that is no vendor's tool, and so has no vendor page and no imitation. */
  readonly guide?: string;
  load(): Promise<Provider>;
}

/** Every HR tool there is, in the order they are offered. */
export const PROVIDERS: readonly ProviderEntry[] = [
  {
    id: "personio",
    title: "Personio",
    load: () => connected("personio"),
  },
  {
    id: "bamboohr",
    title: "BambooHR",
    load: async () => (await import("./bamboohr/index.js")).bamboohr,
  },
  {
    id: "hibob",
    title: "HiBob",
    load: async () => (await import("./hibob/index.js")).hibob,
  },
  {
    id: "workday",
    title: "Workday",
    load: async () => (await import("./workday/index.js")).workday,
  },
  {
    id: "payfit",
    title: "PayFit",
    load: async () => (await import("./payfit/index.js")).payfit,
  },
  {
    id: "lucca",
    title: "Lucca",
    load: async () => (await import("./lucca/index.js")).lucca,
  },
  {
    id: "deel",
    title: "Deel",
    load: async () => (await import("./deel/index.js")).deel,
  },
  {
    id: "file",
    title: "HR file",
    guide: "docs/file.md",
    load: async () => (await import("./file/index.js")).file,
  },
  {
    id: "factorial",
    title: "Factorial",
    load: () => connected("factorial"),
  },
  {
    id: "kombo",
    title: "Kombo",
    load: () => connected("kombo"),
  },
  {
    id: "sagehr",
    title: "Sage HR",
    load: () => connected("sagehr"),
  },
  {
    id: "okta",
    title: "Okta",
    load: () => connected("okta"),
  },
  {
    id: "merge",
    title: "Merge",
    load: () => connected("merge"),
  },
  {
    id: "humaans",
    title: "Humaans",
    load: () => connected("humaans"),
  },
  {
    id: "breathe",
    title: "Breathe",
    load: () => connected("breathe"),
  },
  {
    id: "rippling",
    title: "Rippling",
    load: () => connected("rippling"),
  },
  {
    id: "scim",
    title: "SCIM 2.0",
    load: () => connected("scim"),
  },
  {
    id: "entra",
    title: "Entra ID",
    load: () => connected("entra"),
  },
  {
    id: "apideck",
    title: "Apideck",
    load: () => connected("apideck"),
  },
  {
    id: "hrworks",
    title: "HR WORKS",
    load: () => connected("hrworks"),
  },
  {
    id: "kenjo",
    title: "Kenjo",
    load: () => connected("kenjo"),
  },
  {
    id: "sesame",
    title: "Sesame HR",
    load: () => connected("sesame"),
  },
  {
    id: "afas",
    title: "AFAS",
    load: () => connected("afas"),
  },
  {
    id: "remote",
    title: "Remote",
    load: () => connected("remote"),
  },
  {
    id: "finch",
    title: "Finch",
    load: () => connected("finch"),
  },
  {
    id: "ukgpro",
    title: "UKG Pro",
    load: () => connected("ukgpro"),
  },
  {
    id: "charliehr",
    title: "CharlieHR",
    load: () => connected("charliehr"),
  },
  {
    id: "google",
    title: "Google Workspace",
    load: () => connected("google"),
  },
  {
    id: "zohopeople",
    title: "Zoho People",
    load: () => connected("zohopeople"),
  },
  {
    id: "officient",
    title: "Officient",
    load: () => connected("officient"),
  },
  {
    id: "gusto",
    title: "Gusto",
    load: () => connected("gusto"),
  },
  {
    id: "adp",
    title: "ADP Workforce Now",
    load: () => connected("adp"),
  },
];

/**
 * The provider of that id, loaded.
 * @throws Problem `unknown_provider` naming the nearest and all known ids.
 */
export async function findProvider(id: string): Promise<Provider> {
  const entry = PROVIDERS.find((candidate) => candidate.id === id);
  if (!entry) throw unknownProvider(id);
  return entry.load();
}

function unknownProvider(id: string): Problem {
  const known = PROVIDERS.map((entry) => entry.id);
  const guess = nearest(id, known);
  return new Problem({
    kind: "usage",
    code: "unknown_provider",
    what: `There is no provider "${id}".`,
    why: `Known providers: ${known.join(", ")}.`,
    next: guess
      ? `Did you mean ${guess}? \`spendesk-hr providers\` shows all of them.`
      : "`spendesk-hr providers` shows what is supported.",
  });
}

const CONNECTORS = { ...SHIPPED, ...WITH_HOOKS };

/** A tool that is described by a manifest, as a provider. */
async function connected(id: keyof typeof CONNECTORS): Promise<Provider> {
  const { providerFrom } = await import("../connectors/provider-from.js");
  return providerFrom(await CONNECTORS[id]());
}
