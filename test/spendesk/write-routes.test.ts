import { describe, expect, it } from "vitest";
import { routesSchema } from "../../src/config/routes-schema.js";
import type { SpendeskOptions } from "../../src/spendesk/spendesk.js";
import { bodyOf, withDefaultRoutes } from "../../src/spendesk/write-routes.js";
import { BankDetails } from "../../src/sync/model/bank.js";
import { entityText, loadText, MINIMAL, onlyEntity, problemOf } from "../config/workspace.js";
import { sendJson } from "../http/serve.js";
import { IBAN, KEY, newPeople } from "./people.js";
import { type Handler, tinySpendesk } from "./tiny-spendesk.js";

/** Accepts every write, whatever its form. */
const accepting: Handler = (seen, response) => {
  const body = JSON.parse(seen.body);
  const data = Array.isArray(body) ? body.map((_, index) => ({ id: `u-${index + 1}` })) : {};
  sendJson(response, 200, { data });
};

async function sent(routes: SpendeskOptions["routes"]) {
  const { spendesk, seen } = await tinySpendesk(accepting, { routes });
  const writer = spendesk.openWriter();
  await writer.createMembers(newPeople(1), KEY);
  const change = { email: "new@acme.test", lastName: "Lovely", managerMemberId: "u-9" };
  const bank = new BankDetails(IBAN, "BUKBGB22");
  await writer.updateMembers([
    { memberId: "u-1", ...change, bank },
    { memberId: "u-2", firstName: "Ada" },
  ]);
  await writer.updateMembers([{ memberId: "u-1", ...change, bank }]);
  await writer.archiveMember("u-1");
  return seen.slice(1).map(({ method, url, body }) => ({ call: `${method} ${url}`, body: JSON.parse(body) }));
}

describe("the write calls", () => {
  it("have the assumed methods, paths and fields", async () => {
    const bankAccount = { iban: IBAN, bic: "BUKBGB22" };
    const changed = { email: "new@acme.test", lastName: "Lovely", bankAccount, managerId: "u-9" };
    expect(await sent(undefined)).toEqual([
      {
        call: "POST /v1/users",
        body: [
          {
            email: "Kim.1@acme.test",
            firstName: "Kim",
            lastName: "Number 1",
            externalId: "e-1",
            bankAccount,
          },
        ],
      },
      {
        call: "PATCH /v1/users",
        body: [
          { id: "u-1", ...changed },
          { id: "u-2", firstName: "Ada" },
        ],
      },
      { call: "PATCH /v1/users/u-1", body: changed },
      { call: "PATCH /v1/users/u-1/status", body: { isArchived: true } },
    ]);
  });

  it("take every method, path and field name from the configuration", async () => {
    const person = {
      email: "mail",
      firstName: "given_name",
      lastName: "family_name",
      bankAccount: "bank",
      iban: "IBAN",
      bic: "BIC",
    };
    const changed = { ...person, managerId: "supervisor" };
    const bank = { IBAN, BIC: "BUKBGB22" };
    const body = { mail: "new@acme.test", family_name: "Lovely", bank, supervisor: "u-9" };
    expect(
      await sent({
        createMembers: { method: "PUT", path: "/v2/people", fields: { ...person, externalId: "hr-id" } },
        updateMembers: { method: "POST", path: "/v2/people/changes", fields: { ...changed, id: "person" } },
        updateMember: { method: "PUT", path: "/v2/people/{id}", fields: changed },
        setMemberStatus: {
          method: "POST",
          path: "/v2/people/{id}/archived",
          fields: { isArchived: "archived" },
        },
      }),
    ).toEqual([
      {
        call: "PUT /v2/people",
        body: [{ mail: "Kim.1@acme.test", given_name: "Kim", family_name: "Number 1", "hr-id": "e-1", bank }],
      },
      {
        call: "POST /v2/people/changes",
        body: [
          { person: "u-1", ...body },
          { person: "u-2", given_name: "Ada" },
        ],
      },
      { call: "PUT /v2/people/u-1", body },
      { call: "POST /v2/people/u-1/archived", body: { archived: true } },
    ]);
  });

  it("leave out what the configuration says is not sent", async () => {
    const [create, , one] = await sent({
      createMembers: { fields: { externalId: null, bankAccount: null } },
      updateMember: { fields: { managerId: null, bankAccount: null } },
    });
    expect(create?.body).toEqual([{ email: "Kim.1@acme.test", firstName: "Kim", lastName: "Number 1" }]);
    expect(one).toEqual({
      call: "PATCH /v1/users/u-1",
      body: { email: "new@acme.test", lastName: "Lovely" },
    });
  });

  it("send a false value, and no empty one", () => {
    expect(
      bodyOf({ isArchived: "archived", email: "mail", id: null }, { isArchived: false, id: "u" }),
    ).toEqual({ archived: false });
  });
});

