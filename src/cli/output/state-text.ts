import type { StateFacts } from "../../state/inspect.js";
import type { ShowTime } from "./time-text.js";

type Line = readonly [label: string, value: string];

const KIB = 1024;

/** A headline with labelled lines below it. */
export function labelled(headline: string, lines: readonly Line[]): string {
  return [headline, ...lines.map(([label, value]) => `  ${label.padEnd(11)} ${value}`)].join("\n");
}

/** What is in a state, for people. */
export function factLines(facts: StateFacts, show: ShowTime): Line[] {
  const { entities, links, runs, changes, firstRunAt, lastRunAt, bytes, freeBytes } = facts;
  const between = firstRunAt && lastRunAt ? `, from ${show(firstRunAt)} to ${show(lastRunAt)}` : "";
  const free = freeBytes === null ? "" : `, of which ${kibibytes(freeBytes)} free for new rows`;
  return [
    ["Entities", entities.length === 0 ? "none" : entities.join(", ")],
    ["People", `${links} linked`],
    ["History", `${runs} runs with ${changes} changes${between}`],
    ["Size", `${kibibytes(bytes)}${free}; format ${facts.format}`],
  ];
}

function kibibytes(bytes: number): string {
  return `${Math.ceil(bytes / KIB)} KiB`;
}
