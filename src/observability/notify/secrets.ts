import type { NotifySettings } from "./settings.js";

/** Secrets of the channels, by the field under which they are stored. */
export const NOTIFY_SECRETS = ["webhookSecret", "slackUrl", "smtpPassword", "healthchecksUrl"] as const;
export type NotifySecret = (typeof NOTIFY_SECRETS)[number];

/** The secrets these settings need. */
export function neededSecrets(settings: NotifySettings): readonly NotifySecret[] {
  return [
    ...(settings.webhook ? (["webhookSecret"] as const) : []),
    ...(settings.slack ? (["slackUrl"] as const) : []),
    ...(settings.email?.username === undefined ? [] : (["smtpPassword"] as const)),
    ...(settings.healthchecks ? (["healthchecksUrl"] as const) : []),
  ];
}
