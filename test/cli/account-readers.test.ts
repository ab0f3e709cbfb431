import { describe, expect, it } from "vitest";
import { countAccountReaders } from "../../src/cli/account-readers.js";
import { shardOf } from "../../src/shared/shard.js";
import { newEntityRecord } from "../../src/sync/model/state-words.js";

const THREE = { index: 1, count: 3 };
const deel = { name: "deel", provider: "deel" };

/** One id in each of the three shards. */
const [first = "", second = "", third = ""] = [1, 2, 3].map((index) => {
  for (let number = 0; ; number += 1) if (shardOf(`e-${number}`, 3) === index) return `e-${number}`;
});

const fed = (id: string, ...sources: (typeof deel)[]) => ({ id, sources });

function confirmedFor(entity: string, confirmedAccount: string | null) {
  return { ...newEntityRecord(entity, "deel"), confirmedAccount };
}

describe("the runs that read an HR account at once", () => {
  it("are the shards with an entity of that account", () => {
    const entities = [first, second, third].map((id) => fed(id, deel));
    const records = [
      confirmedFor(first, "deel deel:company:1"),
      confirmedFor(second, "deel deel:company:1"),
      confirmedFor(third, "deel deel:company:2"),
    ];
    const readers = countAccountReaders(entities, records, THREE);
    expect([first, second, third].map((id) => readers(id, deel))).toEqual([2, 2, 1]);
    expect(countAccountReaders(entities, records, { index: 1, count: 1 })(first, deel)).toBe(1);
  });

  it("may be all with that HR tool while nobody has confirmed which account it is", () => {
    const entities = [first, second, third].map((id) => fed(id, deel));
    const records = [confirmedFor(first, "deel deel:company:1"), confirmedFor(third, "deel deel:company:2")];
    const readers = countAccountReaders(entities, records, THREE);
    expect([first, second, third].map((id) => readers(id, deel))).toEqual([2, 3, 2]);
  });

  it("leave out other HR tools, other sources and who is disconnected", () => {
    const finch = { name: "us", provider: "finch" };
    const entities = [fed(first, deel, finch), fed(second, finch), fed(third, deel)];
    const records = [
      confirmedFor(first, "deel deel:company:1 + us finch:company:7"),
      confirmedFor(second, "us finch:company:7"),
      { ...confirmedFor(third, "deel deel:company:1"), connectionStatus: "disconnected" as const },
    ];
    const readers = countAccountReaders(entities, records, THREE);
    expect([readers(first, deel), readers(first, finch), readers(second, finch)]).toEqual([1, 2, 2]);
  });
});
