/** Which other folders of src/ each folder may import (docs/architecture.md §3). */
export const ALLOWED: Record<string, readonly string[]> = {
  shared: [],
  sync: ["shared"],
  http: ["shared", "sync"],
  providers: ["shared", "sync", "http"],
  spendesk: ["shared", "sync", "http", "observability"],
  state: ["shared", "sync"],
  credentials: ["shared", "sync", "observability"],
  config: ["shared", "sync", "http"],
  observability: ["shared", "sync", "http"],
  sandbox: ["shared", "sync"],
  cli: [
    "shared",
    "sync",
    "http",
    "providers",
    "spendesk",
    "state",
    "credentials",
    "config",
    "observability",
    "sandbox",
  ],
  "main.ts": ["cli"],
};

/** The rooms of the heart: each may import those before it (docs/architecture.md §2). */
export const ROOMS: readonly string[] = [
  "model",
  "filter",
  "identity",
  "plan",
  "safety",
  "hand-off",
  "run",
  "apply",
];

/** Packages that only one place may know, so that they can be replaced there. */
export const ONLY_IN: Record<string, string> = {
  keytar: "credentials/",
  "age-encryption": "credentials/",
  "better-sqlite3": "state/",
  inquirer: "cli/prompts/",
  chalk: "cli/output/",
  "cli-table3": "cli/output/",
  undici: "http/",
  nodemailer: "observability/notify/",
  standardwebhooks: "observability/notify/",
  commander: "cli/",
  "@bomb.sh/tab": "cli/completion/",
  "@bomb.sh/tab/commander": "cli/completion/",
  cosmiconfig: "config/",
  "csv-parse": "providers/file/",
  "iconv-lite": "providers/file/",
  "read-excel-file/node": "providers/file/",
  "ssh2-sftp-client": "providers/file/",
  fflate: "spendesk/bulk-import/",
  "read-excel-file/universal": "spendesk/bulk-import/",
  "write-excel-file/node": "spendesk/bulk-import/",
  "write-excel-file/utility": "spendesk/bulk-import/",
  "csv-stringify/sync": "shared/",
};
