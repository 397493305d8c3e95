/** An output as a comparison needs it. */
export interface Kept {
  /** Of the version that is compared: a rule that was renamed has its present name. */
  readonly rule: string
  readonly id: string
  /** The key as JSON. */
  readonly key: string
  /** Epoch ms. */
  readonly at: number
  /** What it says, for people. */
  readonly text: string
  /** All that it says, as JSON: outputs of the same id whose contents differ were changed. */
  readonly content: string
  /** What the label of its last event says. */
  readonly label: boolean | undefined
}

/** A pair of outputs that stand for the same match. */
export interface Pair {
  readonly before: Kept
  readonly after: Kept
}

export interface Comparison {
  readonly rule: string
  readonly before: number
  readonly after: number
  readonly added: readonly Kept[]
  readonly removed: readonly Kept[]
  readonly common: number
  /** Of the common ones, those that say something else. */
  readonly changed: readonly Pair[]
}

/**
 * Compares the outputs of two versions, rule by rule in the order of `rules`. Two outputs are the same if their ids are; of
 * those that are left, if key and time are, each used once, in their order.
 */
export function compare(rules: readonly string[], before: readonly Kept[], after: readonly Kept[]): Comparison[] {
  const old = byRule(before)
  const present = byRule(after)
  return rules.map((rule) => compareRule(rule, old.get(rule) ?? [], present.get(rule) ?? []))
}

function compareRule(rule: string, before: readonly Kept[], after: readonly Kept[]): Comparison {
  const pairs: Pair[] = []
  const first = pairUp(before, after, ({ id }) => id, pairs)
  const { removed, added } = pairUp(first.removed, first.added, ({ key, at }) => `${at} ${key}`, pairs)
  const changed = pairs.filter((pair) => pair.before.content !== pair.after.content)
  changed.sort((a, b) => a.after.at - b.after.at)
  return { rule, before: before.length, after: after.length, added, removed, common: pairs.length, changed }
}

/** Pairs what has the same name on both sides, and returns what is left of each. */
function pairUp(before: readonly Kept[], after: readonly Kept[], nameOf: (kept: Kept) => string, pairs: Pair[]) {
  const waiting = new Map<string, Kept[]>()
  for (const each of before) {
    const name = nameOf(each)
    const same = waiting.get(name)
    if (same === undefined) waiting.set(name, [each])
    else same.push(each)
  }
  // The oldest is taken first: pop from the end of the reversed list.
  for (const same of waiting.values()) same.reverse()
  const matched = new Set<Kept>()
  const added: Kept[] = []
  for (const each of after) {
    const partner = waiting.get(nameOf(each))?.pop()
    if (partner === undefined) added.push(each)
    else {
      matched.add(partner)
      pairs.push({ before: partner, after: each })
    }
  }
  return { removed: before.filter((each) => !matched.has(each)), added }
}

function byRule(all: readonly Kept[]): Map<string, Kept[]> {
  const groups = new Map<string, Kept[]>()
  for (const each of all) {
    const group = groups.get(each.rule)
    if (group === undefined) groups.set(each.rule, [each])
    else group.push(each)
  }
  return groups
}
