import { describe, expect, it } from "vitest";
import { parseMemberPage } from "../../src/spendesk/member-list.js";

function member(record: object) {
  const page = parseMemberPage({ meta: { pagination: { total: 1 } }, data: [{ id: "u-1", ...record }] });
  return page?.members[0];
}

describe("parseMemberPage", () => {
  it.each([
    [{}, "unknown"],
    [{ status: "active" }, "active"],
    [{ status: "Invited" }, "invited"],
    [{ status: "ARCHIVED" }, "archived"],
    [{ status: "sleeping" }, "unknown"],
    [{ status: 7 }, "unknown"],
    [{ status: "constructor" }, "unknown"],
    [{ status: "__proto__" }, "unknown"],
    [{ isArchived: true }, "archived"],
    [{ isArchived: false }, "active"],
    [{ isArchived: false, status: "invited" }, "invited"],
    [{ isArchived: true, status: "active" }, "archived"],
    [{ isArchived: null }, "unknown"],
    [{ isArchived: "yes" }, "unknown"],
  ])("reads %j as %s", (record, status) => {
    expect(member(record)?.status).toBe(status);
  });

  it.each([
    [{ roles: ["requester"] }, false],
    [{ roles: ["account_owner"] }, true],
    [{ roles: ["Account Owner"] }, true],
    [{ roles: ["requester", "ORGANISATION-OWNER"] }, true],
    [{ roles: ["organizationOwner"] }, true],
    [{ roles: [{ id: 4, name: "account_owner" }] }, true],
    [{ roles: [{ name: "approver" }] }, false],
    [{ roles: "account_owner" }, true],
    [{ roles: null }, false],
    [{ roles: 3 }, false],
    [{ isOwner: true }, true],
    [{ isOwner: "true" }, false],
  ])("reads the owner from %j as %s", (record, isOwner) => {
    expect(member(record)?.isOwner).toBe(isOwner);
  });

  it("keeps an absent manager apart from an empty one", () => {
    expect(member({})).not.toHaveProperty("managerId");
    expect(member({ managerId: 12 })).not.toHaveProperty("managerId");
    expect(member({ managerId: null })).toMatchObject({ managerId: null });
    expect(member({ managerId: "u-2" })).toMatchObject({ managerId: "u-2" });
  });

  it("tolerates odd values in one record and drops unknown fields", () => {
    expect(member({ id: 12, email: null, firstName: ["x"], lastName: "", secret: "x" })).toEqual({
      id: "12",
      email: null,
      firstName: null,
      lastName: null,
      status: "unknown",
      isOwner: false,
    });
  });

  it.each([
    null,
    "text",
    {},
    { data: [] },
    { meta: { pagination: { total: "many" } }, data: [] },
    { meta: {}, data: [] },
  ])("gives null for %j", (json) => {
    expect(parseMemberPage(json)).toBeNull();
  });
});
