import { execFile } from "node:child_process";
import { mkdir, rename, stat, symlink, utimes, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { Readable } from "node:stream";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MOST_BYTES } from "../../../src/providers/file/content.js";
import { openLocalFile } from "../../../src/providers/file/local-file.js";
import { ADA, type Folder, HEADER, makeFolder, problemOf, readAll, testMachine } from "./support.js";

const CSV = `${HEADER}\n${ADA}\n`;

let folder: Folder;

beforeEach(async () => {
  folder = await makeFolder();
});
afterEach(() => folder.remove());

describe("a path", () => {
  it("may be a link to a file", async () => {
    await folder.write("people.csv", CSV);
    await symlink("people.csv", join(folder.path, "latest.csv"));
    expect((await readAll({ path: join(folder.path, "latest.csv") })).employees).toHaveLength(1);
  });

  it("is told when nothing is there", async () => {
    const path = join(folder.path, "people.csv");
    expect(await problemOf(readAll({ path }))).toMatchObject({
      kind: "configuration",
      code: "file_missing",
      message: `There is no file ${path}.`,
    });
  });

  it("is refused when it is a folder, a pipe or a device", async () => {
    expect(await problemOf(readAll({ path: folder.path, format: "csv" }))).toMatchObject({
      code: "file_not_regular",
      message: `${folder.path} is a folder, not a file.`,
    });
    const pipe = join(folder.path, "pipe.csv");
    await promisify(execFile)("mkfifo", [pipe]);
    expect((await problemOf(readAll({ path: pipe }))).message).toContain("a device, a pipe or a socket");
    expect((await problemOf(readAll({ path: "/dev/zero", format: "csv" }))).code).toBe("file_not_regular");
  });

  it("is refused when it is empty or larger than any list of people", async () => {
    expect(await problemOf(readAll({ path: await folder.write("people.csv", "") }))).toMatchObject({
      kind: "temporary",
      code: "file_empty",
    });
    const path = await folder.write("large.csv", "");
    const { truncate } = await import("node:fs/promises");
    await truncate(path, MOST_BYTES + 1);
    expect((await problemOf(readAll({ path }))).code).toBe("file_too_large");
  });

  it("is told when the system does not let it be read", async () => {
    const path = join(folder.path, "loop.csv");
    await symlink("loop.csv", path);
    expect(await problemOf(readAll({ path }))).toMatchObject({
      code: "file_not_readable",
      message: `${path} can't be read.`,
      why: "The system says ELOOP.",
    });
  });
});

describe("a pattern", () => {
  /** Files written an hour after one another, the first in 2026. */
  async function writeHourly(...names: string[]): Promise<void> {
    for (const [index, name] of names.entries()) {
      const path = await folder.write(
        name,
        `${HEADER}\n${ADA.replace("Ada", name.replaceAll(/\W/gu, ""))}\n`,
      );
      await utimes(path, 1_770_000_000 + index * 3600, 1_770_000_000 + index * 3600);
    }
  }

  async function firstName(pattern: string): Promise<unknown> {
    return (await readAll({ path: join(folder.path, pattern) })).employees[0]?.firstName;
  }

  it("means the newest file that matches, whatever its name", async () => {
    await writeHourly("people-b.csv", "people-a.csv", "others.csv", "people-c.csv.part", ".people-d.csv");
    await mkdir(join(folder.path, "people-e.csv"));
    expect(await firstName("people-*.csv")).toBe("peopleacsv");
    expect(await firstName("people-?.csv")).toBe("peopleacsv");
    expect(await firstName("*-b.csv")).toBe("peoplebcsv");
  });

  it("takes the last by name of those of one moment", async () => {
    for (const name of ["people-1.csv", "people-2.csv"]) {
      await writeHourly(name);
    }
    expect(await firstName("people-*.csv")).toBe("people2csv");
  });

  it("has no other signs, so that a name may hold brackets and dots", async () => {
    await writeHourly("people[1].csv", "peopleX1].csv");
    expect(await firstName("people[1]*csv")).toBe("people1csv");
  });

  it("is told when nothing matches", async () => {
    expect(await problemOf(firstName("people-*.csv"))).toMatchObject({
      code: "file_missing",
      message: `No file matches ${join(folder.path, "people-*.csv")}.`,
    });
    await mkdir(join(folder.path, "people-x.csv"));
    expect((await problemOf(firstName("people-*.csv"))).why).toContain("only folders of such names");
    expect((await problemOf(readAll({ path: "/nowhere-at-all/*.csv" }))).code).toBe("file_missing");
  });
});

