import type { Written } from "./checks.js";

/** One row of the matrix. */
export interface Case {
  readonly fault: string;
  readonly times: "once" | "always";
  readonly exit: number;
  readonly written: Written;
}

/** The calls of one kind, and what becomes of a run when they are disturbed. */
export interface Section {
  readonly where: string;
  /** As the sandbox names it. */
  readonly route: string;
  /** `no_bulk`: people are updated one by one; `no_restore`: only archives change a status. */
  readonly prepare: "no_bulk" | "no_restore" | null;
  readonly cases: readonly Case[];
}

/** `fault: "exit written, exit written"`: when it happens once, and when it happens always. */
type Outcomes = Readonly<Record<string, `${number} ${Written}, ${number} ${Written}`>>;

/** Calls that read, and the sign-ins, are repeated without harm. */
const REPEATED_READ: Outcomes = {
  "429": "0 all, 7 none",
  "429-bare": "0 all, 7 none",
  "500": "0 all, 7 none",
  "502": "0 all, 7 none",
  "503": "0 all, 7 none",
  reset: "0 all, 7 none",
  "reset-after": "0 all, 7 none",
  timeout: "0 all, 7 none",
  "slow=600000": "0 all, 7 none",
  truncate: "0 all, 7 none",
};

/** A list that does not add up is read a second time. */
const READ_AGAIN: Outcomes = {
  "repeat-page": "0 all, 7 none",
  "drop-page": "0 all, 7 none",
  "drop-page=2": "0 all, 7 none",
  "duplicate-id": "0 all, 7 none",
  "wrong-total": "0 all, 7 none",
  "wrong-total=-1": "0 all, 7 none",
};

export const READING: readonly Section[] = [
  section("the sign-in to Personio", "POST /personio/v1/auth", {
    ...REPEATED_READ,
    oversize: "7 none, 7 none",
    html: "7 none, 7 none",
    "wrong-json": "7 none, 7 none",
    unauthorized: "4 none, 4 none",
    forbidden: "4 none, 4 none",
  }),
  section("Personio's list of employees", "GET /personio/v1/company/employees", {
    ...REPEATED_READ,
    ...READ_AGAIN,
    oversize: "7 none, 7 none",
    html: "7 none, 7 none",
    "wrong-json": "7 none, 7 none",
    // Either can mean a token that has ended, so one new token is tried.
    unauthorized: "0 all, 4 none",
    forbidden: "0 all, 4 none",
  }),
  section("the token of Spendesk", "POST /spendesk/v1/auth/token", {
    ...REPEATED_READ,
    oversize: "7 none, 7 none",
    html: "7 none, 7 none",
    "wrong-json": "7 none, 7 none",
    unauthorized: "4 none, 4 none",
    forbidden: "4 none, 4 none",
  }),
  section("Spendesk's list of members", "GET /spendesk/v1/users", {
    ...REPEATED_READ,
    ...READ_AGAIN,
    oversize: "7 none, 7 none",
    html: "7 none, 7 none",
    "wrong-json": "0 all, 7 none",
    unauthorized: "0 all, 4 none",
    forbidden: "4 none, 4 none",
  }),
];

/** Updates, restores and archives are repeated too: twice is the same as once. */
const REPEATED_WRITE: Outcomes = {
  "429": "0 all, 7 part",
  "429-bare": "0 all, 7 part",
  // Taken for trouble with these people, so the run goes on.
  "500": "0 all, 3 part",
  "502": "0 all, 7 part",
  "503": "0 all, 7 part",
  reset: "0 all, 7 part",
  "reset-after": "0 all, 7 part",
  timeout: "0 all, 7 part",
  "slow=600000": "0 all, 7 part",
  truncate: "0 all, 7 part",
  oversize: "7 part, 7 part",
  // Answers that do not say what became of the people.
  html: "3 part, 3 part",
  "wrong-json": "3 part, 3 part",
  unauthorized: "0 all, 4 part",
  forbidden: "4 part, 4 part",
};

export const WRITING: readonly Section[] = [
  // Never sent twice unless it surely did nothing: everybody would be invited again.
  section("the creation of members", "POST /spendesk/v1/users", {
    "429": "0 all, 7 part",
    "429-bare": "0 all, 7 part",
    "500": "3 part, 3 part",
    "502": "3 part, 3 part",
    "503": "3 part, 3 part",
    reset: "3 part, 3 part",
    "reset-after": "3 part, 3 part",
    timeout: "3 part, 3 part",
    "slow=600000": "3 part, 3 part",
    truncate: "3 part, 3 part",
    oversize: "3 part, 3 part",
    html: "3 part, 3 part",
    "wrong-json": "3 part, 3 part",
    unauthorized: "0 all, 4 part",
    forbidden: "4 part, 4 part",
  }),
  section("the update of several members", "PATCH /spendesk/v1/users", REPEATED_WRITE),
  section("the update of one member", "PATCH /spendesk/v1/users/{id}", REPEATED_WRITE, "no_bulk"),
  section("the restore of a member", "PATCH /spendesk/v1/users/{id}/status", {
    ...REPEATED_WRITE,
    // The first call of the run: nothing was written before it.
    "429": "0 all, 7 none",
    "429-bare": "0 all, 7 none",
    "502": "0 all, 7 none",
    "503": "0 all, 7 none",
    reset: "0 all, 7 none",
    timeout: "0 all, 7 none",
    unauthorized: "0 all, 4 none",
    forbidden: "4 none, 4 none",
  }),
  section("the archive of members", "PATCH /spendesk/v1/users/{id}/status", REPEATED_WRITE, "no_restore"),
];

function section(
  where: string,
  route: string,
  outcomes: Outcomes,
  prepare: Section["prepare"] = null,
): Section {
  const cases = Object.entries(outcomes).flatMap(([fault, text]) => {
    const [once = "", always = ""] = text.split(", ");
    return [readCase(fault, "once", once), readCase(fault, "always", always)];
  });
  return { where, route, prepare, cases };
}

function readCase(fault: string, times: Case["times"], text: string): Case {
  const [exit, written] = text.split(" ");
  if (written !== "none" && written !== "part" && written !== "all") throw new Error(`unreadable: ${text}`);
  return { fault, times, exit: Number(exit), written };
}
