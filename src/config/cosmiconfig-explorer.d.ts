/** The part of cosmiconfig's inner explorer that is used; see `find.ts` for why. */
declare module "cosmiconfig/dist/Explorer.js" {
  interface ExplorerOptions<Content> {
    readonly moduleName: string;
    readonly searchPlaces: readonly string[];
    readonly loaders: Readonly<Record<string, (path: string, text: string) => Content>>;
    readonly searchStrategy: "none";
    readonly ignoreEmptySearchPlaces: boolean;
    readonly cache: boolean;
    readonly transform: <Result>(result: Result) => Result;
  }

  interface Found<Content> {
    readonly filepath: string;
    /** Undefined when the file is empty. */
    readonly config: Content | undefined;
  }

  export class Explorer<Content> {
    constructor(options: ExplorerOptions<Content>);
    /** Looks into one directory. */
    search(directory: string): Promise<Found<Content> | null>;
    load(path: string): Promise<Found<Content> | null>;
  }
}
