import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

export interface OpenedPage {
  readonly page: Page;
  /** What the page tried to load besides itself, what its policy refused, and errors of its script. */
  readonly troubles: readonly string[];
}

/** Debian's Chromium, and pages of files in a folder of its own. */
export interface ReportBrowser {
  open(html: string, options?: BrowserContextOptions): Promise<OpenedPage>;
  close(): Promise<void>;
}

export async function startBrowser(): Promise<ReportBrowser> {
  const folder = await mkdtemp(join(tmpdir(), "spendesk-hr-report-"));
  const browser: Browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
  });
  return {
    async open(html, options = {}) {
      const path = join(folder, `${crypto.randomUUID()}.html`);
      await writeFile(path, html);
      const address = pathToFileURL(path).href;
      const context = await browser.newContext({ offline: true, ...options });
      const page = await context.newPage();
      const troubles: string[] = [];
      await page.route("**", (route) => {
        const url = route.request().url();
        if (url === address) return route.continue();
        troubles.push(`asked for ${url}`);
        return route.abort();
      });
      page.on("console", (message) => {
        if (message.type() === "error" || message.type() === "warning") troubles.push(message.text());
      });
      page.on("pageerror", (error) => troubles.push(error.message));
      page.on("dialog", (dialog) => {
        troubles.push(`dialog ${dialog.message()}`);
        void dialog.dismiss();
      });
      await page.goto(address);
      return { page, troubles };
    },
    async close() {
      await browser.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
