/** Code of WebAssembly that finds the codes of texts which were met before, in a small cache beside the lines. All others are left to the dictionary. */
import {
  cacheBase,
  cacheMask,
  cacheMisses,
  cacheSeen,
  cacheShift,
  cacheTries,
  entryTextAt,
} from "../../runtime/abi/plain-lines.ts"
import { block, branch, branchIf, type Code, get, i32, loop, set, v128, when } from "../../runtime/wasm/code.ts"
import type { LocalType } from "../../runtime/wasm/module.ts"
import { masks } from "./plain-values.ts"

/** Where a field's codes stand in memory: arrays of words. */
export interface CodeArrays {
  /** Where texts begin and end, and their hashes. */
  readonly from: number
  readonly to: number
  readonly hash: number
  /** As `PlainCodes.cache`. */
  readonly cache: number
  readonly codes: number
  /** Rows whose texts were not found. */
  readonly misses: number
}

/** Locals of this code. */
export const codeLocals: Readonly<Record<string, LocalType>> = {
  each: "i32",
  cache: "i32",
  mask: "i32",
  shift: "i32",
  missed: "i32",
  entry: "i32",
  tries: "i32",
  near: "i32",
  seen: "i32",
}

/** So many rows' entries stay in the processor's nearest cache. */
const nearRows = 64

const chunk = (place: Code): Code => v128.load(place)
const differ = (left: Code, right: Code): Code => v128.any(v128.xor(left, right))
const entryText = i32.add(get("entry"), i32.const(entryTextAt))

/**
 * Finds the codes of the texts of the first `row` rows. It goes through them once more, when all lines were read: so little is done for each that the processor
 * fetches the entries of several at once.
 */
export function findCodes(arrays: CodeArrays): Code[] {
  const { from, hash, cache } = arrays
  const header = (word: number): Code => i32.load(i32.const(cache + 4 * word))
  const start = i32.load(eachWord, from)
  return [
    set("cache", header(cacheBase)),
    set("mask", header(cacheMask)),
    set("shift", header(cacheShift)),
    set("missed", i32.const(0)),
    set("seen", i32.const(0)),
    set("near", i32.const(0)),
    set("each", i32.const(0)),
    block(
      "all",
      branchIf("all", i32.eq(get("mask"), i32.const(-1))),
      loop(
        "texts",
        branchIf("all", i32.geU(get("each"), get("row"))),
        when(i32.eq(get("each"), get("near")), lookAhead(hash)),
        // -1: the field is not there.
        when(i32.ne(start, i32.const(-1)), findCode(arrays)),
        set("each", i32.add(get("each"), i32.const(1))),
        branch("texts"),
      ),
    ),
    i32.store(i32.const(cache + 4 * cacheMisses), get("missed")),
    i32.store(i32.const(cache + 4 * cacheSeen), get("seen")),
  ]
}

/** Reads a word of the entries of the next rows, so that the processor fetches them at once, and the steps below need not wait for each. */
function lookAhead(hash: number): Code[] {
  return [
    set("tries", get("near")),
    set("near", i32.add(get("near"), i32.const(nearRows))),
    // What is read behind the last row says nothing, and stands in the cache all the same.
    loop(
      "near",
      set("entry", i32.and(i32.load(i32.shl(get("tries"), i32.const(2)), hash), get("mask"))),
      set("seen", i32.or(get("seen"), i32.load(i32.add(get("cache"), i32.shl(get("entry"), get("shift")))))),
      set("tries", i32.add(get("tries"), i32.const(1))),
      branchIf("near", i32.ltU(get("tries"), get("near"))),
    ),
  ]
}

const eachWord = i32.shl(get("each"), i32.const(2))

/** Stores the code of a row's text, or notes the row as a miss. */
function findCode({ from, to, hash, codes, misses }: CodeArrays): Code[] {
  const word = (at: number): Code => i32.load(get("entry"), at)
  return [
    set("start", i32.sub(i32.load(eachWord, from), get("ahead"))),
    set("length", i32.sub(i32.load(eachWord, to), i32.load(eachWord, from))),
    set("hash", i32.load(eachWord, hash)),
    block(
      "found",
      block(
        "missed",
        branchIf(
          "missed",
          i32.gtU(i32.add(get("length"), i32.const(entryTextAt)), i32.shl(i32.const(1), get("shift"))),
        ),
        set("tries", i32.const(0)),
        loop(
          "entries",
          set(
            "entry",
            i32.add(get("cache"), i32.shl(i32.and(i32.add(get("hash"), get("tries")), get("mask")), get("shift"))),
          ),
          block(
            "other",
            branchIf("other", i32.ne(word(0), get("hash"))),
            // One more than the length: an entry of zeros is none.
            branchIf("other", i32.ne(word(4), i32.add(get("length"), i32.const(1)))),
            ...isOther,
            i32.store(eachWord, word(8), codes),
            branch("found"),
          ),
          branchIf("missed", i32.eqz(word(4))),
          set("tries", i32.add(get("tries"), i32.const(1))),
          branchIf("entries", i32.ltU(get("tries"), i32.const(cacheTries))),
        ),
      ),
      i32.store(i32.shl(get("missed"), i32.const(2)), get("each"), misses),
      set("missed", i32.add(get("missed"), i32.const(1))),
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
