import * as z from "zod";
import { parseBaseUrl } from "../http/base-url.js";
import { isEmailAddress } from "../shared/email-address.js";
import { isProblem } from "../sync/model/index.js";

// Messages complete a sentence that starts with the key, as in schema.ts.

/** What people can ask to be told about. */
const NOTIFY_EVENTS = ["failure", "safety", "attention", "handed_off", "key_expiring", "changes"] as const;

/** `ops@acme.test`, or `Operations <ops@acme.test>`. */
const mailAddress = z
  .string()
  .refine((text) => isEmailAddress(/^[^<>\r\n]*<([^<>]+)>$/.exec(text)?.[1] ?? text) || isLocalMail(text), {
    error: "must be an e-mail address",
  });

/** A mail server of one's own may know users by their bare name: `root@localhost`. */
function isLocalMail(text: string): boolean {
  return /^[a-z0-9._-]+@localhost$/i.test(text);
}

const webhookUrl = z.string().superRefine((text, context) => {
  try {
    const url = new URL(text);
    parseBaseUrl(`${url.origin}${url.pathname}`);
    if (url.username === "" && url.password === "" && url.hash === "") return;
  } catch (error) {
    if (!isProblem(error) && !(error instanceof TypeError)) throw error;
  }
  context.addIssue({
    code: "custom",
    message: "must be an https address (http only on this computer) without user name and password",
  });
});

const portRange = "must be a whole number from 1 to 65535";

/** Who is told about runs. Secrets are credentials of the connection `notify`. */
export const notifySchema = z
  .strictObject({
    on: z
      .array(z.enum(NOTIFY_EVENTS))
      .default(["failure", "safety", "attention", "handed_off", "key_expiring"])
      .describe("What is told; the end of a told trouble is told as well."),
    webhook: z
      .strictObject({ url: webhookUrl })
      .optional()
      .describe("A signed JSON document; the credential webhookSecret signs it."),
    slack: z
      .boolean()
      .default(false)
      .describe("An incoming webhook of Slack or alike; its address is the credential slackUrl."),
    email: z
      .strictObject({
        host: z.string().regex(/^[A-Za-z0-9.:-]+$/, { error: "must be the name of a mail server" }),
        port: z
          .int({ error: portRange })
          .min(1, { error: portRange })
          .max(65_535, { error: portRange })
          .default(587),
        from: mailAddress,
        to: z.array(mailAddress).min(1, { error: "needs at least one address" }),
        username: z
          .string()
          .min(1, { error: "must not be empty" })
          .optional()
          .describe("Login of the mail server; the password is the credential smtpPassword."),
      })
      .optional(),
    healthchecks: z
      .boolean()
      .default(false)
      .describe("Pings at start and end of every apply; the address is the credential healthchecksUrl."),
  })
  .prefault({})
  .describe("Messages after `apply`.");

/** Who is told about runs, with defaults filled in. */
export type NotifySettings = z.output<typeof notifySchema>;

/** Numbers for monitoring. */
export const metricsSchema = z
  .strictObject({
    textfile: z
      .string()
      .regex(/\.prom$/, { error: "must end with .prom, as the textfile collector asks" })
      .optional()
      .describe("File for the textfile collector of Prometheus's node_exporter, replaced by every apply."),
  })
  .prefault({})
  .describe("Numbers for monitoring.");
