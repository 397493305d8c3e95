/** Bytes that come in pieces, cut where the pieces end and not where what stands in them does. */

/**
 * What stands in the pieces, some at a time. `take` adds what is whole in some bytes and says how many of them that took; the rest comes before the next
 * piece. Throws an error with `cut` and the number of bytes that are left where the pieces end within something.
 */
export async function* wholeParts<T>(
  pieces: AsyncIterable<Uint8Array>,
  take: (bytes: Uint8Array, found: T[]) => number,
  cut: (left: number) => string,
): AsyncIterable<T[]> {
  let rest: Uint8Array = new Uint8Array(0)
  for await (const piece of pieces) {
    const bytes = rest.length === 0 ? piece : joined(rest, piece)
    const found: T[] = []
    rest = bytes.subarray(take(bytes, found))
    if (found.length > 0) yield found
  }
  if (rest.length > 0) throw new Error(cut(rest.length))
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(a.length + b.length)
  bytes.set(a)
  bytes.set(b, a.length)
  return bytes
}
