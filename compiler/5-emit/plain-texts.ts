/** Code of WebAssembly that finds the codes of texts which were met before, in a small cache beside the lines. All others are left to the dictionary. */
import {
  cacheBase,
  cacheMask,
  cacheMisses,
  cacheShift,
  cacheTries,
  entryTextAt,
} from "../../runtime/abi/plain-lines.ts"
import { masks } from "./plain-values.ts"
import { block, branch, branchIf, type Code, get, i32, loop, set, v128, when } from "./wasm/code.ts"
import type { LocalType } from "./wasm/module.ts"

/** Where a field's codes stand in memory: arrays of words. */
export interface CodeArrays {
  /** As `PlainCodes.cache`. */
  readonly cache: number
  readonly codes: number
  /** Rows whose texts were not found. */
  readonly misses: number
}

/** Locals of a field's own. */
export function cacheLocals(own: number): Record<string, LocalType> {
  return { [`cache${own}`]: "i32", [`mask${own}`]: "i32", [`shift${own}`]: "i32", [`misses${own}`]: "i32" }
}

/** Before the first line. */
export function openCache({ cache }: CodeArrays, own: number): Code[] {
  return [
    set(`cache${own}`, i32.load(i32.const(cache + 4 * cacheBase))),
    set(`mask${own}`, i32.load(i32.const(cache + 4 * cacheMask))),
    set(`shift${own}`, i32.load(i32.const(cache + 4 * cacheShift))),
    set(`misses${own}`, i32.const(0)),
  ]
}

/** Behind the last one. */
export function closeCache({ cache }: CodeArrays, own: number): Code[] {
  return [i32.store(i32.const(cache + 4 * cacheMisses), get(`misses${own}`))]
}

const chunk = (place: Code): Code => v128.load(place)
const differ = (left: Code, right: Code): Code => v128.any(v128.xor(left, right))
const entryText = i32.add(get("entry"), i32.const(entryTextAt))

/** Stores the code of the text from `start` to `place`, whose hash is `hash`, or notes the row as a miss. */
export function findCode({ codes, misses }: CodeArrays, own: number): Code[] {
  const mask = get(`mask${own}`)
  const word = (at: number): Code => i32.load(get("entry"), at)
  return [
    set("length", i32.sub(get("place"), get("start"))),
    block(
      "found",
      branchIf("found", i32.eq(mask, i32.const(-1))),
      block(
        "missed",
        branchIf(
          "missed",
          i32.gtU(i32.add(get("length"), i32.const(entryTextAt)), i32.shl(i32.const(1), get(`shift${own}`))),
        ),
        set("tries", i32.const(0)),
        loop(
          "entries",
          set(
            "entry",
            i32.add(get(`cache${own}`), i32.shl(i32.and(i32.add(get("hash"), get("tries")), mask), get(`shift${own}`))),
          ),
          block(
            "other",
            branchIf("other", i32.ne(word(0), get("hash"))),
            // One more than the length: an entry of zeros is none.
            branchIf("other", i32.ne(word(4), i32.add(get("length"), i32.const(1)))),
            ...isOther,
            i32.store(i32.shl(get("row"), i32.const(2)), word(8), codes),
            branch("found"),
          ),
          branchIf("missed", i32.eqz(word(4))),
          set("tries", i32.add(get("tries"), i32.const(1))),
          branchIf("entries", i32.ltU(get("tries"), i32.const(cacheTries))),
        ),
      ),
      i32.store(i32.shl(get(`misses${own}`), i32.const(2)), get("row"), misses),
      set(`misses${own}`, i32.add(get(`misses${own}`), i32.const(1))),
    ),
  ]
}

/** Leaves `other` where the entry has another text of that length: sixteen bytes at a time, the last ones once more with those before. */
const isOther: readonly Code[] = [
  when(
    i32.leU(get("length"), i32.const(16)),
    [
      branchIf(
        "other",
        differ(
          v128.and(chunk(get("start")), v128.load(i32.sub(i32.const(masks + 16), get("length")))),
          chunk(entryText),
        ),
      ),
    ],
    [
      set("at", i32.const(0)),
      loop(
        "chunks",
        branchIf("other", differ(chunk(i32.add(get("start"), get("at"))), chunk(i32.add(entryText, get("at"))))),
        set("at", i32.add(get("at"), i32.const(16))),
        branchIf("chunks", i32.ltU(i32.add(get("at"), i32.const(16)), get("length"))),
      ),
      set("at", i32.sub(get("length"), i32.const(16))),
      branchIf("other", differ(chunk(i32.add(get("start"), get("at"))), chunk(i32.add(entryText, get("at"))))),
    ],
  ),
]
