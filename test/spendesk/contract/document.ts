import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";

export const CONTRACT_FILE = join(import.meta.dirname, "../../../openapi/member-write.yaml");

const METHODS = ["get", "put", "post", "patch", "delete"] as const;

type Json = Readonly<Record<string, unknown>>;

/** One operation of the contract. */
export interface Operation {
  /** `PATCH /v1/users/{id}` */
  readonly name: string;
  /** JSON pointer in the document. */
  readonly pointer: string;
  readonly operation: Json;
}

export interface ContractDocument {
  readonly json: Json;
  readonly operations: readonly Operation[];
  /** The value at a JSON pointer, references followed; undefined when there is none. */
  at(pointer: string): { readonly pointer: string; readonly value: unknown } | undefined;
}

export async function readContract(): Promise<ContractDocument> {
  const json: unknown = parse(await readFile(CONTRACT_FILE, "utf8"));
  if (!isJson(json) || !isJson(json.paths)) throw new Error("the contract has no paths");
  const operations = Object.entries(json.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = isJson(item) ? item[method] : undefined;
      const pointer = `/paths/${escaped(path)}/${method}`;
      return isJson(operation) ? [{ name: `${method.toUpperCase()} ${path}`, pointer, operation }] : [];
    }),
  );
  const at: ContractDocument["at"] = (pointer) => {
    let value: unknown = json;
    for (const key of pointer.split("/").slice(1)) value = inside(value, unescaped(key));
    if (isJson(value) && typeof value.$ref === "string") return at(value.$ref.replace(/^#/, ""));
    return value === undefined ? undefined : { pointer, value };
  };
  return { json, operations, at };
}

function inside(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return value[Number(key)];
  return isJson(value) ? value[key] : undefined;
}

export function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function escaped(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}

function unescaped(key: string): string {
  return key.replaceAll("~1", "/").replaceAll("~0", "~");
}
