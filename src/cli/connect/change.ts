import type { LoadedConfig } from "../../config/load.js";
import type { Choice } from "../prompts/prompter.js";
import { askCompanyAgain, askKeyExpiryAgain } from "./company.js";
import { askCredentials } from "./credentials.js";
import { chooseStoreAgain, storesOf } from "./open-stores.js";
import { askSome, openSettingFields } from "./provider-settings.js";
import { settingAt, settingText } from "./setting-path.js";
import type { Work } from "./work.js";

type Part = "company" | "spendeskKey" | "keyExpiresOn" | "providerKey" | "settings" | "store";

const PARTS: readonly Part[] = ["company", "spendeskKey", "keyExpiresOn", "providerKey", "settings", "store"];
/** No part: leaves everything as it is. */
const NOTHING = "nothing";

/** Asks what to change, and changes that alone. */
export async function changeSomething(work: Work, config: LoadedConfig): Promise<Work> {
  const answer = await work.interview.prompter?.select("What is to be changed?", partsOf(work));
  const part = PARTS.find((one) => one === answer);
  return part === undefined ? work : changeWork(part, work, config);
}

/** Asks for that part again, with what was answered as defaults; secrets are typed anew. */
export async function changeWork(part: Part, work: Work, config: LoadedConfig): Promise<Work> {
  const { interview, connections, attempt } = work;
  const { draft, provider } = interview;
  switch (part) {
    case "company":
      return { ...work, attempt: { ...attempt, company: await askCompanyAgain(interview, attempt.company) } };
    case "spendeskKey": {
      const spendeskKey = await askCredentials(connections.spendesk, attempt.spendeskKey, interview);
      return { ...work, attempt: { ...attempt, spendeskKey } };
    }
    case "keyExpiresOn": {
      const keyExpiresOn = await askKeyExpiryAgain(interview, attempt.keyExpiresOn);
      draft.noteKeyExpiry(keyExpiresOn);
      return { ...work, attempt: { ...attempt, keyExpiresOn } };
    }
    case "providerKey": {
      const providerKey = await askCredentials(connections.provider, attempt.providerKey, interview);
      return { ...work, attempt: { ...attempt, providerKey } };
    }
    case "settings": {
      const settings = await askSome(openSettingFields(provider), interview, attempt.settings);
      return { ...work, attempt: { ...attempt, settings } };
    }
    case "store":
      return { attempt, ...(await chooseStoreAgain(interview, config)) };
  }
}

/** With what is answered now, so that nobody has to remember. */
function partsOf({ interview, connections, attempt }: Work): readonly Choice[] {
  const { company, keyExpiresOn, settings } = attempt;
  const { spendesk, provider } = connections;
  const facts = [company.timezone, company.walletCurrency, company.owner].filter((fact) => fact !== null);
  const open = openSettingFields(interview.provider);
  const set = open.flatMap(({ key, label }) => {
    const value = settingAt(settings, key);
    return value === undefined ? [] : [`${label} ${settingText(value)}`];
  });
  return [
    { value: "company", label: `Time zone, currency, Account Owner (${facts.join(", ")})` },
    ...(spendesk.store.writable ? [{ value: "spendeskKey", label: "Key of Spendesk" }] : []),
    { value: "keyExpiresOn", label: `Day the key of Spendesk ends (${keyExpiresOn ?? "not known"})` },
    ...(provider.store.writable && provider.fields.length > 0
      ? [{ value: "providerKey", label: `Key of ${provider.title}` }]
      : []),
    ...(open.length > 0
      ? [{ value: "settings", label: `Settings of ${provider.title} (${set.join(", ") || "none"})` }]
      : []),
    { value: "store", label: `Where keys are kept (${storesOf(connections).join(", ")})` },
    { value: NOTHING, label: "Nothing" },
  ];
}
