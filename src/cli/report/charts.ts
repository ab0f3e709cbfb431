import { BarChart, LineChart } from "echarts/charts";
import { GridComponent, LegendComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

use([BarChart, LineChart, GridComponent, LegendComponent, SVGRenderer]);

/** Values by category. A chart has no words but the categories and the names of its series. */
export interface ChartData {
  readonly title: string;
  /** What the categories are: `Office`, `Week from`. */
  readonly per: string;
  readonly categories: readonly string[];
  readonly series: readonly Series[];
}

export interface Series {
  readonly name: string;
  /** Custom property of the page's style sheet, such as `--archive`: it differs in light and dark. */
  readonly color: string;
  /** One for each category; null where nothing is known. */
  readonly values: readonly (number | null)[];
}

const WIDTH = 640;
/** Characters of a category that have room beside bars. */
const LABEL_LENGTH = 26;

const TEXT = { color: "currentColor", fontSize: 12 } as const;
const LINE = { lineStyle: { color: "var(--line)" } } as const;

/** Bars that lie, one for each category, with the series one after the other. */
export function barsSvg({ categories, series }: ChartData): string {
  return svgOf(
    {
      yAxis: { ...categoryAxis(categories.map(shortened)), inverse: true },
      xAxis: valueAxis,
      series: series.map((one) => ({
        ...seriesOption(one),
        type: "bar",
        stack: "all",
        barMaxWidth: 22,
        label: { show: series.length === 1, position: "right", color: "currentColor" },
      })),
    },
    series,
    (series.length > 1 ? 80 : 48) + 26 * categories.length,
  );
}

/** Bars that stand, series beside series: for times. */
export function columnsSvg({ categories, series }: ChartData): string {
  return svgOf(
    {
      xAxis: categoryAxis(categories),
      yAxis: valueAxis,
      series: series.map((one) => ({ ...seriesOption(one), type: "bar", barMaxWidth: 18 })),
    },
    series,
    220,
  );
}

/** Lines, which bridge what is not known. */
export function linesSvg({ categories, series }: ChartData): string {
  return svgOf(
    {
      xAxis: categoryAxis(categories),
      yAxis: valueAxis,
      series: series.map((one) => ({
        ...seriesOption(one),
        type: "line",
        connectNulls: true,
        symbol: "circle",
        symbolSize: 5,
      })),
    },
    series,
    220,
  );
}

const valueAxis = {
  type: "value",
  minInterval: 1,
  axisLabel: TEXT,
  splitLine: LINE,
} as const;

function categoryAxis(categories: readonly string[]) {
  return {
    type: "category",
    data: [...categories],
    axisLabel: TEXT,
    axisLine: LINE,
    axisTick: { show: false },
  };
}

function seriesOption({ name, color, values }: Series) {
  return { name, data: [...values], silent: true, itemStyle: { color: `var(${color})` } };
}

function shortened(text: string): string {
  const characters = [...text];
  return characters.length <= LABEL_LENGTH ? text : `${characters.slice(0, LABEL_LENGTH - 1).join("")}…`;
}

function svgOf(option: object, series: readonly Series[], height: number): string {
  const chart = init(null, null, { renderer: "svg", ssr: true, width: WIDTH, height });
  try {
    chart.setOption({
      animation: false,
      textStyle: { fontFamily: "inherit" },
      color: series.map(({ color }) => `var(${color})`),
      // A browser's letters are wider than those that the library measures with.
      grid: { outerBoundsMode: "same", left: 24, right: 40, top: series.length > 1 ? 50 : 8, bottom: 8 },
      legend: { show: series.length > 1, top: 0, left: 0, itemWidth: 14, itemGap: 22, textStyle: TEXT },
      ...option,
    });
    return withoutStyles(chart.renderToSVGString());
  } finally {
    chart.dispose();
  }
}

/**
 * The page's policy allows its own style sheet alone, which also says how texts of charts look. The size is
 * the page's to decide, and the library's notes about what can be clicked are for a page with its script.
 */
function withoutStyles(svg: string): string {
  return svg
    .replace(/<style\b[\s\S]*?<\/style>/gu, "")
    .replace(/\s(?:style|class|ecmeta_\w+|xmlns:xlink|version|baseProfile)="[^"]*"/gu, "")
    .replace(/^<svg width="\d+" height="\d+"/u, '<svg aria-hidden="true" focusable="false"');
}
