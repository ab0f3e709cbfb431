import { hydrate, render } from "preact";
import { PeopleView } from "../people-view.js";
import type { PersonRow } from "../person-row.js";
import { PRINTED_ROWS, type Selection, WHOLE } from "../select.js";

// The script of the page of a plan. The people are in the page already, the first ones also as elements.

const place = document.getElementById("people");
const data = document.getElementById("data");
if (place && data) start(place, JSON.parse(data.textContent ?? "[]"));

function start(place: HTMLElement, people: readonly PersonRow[]): void {
  let selection = WHOLE;
  const view = () => <PeopleView people={people} selection={selection} onSelect={select} />;
  const select = (next: Selection) => {
    selection = next;
    render(view(), place);
  };
  hydrate(view(), place);
  // Paper has no button to click on.
  let onScreen = selection;
  addEventListener("beforeprint", () => {
    onScreen = selection;
    select({ ...selection, limits: {}, limit: Math.max(PRINTED_ROWS, ...Object.values(selection.limits)) });
  });
  addEventListener("afterprint", () => select(onScreen));
}
