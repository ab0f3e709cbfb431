import { Problem } from "../../sync/model/index.js";
import type { CredentialField } from "../provider.js";
import { readWorkdayUrl } from "./workday-url.js";

/** Where a company's Workday is, and who asks. */
export interface WorkdayAccount {
  /** `https://wd3-services1.myworkday.com` */
  readonly origin: string;
  readonly tenant: string;
  /** With the tenant: `ISU_Spendesk@acme`. */
  readonly username: string;
  readonly password: string;
}

type Endpoint = Pick<WorkdayAccount, "origin" | "tenant">;

/**
 * `/ccx/api/v1/acme`, also with a service in between: `/ccx/api/staffing/v6/acme`
 * (docs/vendors/workday.md §2.1).
 */
const ENDPOINT_PATH = /^\/ccx\/api\/(?:[^/]+\/)?v\d+(?:\.\d+)?\/([\w.-]+)(?:\/|$)/u;

const WHERE_TO_COPY = "Copy Workday REST API Endpoint from the top of the task View API Clients.";

export const credentialFields: readonly CredentialField[] = [
  {
    key: "restEndpoint",
    label: "Workday REST API endpoint",
    secret: false,
    help: "From the task View API Clients: https://{host}/ccx/api/v1/{tenant}. It tells host and tenant; no API client is needed.",
    validate: (value) => {
      const endpoint = readEndpoint(value);
      return typeof endpoint === "string" ? endpoint : null;
    },
  },
  {
    key: "username",
    label: "User name of the integration system user",
    secret: false,
    help: "As typed in Create Integration System User; @tenant is added where it is missing.",
    validate: (value) => singleLineProblem(value, "user name"),
  },
  {
    key: "password",
    label: "Password of the integration system user",
    secret: true,
    help: "Any characters are fine. It must be exempt from password expiration.",
    validate: (value) => singleLineProblem(value, "password"),
  },
];

/**
 * The account the credentials stand for.
 * @throws Problem `rest_endpoint_invalid`
 */
export function accountOf(credentials: Readonly<Record<string, string>>): WorkdayAccount {
  const endpoint = readEndpoint(credentials.restEndpoint ?? "");
  if (typeof endpoint === "string") throw invalidEndpoint(endpoint);
  const username = (credentials.username ?? "").trim();
  return {
    ...endpoint,
    username: username.includes("@") ? username : `${username}@${endpoint.tenant}`,
    password: credentials.password ?? "",
  };
}

/** Host and tenant, or a sentence saying what is wrong; the value is not repeated. */
function readEndpoint(text: string): Endpoint | string {
  const url = readWorkdayUrl(text, "REST endpoint", WHERE_TO_COPY);
  if (typeof url === "string") return url;
  const tenant = ENDPOINT_PATH.exec(url.pathname)?.[1];
  if (tenant !== undefined) return { origin: url.origin, tenant };
  if (url.pathname.includes("/d/")) {
    return `That is the address of Workday's web pages, which are on another host. ${WHERE_TO_COPY}`;
  }
  return `It must look like https://{host}/ccx/api/v1/{tenant}. ${WHERE_TO_COPY}`;
}

function singleLineProblem(value: string, name: string): string | null {
  if (!value.trim()) return `The ${name} is empty.`;
  return /\p{Cc}/u.test(value) ? `The ${name} has a line break or control character inside.` : null;
}

function invalidEndpoint(why: string): Problem {
  return new Problem({
    kind: "credentials",
    code: "rest_endpoint_invalid",
    what: "The Workday REST API endpoint can't be used.",
    why,
    next: `${WHERE_TO_COPY} Then run \`spendesk-hr connect workday\`.`,
  });
}