describe("a file that was just written", () => {
  const NOW = () => new Date();

  it("is looked at again before it is read", async () => {
    const path = await folder.write("people.csv", CSV);
    const waits: number[] = [];
    const machine = { sleep: async (ms: number) => void waits.push(ms) };
    expect((await readAll({ path }, { now: NOW, machine })).employees).toHaveLength(1);
    expect(waits).toEqual([1000]);
  });

  it("is waited for while it grows", async () => {
    const path = await folder.write("people.csv", `${HEADER}\n`);
    let looks = 0;
    const sleep = async () => {
      looks += 1;
      if (looks < 3) await writeFile(path, `${CSV}${`1${looks}${ADA}\n`.repeat(1)}`);
    };
    await readAll({ path }, { now: NOW, machine: { sleep } });
    expect(looks).toBe(3);
  });

  it("stops the run when it does not come to rest", async () => {
    const path = await folder.write("people.csv", CSV);
    let size = 0;
    const sleep = async () => {
      size += 1;
      await writeFile(path, CSV + "\n".repeat(size));
    };
    expect(await problemOf(readAll({ path }, { now: NOW, machine: { sleep } }))).toMatchObject({
      kind: "temporary",
      code: "file_changing",
      next: expect.stringContaining("move it into place when it is whole"),
    });
    expect(size).toBe(10);
  });

  it("is refused when it is replaced or changed while it is read", async () => {
    const path = await folder.write("people.csv", CSV);
    const replaced = await openLocalFile(path, testMachine());
    await rename(await folder.write("next.csv", CSV), path);
    const changed = await openLocalFile(path, testMachine());
    const read = async (content: typeof changed, meanwhile = async () => {}) => {
      for await (const _chunk of content.chunks()) await meanwhile();
    };
    expect((await problemOf(read(replaced))).why).toBe("It was replaced or changed meanwhile.");
    const grow = () => writeFile(path, `${CSV}\n`);
    expect((await problemOf(read(changed, grow))).why).toBe("It changed while it was read.");
  });
});

describe("an old export", () => {
  it("stops the run, with its age and the limit", async () => {
    const path = await folder.write("people.csv", CSV);
    await utimes(path, new Date("2026-06-01T00:00:00Z"), new Date("2026-06-01T00:00:00Z"));
    const at = (now: string) => ({ now: () => new Date(now) });
    const settings = { path, maxAgeHours: "30" };
    expect((await readAll(settings, at("2026-06-02T05:59:00Z"))).employees).toHaveLength(1);
    expect(await problemOf(readAll(settings, at("2026-06-02T09:00:00Z")))).toMatchObject({
      kind: "temporary",
      code: "file_too_old",
      message: `${path} is 33 hours old, so nothing was planned on it.`,
      why: "At most 30 hours are allowed (`maxAgeHours`).",
    });
    expect((await problemOf(readAll(settings, at("2026-06-09T00:00:00Z")))).message).toContain("8 days old");
  });
});

describe("standard input", () => {
  const settings = { place: "stdin", format: "csv" };

  it("is read once, however often it is looked at", async () => {
    const machine = { stdin: Readable.from([CSV.slice(0, 20), Buffer.from(CSV.slice(20))]) };
    for (const _time of [1, 2]) expect((await readAll(settings, { machine })).employees).toHaveLength(1);
  });

  it.each([
    ["it is a terminal", Object.assign(Readable.from([CSV]), { isTTY: true }), "It is a terminal."],
    ["nothing comes", Readable.from([]), "Nothing came."],
  ])("is told when %s", async (_what, stdin, why) => {
    expect(await problemOf(readAll(settings, { machine: { stdin } }))).toMatchObject({
      code: "file_stdin",
      why,
    });
  });
});

describe("a command", () => {
  const command = (script: string, ...args: string[]) => ({
    place: "command",
    format: "csv",
    command: [process.execPath, "-e", script, ...args],
  });

  it("prints the export, without a shell and without the program's own variables", async () => {
    const script = `
      if (process.env.SPENDESK_HR_SECRET || process.argv[1] !== "$(id) *") process.exit(1);
      process.stdout.write(${JSON.stringify(CSV)});`;
    const env = { ...process.env, SPENDESK_HR_SECRET: "hidden" };
    expect((await readAll(command(script, "$(id) *"), { machine: { env } })).employees).toHaveLength(1);
  });

  it.each([
    [
      "fails after some of it",
      `process.stdout.write(${JSON.stringify(CSV)}); process.exitCode = 3;`,
      "It ended with exit code 3.",
    ],
    ["prints nothing", "", "It printed nothing."],
    [
      "is ended",
      "process.kill(process.pid, 'SIGTERM'); setTimeout(() => {}, 9000);",
      "It was ended by SIGTERM.",
    ],
  ])("is no export when it %s", async (_what, script, why) => {
    const problem = await problemOf(readAll(command(script)));
    expect(problem).toMatchObject({ kind: "temporary", code: "file_command_failed", why });
    expect(problem.next).toContain("yourself, as the same user");
  });

  it("is told when there is none", async () => {
    const settings = { place: "command", format: "csv", command: ["no-such-program-at-all"] };
    expect((await problemOf(readAll(settings))).why).toBe("There is no such program, or it is not in PATH.");
    const path = await folder.write("script", "");
    expect((await problemOf(readAll({ ...settings, command: [path] }))).why).toBe(
      "This user may not run it.",
    );
  });

  it("is ended when the program is told to stop", async () => {
    const stopper = new AbortController();
    setTimeout(() => stopper.abort(), 200);
    const machine = { signal: stopper.signal };
    const problem = await problemOf(readAll(command("setInterval(() => {}, 1000)"), { machine }));
    expect(problem.why).toBe("The program was told to stop.");
  });

  it("is ended when it prints without end", async () => {
    const script =
      "const piece = Buffer.alloc(1 << 20, 'a'); const more = () => { while (process.stdout.write(piece)); process.stdout.once('drain', more); }; more();";
    expect(["file_too_large", "file_quotes"]).toContain((await problemOf(readAll(command(script)))).code);
  });
});

