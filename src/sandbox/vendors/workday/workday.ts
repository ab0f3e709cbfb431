import { hashText, hexDigits, seededRandom } from "../../random.js";
import type { Reply, Route, SandboxRequest } from "../../server/exchange.js";
import { OPEN_DOOR, type RateLimit, RateLimiter } from "../../server/rate-limit.js";
import type { Vendor, VendorSetup } from "../vendor.js";
import type { WorkerView } from "./directory.js";
import { createDirectory, type Domain, type Moment, sightOf } from "./directory.js";
import { getPaymentElections } from "./elections.js";
import {
  FORBIDDEN_FAULT,
  type Message,
  misplaced,
  openMessage,
  REPORT_NOT_SHARED,
  REPORT_SIGN_IN_FAILURE,
  SIGN_IN_FAULT,
  VERSION_FAULT,
  validationFault,
  workdayFailure,
} from "./replies.js";
import { customReport, REPORT, REPORT_OWNER } from "./report.js";
import { pageReply } from "./results.js";
import { isActive } from "./status.js";
import { worker } from "./worker-data.js";

const TENANT = "acme_sandbox";

/** None is published; one connector speaks of ten calls a second (docs/vendors/workday.md §7). */
const LIMIT: RateLimit = { limit: 10, windowMs: 1000, concurrent: 10 };

/** The imitation of Workday's web services. */
export function createWorkday(setup: VendorSetup): Vendor {
  const random = seededRandom(hashText(`workday ${setup.seed}`));
  const username = "ISU_Spendesk";
  // Characters that many clients forget to escape.
  const password = `<&"'${hexDigits(random, 24)}>`;
  const directory = createDirectory(setup.world, setup.seed);
  const limiter =
    setup.rateLimit === null ? null : new RateLimiter({ ...LIMIT, ...setup.rateLimit }, setup.clock);

  /** A route for one operation; every call carries user name and password. */
  function route(service: string, operation: string, answer: Answer): Route {
    return {
      method: "POST",
      template: `/ccx/service/{tenant}/${service}/{version}`,
      handle(request) {
        if (request.params.tenant !== TENANT) return workdayFailure("not_found");
        if (!/^v\d{2}\.\d$/u.test(request.params.version ?? "")) return VERSION_FAULT;
        const message = openMessage(request.body);
        if (message === null) return validationFault("The message can't be read", "/");
        if (message.username !== `${username}@${TENANT}` || message.password !== password) {
          return SIGN_IN_FAULT;
        }
        if (setup.settings().forbidden) return FORBIDDEN_FAULT;
        return message.operation === `${operation}_Request` ? answer(message, request) : VERSION_FAULT;
      },
    };
  }

  function momentOf({ request }: Message) {
    return directory(request.Response_Filter.As_Of_Entry_DateTime ?? null);
  }

  function workers(message: Message, request: SandboxRequest): Reply {
    const sees = sightOf(setup.settings());
    return getWorkers(message, request, momentOf(message), setup.clock.today(), sees);
  }

  function elections(message: Message, request: SandboxRequest): Reply {
    if (!sightOf(setup.settings())("elections")) return FORBIDDEN_FAULT;
    return getPaymentElections(message, request, momentOf(message));
  }

  /** Custom reports take the user's plain name, in the header that the web services don't look at. */
  function report(request: SandboxRequest): Reply {
    const { tenant, owner, report: name } = request.params;
    if (tenant !== TENANT) return workdayFailure("not_found");
    const expected = Buffer.from(`${username}:${password}`).toString("base64");
    if (request.headers.authorization !== `Basic ${expected}`) return REPORT_SIGN_IN_FAILURE;
    if (owner !== REPORT_OWNER || name !== REPORT) return workdayFailure("not_found");
    const settings = setup.settings();
    if (settings.forbidden || settings.hiddenAttributes.includes(REPORT)) return REPORT_NOT_SHARED;
    return customReport(request, directory(null), setup.clock.today(), sightOf(settings));
  }

  return {
    credentials: {
      // A host that is not there: calls reach the sandbox by its own address.
      restEndpoint: `https://sandbox-of-nobody.workday.com/ccx/api/v1/${TENANT}`,
      username,
      password,
    },
    mount: {
      name: "workday",
      prefix: "/workday",
      routes: [
        route("Human_Resources", "Get_Workers", workers),
        route("Cash_Management", "Get_Payment_Election_Enrollments", elections),
        {
          method: "POST",
          template: "/ccx/service/{tenant}/{service}/{version}",
          handle: () => VERSION_FAULT,
        },
        {
          method: "GET",
          template: "/ccx/service/customreport2/{tenant}/{owner}/{report}",
          handle: report,
        },
      ],
      admit: () => (limiter === null ? OPEN_DOOR : { ...limiter.admit("tenant"), headers: {} }),
      headers: () => ({}),
      failure: workdayFailure,
    },
  };
}

type Answer = (message: Message, request: SandboxRequest) => Reply;

const REQUEST_ORDER = ["Request_References", "Request_Criteria", "Response_Filter", "Response_Group"];

/** Groups of an answer whose request names none; as soon as one is named, the others stay out. */
const DEFAULT_GROUPS = [
  "Include_Reference",
  "Include_Personal_Information",
  "Include_Employment_Information",
  "Include_Organizations",
];

/** `Get_Workers` (docs/vendors/workday.md §3.1). */
function getWorkers(
  message: Message,
  request: SandboxRequest,
  moment: Moment,
  today: string,
  sees: (domain: Domain) => boolean,
): Reply {
  const wrong = misplaced(message.order, REQUEST_ORDER);
  if (wrong !== null) {
    return validationFault(`Invalid content: ${wrong} is not expected`, `/ns:${message.operation}[1]`);
  }
  const view = viewOf(message, moment, today, sees);
  const criteria = message.request.Request_Criteria ?? {};
  const people = moment.people.filter((person) => {
    const contingent = person.employmentType === "external";
    if (criteria.Exclude_Inactive_Workers === "true" && !isActive(person, view.today)) return false;
    return criteria[contingent ? "Exclude_Contingent_Workers" : "Exclude_Employees"] !== "true";
  });
  return pageReply(message, request, people, (person) => worker(person, view));
}

function viewOf(
  { request }: Message,
  moment: Moment,
  today: string,
  sees: (domain: Domain) => boolean,
): WorkerView {
  const { Response_Filter: filter, Response_Group: group } = request;
  return {
    today: filter.As_Of_Effective_Date ?? today,
    sees,
    wants: (name) => (group === undefined ? DEFAULT_GROUPS.includes(name) : group[name] === "true"),
    excludes: (flag) => group?.[flag] === "true",
    person: moment.person,
    leads: moment.leads,
  };
}
