import type { Reply, SandboxRequest } from "../../server/exchange.js";
import type { Moment } from "./directory.js";
import type { Domain } from "./domains.js";
import { type Message, misplaced } from "./message.js";
import { validationFault } from "./replies.js";
import { pageReply } from "./results.js";
import { isActive } from "./status.js";
import { type WorkerView, worker } from "./worker-data.js";

const REQUEST_ORDER = ["Request_References", "Request_Criteria", "Response_Filter", "Response_Group"];

/** Groups of an answer whose request names none; as soon as one is named, the others stay out. */
const DEFAULT_GROUPS = [
  "Include_Reference",
  "Include_Personal_Information",
  "Include_Employment_Information",
  "Include_Organizations",
];

/** `Get_Workers` (docs/vendors/workday.md §3.1). */
export function getWorkers(
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
