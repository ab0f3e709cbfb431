import { describe, expect, it } from "vitest";
import { credentialCheck, sentCredential } from "../../../src/providers/support/credentials.js";

describe("credential check", () => {
  const check = credentialCheck("client secret");

  it("accepts a value, also with blanks around it", () => {
    expect([check("papi-7f"), check(" papi-7f\n")]).toEqual([null, null]);
  });

  it.each([
    ["", "is empty"],
    [" \n", "is empty"],
    ["half one", "blank or line break inside"],
    ["<your secret>", "blank or line break inside"],
    ["<secret>", "placeholder"],
    ["********", "placeholder"],
  ])("refuses %o", (value, message) => {
    expect(check(value)).toContain(message);
    expect(check(value)).toContain("client secret");
  });
});

describe("a credential as it is sent", () => {
  function send(stored: string) {
    const secrets: string[] = [];
    const connection = {
      credentials: { apiKey: stored },
      registerSecret: (value: string) => secrets.push(value),
    };
    return { sent: sentCredential(connection, "apiKey"), secrets };
  }

  it.each([
    " key-7f ",
    "Bearer key-7f",
    "bearer  key-7f\n",
    "Authorization: Bearer key-7f",
    "lucca application=key-7f",
    "Token key-7f",
  ])("is without what was pasted along: %j", (stored) => {
    expect(send(stored)).toEqual({ sent: "key-7f", secrets: ["key-7f"] });
    expect(credentialCheck("API key")(stored)).toBeNull();
  });

  it("is what is stored when nothing was", () => {
    expect(send("key-7f")).toEqual({ sent: "key-7f", secrets: [] });
    expect(send("bearer-7f").sent).toBe("bearer-7f");
    expect(send("").sent).toBe("");
  });
});
