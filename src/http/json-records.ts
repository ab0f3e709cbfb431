import { ownValue } from "../shared/objects.js";

/** A list in a JSON answer whose entries are taken one by one, while the answer comes. */
export interface RecordList {
  /** The keys that lead from the answer to the list; none when the answer is the list. */
  readonly path: readonly string[];
  /** Makes of an entry what is kept of it; without it, that is the entry. */
  readonly each?: (entry: unknown) => unknown;
}

/** A JSON answer in two parts. */
export interface TakenApart {
  /** The answer with an empty list in the place of the list; all of it when nothing was taken out. */
  readonly rest: string;
  /** What was kept of the list; null when the answer has no list there, and when it is small. */
  readonly records: readonly unknown[] | null;
}

/** Characters up to which an answer is parsed as a whole: entry by entry takes longer, and would save little memory. */
const SMALL = 1_000_000;

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/**
 * Takes the entries of a list out of a JSON text while it comes, so that neither a large text nor all that it says
 * is ever in memory as a whole. Only where an entry ends is found out here. `JSON.parse` reads each of them and the
 * rest, which together is exactly as strict as one `JSON.parse` of everything. Of keys that are there twice the
 * last one counts, as there.
 *
 * @param small characters up to which nothing is taken out
 * @returns null when an entry is no JSON; whether `rest` is, shows when it is parsed
 */
export async function takeApart(
  text: AsyncIterable<string>,
  { path, each = (entry) => entry }: RecordList,
  small = SMALL,
): Promise<TakenApart | null> {
  const outside = new Outside(path);
  let entries: Entries | null = null;
  let records: unknown[] = [];
  let start: string | null = "";
  for await (let piece of text) {
    if (start !== null) {
      start += piece;
      if (start.length <= small) continue;
      piece = start;
      start = null;
    }
    for (let at = 0; at < piece.length; ) {
      if (entries !== null) {
        at = entries.read(piece, at);
        for (const entry of entries.taken()) {
          const parsed = parse(entry);
          if (parsed === NOT_JSON) return null;
          records.push(each(parsed));
        }
        if (!entries.isOver) continue;
        entries = null;
        outside.goOn();
        continue;
      }
      at = outside.read(piece, at);
      if (!outside.isAtList) continue;
      entries = new Entries();
      records = [];
    }
  }
  if (start !== null) return { rest: start, records: null };
  return { rest: outside.text, records: outside.hasList ? records : null };
}

/**
 * The answer that was taken apart, with what is kept of its list.
 * @param rest as it was parsed
 * @param records what was taken out of it
 */
export function putTogether(
  rest: unknown,
  { path, each }: RecordList,
  records: TakenApart["records"],
): unknown {
  if (records !== null) return withList(rest, path, records);
  const list = each && path.reduce<unknown>(ownValue, rest);
  return each && Array.isArray(list) ? withList(rest, path, list.map(each)) : rest;
}

function withList(holder: unknown, [key, ...inner]: readonly string[], list: readonly unknown[]): unknown {
  if (key === undefined) return list;
  const object = holder as Record<string, unknown>;
  object[key] = withList(object[key], inner, list);
  return object;
}

const NOT_JSON = Symbol("not JSON");

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return NOT_JSON;
  }
}

/** What is around the list: finds where it begins. */
class Outside {
  text = "";
  /** Whether the list has begun right after what was read. */
  isAtList = false;
  /** Whether the list was there, by the last value of each key on the way to it. */
  hasList = false;
  readonly #path: readonly string[];
  #depth = 0;
  /** How many of the open objects and lists lead to the list; all of them, or what follows is beside it. */
  #level = 0;
  /** Whether the next value is on the way to the list. */
  #isWanted = true;
  #isInString = false;
  #isEscaped = false;
  /** The last string of an object on the way, which may have been a key. */
  #string = "";

  constructor(path: readonly string[]) {
    this.#path = path;
  }

