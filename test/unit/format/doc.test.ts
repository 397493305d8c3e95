import { describe, expect, test } from "vitest"
import {
  choice,
  concat,
  type Doc,
  flatWidth,
  group,
  hardline,
  line,
  nest,
  print,
  softline,
} from "../../../lang/format/doc.ts"

const list = (...items: readonly string[]): Doc => {
  const rest = items.slice(1).flatMap((item) => [choice("", ","), line, item])
  return group("[", nest(2, softline, items[0]!, ...rest), softline, "]")
}

describe("a group", () => {
  test("stays on its line up to the last column", () => {
    expect(print(list("one", "two"), 10)).toBe("[one, two]")
    expect(print(list("one", "two"), 9)).toBe("[\n  one\n  two\n]")
  })

  test("must leave room for what follows up to the next possible end of the line", () => {
    const call = concat(list("one", "two"), ".name")
    expect(print(call, 15)).toBe("[one, two].name")
    expect(print(call, 14)).toBe("[\n  one\n  two\n].name")
    expect(print(group(call, line, "more"), 15)).toBe("[one, two].name\nmore")
  })

  test("is broken by a line inside that cannot stay, with the groups around it", () => {
    expect(print(group("a", line, group("b", hardline, "c")), 80)).toBe("a\nb\nc")
    expect(print(group("a", line, "b", nest(2, group("c", line, "d"))), 4)).toBe("a\nbc d")
  })

  test("inside a broken one is broken only where it must be", () => {
    const outer = group("(", nest(2, softline, list("one", "two"), line, list("three", "four", "five")), softline, ")")
    expect(print(outer, 14)).toBe("(\n  [one, two]\n  [\n    three\n    four\n    five\n  ]\n)")
  })
})

test("a comment that hangs does not count for the width of its line", () => {
  const comment: Doc = { kind: "verbatim", text: "// a long remark", hangs: true, breaks: false }
  expect(print(concat(list("one", "two"), " ", comment), 11)).toBe("[one, two] // a long remark")
})

test("empty lines have no indentation", () => {
  expect(print(nest(4, "a", hardline, hardline, "b"), 80)).toBe("a\n\n    b")
})

test("widths are in cells of a terminal", () => {
  expect(flatWidth(list("größe", "長さ"))).toBe(13)
  expect(flatWidth(concat("a", hardline))).toBe(Number.POSITIVE_INFINITY)
  expect(print(list("長さ", "長さ"), 12)).toBe("[長さ, 長さ]")
  expect(print(list("長さ", "長さ"), 11)).toBe("[\n  長さ\n  長さ\n]")
})

test("a deep document needs no deep stack", () => {
  let doc: Doc = "x"
  for (let depth = 0; depth < 100_000; depth++) doc = group("(", doc, ")")
  expect(print(doc, 100)).toHaveLength(200_001)
})
