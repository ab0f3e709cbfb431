import { mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../../..");
const PACKAGES = join(ROOT, "packages");
const { version } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8"));

/** A network of its own, with nothing in it but the computer itself, on which the demo plays. */
const WITHOUT_NETWORK = [
  "unshare",
  "-rn",
  "sh",
  "-c",
  'ip link set lo up && exec env -i PATH= HOME="$HOME" "$@"',
  "sh",
];

let folder: string;
beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "spendesk-hr-packages-")));
  await execa(process.execPath, ["scripts/package.mjs", process.arch], { cwd: ROOT });
}, 600_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

function debianPackage(): string {
  const architecture = process.arch === "x64" ? "amd64" : process.arch;
  return join(PACKAGES, `spendesk-hr_${version}_${architecture}.deb`);
}

/** Runs a program that finds neither the network nor any other program. */
async function runAlone(...words: readonly string[]) {
  const [unshare = "", ...rest] = [...WITHOUT_NETWORK, ...words];
  const run = await execa(unshare, rest, {
    cwd: folder,
    env: { HOME: folder },
    reject: false,
    stdin: "ignore",
  });
  return { exitCode: run.exitCode, stdout: run.stdout, stderr: run.stderr };
}

describe("the archive for servers", () => {
  const name = `spendesk-hr-${version}-linux-${process.arch}`;
  const program = () => join(folder, name, "bin/spendesk-hr");

  beforeAll(() => execa("tar", ["-xzf", join(PACKAGES, `${name}.tar.gz`), "-C", folder]));

  it("starts with no other program and without network", async () => {
    expect(await runAlone(program(), "--version")).toEqual({ exitCode: 0, stdout: version, stderr: "" });
    const help = await runAlone(program(), "--help");
    expect(help.exitCode, help.stderr).toBe(0);
    expect(help.stdout).toContain("Usage: spendesk-hr");
  });

  it("plays the demo there, with its own SQLite", async () => {
    const demo = await runAlone(program(), "demo");
    expect(demo.exitCode, demo.stderr).toBe(0);
    expect(demo.stdout).toContain("Nothing of this is left on this machine");
  });

  it("starts by a link, absolute or not", async () => {
    await mkdir(join(folder, "links"));
    await symlink(program(), join(folder, "links/absolute"));
    await symlink(`../${name}/bin/spendesk-hr`, join(folder, "links/relative"));
    for (const link of ["absolute", "relative"]) {
      expect((await runAlone(join(folder, "links", link), "--version")).stdout).toBe(version);
    }
    const unnamed = `cd ${join(folder, name)}/bin && exec /bin/sh spendesk-hr --version`;
    expect((await runAlone("/bin/sh", "-c", unnamed)).stdout).toBe(version);
  });

  it("has its licences, its documents, and nothing of another platform", async () => {
    const files = await readdir(join(folder, name), { recursive: true });
    for (const file of [
      "LICENSE",
      "LICENSE.nodejs",
      "README.md",
      "dist/NOTICES.txt",
      "docs/server.md",
      "share/man/man1/spendesk-hr.1",
    ]) {
      expect(files).toContain(file);
    }
    const native = files
      .filter((file) => file.endsWith(".node"))
      .map((file) => file.replace("/keytar.node", ""));
    expect(native.map((file) => file.split("/").slice(1).join("/")).sort()).toEqual([
      `better-sqlite3/prebuilds/linux-${process.arch}.node`,
      `keytar/prebuilds/linux-${process.arch}`,
    ]);
  });

  it("runs on the C library that the documents and the Debian package name", async () => {
    const files = await readdir(join(folder, name), { recursive: true });
    const native = files.filter((file) => file.endsWith(".node") || file === "bin/node");
    expect(native).toHaveLength(3);
    const texts = await Promise.all(native.map((file) => readFile(join(folder, name, file), "latin1")));
    const minors = texts.flatMap((text) =>
      [...text.matchAll(/GLIBC_2\.(\d+)/g)].map(([, minor]) => Number(minor)),
    );
    const oldest = `2.${minors.reduce((a, b) => Math.max(a, b))}`;
    for (const page of ["README.md", "docs/server.md"]) {
      expect(await readFile(join(folder, name, page), "utf8")).toContain(`glibc ${oldest} or newer`);
    }
    const { stdout } = await execa("dpkg-deb", ["--field", debianPackage(), "Depends"]);
    expect(stdout).toContain(`libc6 (>= ${oldest})`);
  });

  it("belongs to root, and its sum is told", async () => {
    const { stdout } = await execa("tar", ["-tvzf", join(PACKAGES, `${name}.tar.gz`), "--numeric-owner"]);
    expect(stdout.split("\n").filter((line) => !/^.{5}-.{2}-.\s0\/0 /.test(line))).toEqual([]);
    await execa("sha256sum", ["--check", "--strict", "SHA256SUMS"], { cwd: PACKAGES });
  });
});

describe("the Debian package", () => {
  it("is installed by dpkg, with the command in PATH", async () => {
    const root = join(folder, "debian");
    await mkdir(join(root, "var/lib/dpkg/info"), { recursive: true });
    // A root without the C library: its packages are not what is tested.
    const words = [
      `--root=${root}`,
      "--force-depends",
      "--force-script-chrootless",
      "--install",
      debianPackage(),
    ];
    // dpkg asks for programs that not everybody has in their PATH.
    const env = { PATH: `${process.env.PATH}:/usr/sbin:/sbin` };
    await execa("unshare", ["-r", "dpkg", ...words], { env });
    const { stdout } = await execa("dpkg-query", [
      `--admindir=${root}/var/lib/dpkg`,
      "--show",
      "spendesk-hr",
    ]);
    expect(stdout).toBe(`spendesk-hr\t${version}`);
    expect((await runAlone(join(root, "opt/spendesk-hr/bin/spendesk-hr"), "--version")).stdout).toBe(version);
    expect(await readdir(join(root, "usr/bin"))).toEqual(["spendesk-hr"]);
    const { stdout: manual } = await execa("gzip", [
      "-dc",
      join(root, "usr/share/man/man1/spendesk-hr.1.gz"),
    ]);
    expect(manual).toMatch(/^\.TH SPENDESK/);
  });
});
