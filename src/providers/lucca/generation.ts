import type { SettingField } from "../provider.js";

/** Offered in both generations, so that either can be left. */
export const generationField: SettingField = {
  key: "apiGeneration",
  label: "Generation of Lucca's API",
  help: "legacy (default): API v3 with an API key, the fewest requests, no bank details of Lucca's own. lucca-api: the newer one with a client ID and a client secret; its bank details are IBANs without a BIC.",
};
