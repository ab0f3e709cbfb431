import { describe, expect, it } from "vitest";
import type { DataRead } from "../../../src/providers/provider.js";
import { type LookedPage, lookThrough, noting } from "../../../src/providers/support/look.js";
import type { Employee } from "../../../src/sync/model/employee.js";

const EMAIL: DataRead = {
  field: "workEmail",
  label: "Work e-mail",
  purpose: "Finds the member",
  permission: "People",
  required: true,
};

function page(emails: readonly (string | null)[], more: Partial<LookedPage> = {}): LookedPage {
  const employees = emails.map(
    (workEmail, at): Employee => ({
      id: `${workEmail} ${at}`,
      status: "active",
      workEmail,
      custom: {},
    }),
  );
  return { rows: employees, employees, total: 9, size: null, ...more };
}

async function* pagesOf(...pages: readonly LookedPage[]) {
  yield* pages;
}

describe("a look through the first pages", () => {
  it("collects what keeps every read from being complete", async () => {
    const obstacle = { text: "nothing says whether there are more", next: "Update." };
    const pages = pagesOf(page(["a@acme.test"], { rows: [{}, {}], obstacle }));
    const { obstacles } = await lookThrough(pages, [EMAIL], () => "");
    expect(obstacles).toEqual([
      obstacle,
      { text: "1 record has no usable id", next: expect.stringContaining("mended") },
    ]);
  });

  it("notes the employees of the pages it looked at, and of no others", async () => {
    const seen: Employee[] = [];
    const pages = pagesOf(page([null]), page(["b@acme.test"]), page(["c@acme.test"]));
    const report = await lookThrough(noting(pages, seen), [EMAIL], () => "");
    expect(seen.map(({ workEmail }) => workEmail)).toEqual([null, "b@acme.test"]);
    expect(report).toMatchObject({ employees: 9, looked: 2 });
    expect(report).not.toHaveProperty("obstacles");
  });
});
