import type { Action } from "../../sync/model/index.js";

/** What the README says about one entity. */
export interface EntitySummary {
  readonly entity: string;
  /** Null without people in it. */
  readonly importFile: {
    readonly name: string;
    readonly people: number;
    /** Titles of the template's columns that stay empty; null without a template. */
    readonly unfilled: readonly string[] | null;
  } | null;
  readonly worklist: {
    readonly names: readonly string[];
    readonly rows: number;
    readonly actions: readonly Action[];
    readonly changesEmails: boolean;
  } | null;
  /** Titles of columns with values for which the template has no place. */
  readonly leftOut: readonly string[];
  readonly membersUrl: string;
}

interface ReadmeOptions {
  readonly runId: string;
  readonly createdAt: Date;
  readonly entities: readonly EntitySummary[];
}

/** The instructions for the colleague who brings the changes into Spendesk (docs/vendors/spendesk.md §3.3). */
export function readmeText({ runId, createdAt, entities }: ReadmeOptions): string {
  const hasImport = entities.some(({ importFile }) => importFile !== null);
  const hasWorklist = entities.some(({ worklist }) => worklist !== null);
  const sections = [
    heading(runId, createdAt),
    files(entities),
    ...(hasImport ? [importSteps(entities)] : []),
    ...(hasWorklist ? [worklistSteps(entities)] : []),
    afterwards(),
  ];
  return `${sections.join("\n\n")}\n`;
}

function heading(runId: string, createdAt: Date): string {
  return `Changes to Spendesk members, to be made by hand
Made by spendesk-hr on ${createdAt.toISOString().slice(0, 16).replace("T", " ")} UTC (run ${runId}).

The .xlsx files can hold full bank details. Keep this folder to yourself, send none of the files by
e-mail or chat, and delete all of it when you are done.`;
}

function files(entities: readonly EntitySummary[]): string {
  const lines = entities.flatMap(({ entity, importFile, worklist }) => [
    ...(importFile
      ? [`- ${importFile.name}: ${people(importFile.people)} to invite to ${entity}, for Spendesk's import`]
      : []),
    ...(worklist
      ? [
          `- ${worklist.names.join(" and ")}: ${people(worklist.rows)} of ${entity} to change by hand, one row per person`,
        ]
      : []),
  ]);
  return ["FILES", ...lines].join("\n");
}

function importSteps(entities: readonly EntitySummary[]): string {
  const notes = entities.flatMap(({ entity, leftOut, importFile }) => [
    ...(leftOut.length > 0
      ? [
          `- ${entity}: the template has no place for ${leftOut.join(", ")}, so the file says nothing about it.`,
        ]
      : []),
    ...(importFile?.unfilled?.length
      ? [`- ${entity}: the template's columns ${importFile.unfilled.join(", ")} are empty in the file.`]
      : []),
  ]);
  const withoutTemplate = entities.some(({ importFile }) => importFile?.unfilled === null);
  return [
    "INVITE THE NEW MEMBERS",
    "You need to be Account Owner or Administrator. For each import file, in the Spendesk company it is for:",
    "1. Open Settings > Organisation > Members > Invite new members > By file upload.",
    "2. Choose the import file. Don't change its columns or their order.",
    "3. Start the import. IMPORTANT: this sends the invitations, and Spendesk reminds people after 3, 6 and 12 days.",
    "4. If Spendesk reports rows with errors, correct those in the HR tool or in the file and import them again.",
    '   "User already exists" means that there is nothing left to do for that person.',
    "",
    "Good to know:",
    "- Without a role in the file, people become Requesters. Line managers are not part of the import; they are",
    "  in the worklist, this one or a later one.",
    "- A name with an apostrophe in front starts with a character that spreadsheets take for a formula. Look whether",
    "  the name in the HR tool is meant like that, and take the apostrophe away in Spendesk after the import.",
    ...(withoutTemplate ? [NO_TEMPLATE] : []),
    ...notes,
  ].join("\n");
}

const NO_TEMPLATE = `- The file was made without Spendesk's template and has only the columns that are filled. If Spendesk calls its
  structure invalid: download the template on the same page, and have the files made again with
  \`spendesk-hr apply --to file --again --template …\`.`;

const ACTION_STEPS: readonly (readonly [Action, string])[] = [
  ["update", "- Update: make each change under What to change (old -> new)."],
  [
    "restore",
    "- Restore: find the person in the tab of archived members and reactivate them. Make the other changes as well.",
  ],
  [
    "archive",
    "- Archive: archive the member. Read the reason first; cards and login stop working, the history stays.",
  ],
  ["create", "- Invite by hand: the person is not in the import file, and the column Notes says why."],
];

function worklistSteps(entities: readonly EntitySummary[]): string {
  const worklists = entities.flatMap(({ worklist }) => worklist ?? []);
  const pages = [...new Set(entities.flatMap((entity) => (entity.worklist ? [entity.membersUrl] : [])))];
  const actions = new Set(worklists.flatMap((worklist) => worklist.actions));
  return [
    "WORK THROUGH THE WORKLIST",
    "Open the members page; each row has the link:",
    ...pages.map((page) => `  ${page}`),
    "If it does not work, go to Settings > Organisation > Members. Find each person by the e-mail in the row, make",
    "the change, and tick the row off in the column Done.",
    ...ACTION_STEPS.filter(([action]) => actions.has(action)).map(([, step]) => step),
    "New bank details: copy New IBAN and New BIC from the .xlsx. Enter both; one alone is not kept.",
    ...(actions.has("archive")
      ? [
          "",
          "Archiving may be refused, and then the person stays as is until that is solved:",
          "- Account Owners and Organisation Owners can't be archived.",
          "- In UK companies, active subscription cards and pending approvals stop it; move or cancel those first.",
        ]
      : []),
    ...(worklists.some(({ changesEmails }) => changesEmails)
      ? [
          "",
          "A changed e-mail is what card payments (3-D Secure) and single sign-on know a person by: tell them before,",
          "and make sure that the identity provider has the same e-mail.",
        ]
      : []),
    "",
    "A text with an apostrophe in front starts with a character that spreadsheets take for a formula: leave the",
    "apostrophe out when you type it.",
  ].join("\n");
}

function afterwards(): string {
  return [
    "WHEN YOU ARE DONE",
    "1. Run `spendesk-hr preview`. It reads Spendesk again and confirms what was done; what it still shows is left to do.",
    "2. Delete this folder, and copies of its files in downloads and the trash.",
  ].join("\n");
}

function people(count: number): string {
  return count === 1 ? "1 person" : `${count} people`;
}
