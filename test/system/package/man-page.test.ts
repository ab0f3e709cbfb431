import { join } from "node:path";
import { execa } from "execa";
import { expect, it } from "vitest";

const PAGE = join(import.meta.dirname, "../../../dist/spendesk-hr.1");

it("groff sets the manual page without a warning", async () => {
  const { all } = await execa("groff", ["-man", "-Tutf8", "-ww", "-z", PAGE], { all: true });
  expect(all).toBe("");
});

it("man shows it, with the name that its index takes", async () => {
  const env = { MANWIDTH: "80", LC_ALL: "C.UTF-8" };
  const { stdout, stderr } = await execa("man", ["--warnings", "-E", "UTF-8", "-l", PAGE], { env });
  expect(stderr).toBe("");
  expect(stdout).toContain("apply [plan]");
  const { stdout: name } = await execa("lexgrog", [PAGE]);
  expect(name).toContain("spendesk-hr - keep the members of Spendesk entities in step with an HR tool");
});
