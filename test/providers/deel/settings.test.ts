import { describe, expect, it } from "vitest";
import { deel } from "../../../src/providers/deel/index.js";
import { deelSettings, wantedTypes } from "../../../src/providers/deel/settings.js";

function messages(value: unknown): string[] {
  return deelSettings.safeParse(value).error?.issues.map(({ path, message }) => `${path} ${message}`) ?? [];
}

function typesOf(hiringTypes: unknown) {
  return wantedTypes(deelSettings.parse({ hiringTypes }));
}

describe("deel settings", () => {
  it("read employees of every kind and no contractors unless told otherwise", () => {
    expect(typesOf(undefined)).toEqual(["eor", "peo", "hris_direct_employee", "direct_employee"]);
    expect(typesOf(" EOR, contractor,eor ,")).toEqual(["eor", "contractor"]);
    expect(typesOf(["peo"])).toEqual(["peo"]);
    expect(typesOf("all")).toBeNull();
  });

  it.each([
    [{ hiringTypes: "" }, "hiringTypes must be all, or some of eor"],
    [{ hiringTypes: "all,eor" }, "hiringTypes must be all"],
    [{ hiringTypes: "freelancer" }, "hiringTypes must be all"],
    [{ hiringTypes: 7 }, "hiringTypes must be all"],
    [{ environment: "test" }, "environment must be production or sandbox"],
    [{ apiVersion: "v2" }, "apiVersion must be a version"],
    [{ primaryEmail: "perhaps" }, "primaryEmail must be yes or no"],
    [{ bankDetails: "some" }, "bankDetails must be yes or no"],
    [{ hiringType: "eor" }, "Did you mean hiringTypes?"],
  ])("refuse %o", (settings, message) => {
    expect(messages(settings)).toEqual([expect.stringContaining(message)]);
  });

  it("choose the host", () => {
    expect(deel.baseUrl(deelSettings.parse({}), {})).toBe("https://api.letsdeel.com");
    const sandbox = deelSettings.parse({ environment: "sandbox" });
    expect(deel.baseUrl(sandbox, {})).toBe("https://api-sandbox.demo.deel.com");
  });
});
