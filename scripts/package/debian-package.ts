import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { commitTime } from "./archive.js";
import { MANUAL, type Tree } from "./tree.js";

/** The oldest C library that everything native in the package runs on: that of better-sqlite3. */
const GLIBC = "2.34";

const DEBIAN_ARCHITECTURES = { x64: "amd64", arm64: "arm64" } as const;

/** The same files in /opt/spendesk-hr, which is where docs/server.md unpacks the archive, with the command in PATH and its manual page. */
export function makeDebianPackage({ folder, version, architecture }: Tree, out: string): string {
  const debian = DEBIAN_ARCHITECTURES[architecture];
  const file = join(out, `spendesk-hr_${version}_${debian}.deb`);
  const root = join(out, `deb-${debian}`);
  rmSync(root, { recursive: true, force: true });
  cpSync(folder, join(root, "opt/spendesk-hr"), { recursive: true });
  mkdirSync(join(root, "usr/bin"), { recursive: true });
  symlinkSync("/opt/spendesk-hr/bin/spendesk-hr", join(root, "usr/bin/spendesk-hr"));
  mkdirSync(join(root, "usr/share/man/man1"), { recursive: true });
  const manual = readFileSync(join(folder, MANUAL));
  writeFileSync(join(root, `usr/${MANUAL}.gz`), gzipSync(manual, { level: 9 }));
  mkdirSync(join(root, "DEBIAN"));
  writeFileSync(join(root, "DEBIAN/control"), control(version, debian));
  execFileSync("chmod", ["-R", "go-w", root]);
  // gzip, as the archive has it: xz takes a minute to save a fifth.
  execFileSync("dpkg-deb", ["--root-owner-group", "-Zgzip", "--build", root, file], {
    env: { ...process.env, SOURCE_DATE_EPOCH: commitTime() },
    stdio: ["ignore", "ignore", "inherit"],
  });
  rmSync(root, { recursive: true });
  return file;
}

function control(version: string, architecture: string): string {
  return `Package: spendesk-hr
Version: ${version}
Architecture: ${architecture}
Maintainer: spendesk-hr <https://github.com/spendesk-hr/spendesk-hr/issues>
Depends: libc6 (>= ${GLIBC}), libstdc++6
Suggests: libsecret-1-0
Section: admin
Priority: optional
Homepage: https://github.com/spendesk-hr/spendesk-hr
Description: keeps the members of Spendesk entities in step with an HR tool
 Preview, explain and apply what joiners, changes and leavers in the HR tool
 mean for the members in Spendesk. Brings its own Node.js.
`;
}
