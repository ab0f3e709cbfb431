import { describe, expect, it } from "vitest";
import type { HttpResponse } from "../../../src/http/types.js";
import { readRefusal, refusalText } from "../../../src/providers/support/refusal.js";
import { refusalProblem } from "../../../src/providers/support/refusal-problem.js";
import { answer } from "./answers.js";

const said = (response: HttpResponse) => refusalText("Personio", response);

describe("the reader of refusals", () => {
  it.each<[string, HttpResponse, string]>([
    [
      "error.message",
      answer(403, { success: false, error: { code: 0, message: "Wrong credentials" } }),
      "Wrong credentials",
    ],
    [
      "errors[0].message",
      answer(400, { errors: [{ message: "must be <= 100", path: "/query/limit" }] }),
      "must be <= 100",
    ],
    ["errors[0] as text", answer(400, { errors: ["Unknown field"] }), "Unknown field"],
    ["errors by field", answer(400, { errors: { limit: ["Too large"] } }), "Too large"],
    [
      "errors[0].title and detail",
      answer(403, { errors: [{ title: "Insufficient access scope", detail: "Missing scope persons:read" }] }),
      "Insufficient access scope: Missing scope persons:read",
    ],
    [
      "problem+json, whose title repeats the status",
      answer(403, { title: "Forbidden", status: 403, detail: "Missing scope employees.readonly" }),
      "Missing scope employees.readonly",
    ],
    ["problem+json with a title only", answer(410, { title: "Gone", status: 410 }), "Gone"],
    [
      "OAuth's error_description",
      answer(401, { error: "invalid_token", error_description: "The access grant has expired" }),
      "The access grant has expired",
    ],
    ["error as text", answer(403, { key: "forbidden", error: "No permission" }), "No permission"],
    [
      "message",
      answer(403, { message: "You cannot consume this service" }),
      "You cannot consume this service",
    ],
    ["Message", answer(403, { Message: "Not authorized" }), "Not authorized"],
    [
      "errorMessage",
      answer(403, { errorCode: 403, type: "PermissionDeniedError", errorMessage: "No permission" }),
      "No permission",
    ],
    [
      "externalMessage",
      answer(500, { externalMessage: "Connector-veld niet gevonden.", errorNumber: -2147180999 }),
      "Connector-veld niet gevonden.",
    ],
    [
      "bare text",
      answer(403, "You are not authorized.", { "content-type": "text/plain" }),
      "You are not authorized.",
    ],
    ["bare text called JSON", answer(403, "You are not authorized."), "You are not authorized."],
    ["a JSON text", answer(403, '"Not you"'), "Not you"],
    [
      "BambooHR's header",
      answer(401, "", { "content-type": "text/html", "x-bamboohr-error-message": "API key invalid" }),
      "API key invalid",
    ],
    [
      "BambooHR's header in its other spelling",
      answer(403, "", { "content-type": "text/html", "x-bamboohr-error-messsage": "No access" }),
      "No access",
    ],
  ])("quotes %s", (_form, response, words) => {
    expect(readRefusal(response).words).toBe(words);
    expect(said(response)).toContain(`Personio says "${words}" (status ${response.status}`);
  });

  it.each<[string, HttpResponse]>([
    ["a web page", answer(403, "<html><body>Request blocked for 10.0.0.1</body></html>")],
    ["a page by its type alone", answer(403, "Request blocked", { "content-type": "text/html" })],
    ["an empty page", answer(401, "", { "content-type": "text/html; charset=UTF-8" })],
    ["nothing", answer(401, "", {})],
    ["data cut off", answer(400, '{"error": {"message": "half')],
    ["a list of people", answer(400, [{ firstName: "Ada" }])],
    ["odd values", answer(400, { error: 7, errors: [null], message: { text: "no" }, detail: ["no"] })],
  ])("quotes nothing of %s", (_form, response) => {
    expect(readRefusal(response).words).toBeNull();
    expect(said(response)).toBe(`Personio gives no reason (status ${response.status}).`);
  });

  it.each<[string, HttpResponse, string]>([
    ["personio_trace_id", answer(403, { personio_trace_id: "trace-91bc", detail: "x" }), "trace-91bc"],
    ["trace_id", answer(400, { trace_id: "trace-7f3a" }), "trace-7f3a"],
    ["traceId", answer(403, { traceId: "00-4bf92f3577b34da6" }), "00-4bf92f3577b34da6"],
    ["request_id", answer(403, { request_id: "kong-5d1f08" }), "kong-5d1f08"],
    ["request.api_req_id", answer(401, { request: { api_req_id: "8d0ce0a1" }, errors: [] }), "8d0ce0a1"],
    ["error.trace_id", answer(401, { error: { message: "no", trace_id: "abcd1" } }), "abcd1"],
    ["a header", answer(403, "", { "x-request-id": "req-77" }), "req-77"],
  ])("tells the trace id of %s", (_place, response, trace) => {
    expect(readRefusal(response).trace).toBe(trace);
    expect(said(response)).toContain(`trace id ${trace})`);
  });

  it("says what part of the request it is about, and OAuth's word", () => {
    const response = answer(400, { errors: [{ message: "must be <= 100", path: "/query/limit" }] });
    expect(said(response)).toContain("about /query/limit");
    expect(readRefusal(answer(400, { error: "invalid_scope" })).code).toBe("invalid_scope");
    expect(readRefusal(answer(400, { error: "Something else" })).code).toBeNull();
  });

  it("shows no account number, one line, and no more than a sentence", () => {
    const text = `IBAN DE89 3704 0044 0532 0130 00\nis wrong ${"long ".repeat(100)}`;
    const { words } = readRefusal(answer(400, { message: text }));
    expect(words).not.toMatch(/3704|0532/u);
    expect(words).not.toContain("\n");
    expect(words?.length).toBeLessThanOrEqual(200);
  });
});

