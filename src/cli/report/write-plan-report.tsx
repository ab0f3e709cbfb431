import { pageAssets } from "./assets.js";
import { type ReportKind, writeReport } from "./file.js";
import { type PageAssets, page } from "./page.js";
import { PlanPage } from "./plan-page.js";
import { type PlanReport, type PlanReportInput, planReport } from "./plan-report.js";
import { planWorkbook } from "./plan-workbook.js";

/**
 * Writes the report of a preview (docs/report.md). The libraries for it are loaded with this file.
 * @param file where to, relative to `cwd`, and what it is to be
 * @throws Problem `report_not_writable`
 */
export async function writePlanReport(
  file: { readonly cwd: string; readonly path: string; readonly kind: ReportKind },
  input: PlanReportInput,
): Promise<void> {
  const report = planReport(input);
  const content = file.kind === "xlsx" ? await planWorkbook(report) : planPage(report, await pageAssets());
  await writeReport(file.cwd, file.path, content);
}

/** The page of a plan: one document that holds all it needs. */
export function planPage(report: PlanReport, assets: PageAssets): string {
  return page(report.title, <PlanPage report={report} />, report.people, assets);
}
