const FIRST_BYTES = 64 * 1024;

/**
 * Many texts by their numbers, as bytes in one piece: as strings, the texts of 100 000 people would take some
 * ten times that much memory.
 */
export class TextTable {
  #bytes = Buffer.allocUnsafe(FIRST_BYTES);
  /** Where each text ends. */
  #ends = new Uint32Array(1024);
  #count = 0;
  #length = 0;

  add(text: string): void {
    const most = this.#length + text.length * 3;
    if (most > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(most, this.#bytes.length * 2));
      this.#bytes.copy(larger, 0, 0, this.#length);
      this.#bytes = larger;
    }
    if (this.#count === this.#ends.length) {
      const larger = new Uint32Array(this.#ends.length * 2);
      larger.set(this.#ends);
      this.#ends = larger;
    }
    this.#length += this.#bytes.write(text, this.#length);
    this.#ends[this.#count] = this.#length;
    this.#count += 1;
  }

  /** The text of this number, from 0; undefined when there is none. */
  get(index: number): string | undefined {
    const end = this.#ends[index];
    if (end === undefined || index >= this.#count) return undefined;
    return this.#bytes.toString("utf8", this.#ends[index - 1] ?? 0, end);
  }
}
