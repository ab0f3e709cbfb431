import { describe, expect, it } from "vitest";
import { writeAccessOf } from "../../src/spendesk/write-refused.js";
import { sendJson } from "../http/serve.js";
import { rejection } from "../http/thrown.js";
import { tinySpendesk, users, usersHandler } from "./tiny-spendesk.js";

describe("writeAccessOf", () => {
  it.each([
    "user:read user:write",
    "users:write",
    "user:*",
    "USER:WRITE",
    "user:create",
    "user:readwrite",
    "member.manage",
    "*",
    "*:*",
  ])("takes %s for the right to write", (scopes) => {
    expect(writeAccessOf(scopes.split(" "), null).state).toBe("granted");
  });

  it.each(["user:read", "user:read supplier:write", "user:read-only", "users:read:own", "*:read"])(
    "takes %s for a key that can only read members",
    (scopes) => {
      expect(writeAccessOf(scopes.split(" "), null).state).toBe("refused");
    },
  );

  it.each([[null], [[]], [["openid", "user:read"]], [["full"]]])("does not know what %j allows", (scopes) => {
    expect(writeAccessOf(scopes, null).state).toBe("unknown");
  });

  it("goes by the scope that the configuration names, and by no other", () => {
    expect(writeAccessOf(["user:read", "team:admin"], "team:admin").state).toBe("granted");
    expect(writeAccessOf(["user:read", "user:write"], "team:admin").state).toBe("refused");
    expect(writeAccessOf(null, "team:admin").state).toBe("unknown");
  });
});

describe("the write access of an entity", () => {
  it("costs no call but the token's, which the reads of the run share", async () => {
    const { spendesk, seen } = await tinySpendesk(
      usersHandler(users(1, 3)),
      {},
      { scope: "user:read user:write" },
    );
    expect(await spendesk.writeAccess()).toEqual({ state: "granted", scopes: ["user:read", "user:write"] });
    await spendesk.reader.readMembers();
    expect(await spendesk.writeAccess()).toMatchObject({ state: "granted" });
    expect(seen.map(({ method, url }) => `${method} ${url.split("?")[0]}`)).toEqual([
      "POST /v1/auth/token",
      "GET /v1/users",
    ]);
  });

  it("is known for a key whose scope the configuration names", async () => {
    const { spendesk } = await tinySpendesk(
      (_, response) => sendJson(response, 500, {}),
      { writeScope: "member-admin" },
      { scope: "user:read member-admin" },
    );
    expect((await spendesk.writeAccess()).state).toBe("granted");
  });

  it("fails with the token", async () => {
    const { spendesk } = await tinySpendesk(() => undefined, { baseUrl: "http://127.0.0.1:1" });
    expect(await rejection(spendesk.writeAccess())).toMatchObject({ code: "connection_failed" });
  });
});
