import { nearest } from "../../sync/model/index.js";
import { referencesOf } from "../mapping/templates.js";
import type { Manifest } from "../schema/manifest.js";
import { type Finding, finding } from "./finding.js";

/** Fewer entries a page are a mistake: reading a thousand people would take hundreds of calls. */
const LEAST_PAGE = 10;

/** Requests: each is used, all that are named are there, and pages are of a sensible size. */
export function lintRequests(manifest: Manifest): readonly Finding[] {
  return [...lintUse(manifest), ...lintPages(manifest), ...lintAssembly(manifest)];
}

function lintUse({ requests, assemble, check }: Manifest): readonly Finding[] {
  const named: readonly (readonly [string, readonly (string | number)[]])[] = [
    [assemble.root, ["assemble", "root"]],
    ...assemble.union.map((name, index) => [name, ["assemble", "union", index]] as const),
    ...assemble.join.map(({ from }, index) => [from, ["assemble", "join", index, "from"]] as const),
    ...assemble.batch.map(
      ({ request }, index) => [request, ["assemble", "batch", index, "request"]] as const,
    ),
    ...(assemble.detail ? [[assemble.detail.request, ["assemble", "detail", "request"]] as const] : []),
    ...(check ? [[check.request, ["check", "request"]] as const] : []),
  ];
  const known = Object.keys(requests);
  const missing = named.flatMap(([name, path]) => {
    if (known.includes(name)) return [];
    const guess = nearest(name, known);
    return [
      finding(
        path,
        `is no request${guess === null ? `; known: ${known.join(", ")}` : `; did you mean ${guess}?`}`,
      ),
    ];
  });
  const used = new Set(named.map(([name]) => name));
  const idle = known.filter((name) => !used.has(name));
  return [...missing, ...idle.map((name) => finding(["requests", name], "is used for nothing"))];
}

function lintPages({ requests }: Manifest): readonly Finding[] {
  return Object.entries(requests).flatMap(([name, { method, body, pagination }]) => {
    const path = ["requests", name];
    const found: Finding[] = [];
    if (method === "GET" && body !== undefined)
      found.push(finding([...path, "body"], "has no place in a GET"));
    if (pagination.kind === "none") return found;
    if (pagination.size <= LEAST_PAGE) {
      found.push(finding([...path, "pagination", "size"], `must be more than ${LEAST_PAGE}`));
    }
    if ("in" in pagination && pagination.in === "body" && method === "GET") {
      found.push(finding([...path, "pagination", "in"], "must be query for a GET"));
    }
    return found;
  });
}

function lintAssembly({ requests, assemble }: Manifest): readonly Finding[] {
  const found: Finding[] = [];
  const lists = [assemble.root, ...assemble.union];
  if (new Set(lists).size < lists.length) {
    found.push(finding(["assemble", "union"], "must name other requests than root, each once"));
  }
  const names = [...assemble.join, ...assemble.batch, ...(assemble.detail ? [assemble.detail] : [])].map(
    ({ as }) => as,
  );
  if (new Set(names).size < names.length)
    found.push(finding(["assemble"], "must give each part a name of its own (as)"));
  const { detail } = assemble;
  const path = detail && requests[detail.request]?.path;
  if (path !== undefined && !referencesOf(path).some((reference) => reference.startsWith("record."))) {
    found.push(finding(["requests", detail?.request ?? "", "path"], "must name the record: ${record.id}"));
  }
  for (const { request } of assemble.batch) {
    const body = JSON.stringify(requests[request]?.body ?? {});
    if (!referencesOf(body).includes("ids"))
      found.push(finding(["requests", request, "body"], "must hold ${ids}"));
  }
  return found;
}