const RULES = {
  service: "Personio",
  credentialRefused: { what: "The key is refused.", next: "Run `spendesk-hr connect personio`." },
  permissionMissing: { what: "The key may not.", next: "Tick it.", why: "It happens." },
};

describe("the problem behind a refusal", () => {
  it.each([
    ["nothing", ""],
    ["an empty page", ""],
    ["a page", "<html>Blocked</html>"],
  ])("is about the credential whatever the body of a 401 or 403 is: %s", (name, body) => {
    const headers = name === "nothing" ? {} : { "content-type": "text/html" };
    for (const [status, code] of [
      [401, "credentials_refused"],
      [403, "permission_missing"],
    ] as const) {
      const problem = refusalProblem(answer(status, body, headers), RULES);
      expect(problem).toMatchObject({ kind: "credentials", code });
      expect(problem.why).toContain("a proxy or firewall may refuse the call");
      expect(problem.why).not.toMatch(/Blocked|web page/u);
    }
  });

  it("has the vendor's words, and what is added to them", () => {
    const problem = refusalProblem(answer(403, { message: "No" }), RULES);
    expect(problem).toMatchObject({
      message: "The key may not.",
      why: 'Personio says "No" (status 403). It happens.',
      next: "Tick it.",
    });
  });

  it.each([406, 410])("says with %i that an update is due", (status) => {
    const problem = refusalProblem(answer(status, { message: "Retired" }), {
      ...RULES,
      versionSetting: "source.settings.apiVersion",
    });
    expect(problem).toMatchObject({ kind: "configuration", code: "api_outdated" });
    expect(problem.why).toContain("Retired");
    expect(problem.next).toMatch(/^Update spendesk-hr.*apiVersion/u);
    expect(refusalProblem(answer(status, ""), RULES).next).not.toContain("set ");
  });

  it("lets a vendor give another status its own meaning, and keeps the general ones", () => {
    const own = {
      404: { kind: "configuration", code: "no_company", what: "No company.", next: "Check." },
    } as const;
    expect(refusalProblem(answer(404, { message: "Gone" }), { ...RULES, own })).toMatchObject({
      code: "no_company",
      why: expect.stringContaining("Gone"),
    });
    expect(refusalProblem(answer(503, "<html></html>"), RULES)).toMatchObject({ kind: "temporary" });
    expect(refusalProblem(answer(429, { message: "Slow" }), RULES)).toMatchObject({
      code: "rate_limited",
      why: expect.stringContaining("Slow"),
    });
  });
});
