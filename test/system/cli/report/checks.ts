import type { Page } from "playwright-core";
import * as z from "zod";

const violations = z.array(z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) }));

/**
 * What axe finds wrong with the page as it stands, as `rule: element`. Its program is run by the browser's
 * own debugger: the page's policy would not let it in.
 */
export async function audit(page: Page, axe: string): Promise<readonly string[]> {
  await page.evaluate(axe);
  const found = await page.evaluate(
    "axe.run(document, { resultTypes: ['violations'] }).then((all) => all.violations)",
  );
  return violations.parse(found).flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

/** The pages of a PDF: how many, and width and height of the first in points (1/72 inch). */
export function pagesOf(pdf: Buffer): { readonly count: number; readonly size: readonly number[] } {
  const text = pdf.toString("latin1");
  const counts = [...text.matchAll(/\/Count (\d+)/g)].map(([, count]) => Number(count));
  const [, size = ""] = /\/MediaBox\s*\[([^\]]*)\]/.exec(text) ?? [];
  return { count: Math.max(...counts), size: size.trim().split(/\s+/).map(Number).slice(2) };
}
