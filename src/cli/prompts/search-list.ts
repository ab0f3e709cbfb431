import { styleText } from "node:util";
import {
  createPrompt,
  isDownKey,
  isEnterKey,
  isSpaceKey,
  isTabKey,
  isUpKey,
  type KeypressEvent,
  makeTheme,
  type Theme,
  useKeypress,
  usePrefix,
  useRef,
  useState,
} from "@inquirer/core";
import { hanging } from "../output/wrap.js";
import { chosenLine, found, PAGE_SIZE, pageAround, type Row, shortened } from "./list-view.js";
import type { QuestionLayout } from "./question-layout.js";

interface Choice extends Row {
  /** Stands behind the label. */
  readonly detail: string;
  /** Ticked at first. */
  readonly checked: boolean;
}

interface Config {
  readonly message: string;
  readonly choices: readonly Choice[];
  /** Whether several can be ticked. */
  readonly many: boolean;
  /** Of several: whether one must be. */
  readonly required: boolean;
  /** Value of the choice the cursor starts on. */
  readonly default?: string | undefined;
  /** Columns of the terminal, into which everything fits. */
  readonly width: number;
  /** What is repeated behind the question once it is answered. */
  readonly repeat: (labels: readonly string[]) => string;
  readonly theme: { readonly style: QuestionLayout["theme"]["style"] };
}

type Style = Theme["style"] & Config["theme"]["style"];
type Keys = readonly (readonly [key: string, action: string])[];

/**
 * A list of any length: typing searches it, and what is ticked stays ticked over all searches. Enter ends it
 * only when no search is open, so that "type, Enter, type, Enter" ticks two.
 */
export const searchList = createPrompt<readonly string[], Config>((config, done) => {
  const { choices, many, required, width, repeat } = config;
  const theme = makeTheme({ style: config.theme.style });
  const style: Style = { ...theme.style, ...config.theme.style };
  const [isDone, setDone] = useState(false);
  const [term, setTerm] = useState("");
  const [ticked, setTicked] = useState<ReadonlySet<string>>(
    new Set(choices.filter(({ checked }) => checked).map(({ value }) => value)),
  );
  const [active, setActive] = useState(
    Math.max(
      0,
      choices.findIndex(({ value }) => value === config.default),
    ),
  );
  const [error, setError] = useState("");
  // Space is part of a search until the cursor was moved: "New York".
  const hasMoved = useRef(false);
  const hasTicked = useRef(false);
  const prefix = usePrefix({ status: isDone ? "done" : "idle", theme });
  const rows = found(choices, term);
  const row = rows[active];
  const ofAll = choices.filter(({ value }) => ticked.has(value));

  const search = (text: string) => {
    setTerm(text);
    setActive(0);
    hasMoved.current = false;
    hasTicked.current = false;
  };
  const tick = (values: readonly string[], isOn: boolean) => {
    const others = [...ticked].filter((value) => !values.includes(value));
    setTicked(new Set(isOn ? [...others, ...values] : others));
    hasTicked.current = true;
  };
  const finish = (answer: readonly Choice[]) => {
    setDone(true);
    setTicked(new Set(answer.map(({ value }) => value)));
    done(answer.map(({ value }) => value));
  };
  const enter = () => {
    if (!many) return row ? finish([row]) : undefined;
    if (term !== "") {
      if (!row) return undefined;
      if (!hasTicked.current) tick([row.value], true);
      return search("");
    }
    if (required && ofAll.length === 0) return setError("Nothing is chosen yet: space ticks a row.");
    return finish(ofAll);
  };
  const isTick = (key: KeypressEvent) =>
    many && (isTabKey(key) || (isSpaceKey(key) && (term === "" || hasMoved.current)));

  useKeypress((key, line) => {
    if (isDone) return;
    setError("");
    const step = stepOf(key);
    if (step !== 0) {
      hasMoved.current = true;
      setActive(Math.max(0, Math.min(rows.length - 1, active + step)));
    } else if (isEnterKey(key)) {
      enter();
      if (!many || term === "" || row) return;
    } else if (isTick(key)) {
      hasMoved.current = true;
      if (row) tick([row.value], !ticked.has(row.value));
    } else if (many && key.ctrl && key.name === "a") {
      const values = rows.map(({ value }) => value);
      tick(values, !values.every((value) => ticked.has(value)));
    } else if (key.name === "escape") {
      line.clearLine(0);
      return search("");
    } else {
      if (line.line !== term) search(line.line);
      return;
    }
    // The line editor took the key as well.
    line.clearLine(0);
    line.write(term);
  });

  const head = [prefix, style.message(config.message, "idle")].join(" ");
  if (isDone) return `${head} ${style.answer(repeat(ofAll.map(({ label }) => label)))}`;
  const { start, end } = pageAround(active, rows.length);
  const tickOf = ({ value }: Choice) => (many ? (ticked.has(value) ? "◉ " : "◯ ") : "");
  const room = (one: Choice) => width - 6 - one.detail.length;
  const drawn = rows.slice(start, end).map((one, index) => {
    const isActive = start + index === active;
    const label = `${shortened(one.label, room(one))} ${one.detail}`.trimEnd();
    const text = `${isActive ? "❯" : " "} ${tickOf(one)}${label}`;
    return isActive ? style.highlight(text) : text;
  });
  const body = [
    many && ofAll.length > 0
      ? `  ${chosenLine(
          ofAll.map(({ label }) => label),
          width - 3,
        )}`
      : "",
    start > 0 ? dim(`  … ${start} more above`) : "",
    ...drawn,
    rows.length > end ? dim(`  … ${rows.length - end} more below`) : "",
    rows.length === 0 ? `  None of ${choices.length} has that.` : "",
    " ",
    row && shortened(row.label, room(row)) !== row.label
      ? hanging("  ", row.label, width - 1).join("\n")
      : "",
    error === "" ? "" : style.error(error),
    style.keysHelpTip(keysFor(many, term)),
  ];
  return [`${head} ${term}`, body.filter((line) => line !== "").join("\n")];
});

function stepOf(key: KeypressEvent): number {
  if (isUpKey(key)) return -1;
  if (isDownKey(key)) return 1;
  if (key.name === "pageup") return -PAGE_SIZE;
  return key.name === "pagedown" ? PAGE_SIZE : 0;
}

function keysFor(many: boolean, term: string): Keys {
  const move = ["↑↓", "move"] as const;
  if (!many) return [["type", "to search"], move, ["⏎", "take"]];
  return term === ""
    ? [["type", "to search"], move, ["space", "tick"], ["ctrl-a", "tick all"], ["⏎", "finish"]]
    : [["⏎", "tick and search again"], move, ["tab", "tick"], ["ctrl-a", "tick all found"], ["esc", "all"]];
}

function dim(text: string): string {
  return styleText("dim", text);
}
