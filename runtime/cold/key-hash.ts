/** A secret for hashes: nobody who chooses keys knows which of them meet. */
export type HashSecret = readonly [number, number]

/**
 * HalfSipHash-2-4 of some bytes and a number, 32 bits (Aumasson and Bernstein, SipHash: a fast short-input PRF, 2012, with words of 32
 * bits as in the authors' reference code).
 */
export function keyHash(secret: HashSecret, bytes: Uint8Array, from: number, to: number, number: number): number {
  let v0 = secret[0] | 0
  let v1 = secret[1] | 0
  let v2 = 0x6c796765 ^ secret[0]
  let v3 = 0x74656462 ^ secret[1]
  const length = to - from
  // The words of the bytes, the number, then the last bytes with the length, and the end, which brings nothing in.
  const whole = length >> 2
  for (let word = 0; word <= whole + 2; word++) {
    let m = 0
    let rounds = 2
    const at = from + 4 * word
    if (word < whole) m = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)
    else if (word === whole) m = number | 0
    else if (word === whole + 1) {
      m = length << 24
      for (let i = from + 4 * whole, shift = 0; i < to; i++, shift += 8) m |= bytes[i]! << shift
    } else {
      v2 ^= 0xff
      rounds = 4
    }
    v3 ^= m
    for (let round = 0; round < rounds; round++) {
      v0 = (v0 + v1) | 0
      v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0
      v0 = (v0 << 16) | (v0 >>> 16)
      v2 = (v2 + v3) | 0
      v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2
      v0 = (v0 + v3) | 0
      v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0
      v2 = (v2 + v1) | 0
      v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2
      v2 = (v2 << 16) | (v2 >>> 16)
    }
    v0 ^= m
  }
  return v1 ^ v3
}
