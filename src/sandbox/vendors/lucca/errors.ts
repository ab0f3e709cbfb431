import { addDays } from "../../../sync/model/index.js";
import type { Failure, Reply } from "../../server/exchange.js";
import type { Person } from "../../world/world.js";

/** A refusal of v3; its casing varies, this is one of the two seen (docs/vendors/lucca.md §8). */
export function luccaError(status: number, message: string): Reply {
  return { status, json: { Status: status, Message: message } };
}

export function luccaFailure(failure: Failure): Reply {
  switch (failure) {
    case "unauthorized":
      return luccaError(401, "Unauthorized");
    case "forbidden":
      return luccaError(403, "You don't have the permission to consult users");
    case "not_found":
      return {
        status: 404,
        headers: { "content-type": "text/html; charset=utf-8" },
        text: "<!doctype html><html><head><title>Page introuvable</title></head></html>",
      };
    case "too_many_requests":
      return luccaError(429, "Too many requests");
    case "too_large":
      return luccaError(413, "Request entity too large");
    case "internal_error":
      return luccaError(500, "An error has occurred.");
  }
}

/** Lucca tells who left by the day alone, so nobody has left without one. */
export function contractEnd({ status, endDate }: Person, today: string): string | null {
  return status === "inactive" && endDate === null ? addDays(today, -1) : endDate;
}

/** Whether the last day is over. */
export function hasLeft(person: Person, today: string): boolean {
  const end = contractEnd(person, today);
  return end !== null && end < today;
}

/** Whether the first day is still to come. */
export function isAhead({ startDate }: Person, today: string): boolean {
  return startDate !== null && startDate > today;
}
