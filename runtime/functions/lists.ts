import { builtin, parameter, type } from "./declare.ts"
import { equal } from "./equal.ts"

const list = parameter("list", type.list, "the list")

export const lists = [
  builtin("list", "unique", unique, {
    doc: "The list with each value once, in the order of their first occurrence. (How many: `length(unique(…))`.)",
    parameters: [list],
    returns: { sameAs: 0 },
    examples: [
      { call: "unique([3, 1, 3, 2, 1])", gives: [3, 1, 2] },
      { call: 'length(unique(["a", "a"]))', gives: 1 },
    ],
  }),
  builtin("list", "overlap", overlap, {
    doc: "How many different values stand in both lists.",
    parameters: [list, parameter("other", type.list, "the other list")],
    returns: type.integer,
    examples: [
      { call: 'overlap(["a", "b", "b"], ["b", "c"])', gives: 1 },
      { call: "overlap([1, 2], [3])", gives: 0 },
    ],
  }),
]

/** Plain values are kept in a set; lists and records, which are compared by content, in a list. */
function unique(values: readonly unknown[]): unknown[] {
  const plain = new Set<unknown>()
  const composite: object[] = []
  return values.filter((value) => {
    if (typeof value !== "object" || value === null) return plain.size !== plain.add(value).size
    if (composite.some((each) => equal(each, value))) return false
    composite.push(value)
    return true
  })
}

function overlap(left: readonly unknown[], right: readonly unknown[]): number {
  const plain = new Set(right.filter((value) => typeof value !== "object"))
  const composite = right.filter((value) => typeof value === "object")
  return unique(left).filter((value) =>
    typeof value === "object" ? composite.some((each) => equal(each, value)) : plain.has(value),
  ).length
}
