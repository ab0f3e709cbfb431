import type { ChartData } from "./charts.js";
import { Figure } from "./figures.js";
import { numberText } from "./number-text.js";
import { Colophon } from "./page.js";
import { PeopleView } from "./people-view.js";
import { GROUPS, type PersonRow } from "./person-row.js";
import type { EntityReport, PlanReport } from "./plan-report.js";
import { WHOLE } from "./select.js";

/** What stands on the page of a plan, without the frame of the document. */
export function PlanPage({ report }: { report: PlanReport }) {
  const { title, madeAt, entities, people, quiet } = report;
  return (
    <>
      <header>
        <h1>{title}</h1>
        <p class="made">Made on {madeAt}. Nothing of it has been done yet.</p>
      </header>
      <main>
        {report.isPart && (
          <p class="notice">Only a part of the people is listed here; the counts are those of everybody.</p>
        )}
        <Tiles people={people} isWhole={entities.every(({ problem }) => problem === null)} />
        {entities.map((entity) => (
          <Entity key={entity.entity} report={entity} isOne={entities.length === 1} />
        ))}
        {people.length > 0 && (
          <div class="figures">
            <Figure data={byKind(people)} drawn="bars" />
            <Figure data={byOffice(people)} drawn="bars" />
          </div>
        )}
        <HowTo report={report} />
        <section aria-labelledby="people-heading">
          <h2 id="people-heading">People</h2>
          <noscript>
            <p class="notice">Search and sorting need scripts. The first people of each group are below.</p>
          </noscript>
          <div id="people">
            <PeopleView people={people} selection={WHOLE} onSelect={() => {}} />
          </div>
          {quiet !== "" && <p class="quiet">Not listed: {quiet}. Nothing happens to them.</p>}
        </section>
      </main>
      <Colophon run={report.run} />
    </>
  );
}

function Tiles({ people, isWhole }: { people: readonly PersonRow[]; isWhole: boolean }) {
  const counts = countedGroups(people);
  if (counts.length === 0) return isWhole ? <p class="notice">Nothing is to be done.</p> : null;
  return (
    <ul class="tiles" aria-label="People by kind">
      {counts.map(({ id, title, count }) => (
        <li key={id} class={id}>
          <strong>{numberText(count)}</strong> {title}
        </li>
      ))}
    </ul>
  );
}

function countedGroups(people: readonly PersonRow[]) {
  const counts = new Map<string, number>();
  for (const { group } of people) counts.set(group, (counts.get(group) ?? 0) + 1);
  return GROUPS.map(({ id, title }) => ({ id, title, count: counts.get(id) ?? 0 })).filter(
    ({ count }) => count > 0,
  );
}

function byKind(people: readonly PersonRow[]): ChartData {
  const counts = countedGroups(people);
  return {
    title: "People by kind",
    per: "Kind",
    categories: counts.map(({ title }) => title),
    series: [{ name: "People", color: "--accent", values: counts.map(({ count }) => count) }],
  };
}

/** Offices with a bar of their own; all others share one. */
const OFFICES = 12;

function byOffice(people: readonly PersonRow[]): ChartData {
  const sizes = new Map<string, number>();
  for (const { office } of people) sizes.set(office, (sizes.get(office) ?? 0) + 1);
  const offices = [...sizes].sort(([, one], [, other]) => other - one).map(([office]) => office);
  const own = new Map(offices.slice(0, OFFICES).map((office, index) => [office, index]));
  const others = offices.length - own.size;
  const categories = [
    ...[...own.keys()].map((office) => office || "No office"),
    ...(others > 0 ? [others === 1 ? "1 other office" : `${others} other offices`] : []),
  ];
  const series = countedGroups(people).map(({ id, title }) => {
    const values = categories.map(() => 0);
    for (const { group, office } of people) {
      if (group !== id) continue;
      const place = own.get(office) ?? own.size;
      values[place] = (values[place] ?? 0) + 1;
    }
    return { name: title, color: `--${id}`, values };
  });
  return { title: "People by office", per: "Office", categories, series };
}

function Entity({ report, isOne }: { report: EntityReport; isOne: boolean }) {
  const { entity, problem, read, counts, consequences, warnings, violations } = report;
  const heading = `entity-${entity}`;
  return (
    <section class="entity" aria-labelledby={heading}>
      <h2 id={heading}>{isOne ? "In short" : entity}</h2>
      {problem !== null ? (
        <p class="stop">
          <strong>This entity could not be planned.</strong> {problem}
        </p>
      ) : (
        <>
          <p>
            {read}. <strong>{counts}</strong>
          </p>
          <Limits violations={violations} />
          <Sentences title="What this means" texts={consequences} />
          <Sentences title="Warnings" texts={warnings} />
        </>
      )}
    </section>
  );
}

function Limits({ violations }: Pick<EntityReport, "violations">) {
  if (violations.length === 0) return <p class="fine">✔ The plan keeps all safety limits.</p>;
  return (
    <div class="stop">
      <strong>✘ Apply would stop here: the plan does not keep the safety limits.</strong>
      <ul>
        {violations.map(({ text, override }) => (
          <li key={text}>
            {text}
            {override !== null && (
              <>
                {" "}
                To allow exactly this: <code>{override}</code>
              </>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Sentences({ title, texts }: { title: string; texts: readonly string[] }) {
  if (texts.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul>
        {texts.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </>
  );
}

function HowTo({ report: { command, isExact, entities } }: { report: PlanReport }) {
  return (
    <section aria-labelledby="how-heading">
      <h2 id="how-heading">To carry this out</h2>
      <p>
        <code class="command">{command}</code>
      </p>
      <p>
        {isExact
          ? "It applies exactly this plan, and stops when anything has changed since."
          : "It reads and plans anew, and shows that plan first. To have exactly this one applied, make the report together with a plan file: add --out plan.json to preview."}
      </p>
      <dl class="fingerprints">
        {entities
          .filter(({ fingerprint }) => fingerprint !== "")
          .map(({ entity, fingerprint }) => (
            <div key={entity}>
              <dt>Fingerprint of {entity}</dt>
              <dd>
                <code>{fingerprint}</code>
              </dd>
            </div>
          ))}
      </dl>
    </section>
  );
}
