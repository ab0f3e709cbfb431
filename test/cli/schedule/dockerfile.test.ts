import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../../..");

interface Instruction {
  readonly word: string;
  readonly rest: string;
}

let final: readonly Instruction[] = [];
let folder = "";
beforeAll(async () => {
  const text = await readFile(join(ROOT, "Dockerfile"), "utf8");
  const lines = text
    .replace(/^#.*\n/gm, "")
    .replaceAll("\\\n", " ")
    .split("\n");
  const all = lines
    .filter((line) => line !== "")
    .map((line) => ({ word: line.split(" ", 1)[0] ?? "", rest: line.replace(/^\S+\s+/, "") }));
  final = all.slice(all.findLastIndex(({ word }) => word === "FROM"));
  folder = await mkdtemp(join(tmpdir(), "spendesk-hr-image-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const rest = (word: string) => final.filter((one) => one.word === word).map((one) => one.rest);

describe("the Dockerfile", () => {
  it("ends in an image without root, with its memory in a volume", () => {
    expect(rest("USER")).toEqual(["10001:10001"]);
    expect(rest("VOLUME")).toEqual(["/var/lib/spendesk-hr"]);
    expect(rest("ENTRYPOINT")).toEqual(['["node", "/app/bin/spendesk-hr.js"]']);
    expect(rest("ENV").join()).toContain("SPENDESK_HR_STATE_DIR=/var/lib/spendesk-hr");
    expect(rest("RUN").join()).toMatch(/install -d -m 700 -o 10001 -g 10001 \/var\/lib\/spendesk-hr/);
    expect(rest("RUN").join()).not.toContain("npm");
  });

  it("copies all that the program needs to run, and little more", async () => {
    for (const copied of rest("COPY")) {
      const words = copied.replace(/^--from=build\s+/, "").split(/\s+/);
      const target = words.at(-1) ?? "";
      for (const source of words.slice(0, -1)) {
        const from = join(ROOT, source.replace(/^\/app\//, ""));
        const to = target.endsWith("/") ? join(folder, target, source) : join(folder, target);
        await mkdir(dirname(to), { recursive: true });
        await cp(from, to, { recursive: true });
      }
    }
    // The demo plays on a memory of its own, so it needs the native module.
    const ran = await execa(process.execPath, [join(folder, "bin/spendesk-hr.js"), "demo"], {
      cwd: folder,
      // What Node.js would keep of the program is in nobody's image.
      env: { HOME: folder, PATH: process.env.PATH ?? "", NODE_DISABLE_COMPILE_CACHE: "1" },
      extendEnv: false,
      reject: false,
    });
    expect(ran.exitCode, ran.stderr).toBe(0);
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    const sizes = await Promise.all(
      files.map(async (file) => (await stat(join(file.parentPath, file.name))).size),
    );
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(15 * 1024 * 1024);
  });

  it("sends no more to the builder than it copies", async () => {
    const ignore = await readFile(join(ROOT, ".dockerignore"), "utf8");
    const kept = ignore.split("\n").filter((line) => line.startsWith("!"));
    expect(ignore.split("\n")).toContain("*");
    expect(kept).toEqual([
      "!LICENSE",
      "!bin",
      "!package.json",
      "!package-lock.json",
      "!scripts",
      "!scripts/build.mjs",
      "!scripts/build",
      "!src",
    ]);
  });
});
