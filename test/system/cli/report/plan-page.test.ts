import axe from "axe-core";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pageAssets } from "../../../../src/cli/report/assets.js";
import type { PageAssets } from "../../../../src/cli/report/page.js";
import { planPage } from "../../../../src/cli/report/write-plan-report.js";
import { ATTACKS, newcomers, plannedEntity, reportOf } from "../../../cli/report/people.js";
import { type ReportBrowser, startBrowser } from "./browser.js";
import { audit, pagesOf } from "./checks.js";

let browser: ReportBrowser;
let assets: PageAssets;

beforeAll(async () => {
  browser = await startBrowser();
  assets = await pageAssets();
});

afterAll(() => browser.close());

const everybody = () =>
  planPage(reportOf([plannedEntity(newcomers(300))], { planFile: "plan.json" }), assets);

/** The first cell of every row of a group, as it stands there. */
function namesIn(page: Page, group: string): Promise<string[]> {
  return page.locator(`section.${group} tbody th`).allInnerTexts();
}

function isFocused(locator: Locator): Promise<boolean> {
  return locator.evaluate((element) => element.matches(":focus"));
}

async function tabTo(page: Page, locator: Locator): Promise<void> {
  for (let step = 0; step < 40; step += 1) {
    if (await isFocused(locator)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error("The keyboard does not lead there.");
}

describe("the page of a plan in a browser", () => {
  it("asks for nothing, breaks no rule of its policy, and runs nothing that stands in a name", async () => {
    const { page, troubles } = await browser.open(everybody());
    const title = await page.title();
    await page.getByRole("searchbox", { name: "Search" }).fill("attack");
    await page.getByRole("combobox", { name: "Kind" }).selectOption("Creations");
    const names = await namesIn(page, "create");
    expect(names).toHaveLength(ATTACKS.length);
    for (const text of ATTACKS) expect(names.some((name) => name.includes(text))).toBe(true);
    expect(await page.locator("img, iframe, object, embed").count()).toBe(0);
    expect(await page.locator("svg[onload]").count()).toBe(0);
    expect(await page.title()).toBe(title);
    expect(troubles).toEqual([]);
  });

  it("would not run a script that got into it all the same", async () => {
    const html = everybody().replace("</main>", "<script>document.title='run'</script></main>");
    const { page, troubles } = await browser.open(html);
    expect(await page.title()).toBe("Plan for acme-uk");
    expect(troubles.join("\n")).toMatch(/Content Security Policy/);
  });

  it("finds people among all, not only among those on the page, whatever their accents", async () => {
    const { page } = await browser.open(everybody());
    await page.getByRole("searchbox", { name: "Search" }).fill("number299");
    expect(await namesIn(page, "create")).toEqual(["Person299 Number299"]);
    expect(await page.getByRole("status").textContent()).toMatch(/^1 of \d+ people$/);
    await page.getByRole("searchbox", { name: "Search" }).fill("nobody at all");
    expect(await page.getByRole("status").textContent()).toBe("Nobody is found.");
    expect(await page.locator("#people table").count()).toBe(0);
  });

  it("filters by kind and office", async () => {
    const { page } = await browser.open(everybody());
    await page.getByRole("combobox", { name: "Office" }).selectOption("Paris");
    expect(await page.locator("#people tbody tr").count()).toBe(2);
    await page.getByRole("combobox", { name: "Kind" }).selectOption("Archives");
    expect(await namesIn(page, "archive")).toEqual(["Lia Test"]);
    await page.getByRole("combobox", { name: "Office" }).selectOption("All offices");
    expect(await namesIn(page, "archive")).toEqual(["Leo Test", "Lia Test"]);
  });

  it("sorts by any column, there and back, and says so", async () => {
    const { page } = await browser.open(everybody());
    const names = page.locator("section.archive thead").getByRole("button", { name: "Name" });
    const header = page.locator("section.archive thead th").first();
    await names.click();
    expect(await header.getAttribute("aria-sort")).toBe("ascending");
    expect(await namesIn(page, "archive")).toEqual(["Leo Test", "Lia Test"]);
    await names.click();
    expect(await header.getAttribute("aria-sort")).toBe("descending");
    expect(await namesIn(page, "archive")).toEqual(["Lia Test", "Leo Test"]);
    await page.locator("section.archive thead").getByRole("button", { name: "Office" }).click();
    expect(await namesIn(page, "archive")).toEqual(["Leo Test", "Lia Test"]);
  });

  it("can be used with the keyboard alone", async () => {
    const { page } = await browser.open(everybody());
    const search = page.getByRole("searchbox", { name: "Search" });
    await tabTo(page, search);
    await page.keyboard.type("test");
    await page.keyboard.press("Tab");
    await page.keyboard.press("ArrowDown");
    expect(await page.locator("#people section.group").count()).toBe(1);
    expect(await namesIn(page, "archive")).toEqual(["Leo Test", "Lia Test"]);
    const button = page.locator("section.archive thead button").first();
    await tabTo(page, button);
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    expect(await namesIn(page, "archive")).toEqual(["Lia Test", "Leo Test"]);
    // What is in focus stays so, although the rows below were drawn anew.
    expect(await isFocused(button)).toBe(true);
  });

  it.each(["light", "dark"] as const)("has nothing that axe finds, in %s", async (colorScheme) => {
    const { page } = await browser.open(everybody(), { colorScheme });
    for (const summary of await page.locator("summary").all()) await summary.click();
    expect(await audit(page, axe.source)).toEqual([]);
  });

  it("has nothing that axe finds on a phone, and does not scroll sideways there", async () => {
    const { page } = await browser.open(everybody(), { viewport: { width: 390, height: 800 } });
    expect(await audit(page, axe.source)).toEqual([]);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
  });

  it("prints everybody of a middling plan on a few pages of A4, without what can only be clicked", async () => {
    const { page } = await browser.open(everybody(), { colorScheme: "dark" });
    const { count, size } = pagesOf(await page.pdf({ preferCSSPageSize: true, printBackground: true }));
    expect(size.map(Math.round)).toEqual([595, 842]);
    expect(count).toBeGreaterThanOrEqual(6);
    expect(count).toBeLessThanOrEqual(14);
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    expect(await page.getByRole("searchbox", { name: "Search" }).isVisible()).toBe(false);
    expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe("rgb(255, 255, 255)");
    // On the screen it is as before.
    await page.emulateMedia({ media: "screen" });
    expect(await namesIn(page, "create")).toHaveLength(100);
  });

  it("shows the first people and all that is said of the plan where no script runs", async () => {
    const { page, troubles } = await browser.open(everybody(), { javaScriptEnabled: false });
    expect(await namesIn(page, "archive")).toEqual(["Leo Test", "Lia Test"]);
    expect(await page.getByText("spendesk-hr apply plan.json").isVisible()).toBe(true);
    expect(troubles).toEqual([]);
  });
});

describe("the page of 10,000 people", () => {
  const large = () => planPage(reportOf([plannedEntity(newcomers(10_000))]), assets);

  it("has few of them in the document, finds all, shows more when asked, and prints sparingly", async () => {
    const { page, troubles } = await browser.open(large());
    expect(await page.locator("#people tbody tr").count()).toBeLessThan(150);
    await page.getByRole("searchbox", { name: "Search" }).fill("number9999");
    expect(await namesIn(page, "create")).toEqual(["Person9999 Number9999"]);
    await page.getByRole("searchbox", { name: "Search" }).fill("");
    await page.getByRole("button", { name: /^Show 500 more of creations/ }).click();
    expect(await namesIn(page, "create")).toHaveLength(600);
    const { count } = pagesOf(await page.pdf({ preferCSSPageSize: true }));
    expect(count).toBeLessThanOrEqual(30);
    expect(troubles).toEqual([]);
  });
});