describe("an address", () => {
  let server: Server;
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  const requests: IncomingMessage[] = [];

  beforeEach(async () => {
    requests.length = 0;
    server = createServer((request, response) => {
      requests.push(request);
      answer(request, response);
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  });
  afterEach(() => new Promise((done) => server.close(done)));

  const url = (path = "/people.csv") => `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;

  it("gives the export as it is, with its query", async () => {
    answer = (_request, response) => response.end(Buffer.from(`\ufeff${CSV}`, "utf16le"));
    const { employees } = await readAll({ place: "https", url: url("/export/people.csv?unit=a&unit=b") });
    expect(employees).toHaveLength(1);
    expect(requests.map((request) => request.url)).toEqual(["/export/people.csv?unit=a&unit=b"]);
    expect(requests[0]?.headers.authorization).toBeUndefined();
  });

  it("gets the key in the header that is stated", async () => {
    answer = (request, response) => {
      response.statusCode = request.headers["x-api-key"] === "key-0189" ? 200 : 401;
      response.end(CSV);
    };
    const settings = { place: "https-key", url: url(), header: "X-Api-Key" };
    const credentials = { headerKey: "key-0189" };
    expect((await readAll(settings, { credentials })).employees).toHaveLength(1);
    const wrong = await problemOf(readAll(settings, { credentials: { headerKey: "key-wrong" } }));
    expect(wrong).toMatchObject({ kind: "credentials", code: "credentials_refused" });
    expect(`${wrong.message}${wrong.why}${wrong.next}`).not.toContain("key-wrong");
  });

  it.each([
    [403, "permission_missing"],
    [404, "file_missing"],
    [500, "server_error"],
  ])("that answers with %i is the problem %s", async (status, code) => {
    answer = (_request, response) => response.writeHead(status).end();
    expect((await problemOf(readAll({ place: "https", url: url() }))).code).toBe(code);
  });

  it("is not followed elsewhere", async () => {
    answer = (_request, response) =>
      response.writeHead(302, { location: "https://elsewhere.example/" }).end();
    expect(await problemOf(readAll({ place: "https", url: url() }))).toMatchObject({
      code: "redirected",
      next: expect.stringContaining("`source.settings.url`"),
    });
  });

  it("that gives a web page is told from an export", async () => {
    answer = (_request, response) => response.setHeader("content-type", "text/html").end("<h1>Sign in</h1>");
    expect((await problemOf(readAll({ place: "https", url: url() }))).code).toBe("file_page");
  });

  it("tells by Last-Modified how old the export is", async () => {
    let modified: string | null = new Date(Date.now() - 50 * 3_600_000).toUTCString();
    answer = (_request, response) => {
      if (modified) response.setHeader("last-modified", modified);
      response.end(CSV);
    };
    const settings = { place: "https", url: url(), maxAgeHours: 24 };
    expect((await problemOf(readAll(settings))).code).toBe("file_too_old");
    modified = null;
    expect((await problemOf(readAll(settings))).code).toBe("file_age_unknown");
  });

  it("that breaks off gives no export", async () => {
    answer = (_request, response) => {
      response.writeHead(200, { "content-length": 1000 });
      response.write(CSV);
      setTimeout(() => response.destroy(), 20);
    };
    expect((await problemOf(readAll({ place: "https", url: url() }))).kind).toBe("temporary");
  });

  it("may give it packed, never more than the limit when unpacked", async () => {
    const { gzipSync } = await import("node:zlib");
    answer = (_request, response) => response.setHeader("content-encoding", "gzip").end(gzipSync(CSV));
    expect((await readAll({ place: "https", url: url() })).employees).toHaveLength(1);
    answer = (_request, response) => response.setHeader("content-encoding", "br").end(CSV);
    expect((await problemOf(readAll({ place: "https", url: url() }))).code).toBe("answer_unreadable");
    answer = (_request, response) => response.writeHead(200, { "content-length": MOST_BYTES + 1 }).end("a");
    expect((await problemOf(readAll({ place: "https", url: url() }))).code).toBe("answer_too_large");
  });
});

it("leaves the file as it was", async () => {
  const path = await folder.write("people.csv", CSV);
  const before = await stat(path);
  await readAll({ path });
  expect((await stat(path)).mtimeMs).toBe(before.mtimeMs);
});
