import { describe, expect, it } from "vitest";
import { parseProxy, proxyCredentials } from "../../src/http/proxy.js";
import { isProblem } from "../../src/shared/errors.js";
import { expectAbsent } from "./thrown.js";

const SOURCE = "HTTPS_PROXY";

describe("parseProxy", () => {
  it.each([
    ["http://proxy.acme.test:3128", "http://proxy.acme.test:3128", "proxy.acme.test:3128"],
    ["http://proxy.acme.test:3128/", "http://proxy.acme.test:3128", "proxy.acme.test:3128"],
    ["proxy.acme.test:3128", "http://proxy.acme.test:3128", "proxy.acme.test:3128"],
    ["proxy.acme.test", "http://proxy.acme.test:80", "proxy.acme.test:80"],
    ["https://proxy.acme.test", "https://proxy.acme.test:443", "proxy.acme.test:443"],
    ["http://[2001:db8::1]:3128", "http://[2001:db8::1]:3128", "[2001:db8::1]:3128"],
  ])("reads %s", (text, address, host) => {
    expect(parseProxy({ text, source: SOURCE })).toEqual({
      address,
      host,
      credentials: null,
      source: SOURCE,
    });
  });

  it("takes user name and password out of the address", () => {
    const proxy = parseProxy({
      text: "http://mira%40acme:p%C3%A4ss%3A1@proxy.acme.test:3128",
      source: SOURCE,
    });
    expect(proxy.credentials).toEqual({ username: "mira@acme", password: "päss:1" });
    expect(proxy.address).toBe("http://proxy.acme.test:3128");
    expect(parseProxy({ text: "user@proxy.acme.test:1", source: SOURCE }).credentials).toEqual({
      username: "user",
      password: "",
    });
  });

  it.each([
    "http://",
    "socks5://user:canary@proxy.acme.test:1080",
    "http://canary:a%zz@h:1",
    "http://h:99999",
  ])("refuses %s without quoting it", (text) => {
    const error = problemOf(() => parseProxy({ text, source: SOURCE }));
    expect(error).toMatchObject({ kind: "configuration", code: "proxy_invalid" });
    expect(error.message).toContain(SOURCE);
    expectAbsent(error, "canary");
    expect(proxyCredentials({ text, source: SOURCE })).toBeNull();
  });
});

describe("a password with signs that have a meaning in addresses", () => {
  it.each([
    "http://user:p@ss:w/canary@127.0.0.1:9",
    "http://user:canary#1@proxy.acme.test:3128",
    "http://user:12#canary@proxy.acme.test:3128",
    "http://user:12?canary@proxy.acme.test:3128",
    "http://user:12/canary@proxy.acme.test:3128",
    "http://us/er:canary@proxy.acme.test:3128",
    "http://ACME\\user:canary@proxy.acme.test:3128",
    "user:can/ary@proxy.acme.test:3128",
  ])("is told to be percent-encoded, and not shown: %s", (text) => {
    const error = problemOf(() => parseProxy({ text, source: SOURCE }));
    expect(error).toMatchObject({ kind: "configuration", code: "proxy_invalid" });
    expect(error.why).toContain("must be percent-encoded: @ as %40, : as %3A, / as %2F");
    expect(error.next).toContain("HTTPS_PROXY for example as http://user:pass%40word@host:port");
    expectAbsent(error, "canary");
    expect(proxyCredentials({ text, source: SOURCE })).toBeNull();
  });

  it("is understood when it is, and an @ in it even when it is not", () => {
    const encoded = "http://ACME%5Cuser:p%40ss%3Aw%2Frd%23%3F%25@proxy.acme.test:3128";
    expect(proxyCredentials({ text: encoded, source: SOURCE })).toEqual({
      username: "ACME\\user",
      password: "p@ss:w/rd#?%",
    });
    expect(proxyCredentials({ text: "http://user:p@ss@proxy.acme.test:1", source: SOURCE })?.password).toBe(
      "p@ss",
    );
  });
});

function problemOf(act: () => unknown) {
  try {
    act();
  } catch (error) {
    if (isProblem(error)) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}
