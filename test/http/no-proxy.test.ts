import { describe, expect, it } from "vitest";
import { bypassesProxy, parseNoProxy } from "../../src/http/proxy.js";

function bypasses(url: string, noProxy: string): boolean {
  return bypassesProxy(new URL(url), parseNoProxy(noProxy));
}

describe("bypassesProxy", () => {
  it.each(["http://127.0.0.1:8080", "http://127.9.9.9", "http://localhost:1", "http://[::1]:8080"])(
    "always goes straight to this computer, %s",
    (url) => expect(bypasses(url, "")).toBe(true),
  );

  it("goes through the proxy when no entry fits", () => {
    for (const noProxy of [
      "",
      "other.test",
      ",, ",
      "cme.test",
      "api.acme.test.evil.test",
      "acme.test:8443",
    ]) {
      expect(bypasses("https://api.acme.test/v1", noProxy), noProxy).toBe(false);
    }
  });

  it.each([
    ["*", "https://api.acme.test"],
    ["api.acme.test", "https://api.acme.test"],
    ["API.Acme.Test", "https://api.acme.test"],
    ["acme.test", "https://api.acme.test"],
    [".acme.test", "https://api.acme.test"],
    ["*.acme.test", "https://api.acme.test"],
    ["other.test acme.test", "https://acme.test"],
    ["other.test, acme.test:443", "https://acme.test"],
    ["acme.test:8443", "https://acme.test:8443"],
    ["10.1.2.3", "https://10.1.2.3"],
    ["10.0.0.0/8", "https://10.1.2.3"],
    ["2001:db8::1", "https://[2001:db8::1]"],
    ["[2001:db8::1]:8443", "https://[2001:db8::1]:8443"],
    ["2001:db8::/32", "https://[2001:db8::1]"],
  ])("goes straight with %s to %s", (noProxy, url) => {
    expect(bypasses(url, noProxy)).toBe(true);
  });

  it.each([
    ["10.0.0.0/8", "https://11.1.2.3"],
    ["10.0.0.0/8", "https://api.acme.test"],
    ["10.0.0.0/33", "https://10.1.2.3"],
    ["10.0.0.0/x", "https://10.1.2.3"],
    ["api/8", "https://api.acme.test"],
    ["2001:db8::/32", "https://10.1.2.3"],
    ["[2001:db8::1]:8443", "https://[2001:db8::1]"],
  ])("does not with %s to %s", (noProxy, url) => {
    expect(bypasses(url, noProxy)).toBe(false);
  });
});