  /** @returns where in the piece it stopped: behind the beginning of the list, or at the end */
  read(piece: string, from: number): number {
    let stringFrom = from;
    for (let at = from; at < piece.length; at += 1) {
      const char = piece.charCodeAt(at);
      if (this.#isInString) {
        if (this.#isEscaped) this.#isEscaped = false;
        else if (char === BACKSLASH) this.#isEscaped = true;
        else if (char === QUOTE) {
          this.#isInString = false;
          this.#noteString(piece.slice(stringFrom, at));
        }
      } else if (char === QUOTE) {
        this.#isInString = true;
        this.#string = "";
        stringFrom = at + 1;
        this.#isWanted = false;
      } else if (char === OPEN_LIST && this.#isWanted && this.#level === this.#path.length) {
        this.isAtList = true;
        this.text += piece.slice(from, at + 1);
        return at + 1;
      } else this.#see(char);
    }
    if (this.#isInString) this.#noteString(piece.slice(stringFrom));
    this.text += piece.slice(from);
    return piece.length;
  }

  /** Goes on behind the list. */
  goOn(): void {
    this.text += "]";
    this.isAtList = false;
    this.#isWanted = false;
    this.hasList = true;
  }

  #see(char: number): void {
    switch (char) {
      case OPEN_OBJECT:
        if (this.#isWanted && this.#level < this.#path.length) this.#level += 1;
        this.#depth += 1;
        this.#isWanted = false;
        return;
      case OPEN_LIST:
        this.#depth += 1;
        this.#isWanted = false;
        return;
      case CLOSE_OBJECT:
      case CLOSE_LIST:
        this.#depth -= 1;
        this.#level = Math.min(this.#level, this.#depth);
        return;
      case COLON:
        this.#isWanted = this.#isOnTheWay() && this.#key() === this.#path[this.#level - 1];
        // Whatever an earlier key of this name had counts no more.
        if (this.#isWanted) this.hasList = false;
    }
  }

  #isOnTheWay(): boolean {
    return this.#depth > 0 && this.#depth === this.#level;
  }

  #noteString(part: string): void {
    if (this.#isOnTheWay()) this.#string += part;
  }

  #key(): unknown {
    return this.#string.includes("\\") ? parse(`"${this.#string}"`) : this.#string;
  }
}

/** The inside of the list: finds where an entry ends. */
class Entries {
  isOver = false;
  readonly #taken: string[] = [];
  #count = 0;
  /** Of an entry that goes on in the next piece. */
  #begun = "";
  #depth = 0;
  #isInString = false;
  #isEscaped = false;

  /** The texts of the entries that have ended since it was asked last. */
  taken(): string[] {
    return this.#taken.splice(0);
  }

  /** @returns where in the piece it stopped: behind the end of the list, or at the end */
  read(piece: string, from: number): number {
    // In local variables: this loop sees every character that an HR tool says.
    let [depth, isInString, isEscaped, begin] = [this.#depth, this.#isInString, this.#isEscaped, from];
    for (let at = from; at < piece.length; at += 1) {
      const char = piece.charCodeAt(at);
      if (isInString) {
        if (isEscaped) isEscaped = false;
        else if (char === BACKSLASH) isEscaped = true;
        else if (char === QUOTE) isInString = false;
      } else if (char === QUOTE) isInString = true;
      else if (char === OPEN_OBJECT || char === OPEN_LIST) depth += 1;
      else if (depth > 0) {
        if (char === CLOSE_OBJECT || char === CLOSE_LIST) depth -= 1;
      } else if (char === COMMA) {
        this.#take(piece.slice(begin, at));
        begin = at + 1;
      } else if (char === CLOSE_LIST) {
        this.#end(piece.slice(begin, at));
        return at + 1;
      }
    }
    this.#begun += piece.slice(begin);
    this.#depth = depth;
    this.#isInString = isInString;
    this.#isEscaped = isEscaped;
    return piece.length;
  }

  #take(last: string): void {
    this.#taken.push(this.#begun + last);
    this.#begun = "";
    this.#count += 1;
  }

  #end(last: string): void {
    this.isOver = true;
    const isEmpty = this.#count === 0 && (this.#begun + last).trim() === "";
    if (!isEmpty) this.#take(last);
  }
}
