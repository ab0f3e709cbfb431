import { describe, expect, it } from "vitest";
import { classifyFailure } from "../../src/http/failure.js";
import { problemFromFailure } from "../../src/http/problem.js";
import { HttpFailure, type HttpFailureKind } from "../../src/http/types.js";
import { expectAbsent } from "./thrown.js";

const CALL = { host: "api.acme.test", purpose: "list people" };

function failure(kind: HttpFailureKind, code?: string): HttpFailure {
  return new HttpFailure({ ...CALL, kind, code, sent: false, message: `list people: ${kind}` });
}

describe("problemFromFailure", () => {
  it.each([
    ["dns", "ENOTFOUND", "configuration", "unknown_host"],
    ["dns", "EAI_AGAIN", "temporary", "dns_failed"],
    ["connection", "ECONNREFUSED", "temporary", "connection_failed"],
    ["timeout", undefined, "temporary", "timed_out"],
    ["tls", "CERT_HAS_EXPIRED", "configuration", "tls_expired"],
    ["tls", "CERT_NOT_YET_VALID", "configuration", "tls_not_yet_valid"],
    ["tls", "ERR_TLS_CERT_ALTNAME_INVALID", "configuration", "tls_wrong_host"],
    ["tls", "ERR_SSL_WRONG_VERSION_NUMBER", "configuration", "tls_failed"],
    ["proxy", "ECONNREFUSED", "temporary", "proxy_unreachable"],
    ["proxy", "502", "temporary", "proxy_failed"],
    ["proxy", "ENOTFOUND", "temporary", "proxy_unknown_host"],
    ["proxy_refused", "407", "credentials", "proxy_credentials"],
    ["proxy_refused", "403", "configuration", "proxy_refused"],
    ["proxy_refused", "SELF_SIGNED_CERT_IN_CHAIN", "configuration", "proxy_tls_failed"],
    ["reset", "ECONNRESET", "temporary", "connection_lost"],
    ["truncated", undefined, "temporary", "answer_cut_off"],
    ["too_large", undefined, "temporary", "answer_too_large"],
    ["not_json", undefined, "temporary", "not_json"],
    ["broken_json", undefined, "temporary", "answer_broken"],
    ["unreadable", undefined, "unexpected", "answer_unreadable"],
    ["redirect", undefined, "configuration", "redirected"],
    ["unsendable", undefined, "credentials", "credential_unsendable"],
  ] as const)("explains %s (%s) as %s", (kind, code, expectedKind, expectedCode) => {
    const problem = problemFromFailure(failure(kind, code), { service: "Acme HR" });
    expect(problem).toMatchObject({ kind: expectedKind, code: expectedCode });
    expect(problem.message).toContain("Acme HR");
    expect(problem.why).not.toBe("");
    expect(problem.next).not.toBe("");
  });

  it.each([
    [429, "temporary", "rate_limited"],
    [500, "temporary", "server_error"],
    [503, "temporary", "server_error"],
    [404, "configuration", "not_found"],
    [418, "unexpected", "unexpected_answer"],
  ])("explains status %i as %s", (status, kind, code) => {
    expect(problemFromFailure({ status }, { service: "Acme HR" })).toMatchObject({ kind, code });
  });

  it("hints at the spelling of an unknown host", () => {
    expect(problemFromFailure(failure("dns", "ENOTFOUND"), { service: "Acme HR" }).next).toContain(
      "spelling",
    );
  });

  it("takes a name of the vendor's own that is not found for an outage", () => {
    const details = { ...CALL, kind: "dns", code: "ENOTFOUND", sent: false, message: "" } as const;
    const problem = problemFromFailure(new HttpFailure({ ...details, isVendorHost: true }), {
      service: "Acme HR",
    });
    expect(problem).toMatchObject({ kind: "temporary", code: "dns_failed" });
    expect(problem.why).toContain("api.acme.test can't be looked up now (ENOTFOUND)");
    expect(problem.next).toContain("again in a few minutes");
    expect(problem.next).not.toContain("spelling");
  });

  it.each(["DEPTH_ZERO_SELF_SIGNED_CERT", "SELF_SIGNED_CERT_IN_CHAIN", "UNABLE_TO_VERIFY_LEAF_SIGNATURE"])(
    "names network.caFile and NODE_EXTRA_CA_CERTS for %s",
    (code) => {
      const problem = problemFromFailure(failure("tls", code), { service: "Acme HR" });
      expect(problem.code).toBe("tls_untrusted");
      expect(problem.next).toContain("network.caFile");
      expect(problem.next).toContain("NODE_EXTRA_CA_CERTS");
    },
  );

  it.each([
    "ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED",
    "ERR_SSL_TLSV1_ALERT_UNKNOWN_CA",
    "ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE",
    "ERR_SSL_SSLV3_ALERT_CERTIFICATE_REVOKED",
  ])("takes %s for a client certificate that is refused", (code) => {
    const problem = problemFromFailure(failure("tls", code), { service: "Acme HR" });
    expect(problem).toMatchObject({ kind: "credentials", code: "client_certificate_refused" });
    expect(problem.why).toContain("does not accept the certificate that it was shown");
  });

  it("takes the caller's next step when there is one", () => {
    expect(problemFromFailure({ status: 500 }, { service: "Acme HR", next: "Wait." }).next).toBe("Wait.");
  });
});

describe("classifyFailure", () => {
  function thrown(code: string, extra: object = {}): Error {
    return Object.assign(new Error("canary-in-message"), { code, data: "canary-in-data", ...extra });
  }

  it.each([
    ["EAI_AGAIN", {}, "dns", false],
    ["EHOSTUNREACH", {}, "connection", false],
    ["UND_ERR_CONNECT_TIMEOUT", {}, "timeout", false],
    ["ETIMEDOUT", { syscall: "connect" }, "timeout", false],
    ["ETIMEDOUT", { syscall: "read" }, "timeout", true],
    ["ERR_TLS_CERT_ALTNAME_INVALID", {}, "tls", false],
    ["DEPTH_ZERO_SELF_SIGNED_CERT", {}, "tls", false],
    ["CERT_HAS_EXPIRED", {}, "tls", false],
    ["ECONNRESET", { syscall: "read" }, "reset", true],
    ["EPIPE", {}, "reset", true],
    ["UND_ERR_HEADERS_OVERFLOW", {}, "too_large", true],
    ["HPE_INVALID_CONSTANT", {}, "reset", true],
  ])("reads %s %j as %s, sent %s", (code, extra, kind, sent) => {
    expect(classifyFailure(thrown(code, extra), CALL, "headers")).toMatchObject({ kind, sent, code });
  });

  it("knows that nothing was sent when none of several addresses answered", () => {
    const refused = (code: string) => thrown(code, { syscall: "connect" });
    const errors = [refused("ETIMEDOUT"), refused("ENETUNREACH")];
    const error = Object.assign(new AggregateError(errors), { code: "ETIMEDOUT" });
    expect(classifyFailure(error, CALL, "headers")).toMatchObject({ kind: "timeout", sent: false });
  });

  it("finds the code in a cause", () => {
    const error = new TypeError("failed", { cause: thrown("ECONNREFUSED") });
    expect(classifyFailure(error, CALL, "headers").kind).toBe("connection");
  });

  it("takes nothing over from the original error but its code", () => {
    expectAbsent(classifyFailure(thrown("HPE_INVALID_CONSTANT"), CALL, "headers"), "canary");
  });
});
