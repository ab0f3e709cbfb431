import axe from "axe-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { pageAssets } from "../../../../src/cli/report/assets.js";
import { activityPage } from "../../../../src/cli/report/write-activity.js";
import { REPORT } from "../../../cli/report/activity.js";
import { type ReportBrowser, startBrowser } from "./browser.js";
import { audit, pagesOf } from "./checks.js";

let browser: ReportBrowser;

beforeAll(async () => {
  browser = await startBrowser();
});

afterAll(() => browser.close());

it.each(["light", "dark"] as const)(
  "the charts of the past load nothing and satisfy axe, in %s",
  async (colorScheme) => {
    const { page, troubles } = await browser.open(activityPage(REPORT, await pageAssets()), { colorScheme });
    expect(await page.locator("figure svg").count()).toBe(3);
    for (const summary of await page.locator("summary").all()) await summary.click();
    expect(await page.locator("figure table").first().isVisible()).toBe(true);
    expect(await audit(page, axe.source)).toEqual([]);
    expect(troubles).toEqual([]);
  },
);

it("the charts of the past fit on two pages of A4", async () => {
  const { page } = await browser.open(activityPage(REPORT, await pageAssets()));
  const { count } = pagesOf(await page.pdf({ preferCSSPageSize: true }));
  expect(count).toBeLessThanOrEqual(2);
});
