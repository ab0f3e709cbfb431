/** One step of the file format. Applied steps never change; a new format is a new step. */
export interface Migration {
  /** 1, 2, 3 … without gaps; stored in the file as `PRAGMA user_version`. */
  readonly version: number;
  readonly name: string;
  /** Runs inside the transaction of the upgrade, so it must not begin or commit one. */
  readonly sql: string;
}
