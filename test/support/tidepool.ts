import type { Loopback, LoopbackRequest } from "../conformance/loopback.js";
import { startLoopback } from "../conformance/loopback.js";

export const TIDEPOOL_KEY = "tp-key-0123456789";

/** Somebody as Tidepool has them. */
export interface TidepoolPerson {
  readonly staffNumber: number;
  readonly mail: string | null;
  readonly name: { readonly given: string; readonly family: string };
  readonly employment: {
    readonly state: string;
    readonly startDate: string;
    readonly endDate: string | null;
  };
  readonly office: { readonly title: string } | null;
  readonly managerNumber: number | null;
  readonly payment: { readonly iban: string | null; readonly bic: string | null };
  readonly dateOfBirth: string;
}

/** A person who works there, with other data where they are given. */
export function tidepoolPerson(
  staffNumber: number,
  given: string,
  family: string,
  more: Partial<TidepoolPerson> = {},
): TidepoolPerson {
  return {
    staffNumber,
    mail: `${given}.${family}@acme.test`.toLowerCase(),
    name: { given, family },
    employment: { state: "employed", startDate: "17/02/2020", endDate: null },
    office: { title: "London" },
    managerNumber: null,
    payment: { iban: null, bic: null },
    dateOfBirth: "24/12/1980",
    ...more,
  };
}

/**
 * An HR tool that nobody ships, on loopback: people in an envelope in an envelope, `skip` and `take`, a key in
 * a header of its own, managers by number, days first in dates.
 */
export async function startTidepool(people: readonly TidepoolPerson[]): Promise<Loopback> {
  return startLoopback(({ url, headers }: LoopbackRequest) => {
    if (headers["x-tidepool-key"] !== TIDEPOOL_KEY) return { status: 401, json: { fault: "who are you?" } };
    if (url.pathname !== "/v3/staff") return { status: 404, json: { fault: "no such thing" } };
    const skip = Number(url.searchParams.get("skip") ?? 0);
    const take = Math.min(Number(url.searchParams.get("take") ?? 20), 20);
    const entries = people.slice(skip, skip + take);
    return { status: 200, json: { response: { staff: { entries, count: people.length } } } };
  });
}
