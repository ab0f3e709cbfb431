import { barsSvg, type ChartData, columnsSvg, linesSvg } from "./charts.js";
import { numberText } from "./number-text.js";

const DRAWINGS = { bars: barsSvg, columns: columnsSvg, lines: linesSvg } as const;

/** A chart with its numbers as a table below, for those who can't see it or want to know exactly. */
export function Figure({ data, drawn }: { data: ChartData; drawn: keyof typeof DRAWINGS }) {
  const { title, per, categories, series } = data;
  return (
    <figure>
      <figcaption>{title}</figcaption>
      <div class="chart" dangerouslySetInnerHTML={{ __html: DRAWINGS[drawn](data) }} />
      <details>
        <summary>
          Numbers<span class="hidden"> of {title.toLowerCase()}</span>
        </summary>
        <table>
          <thead>
            <tr>
              <th scope="col">{per}</th>
              {series.map(({ name }) => (
                <th key={name} scope="col" class="number">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {categories.map((category, index) => (
              <tr key={category}>
                <th scope="row">{category}</th>
                {series.map(({ name, values }) => {
                  const value = values[index];
                  return (
                    <td key={name} class="number">
                      {value === null || value === undefined ? "–" : numberText(value)}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
