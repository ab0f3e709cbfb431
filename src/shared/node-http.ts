/**
 * Node's own HTTP clients. To `import` their module reads every name it exports, and one of them loads a
 * whole second client (the one behind `fetch`), which is a sixth of the time a command needs to start.
 */
export const nodeHttp = process.getBuiltinModule("node:http");
export const nodeHttps = process.getBuiltinModule("node:https");
