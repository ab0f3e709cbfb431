import { expect, it } from "vitest";
import { pageAssets } from "../../../../src/cli/report/assets.js";
import { planPage } from "../../../../src/cli/report/write-plan-report.js";
import { newcomers, plannedEntity, reportOf } from "../../../cli/report/people.js";
import { startBrowser } from "./browser.js";

it("looks", async () => {
  const b = await startBrowser();
  const html = planPage(
    reportOf([plannedEntity(newcomers(300))], { planFile: "plan.json" }),
    await pageAssets(),
  );
  for (const colorScheme of ["light", "dark"] as const) {
    const { page, troubles } = await b.open(html, { colorScheme, viewport: { width: 1200, height: 900 } });
    await page.screenshot({ path: `/tmp/rep-${colorScheme}.png`, fullPage: false });
    if (colorScheme === "light") {
      await page.screenshot({ path: `/tmp/rep-full.png`, fullPage: true });
      await page.pdf({ path: "/tmp/rep.pdf", preferCSSPageSize: true, printBackground: true });
    }
    console.log(troubles);
  }
  const { page } = await b.open(html, { viewport: { width: 390, height: 800 } });
  await page.screenshot({ path: `/tmp/rep-phone.png`, fullPage: false });
  await b.close();
  expect(1).toBe(1);
});
