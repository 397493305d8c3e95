/** A lookup that works out each answer once. `done`: the answers in the order in which they were finished. */
export interface Once<Result> {
  (name: string): Result
  done(): readonly Result[]
}

/**
 * Makes a lookup that may ask for other names of its own kind while it works one out. A name that needs itself is answered by `cyclic`,
 * which gets the way back to it (`a`, `b`, `a`), with the names of other kinds that share the `trail`.
 */
export function once<Result>(
  find: (name: string) => Result,
  cyclic: (name: string, path: readonly string[]) => Result,
  trail: string[] = [],
): Once<Result> {
  const answers = new Map<string, Result>()
  const open = new Set<string>()
  const lookup = (name: string): Result => {
    if (answers.has(name)) return answers.get(name)!
    if (open.has(name)) return cyclic(name, [...trail.slice(trail.lastIndexOf(name)), name])
    open.add(name)
    trail.push(name)
    try {
      const answer = find(name)
      answers.set(name, answer)
      return answer
    } finally {
      open.delete(name)
      trail.pop()
    }
  }
  return Object.assign(lookup, { done: () => [...answers.values()] })
}
