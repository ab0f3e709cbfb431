import type { Provider } from "../provider.js";
import { FIRST_GUIDE, WAYS_IN } from "./guide.js";
import { SERVICE } from "./problems.js";
import { readEmployees } from "./read.js";
import { type FileSettings, fileSettings } from "./settings.js";
import { verify } from "./verify.js";

/** Stands for "no host at all" (RFC 2606): a host is asked only where the settings have an address. */
const NO_HOST = "export.invalid";

/** An HR tool that only gives an export: a CSV, XLSX, JSON or JSON Lines file. */
export const file: Provider<FileSettings> = {
  id: "file",
  title: SERVICE,
  ...FIRST_GUIDE,
  settings: fileSettings,
  variants: {
    setting: "place",
    question: "Where is the export?",
    choices: WAYS_IN,
  },
  notVerified: [
    "What the columns mean: the person who connects it says so.",
    "That the export holds everybody; limits on people who are missing, and what a missing row means, guard against a part of it.",
    "That the id stays with a person; that it is filled and unique is checked at every read.",
    "Whether the last day counts as one although the contract may go on; a day that has come is taken as the end.",
  ],
  // A file says nothing of the company it is of, so an id alone never proves who somebody is.
  account: { sharedHosts: [NO_HOST], name: () => null },
  baseUrl: () => `https://${NO_HOST}`,
  absentPeople: ({ missingRows }) => (missingRows === "unknown" ? "unknown" : null),
  verify,
  readEmployees,
};
