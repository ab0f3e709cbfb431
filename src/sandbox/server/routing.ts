import type { Mount, Route } from "./exchange.js";

/** A mount and the path below it. */
export interface MountMatch {
  readonly mount: Mount;
  readonly rest: string;
}

export interface RouteMatch {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** The mount with the longest fitting prefix. */
export function matchMount(mounts: readonly Mount[], path: string): MountMatch | null {
  const fitting = mounts.filter(({ prefix }) => path === prefix || path.startsWith(`${prefix}/`));
  const [mount] = fitting.sort((a, b) => b.prefix.length - a.prefix.length);
  return mount === undefined ? null : { mount, rest: path.slice(mount.prefix.length) };
}

export function matchRoute(routes: readonly Route[], method: string, path: string): RouteMatch | null {
  for (const route of routes) {
    if (route.method !== method) continue;
    const params = matchTemplate(route.template, path);
    if (params !== null) return { route, params };
  }
  return null;
}

function matchTemplate(template: string, path: string): Record<string, string> | null {
  const wanted = template.split("/");
  const actual = path.split("/");
  if (wanted.length !== actual.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = actual[index] ?? "";
    const name = /^\{(\w+)\}$/u.exec(part)?.[1];
    if (name === undefined && part !== value) return null;
    if (name !== undefined) params[name] = value;
  }
  return params;
}
