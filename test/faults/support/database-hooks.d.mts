import type { ChangeHooks } from "./change-hooks.mjs";

export function watchClients(hooks: ChangeHooks): void;
export function watchSockets(hooks: Pick<ChangeHooks, "point">): void;
