import type { Migration } from "../migrate.js";
import { initial } from "./001-initial.js";
import { handOffs } from "./002-hand-offs.js";
import { people } from "./003-people.js";
import { unshown } from "./004-unshown.js";
import { sources } from "./005-sources.js";
import { plans } from "./006-plans.js";
import { locks } from "./007-locks.js";
import { results } from "./008-results.js";

/** All steps of the file format, oldest first. */
export const MIGRATIONS: readonly Migration[] = [
  initial,
  handOffs,
  people,
  unshown,
  sources,
  plans,
  locks,
  results,
];
