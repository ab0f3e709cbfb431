import * as z from "zod";
import { parseProxy } from "../http/proxy.js";
import { isProblem } from "../sync/model/index.js";

// Messages complete a sentence that starts with the key, as in schema.ts.

const proxy = z.string().superRefine((text, context) => {
  const issue = (message: string, help: string) =>
    context.addIssue({ code: "custom", message, params: { help } });
  try {
    if (parseProxy({ text, source: "network.proxy" }).credentials === null) return;
    issue(
      "must not hold a user name or a password",
      "Put the whole address into the environment variable HTTPS_PROXY instead.",
    );
  } catch (error) {
    if (!isProblem(error)) throw error;
    issue("can't be used", error.why);
  }
});

function seconds(): z.ZodNumber {
  const error = "must be a number of seconds from 1 to 3600";
  return z.number({ error }).min(1, { error }).max(3600, { error });
}

function minutes(): z.ZodNumber {
  const error = "must be a number of minutes from 1 to 1440";
  return z.number({ error }).min(1, { error }).max(1440, { error });
}

/** The block `network`. */
export const networkSchema = z
  .strictObject({
    proxy: proxy
      .optional()
      .describe("Proxy for all calls, http://host:port. Wins over HTTPS_PROXY, https_proxy and HTTP_PROXY."),
    noProxy: z
      .array(z.string())
      .optional()
      .describe("Hosts, domains and networks reached without the proxy. Wins over NO_PROXY."),
    caFile: z
      .string()
      .min(1, { error: "must be the path of a file" })
      .optional()
      .describe("Certificates (PEM) that are trusted besides the usual ones, relative to this file."),
    timeouts: z
      .strictObject({
        connectSeconds: seconds().default(10).describe("For a connection to be made."),
        headersSeconds: seconds()
          .optional()
          .describe("Until an answer begins; without it, only totalSeconds limits that."),
        bodySeconds: seconds().default(60).describe("Between two pieces of an answer."),
        totalSeconds: seconds()
          .default(60)
          .describe(
            "For one call as a whole. A few slow calls of HR tools have a longer limit of their own.",
          ),
        readMinutes: minutes()
          .default(60)
          .describe("For reading everybody from one HR tool, or all members from Spendesk."),
      })
      .prefault({}),
  })
  .describe("How Spendesk and the HR tool are reached.");
