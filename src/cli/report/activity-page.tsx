import type { DrawnChart } from "./activity.js";
import { Figure } from "./figures.js";
import { Colophon } from "./page.js";

/** The report of `status` or `history`. All texts are for people and safe to show, but not escaped. */
export interface ActivityReport {
  readonly title: string;
  readonly madeAt: string;
  /** A card for each entity: texts by label; a text without one belongs to the label before. */
  readonly sections: readonly {
    readonly title: string;
    readonly lines: readonly (readonly [label: string, text: string])[];
  }[];
  readonly charts: readonly DrawnChart[];
  readonly table: {
    readonly title: string;
    readonly header: readonly string[];
    readonly rows: readonly (readonly string[])[];
  } | null;
}

export function ActivityPage({
  report: { title, madeAt, sections, charts, table },
}: {
  report: ActivityReport;
}) {
  return (
    <>
      <header>
        <h1>{title}</h1>
        <p class="made">Made on {madeAt}.</p>
      </header>
      <main>
        {sections.map((section) => (
          <section key={section.title} class="entity">
            <h2>{section.title}</h2>
            <dl class="card">
              {section.lines.map(([label, text], index) => (
                <div key={index}>
                  <dt>{label || <span class="hidden">Also</span>}</dt>
                  <dd>{text}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <h2>Over time</h2>
        <div class="figures">
          {charts.map(({ data, drawn }) => (
            <Figure key={data.title} data={data} drawn={drawn} />
          ))}
        </div>
        {table !== null && (
          <>
            <h2 id="table-heading">{table.title}</h2>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reached by the keyboard */}
            <section class="scroll" aria-labelledby="table-heading" tabIndex={0}>
              <table>
                <thead>
                  <tr>
                    {table.header.map((text) => (
                      <th key={text} scope="col">
                        {text}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {table.rows.map((cells, row) => (
                    <tr key={row}>
                      {cells.map((text, column) => (
                        <td key={column}>
                          <bdi>{text}</bdi>
                        </td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            </section>
          </>
        )}
      </main>
      <Colophon run={null} />
    </>
  );
}
