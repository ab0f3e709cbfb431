import type { HttpResponse } from "../../http/types.js";
import { readRefusal } from "./refusal.js";

/** A part of a request that makes the answer better, and without which there still is one. */
export interface OptionalPart {
  /** What the vendor calls it in a refusal. */
  readonly about: RegExp;
  /**
   * Statuses whose refusal may be about this part although the vendor does not say so; it is then tried
   * without. None: only when the vendor names it.
   */
  readonly suspectAt?: readonly number[];
}

/** Which parts are still asked for. */
export interface OptionalParts<Name extends string> {
  /**
   * Sends a call, and again without the part that the vendor refuses: one alone where that is enough.
   * What was refused once is left out from then on. The answer may be a refusal for another reason.
   *
   * @param send with the parts to ask for
   */
  ask(send: (parts: ReadonlySet<Name>) => Promise<HttpResponse>): Promise<HttpResponse>;
  /** Whether nothing of it was refused so far. */
  has(name: Name): boolean;
}

const REFUSALS: readonly number[] = [400, 403, 422];

/** @param parts the first is the first to be suspected where the vendor names none */
export function createOptionalParts<Name extends string>(
  parts: Readonly<Record<Name, OptionalPart>>,
): OptionalParts<Name> {
  const names = Object.keys(parts) as Name[];
  let present: ReadonlySet<Name> = new Set(names);

  function named(response: HttpResponse, asked: ReadonlySet<Name>): Name | undefined {
    const { words, about } = readRefusal(response);
    return [...asked].find((name) => parts[name].about.test(`${about ?? ""} ${words ?? ""}`));
  }

  /** The fewest parts less first: each suspect alone, then all of them. */
  function* guesses({ status }: HttpResponse, asked: ReadonlySet<Name>): Generator<ReadonlySet<Name>> {
    const suspects = [...asked].filter((name) => parts[name].suspectAt?.includes(status));
    for (const suspect of suspects) yield without(asked, [suspect]);
    if (suspects.length > 1) yield without(asked, suspects);
  }

  return {
    has: (name) => present.has(name),
    async ask(send) {
      let asked = present;
      let response = await send(asked);
      for (;;) {
        const name = REFUSALS.includes(response.status) ? named(response, asked) : undefined;
        if (name === undefined) break;
        asked = without(asked, [name]);
        response = await send(asked);
      }
      if (!REFUSALS.includes(response.status)) {
        present = asked;
        return response;
      }
      for (const guess of guesses(response, asked)) {
        const answer = await send(guess);
        if (REFUSALS.includes(answer.status)) continue;
        present = guess;
        return answer;
      }
      return response;
    },
  };
}

function without<Name>(all: ReadonlySet<Name>, some: readonly Name[]): ReadonlySet<Name> {
  return new Set([...all].filter((one) => !some.includes(one)));
}
