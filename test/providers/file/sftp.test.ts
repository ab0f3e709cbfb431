import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ADA, type Folder, HEADER, makeFolder, problemOf, readAll } from "./support.js";
import { startSftp, type TinySftp } from "./tiny-sftp.js";

const CSV = `${HEADER}\n${ADA}\n`;
const PASSWORD = { credentials: { password: "sesame-0189" } };
const WRITTEN = 1_770_000_000;

let server: TinySftp;
let folder: Folder;

beforeEach(async () => {
  server = await startSftp();
  folder = await makeFolder();
  server.files.set("/exports/people.csv", { content: CSV, modified: WRITTEN });
});
afterEach(async () => {
  await folder.remove();
  await server.close();
});

function settings(more: Readonly<Record<string, unknown>> = {}) {
  const { port, hostKey } = server;
  const remotePath = "/exports/people.csv";
  return { place: "sftp", host: "127.0.0.1", port, user: "hr", hostKey, remotePath, ...more };
}

describe("an SFTP server", () => {
  it("gives the export to the user with the password", async () => {
    expect((await readAll(settings(), PASSWORD)).employees).toHaveLength(1);
  });

  it("gives it to the user with the private key", async () => {
    const keyFile = await folder.write("id_ed25519", server.userKey);
    expect((await readAll(settings({ place: "sftp-key", keyFile }))).employees).toHaveLength(1);
    const lost = await problemOf(readAll(settings({ place: "sftp-key", keyFile: `${keyFile}-lost` })));
    expect(lost).toMatchObject({ kind: "credentials", code: "file_key_file" });
  });

  it("is told nothing when its key is another one", async () => {
    const hostKey = `SHA256:${"A".repeat(43)}`;
    expect(await problemOf(readAll(settings({ hostKey }), PASSWORD))).toMatchObject({
      kind: "credentials",
      code: "file_host_key",
      why: expect.stringContaining(server.hostKey),
    });
    expect(server.tried).toEqual([]);
  });

  it("does not let a wrong password in", async () => {
    const problem = await problemOf(readAll(settings(), { credentials: { password: "wrong-0189" } }));
    expect(problem).toMatchObject({ kind: "credentials", code: "credentials_refused" });
    expect(`${problem.message}${problem.why}${problem.next}`).not.toContain("wrong-0189");
  });

  it("has the newest file that matches a pattern", async () => {
    const named = (name: string) => CSV.replace("Ada", name);
    server.files.set("/exports/people-b.csv", { content: named("Bea"), modified: WRITTEN + 60 });
    server.files.set("/exports/people-a.csv", { content: named("Abe"), modified: WRITTEN + 120 });
    server.files.set("/exports/people-c.csv.part", { content: "", modified: WRITTEN + 180 });
    const { employees } = await readAll(settings({ remotePath: "/exports/people-*" }), PASSWORD);
    expect(employees[0]?.firstName).toBe("Abe");
    expect(await problemOf(readAll(settings({ remotePath: "/exports/staff-*" }), PASSWORD))).toMatchObject({
      code: "file_missing",
      why: "No file matches it.",
    });
  });

  it("is told when the file is missing or a folder", async () => {
    expect((await problemOf(readAll(settings({ remotePath: "/exports/none.csv" }), PASSWORD))).code).toBe(
      "file_missing",
    );
    expect(
      (await problemOf(readAll(settings({ remotePath: "/exports", format: "csv" }), PASSWORD))).code,
    ).toBe("file_not_regular");
  });

  it("has how old the export is, and whether it is at rest", async () => {
    const old = { maxAgeHours: 24 };
    expect((await problemOf(readAll(settings(old), PASSWORD))).code).toBe("file_too_old");
    const now = () => new Date((WRITTEN + 10) * 1000);
    let looks = 0;
    const sleep = async () => {
      looks += 1;
      server.files.set("/exports/people.csv", { content: CSV + "\n".repeat(looks), modified: WRITTEN });
    };
    const growing = await problemOf(readAll(settings(), { ...PASSWORD, now, machine: { sleep } }));
    expect(growing.code).toBe("file_changing");
    expect(looks).toBe(10);
  });

  it("that can't be reached is told", async () => {
    await server.close();
    expect(await problemOf(readAll(settings(), PASSWORD))).toMatchObject({
      kind: "temporary",
      code: "file_server",
    });
    server = await startSftp();
  });
});