describe("spendesk.routes in the configuration", () => {
  async function messageOf(routes: string, ...more: string[]): Promise<string> {
    const { message, why } = await problemOf(
      entityText(...MINIMAL, `spendesk: { routes: { ${routes} } }`, ...more),
    );
    return `${message} ${why}`;
  }

  it("knows exactly the calls and fields of the contract", () => {
    const contract = withDefaultRoutes();
    const everything = Object.fromEntries(
      Object.entries(contract).map(([call, route]) => [call, { ...route, fields: { ...route.fields } }]),
    );
    expect(routesSchema.parse(everything)).toEqual(contract);
    const shape = Object.entries(routesSchema.shape).map(([call, route]) => {
      const fields = route.unwrap().shape.fields.unwrap();
      return [call, Object.keys(fields.shape).sort()];
    });
    expect(shape).toEqual(
      Object.entries(contract).map(([call, { fields }]) => [call, Object.keys(fields).sort()]),
    );
  });

  it("changes one name and leaves the rest of the call as assumed", async () => {
    const config = await loadText(
      entityText(...MINIMAL, "spendesk: { routes: { createMembers: { fields: { email: mail } } } }"),
    );
    const { createMembers } = withDefaultRoutes(onlyEntity(config).spendesk.routes);
    expect(createMembers).toMatchObject({
      method: "POST",
      path: "/v1/users",
      fields: { email: "mail", firstName: "firstName" },
    });
  });

  it("suggests the field that was meant", async () => {
    expect(await messageOf("createMembers: { fields: { emial: mail } }")).toMatch(
      /^Unknown key `emial` in entities\.acme-uk\.spendesk\.routes\.createMembers\.fields .*Did you mean `email`\?/,
    );
    expect(await messageOf("setMemberStatus: { fields: { archived: x } }")).toContain(
      "Did you mean `isArchived`?",
    );
  });

  it.each([
    ['createMembers: { fields: { email: "" } }', "fields.email must be the name of a field"],
    ["createMembers: { fields: { email: e mail } }", "fields.email must be the name of a field"],
    ["createMembers: { fields: { externalId: false } }", "fields.externalId must be the name of a field"],
    ["createMembers: { fields: { email: null } }", "fields.email is empty: give it a value"],
    ["updateMembers: { fields: { id: null } }", "fields.id is empty: give it a value"],
    [
      "createMembers: { fields: { firstName: name, lastName: name } }",
      "fields.lastName has the name of another field: firstName and lastName would both be sent as name",
    ],
    [
      "updateMember: { fields: { email: lastName } }",
      "fields.email has the name of another field: email and lastName would both be sent as lastName",
    ],
    [
      "updateMember: { fields: { iban: bic } }",
      "fields.iban has the name of another field: iban and bic would both be sent as bic",
    ],
    ['createMembers: { path: "/v1/users/{id}" }', "path must hold nothing in braces"],
    ['updateMember: { path: "/v1/users/{id}/{kind}" }', "path must hold nothing in braces but {id}"],
    ["updateMember: { path: /v1/users }", "path must hold {id} where the member's id goes"],
    ["updateMembers: { path: https://elsewhere.test/ }", "path must be a path that starts with one slash"],
    ["updateMembers: { method: DELETE }", "method must be POST or PUT or PATCH"],
  ])("refuses %s", async (routes, expected) => {
    expect(await messageOf(routes)).toContain(expected);
  });

  it("lets a name of the bank account be one of the body as well", async () => {
    await expect(
      loadText(entityText(...MINIMAL, "spendesk: { routes: { updateMember: { fields: { iban: id } } } }")),
    ).resolves.toBeDefined();
  });

  it.each([
    ["bankAccount", "bank"],
    ["managerId", "manager"],
  ])("refuses to leave out %s while it is synchronised", async (field, synced) => {
    const routes = `updateMember: { fields: { ${field}: null } }`;
    expect(await messageOf(routes)).toContain(
      `updateMember.fields.${field} can't be left out while sync.update holds ${synced}`,
    );
    const text = entityText(...MINIMAL, `spendesk: { routes: { ${routes} } }`, "sync: { update: [email] }");
    await expect(loadText(text)).resolves.toBeDefined();
  });

  it("takes the name of the scope that allows writing", async () => {
    const config = await loadText(entityText(...MINIMAL, "spendesk: { writeScope: member-admin }"));
    expect(onlyEntity(config).spendesk.writeScope).toBe("member-admin");
    const { message } = await problemOf(entityText(...MINIMAL, 'spendesk: { writeScope: "a b" }'));
    expect(message).toContain("writeScope must be the name of one scope");
  });
});
