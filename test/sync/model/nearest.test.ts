import { describe, expect, it } from "vitest";
import { nearest, nearestAddress } from "../../../src/sync/model/nearest.js";

describe("the name that was probably meant", () => {
  it.each([
    ["Pairs", ["Oslo", "PARIS"], "PARIS"],
    ["ab", ["cd"], "cd"],
    ["ab", ["cde"], null],
    ["abcdefghij", ["abcdefwxyz"], "abcdefwxyz"],
    ["abcdefghij", ["abcdevwxyz"], null],
    ["Paris", [], null],
  ])("for %j among %j is %j", (text, candidates, meant) => {
    expect(nearest(text, candidates)).toBe(meant);
  });
});

describe("the address that was probably meant", () => {
  it.each([
    ["oliva@acme.test", "olivia@acme.test", true],
    ["Owner@acme.tset", "owner@acme.test", true],
    ["owner@acme.test", "owner@acme.com", true],
    ["owner@acme.test", "fne.lne@acme.test", false],
    ["bo@acme.test", "al@acme.test", false],
    ["ann@acme.test", "anne@other.example", false],
    ["no address", "no@address", false],
  ])("for %j with %j", (address, known, isMeant) => {
    expect(nearestAddress(address, ["someone.else@acme.test", known])).toBe(isMeant ? known : null);
  });
});
