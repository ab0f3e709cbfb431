import { request } from "undici";

/** The HR tools whose records are served. */
export const SERVED = ["personio", "hibob", "workday"] as const;
export type Served = (typeof SERVED)[number];

const MEMBERS_PAGE = 100;
const MEMBERS_AT_ONCE = 5;

/** How the pages of each HR tool are asked for, as the program does it. */
const PAGES: Record<Served, { readonly size: number; readonly atOnce: number }> = {
  personio: { size: 100, atOnce: 5 },
  hibob: { size: Number.POSITIVE_INFINITY, atOnce: 1 },
  workday: { size: 500, atOnce: 3 },
};

/** Downloads everything that a preview reads, and does nothing with it. @returns how many bytes came */
export async function download(base: string, provider: Served, people: number): Promise<number> {
  const { size, atOnce } = PAGES[provider];
  let bytes = 0;
  const take = async (url: string, body?: string): Promise<void> => {
    const answer = await request(url, body === undefined ? {} : { method: "POST", body });
    const { byteLength } = await answer.body.arrayBuffer();
    bytes += byteLength;
  };
  await Promise.all([
    inTurns(Math.ceil(people / MEMBERS_PAGE), MEMBERS_AT_ONCE, (page) =>
      take(`${base}/v1/users?page=${page + 1}&pageSize=${MEMBERS_PAGE}`),
    ),
    inTurns(Math.ceil(people / size) || 1, atOnce, (page) => {
      switch (provider) {
        case "personio":
          return take(`${base}/v1/company/employees?limit=${size}&offset=${page * size}`);
        case "hibob":
          return take(`${base}/v1/people/search`, "{}");
        case "workday":
          return take(
            `${base}/ccx/service/acme/Human_Resources/v44.0`,
            `<wd:Page>${page + 1}</wd:Page><wd:Count>${size}</wd:Count>`,
          );
      }
    }),
  ]);
  return bytes;
}

async function inTurns(
  pages: number,
  atOnce: number,
  fetchPage: (page: number) => Promise<void>,
): Promise<void> {
  const numbers = Array.from({ length: pages }, (_, page) => page).values();
  const lane = async () => {
    for (const page of numbers) await fetchPage(page);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}
