import { valueAt } from "../../mapping/paths.js";
import { type Answers, FIELD_LABELS, type FieldKey, NEEDED_FIELDS } from "./answers.js";
import { meaningQuestions, recordsIn } from "./meaning.js";
import { checkPath, checkValue, type Draft, type Question, type Section } from "./question.js";
import { fieldsIn, listsIn, nothingAt, placesAround, proposePaths } from "./sample.js";

/**
 * The questions there are, given the answers so far; those that depend on an answer come after it.
 * @param reply of the call for people; undefined when there is none
 */
export function questionsOf(answers: Answers, reply: unknown): readonly Question[] {
  const ofSection = (section: Section, drafts: readonly Draft[]) =>
    drafts.map(
      (draft): Question => ({
        isSure: false,
        check: (answer) =>
          draft.choices ? checkChoice(draft.choices, answer) : answer === "" ? "It is needed." : null,
        ...draft,
        section,
      }),
    );
  return [
    ...ofSection("tool", toolQuestions(answers)),
    ...ofSection("key", keyQuestions(answers)),
    ...ofSection("call", callQuestions(answers)),
    ...ofSection("places", placeQuestions(answers, reply)),
    ...ofSection("fields", fieldQuestions(answers, reply)),
    ...ofSection("meaning", meaningQuestions(answers, reply)),
  ];
}

/** Every question that there can be but those for single words of a status, by key. */
export function answerKeys(): readonly string[] {
  const some = { "field.startDate": "start", "dates.formats": "epoch-seconds" };
  const answers = AUTH_CHOICES.flatMap(({ value: auth }) =>
    PAGINATION_CHOICES.map(({ value: pagination }) => ({ ...some, auth, pagination })),
  );
  return [...new Set(answers.flatMap((one) => questionsOf(one, undefined).map(({ key }) => key)))];
}

function checkChoice(choices: NonNullable<Question["choices"]>, answer: string): string | null {
  const values = choices.map(({ value }) => value);
  return values.includes(answer) ? null : `It must be ${values.map((one) => one || '""').join(" or ")}.`;
}

const optional = () => null;

function toolQuestions({ title = "" }: Answers): readonly Draft[] {
  const id = title
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, "-")
    .replace(/^[^a-z]+|-+$/gu, "");
  return [
    { key: "title", text: "Name of the HR tool, for people" },
    {
      key: "id",
      text: "Name for the configuration",
      ...(id.length > 1 && { proposal: id, isSure: true }),
      check: (answer) =>
        /^[a-z][a-z0-9-]{1,39}$/u.test(answer)
          ? null
          : "Use 2 to 40 small letters, digits and hyphens, beginning with a letter.",
    },
    {
      key: "baseUrl",
      text: "Address of its API",
      help: "What all calls have in common, such as https://api.example.test/v1.",
      check: (answer) =>
        URL.canParse(answer) && answer.startsWith("https://") && !/[?#]/u.test(answer)
          ? null
          : "It must be an https address without a question mark, such as https://api.example.test/v1.",
    },
    {
      key: "link",
      text: "Page of the vendor about the API (empty: none)",
      proposal: "",
      isSure: true,
      check: (answer) =>
        answer === "" || answer.startsWith("https://") ? null : "It must be an https address.",
    },
  ];
}

const AUTH_CHOICES = [
  { value: "bearer", label: "a key or token after the word Bearer (Authorization: Bearer ...)" },
  { value: "header", label: "a key in a header of its own, such as X-Api-Key" },
  { value: "query", label: "a key in the address (?api_key=...)" },
  { value: "basic", label: "a user name and a password" },
  { value: "oauth2", label: "OAuth 2.0 with a client id and a client secret" },
  { value: "none", label: "nothing" },
];

function keyQuestions({ auth }: Answers): readonly Draft[] {
  const way: Draft = {
    key: "auth",
    text: "How is a call signed?",
    choices: AUTH_CHOICES,
    proposal: "bearer",
  };
  const hasKey = auth === "bearer" || auth === "header" || auth === "query";
  return [
    way,
    ...(auth === "header" ? [{ key: "auth.name", text: "Name of the header", proposal: "X-Api-Key" }] : []),
    ...(auth === "header"
      ? [
          {
            key: "auth.prefix",
            text: "Word in front of the key in that header (empty: none)",
            ...{ proposal: "", isSure: true, check: optional },
          },
        ]
      : []),
    ...(auth === "query" ? [{ key: "auth.name", text: "Name of the parameter", proposal: "api_key" }] : []),
    ...(auth === "oauth2"
      ? [
          {
            key: "auth.tokenUrl",
            text: "Address that gives tokens",
            help: "On the same host, or /path below the API's address.",
          },
          { key: "auth.scope", text: "Scope (empty: none)", proposal: "", isSure: true, check: optional },
        ]
      : []),
    ...(hasKey
      ? [{ key: "key.label", text: "What is the key called there?", proposal: "API key", isSure: true }]
      : []),
    ...(auth === "none"
      ? []
      : [
          {
            key: "key.where",
            text: "Where in the HR tool is it made? (empty: not known)",
            help: "Whoever connects will read it, for example Settings > API keys.",
            ...{ proposal: "", isSure: true, check: optional },
          },
        ]),
    {
      key: "permission",
      text: "Which right lets it read people?",
      ...{ proposal: "an administrator's key reads people", isSure: true },
    },
  ];
}

