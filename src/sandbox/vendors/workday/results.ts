import type { Reply, SandboxRequest } from "../../server/exchange.js";
import { cutPage } from "../../server/exchange.js";
import type { Message } from "./replies.js";
import { soapReply, validationFault } from "./replies.js";

const MAX_COUNT = 999;

/** Answers one page of an operation, counted from 1; its elements are rendered by `render`. */
export function pageReply<Item>(
  { operation, request: { Response_Filter: filter } }: Message,
  request: SandboxRequest,
  items: readonly Item[],
  render: (item: Item) => string,
): Reply {
  const path = `/ns:${operation}[1]/ns:Response_Filter[1]`;
  if (filter.Page < 1) return validationFault("Page number cannot be zero", `${path}/ns:Page[1]`);
  if (filter.Count < 1 || filter.Count > MAX_COUNT) {
    return validationFault(`Count must be between 1 and ${MAX_COUNT}`, `${path}/ns:Count[1]`);
  }
  const start = (filter.Page - 1) * filter.Count;
  const page = cutPage(items, start, filter.Count, request.pageFault(start));
  const name = operation.replace(/_Request$/u, "_Response");
  const results = [
    `<wd:Total_Results>${page.total}</wd:Total_Results>`,
    `<wd:Total_Pages>${Math.ceil(page.total / filter.Count)}</wd:Total_Pages>`,
    `<wd:Page_Results>${page.items.length}</wd:Page_Results>`,
    `<wd:Page>${filter.Page}</wd:Page>`,
  ];
  const data =
    page.items.length > 0 ? `<wd:Response_Data>${page.items.map(render).join("")}</wd:Response_Data>` : "";
  return soapReply(
    `<wd:${name} xmlns:wd="urn:com.workday/bsvc" wd:version="v44.0"><wd:Response_Results>${results.join("")}</wd:Response_Results>${data}</wd:${name}>`,
    request,
  );
}
