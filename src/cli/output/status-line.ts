import { clearLine, cursorTo } from "node:readline";
import type { Writable } from "node:stream";
import { widthOf } from "./wrap.js";

/** A terminal, or something that is none. */
type Stream = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/**
 * What is under way, in a line below everything that is written, from a second on. It is gone when all of it
 * is over: results and questions come after that.
 */
export interface StatusLine {
  /** Writes something else: it appears above the line. */
  above(write: () => void): void;
  /**
   * @param key what it is about: a later text of the same key takes its place
   * @param text asked again at every redraw, since it may count down; null: that is over
   */
  show(key: string, text: (() => string) | null): void;
  /** All of it is over: a question, the result or a problem comes. */
  clear(): void;
}

/** What takes less time needs no words. */
const PATIENCE_MS = 1000;
const REDRAW_MS = 250;

/** @param isOn false where nobody looks, or lines are written instead */
export function createStatusLine(stderr: Stream, isOn: () => boolean): StatusLine {
  const texts = new Map<string, () => string>();
  let timer: NodeJS.Timeout | null = null;
  let isDrawn = false;

  function erase(): void {
    if (!isDrawn) return;
    cursorTo(stderr, 0);
    clearLine(stderr, 0);
    isDrawn = false;
  }

  function draw(): void {
    erase();
    if (texts.size === 0) return;
    stderr.write(
      shortened([...texts.values()].map((text) => text()).join(" · "), (stderr.columns ?? 80) - 1),
    );
    isDrawn = true;
  }

  function start(): void {
    if (timer) return;
    timer = setTimeout(() => {
      draw();
      timer = setInterval(draw, REDRAW_MS).unref();
    }, PATIENCE_MS).unref();
  }

  function clear(): void {
    erase();
    texts.clear();
    if (timer) clearTimeout(timer);
    timer = null;
  }

  return {
    above(write) {
      const wasDrawn = isDrawn;
      erase();
      write();
      if (wasDrawn) draw();
    },
    show(key, text) {
      if (text === null) texts.delete(key);
      else if (isOn()) texts.set(key, text);
      if (texts.size === 0) clear();
      else start();
    },
    clear,
  };
}

/** One line whatever the width: a line that the terminal breaks could not be taken away again. */
function shortened(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let short = text;
  while (short !== "" && widthOf(short) > width - 1) short = short.slice(0, -1);
  return `${short}…`;
}
