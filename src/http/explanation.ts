import type { ProblemDetails } from "../sync/model/index.js";

/** A problem but for what failed, which the caller knows. */
export type Explanation = Omit<ProblemDetails, "what">;
