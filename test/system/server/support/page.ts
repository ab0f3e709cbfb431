import { readFileSync } from "node:fs";
import { join } from "node:path";

const PAGE = join(import.meta.dirname, "../../../../docs/server.md");

/** Where a block is typed, as its first line says. */
export const MACHINES = ["laptop", "server", "server, with the Debian package instead"] as const;
export type Machine = (typeof MACHINES)[number];

/** A block of commands of docs/server.md. */
export interface Block {
  readonly machine: Machine;
  /** As it stands on the page, but for the version. */
  readonly text: string;
}

const page = readFileSync(PAGE, "utf8");

/** All blocks of the page, in its order. */
const fenced = [...page.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gmu)].map(([, language = "", text = ""]) => ({
  language,
  text,
}));

/** Every block of commands, in the order of the page. @throws Error for one that says no machine */
export function commandBlocks(version: string): readonly Block[] {
  return fenced
    .filter(({ language }) => language === "sh")
    .map(({ text }) => {
      const place = /^# on the (.+)\n/u.exec(text)?.[1];
      const machine = MACHINES.find((one) => one === place);
      if (machine === undefined) throw new Error(`docs/server.md does not say where this is typed:\n${text}`);
      return { machine, text: text.replaceAll("<version>", version) };
    });
}

/** Blocks in other languages; the one there is, is what a person types into the editor. */
export function otherBlocks(): typeof fenced {
  return fenced.filter(({ language }) => language !== "sh");
}
