import { describe, expect, it } from "vitest";
import { parseProxy, proxyCredentials } from "../../src/http/proxy.js";
import { isProblem } from "../../src/sync/errors.js";
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

function problemOf(act: () => unknown) {
  try {
    act();
  } catch (error) {
    if (isProblem(error)) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}
