/** Samples of a metrics file, by name with labels: `spendesk_hr_changes{entity="a",…}`. */
export type Samples = ReadonlyMap<string, number>;

export function parseMetrics(text: string): Samples {
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(
    lines.map((line) => {
      const blank = line.lastIndexOf(" ");
      return [line.slice(0, blank), Number(line.slice(blank + 1))];
    }),
  );
}

/** Changes by kind, in the way of `create 2, archive 1`; empty when there were none. */
export function changesIn(samples: Samples): string {
  return [...samples]
    .flatMap(([name, count]) => {
      const [, action, outcome] =
        /^spendesk_hr_changes\{.*action="(\w+)",outcome="(\w+)"\}$/.exec(name) ?? [];
      return action === undefined ? [] : [`${action}${outcome === "applied" ? "" : ` ${outcome}`} ${count}`];
    })
    .join(", ");
}
