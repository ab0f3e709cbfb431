import type { Provider } from "../provider.js";
import { accountHost, baseUrlOf } from "./address.js";
import { legacyGuide } from "./legacy/guide.js";
import { readEmployees as readLegacy } from "./legacy/read.js";
import { verify as verifyLegacy } from "./legacy/verify.js";
import { luccaApiGuide } from "./lucca-api/guide.js";
import { readEmployees as readLuccaApi } from "./lucca-api/read.js";
import { verify as verifyLuccaApi } from "./lucca-api/verify.js";
import { generationField, type LuccaSettings, luccaSettings } from "./settings.js";

/** Lucca, by either version of its API (docs/vendors/lucca.md); the legacy one has the fewest requests. */
export const lucca: Provider<LuccaSettings> = {
  id: "lucca",
  title: "Lucca",
  ...legacyGuide,
  variants: {
    setting: generationField.key,
    question: "Which version of Lucca's API?",
    choices: [
      { value: "legacy", label: "Legacy API v3, with an API key", guide: legacyGuide },
      {
        value: "lucca-api",
        label: "Lucca API, with a client ID and a client secret",
        guide: luccaApiGuide,
      },
    ],
  },
  settings: luccaSettings,
  // docs/vendors/lucca.md §10.
  notVerified: [
    "Legacy: exact labels of the role's permissions, in English and in French.",
    "Legacy: that the list can be put in order and states its count; without the order it is only counted, without the count it is read until a page is empty.",
    "Legacy: how extended data look besides the forms seen (plain or wrapped values, groups, ids of lists); whether a company can keep bank details there. Where the definition of a list may not be read, its values stay ids.",
    "Legacy: how Lucca answers a field the role may not read: left out, or refused; the call is then repeated without what it refuses, order or extended data.",
    "Legacy: whether the five seconds after which Lucca gives up a call apply to it, and its limit of calls; 50 a minute is assumed.",
    "Legacy: that accounts without any contract date are not colleagues; they are reported and never changed.",
    "Legacy: until when Lucca keeps it; it is called deprecated, and no end is announced.",
    "Lucca API: how the token host answers a scope the application does not have; invalid_scope is assumed, and the token is then asked for without scopes.",
    "Lucca API: that people have the same id in both generations, in case you change from one to the other.",
    "Lucca API: that an identifier of the bank, which Lucca sends for other accounts than IBANs only, would be a BIC; without a BIC bank details are not written.",
    "Lucca API: how what a section of the employee file hides looks; left out is assumed, and an empty value changes nothing either.",
    "Lucca API: that a page can be made smaller in the middle of a list, after Lucca was too slow; people are counted all the same.",
    "Lucca API: the status of accounts without an employment. Active ones, and deactivated ones without an ended employment, are reported and never changed; upcoming ones wait for an employment.",
    "Bodies of refusals; their status decides, and whatever words there are are quoted.",
  ],
  account: { sharedHosts: [], name: (_settings, { address }) => accountHost(address ?? "") },
  baseUrl: (_settings, { address }) => baseUrlOf(address),
  verify: (connection) =>
    connection.settings.apiGeneration === "legacy" ? verifyLegacy(connection) : verifyLuccaApi(connection),
  readEmployees: (connection) =>
    connection.settings.apiGeneration === "legacy" ? readLegacy(connection) : readLuccaApi(connection),
};
