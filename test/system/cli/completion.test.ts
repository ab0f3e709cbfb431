import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const PROGRAM = join(import.meta.dirname, "../../../bin/spendesk-hr.js");

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "spendesk-hr-completion-"));
  const command = join(folder, "spendesk-hr");
  await writeFile(command, `#!/bin/sh\nexec "${process.execPath}" "${PROGRAM}" "$@"\n`);
  await chmod(command, 0o755);
  const entities = "entities: { acme-uk: { timezone: Europe/London, source: { provider: hibob } } }";
  await writeFile(join(folder, "spendesk-hr.config.yaml"), `version: 1\n${entities}\n`);
  await writeFile(join(folder, "plan.json"), "{}");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function runShell(shell: string, words: readonly string[]): Promise<string> {
  const env = { HOME: folder, PATH: `${folder}:/usr/bin:/bin`, TERM: "dumb", LANG: "C.UTF-8" };
  const run = await execa(shell, words, { cwd: folder, env, extendEnv: false, stdin: "ignore" });
  expect(run.stderr).toBe("");
  return run.stdout;
}

/** What a line becomes, or is offered, after the Tab key. */
const SHELLS: Readonly<Record<string, (line: string) => Promise<string>>> = {
  bash: (line) =>
    runShell("bash", [
      ...["--norc", "-c"],
      `. /usr/share/bash-completion/bash_completion
       script=$(spendesk-hr completion bash)
       # Twice, as somebody who reads ~/.bashrc again.
       eval "$script"; eval "$script"
       COMP_LINE=$1 COMP_POINT=\${#1} COMP_WORDS=($1) COMP_TYPE=9 COMP_KEY=9
       [[ $1 == *" " ]] && COMP_WORDS+=("")
       COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
       compopt() { :; }
       __spendesk_hr_complete
       printf '%s\\n' "\${COMPREPLY[@]}"
       complete -p spendesk-hr`,
      "bash",
      line,
    ]),
  fish: (line) =>
    runShell("fish", [
      ...["--no-config", "-c"],
      'spendesk-hr completion fish | source; complete --do-complete "$argv[1]"',
      line,
    ]),
  zsh: (line) =>
    runShell("zsh", [
      ...["-f", "-c"],
      `zmodload zsh/zpty
       zpty shell zsh -f -i
       zpty -w shell "PS1=; unsetopt zle_bracketed_paste; autoload -U compinit; compinit -u -D; source <(spendesk-hr completion zsh); echo rea''dy"
       zpty -r shell output '*ready*'
       zpty -w -n shell "$1"$'\\t'
       sleep 2
       while zpty -r -t shell output; do printf '%s' "$output"; done
       zpty -d shell`,
      "zsh",
      line,
    ]),
};

describe.each(Object.keys(SHELLS))("the completion of %s", (shell) => {
  const offered = (line: string) => SHELLS[shell]?.(line);

  it("completes commands", async () => {
    expect(await offered("spendesk-hr prev")).toMatch(/\bpreview\b/);
  });

  it("completes flags", async () => {
    expect(await offered("spendesk-hr apply --allow-arch")).toMatch(/--allow-archives\b/);
  });

  it("completes the entities of the configuration", async () => {
    expect(await offered("spendesk-hr preview --entity ")).toMatch(/\bacme-uk\b/);
  });
});

describe("a file", () => {
  it("is offered by fish, and by bash through its own completion", async () => {
    expect(await SHELLS.fish?.("spendesk-hr apply pl")).toContain("plan.json");
    expect(await SHELLS.bash?.("spendesk-hr apply pl")).toContain("complete -o default -F");
  });
});
