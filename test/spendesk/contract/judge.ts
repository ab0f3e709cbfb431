import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { type ContractDocument, isJson, type Operation } from "./document.js";
import type { Exchange } from "./recorder.js";

const JSON_CONTENT = "/content/application~1json/schema";

/** Says what of an exchange is not in the contract; nothing when all is. */
export type Judge = (exchange: Exchange) => readonly string[];

/** Holds requests and answers to the contract: operation, headers, query, both bodies, status. */
export function createJudge(contract: ContractDocument): Judge {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema(contract.json, "contract");

  function complaints(pointer: string, value: unknown, what: string): string[] {
    const validate = ajv.compile({ $ref: `contract#${encodeURI(pointer)}` });
    if (validate(value)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${what}${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  }

  function requestComplaints({ pointer }: Operation, exchange: Exchange): string[] {
    const found: string[] = [];
    const parameters = parametersOf(contract, pointer);
    for (const [name, value] of exchange.query) {
      const known = parameters.find((one) => one.in === "query" && one.name === name);
      if (!known) found.push(`the query has ${name}`);
      else found.push(...complaints(`${known.pointer}/schema`, typed(value), `query ${name}`));
    }
    for (const { name, pointer: place } of parameters.filter((one) => one.in === "header")) {
      const value = exchange.headers[name.toLowerCase()];
      found.push(...complaints(`${place}/schema`, value ?? null, `header ${name}`));
    }
    const body = contract.at(`${pointer}/requestBody`);
    if (!body) return exchange.body === "" ? found : [...found, "there is a body"];
    if (!exchange.headers["content-type"]?.startsWith("application/json")) found.push("the body is no JSON");
    return [...found, ...complaints(`${body.pointer}${JSON_CONTENT}`, json(exchange.body), "body")];
  }

  function answerComplaints({ pointer }: Operation, { status, answer }: Exchange): string[] {
    const response = contract.at(`${pointer}/responses/${status}`);
    if (!response) return [`the status ${status} is not among the responses`];
    return complaints(`${response.pointer}${JSON_CONTENT}`, json(answer), `answer ${status}`);
  }

  return (exchange) => {
    const operation = contract.operations.find(({ name }) => isCall(name, exchange));
    if (!operation) return [`there is no ${exchange.method} ${exchange.path}`];
    const found = [
      ...schemeComplaints(operation, contract, exchange),
      ...requestComplaints(operation, exchange),
      ...answerComplaints(operation, exchange),
    ];
    return found.map((complaint) => `${operation.name}: ${complaint}`);
  };
}

function isCall(name: string, { method, path }: Exchange): boolean {
  const [wanted, template = ""] = name.split(" ");
  const parts = path.split("/");
  const places = template.split("/");
  return (
    wanted === method &&
    parts.length === places.length &&
    places.every((place, index) => place === parts[index] || (place === "{id}" && parts[index] !== ""))
  );
}

/** Those of the operation and of its path. */
function parametersOf(contract: ContractDocument, operation: string) {
  return [operation, operation.slice(0, operation.lastIndexOf("/"))].flatMap((owner) => {
    const list = contract.at(`${owner}/parameters`)?.value;
    const indices = Array.isArray(list) ? [...list.keys()] : [];
    return indices.flatMap((index) => {
      const { pointer = "", value } = contract.at(`${owner}/parameters/${index}`) ?? {};
      return isJson(value) ? [{ name: String(value.name), in: value.in, pointer }] : [];
    });
  });
}

function schemeComplaints(
  { operation }: Operation,
  contract: ContractDocument,
  { headers }: Exchange,
): string[] {
  const [first]: readonly unknown[] = Array.isArray(operation.security) ? operation.security : [];
  const [name] = Object.keys(isJson(first) ? first : {});
  const scheme = contract.at(`/components/securitySchemes/${name}`)?.value;
  const wanted = isJson(scheme) ? String(scheme.scheme) : "nothing";
  const sent = headers.authorization?.split(" ")[0]?.toLowerCase();
  return sent === wanted ? [] : [`authorization is ${sent}, not ${wanted}`];
}

/** As the query means it: its numbers are texts on the way. */
function typed(text: string): string | number {
  return /^\d+$/.test(text) ? Number(text) : text;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
