export interface ChangeHooks {
  readonly begin: () => void;
  readonly point: (name: string) => void;
}

export function watchCommits(hooks: ChangeHooks): void;
export function watchFiles(hooks: ChangeHooks): Promise<void>;
