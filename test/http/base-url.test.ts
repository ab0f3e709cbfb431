import { describe, expect, it } from "vitest";
import { parseBaseUrl } from "../../src/http/base-url.js";

describe("parseBaseUrl", () => {
  it.each([
    "https://api.acme.test",
    "https://api.acme.test/v1/",
    "http://localhost:8080",
    "http://127.0.0.1",
    "http://127.8.9.10:99",
    "http://[::1]:8080",
  ])("accepts %s", (text) => {
    expect(parseBaseUrl(text).pathname).not.toMatch(/.\/$/);
  });

  it.each([
    "http://api.acme.test",
    "http://127.0.0.1.acme.test",
    "http://128.0.0.1",
    "http://localhost.acme.test",
    "http://[::2]",
  ])("refuses %s as not secure", (text) => {
    expect(() => parseBaseUrl(text)).toThrow(
      expect.objectContaining({ kind: "configuration", code: "insecure_url" }),
    );
  });

  it.each([
    "api.acme.test",
    "ftp://api.acme.test",
    "",
    "https://api.acme.test?x=1",
    "https://api.acme.test#x",
  ])("refuses %j as malformed", (text) => {
    expect(() => parseBaseUrl(text)).toThrow(
      expect.objectContaining({ kind: "configuration", code: "invalid_url" }),
    );
  });

  it("does not repeat a password pasted into an address", () => {
    let message = "";
    try {
      parseBaseUrl("https://kim:canary-9@api.acme.test");
    } catch (error) {
      message = JSON.stringify(error) + String(error);
    }
    expect(message).toContain("can't be used");
    expect(message).not.toContain("canary-9");
  });
});
