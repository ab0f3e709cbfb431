import { type HttpClient, HttpFailure, type HttpRequest, type HttpResponse } from "../../http/types.js";
import type { Problem } from "../../sync/errors.js";

export type PatientRequest = Omit<HttpRequest, "retry">;

type Attempt = { readonly response: HttpResponse } | { readonly failure: HttpFailure };

/**
 * Sends a call that only reads. It is sent once, and repeated only when what came back was trouble on
 * the way: a client that repeats calls would send a wrong password four times, and give a slow answer
 * four times its time.
 *
 * @param isTrouble whether an answer is not Workday's own word
 * @throws Problem made by `explain` when no answer came
 */
export async function sendPatiently(
  http: HttpClient,
  request: PatientRequest,
  isTrouble: (response: HttpResponse) => boolean,
  explain: (failure: HttpFailure) => Problem,
): Promise<HttpResponse> {
  const first = await attempt(http, { ...request, retry: "unsent" });
  const again =
    "response" in first
      ? isTrouble(first.response)
      : first.failure.kind === "reset" || first.failure.kind === "truncated";
  const last = again ? await attempt(http, { ...request, retry: "safe" }) : first;
  if ("failure" in last) throw explain(last.failure);
  return last.response;
}

async function attempt(http: HttpClient, request: HttpRequest): Promise<Attempt> {
  try {
    return { response: await http.request(request) };
  } catch (error) {
    if (error instanceof HttpFailure) return { failure: error };
    throw error;
  }
}