const PAGINATION_CHOICES = [
  { value: "none", label: "everybody in one answer" },
  { value: "page", label: "by the number of a page (page=2)" },
  { value: "offset", label: "by the number of people before it (offset=100)" },
  { value: "cursor", label: "by a word from the answer before (cursor=...)" },
  { value: "nextUrl", label: "by an address in the answer before" },
  { value: "link", label: "by the Link header of the answer before" },
  { value: "scim", label: "as SCIM has it (startIndex, count)" },
];

function callQuestions(answers: Answers): readonly Draft[] {
  const kind = answers.pagination;
  const hasParam = kind === "page" || kind === "offset" || kind === "cursor";
  const parameter = { page: "page", offset: "offset", cursor: "cursor" }[kind ?? ""] ?? "";
  return [
    {
      key: "people.path",
      text: "Path of the call that lists people",
      help: "Behind the address, with parameters that are always the same: /employees?status=all",
      check: (answer) => (/^\/\S+$/u.test(answer) ? null : "It must begin with a slash, such as /employees."),
    },
    { key: "pagination", text: "How does a long list go on?", choices: PAGINATION_CHOICES, proposal: "none" },
    ...(hasParam ? [{ key: "pagination.param", text: "Name of that parameter", proposal: parameter }] : []),
    ...(kind === "page" || kind === "offset"
      ? [
          {
            key: "pagination.start",
            text: "Number of the first",
            choices: ["0", "1"].map((value) => ({ value, label: value })),
            ...{ proposal: kind === "page" ? "1" : "0", isSure: true },
          },
        ]
      : []),
    ...(kind === undefined || kind === "none"
      ? []
      : [
          ...(kind === "scim"
            ? []
            : [
                {
                  key: "pagination.sizeParam",
                  text: "Parameter for how many come at once (empty: none)",
                  ...{ proposal: "limit", check: optional },
                },
              ]),
          {
            key: "pagination.size",
            text: "How many come at once?",
            ...{ proposal: "100", isSure: true },
            check: (answer: string) =>
              /^\d{2,4}$/u.test(answer) && Number(answer) > 10 && Number(answer) <= 5000
                ? null
                : "It must be a whole number from 11 to 5000.",
          },
        ]),
  ];
}

function placeQuestions(answers: Answers, reply: unknown): readonly Draft[] {
  const lists = listsIn(reply);
  const around = placesAround(reply);
  const needsNext = answers.pagination === "cursor" || answers.pagination === "nextUrl";
  const isCounted =
    answers.pagination !== undefined && answers.pagination !== "none" && answers.pagination !== "scim";
  const [only] = lists;
  return [
    {
      key: "records",
      text: "Where in the answer are the people?",
      ...(only
        ? { proposal: only.path, isSure: lists.length === 1 }
        : { help: "A path such as data.items, or $ for the whole answer." }),
      check: (answer) =>
        checkPath(answer) ??
        (reply === undefined || Array.isArray(valueAt(reply, answer))
          ? null
          : "The reply has no list there."),
    },
    ...(needsNext
      ? [
          {
            key: "pagination.next",
            text: "Where in the answer is the next page?",
            ...(around.next !== null && { proposal: around.next }),
            check: checkPath,
          },
        ]
      : []),
    ...(isCounted
      ? [
          {
            key: "total",
            text: "Where is it said how many people there are? (empty: nowhere)",
            ...{ proposal: around.total ?? "", isSure: true },
            check: (answer: string) => (answer === "" ? null : checkPath(answer)),
          },
        ]
      : []),
  ];
}

function fieldQuestions(answers: Answers, reply: unknown): readonly Draft[] {
  const records = recordsIn(answers, reply);
  const paths = fieldsIn(records).map(({ path }) => path);
  const { fullName, ...proposed } = proposePaths(paths);
  const split = (name: string) => (fullName === undefined ? undefined : `expr: ${name}(${fullName}, " ")`);
  const proposals: Partial<Record<FieldKey, string | undefined>> = {
    firstName: split("$substringBefore"),
    lastName: split("$substringAfter"),
    ...proposed,
  };
  return (Object.keys(FIELD_LABELS) as FieldKey[]).map((key) => {
    const isNeeded = NEEDED_FIELDS.includes(key);
    const proposal = proposals[key];
    return {
      key: `field.${key}`,
      text: FIELD_LABELS[key],
      ...(proposal === undefined ? !isNeeded && { proposal: "" } : { proposal }),
      // A name that would be split is nobody's choice but a person's.
      isSure: proposal === undefined ? !isNeeded : !proposal.startsWith("expr:"),
      check: (answer: string) =>
        answer === "" && !isNeeded
          ? null
          : (checkValue(answer) ?? (isNeeded ? nothingAt(answer, records) : null)),
    };
  });
}
