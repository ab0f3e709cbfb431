import { describe, expect, it } from "vitest";
import { addressFault, isSamePlace, parseAddress } from "../../src/shared/postgres-address.js";
import { problemOf } from "../state/helpers.js";

describe("the address of a state in PostgreSQL", () => {
  it.each([
    ["postgres://hr@db.acme.test/operations", "postgres://db.acme.test/operations"],
    ["postgres://hr@[::1]:56111/operations", "postgres://[::1]:56111/operations"],
    ["postgres:///operations?host=/run/pg", "postgres:///operations?host=/run/pg"],
    ["postgres://x:56111/hr?host=/run/pg&schema=b", "postgres://localhost:56111/hr?host=/run/pg&schema=b"],
  ])("%s is shown as one that leads to the same place", (url, shown) => {
    expect(parseAddress(url).shown).toBe(shown);
    expect(isSamePlace(parseAddress(shown), parseAddress(url))).toBe(true);
    expect(isSamePlace(parseAddress("postgres://other.acme.test/operations"), parseAddress(url))).toBe(false);
  });

  it.each([
    ["mysql://db.acme.test/x", "does not begin with postgres://"],
    [" postgres://db.acme.test/x", "a blank or a line end around it"],
    ["postgres://db.acme.test/x\n", "a blank or a line end around it"],
    ["postgres://db.acme.test:99999/x", "port must be a number from 1 to 65535"],
    ["postgres://hr@db.acme.test:0/x", "port must be a number"],
    ["postgres://[::1]:port/x", "port must be a number"],
    ["postgres://hr@:5432/x", "names no host before the port"],
    ["postgres://db acme/x", "is not of the form"],
    ["postgres://db.acme.test/x?schema=pg_catalog", "one of PostgreSQL itself"],
    ["postgres://db.acme.test/x?schema=information_schema", "one of PostgreSQL itself"],
    ["postgres://db.acme.test/x?schema=Sales", "small letters, digits and underscores"],
  ])("%s can't be used, and the reason is told", async (url, why) => {
    expect((await problemOf(() => parseAddress(url))).why).toContain(why);
    expect(addressFault(url)).toContain(why);
  });
});
