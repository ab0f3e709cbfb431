import type { Connector } from "./define.js";

/** The connectors that come with the program, by the ids of their tools, each loaded when it is used. */
export const SHIPPED = {
  factorial: async () => (await import("./tools/factorial.js")).factorial,
  kombo: async () => (await import("./tools/kombo.js")).kombo,
  sagehr: async () => (await import("./tools/sagehr.js")).sagehr,
  okta: async () => (await import("./tools/okta.js")).okta,
  merge: async () => (await import("./tools/merge.js")).merge,
  humaans: async () => (await import("./tools/humaans.js")).humaans,
  breathe: async () => (await import("./tools/breathe.js")).breathe,
  rippling: async () => (await import("./tools/rippling.js")).rippling,
  scim: async () => (await import("./tools/scim.js")).scim,
  entra: async () => (await import("./tools/entra.js")).entra,
  google: async () => (await import("./tools/google.js")).google,
  zohopeople: async () => (await import("./tools/zohopeople.js")).zohopeople,
  officient: async () => (await import("./tools/officient.js")).officient,
  gusto: async () => (await import("./tools/gusto.js")).gusto,
  adp: async () => (await import("./tools/adp.js")).adp,
  apideck: async () => (await import("./tools/apideck.js")).apideck,
  hrworks: async () => (await import("./tools/hrworks.js")).hrworks,
  kenjo: async () => (await import("./tools/kenjo.js")).kenjo,
  sesame: async () => (await import("./tools/sesame.js")).sesame,
  afas: async () => (await import("./tools/afas.js")).afas,
  remote: async () => (await import("./tools/remote.js")).remote,
  finch: async () => (await import("./tools/finch.js")).finch,
  ukgpro: async () => (await import("./tools/ukgpro.js")).ukgpro,
  charliehr: async () => (await import("./tools/charliehr.js")).charliehr,
} satisfies Readonly<Record<string, () => Promise<Connector>>>;

/** Those that are described in part, and have code for the rest: no file could say the same. */
export const WITH_HOOKS = {
  personio: async () => (await import("./tools/personio/index.js")).personio,
} satisfies Readonly<Record<string, () => Promise<Connector>>>;
