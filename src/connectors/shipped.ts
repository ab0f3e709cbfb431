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
} satisfies Readonly<Record<string, () => Promise<Connector>>>;
