import { ActivityPage, type ActivityReport } from "./activity-page.js";
import { pageAssets } from "./assets.js";
import { writeReport } from "./file.js";
import { type PageAssets, page } from "./page.js";

/**
 * Writes the report of `status` or `history`. The libraries for it are loaded with this file.
 * @throws Problem `report_not_writable`
 */
export async function writeActivity(cwd: string, path: string, report: ActivityReport): Promise<void> {
  await writeReport(cwd, path, activityPage(report, await pageAssets()));
}

/** The page of such a report: one document without a script. */
export function activityPage(report: ActivityReport, assets: PageAssets): string {
  return page(report.title, <ActivityPage report={report} />, null, assets);
}
