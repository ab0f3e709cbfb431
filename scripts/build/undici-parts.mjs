/** What undici's main file loads besides its client: a browser's fetch and web sockets, stand-ins for tests, caches, interceptors. */
const UNUSED = /^\.\/lib\/(?:web|mock|cache|interceptor)\//;

/** Whoever used one of them would get a class without methods. */
const NOTHING = "module.exports = new Proxy({}, { get: () => class Unused {} });";

/**
 * Leaves out of the bundle what of undici the program does not use: its main file evaluates all of it at once, which
 * is 13 MiB of memory in every process. Where a newer undici has other folders, the program gets more of it, and works.
 *
 * @type {import("esbuild").Plugin}
 */
export const undiciParts = {
  name: "undici-parts",
  setup(build) {
    build.onResolve({ filter: UNUSED }, ({ importer, path }) =>
      importer.replaceAll("\\", "/").endsWith("/node_modules/undici/index.js")
        ? { path, namespace: "undici-unused" }
        : undefined,
    );
    build.onLoad({ filter: /./, namespace: "undici-unused" }, () => ({ contents: NOTHING }));
  },
};
