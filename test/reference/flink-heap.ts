/**
 * A binary heap that keeps elements of equal rank in the same places as `java.util.PriorityQueue` does. Which of several
 * matches with the same first event survives a skip strategy depends on it, so equal ranks must fall as they fall there:
 * adding moves up only past strictly greater elements, taking the least moves the last element to the root and then down
 * only past strictly smaller ones, removing several closes the gaps and then re-establishes the heap from the bottom up.
 */
export class FlinkHeap<T> {
  #items: T[] = []
  readonly #compare: (a: T, b: T) => number

  constructor(compare: (a: T, b: T) => number, items: Iterable<T> = []) {
    this.#compare = compare
    for (const item of items) this.add(item)
  }

  /** The elements in the order of the underlying array, which is the order of Java's iterator. */
  items(): readonly T[] {
    return [...this.#items]
  }

  peek(): T | undefined {
    return this.#items[0]
  }

  add(item: T): void {
    let place = this.#items.length
    while (place > 0) {
      const parent = (place - 1) >> 1
      if (this.#compare(item, this.#items[parent]!) >= 0) break
      this.#items[place] = this.#items[parent]!
      place = parent
    }
    this.#items[place] = item
  }

  poll(): T | undefined {
    const least = this.#items[0]
    const last = this.#items.pop()
    if (last !== undefined && this.#items.length > 0) this.#sink(0, last)
    return least
  }

  /** Removes every element for which `gone` holds; nothing moves when there is none. */
  removeAll(gone: (item: T) => boolean): void {
    const kept = this.#items.filter((item) => !gone(item))
    if (kept.length === this.#items.length) return
    this.#items = kept
    for (let place = (kept.length >> 1) - 1; place >= 0; place--) this.#sink(place, kept[place]!)
  }

  #sink(place: number, item: T): void {
    const half = this.#items.length >> 1
    while (place < half) {
      let child = 2 * place + 1
      const right = child + 1
      if (right < this.#items.length && this.#compare(this.#items[child]!, this.#items[right]!) > 0) child = right
      if (this.#compare(item, this.#items[child]!) <= 0) break
      this.#items[place] = this.#items[child]!
      place = child
    }
    this.#items[place] = item
  }
}
