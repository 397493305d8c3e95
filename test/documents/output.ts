/** Whether a command printed what a document shows. */

/**
 * Lines are compared one by one. `…` in a line stands for anything within that line: times of now, durations, ids. A line that is `…` alone stands for any number of lines.
 * Returns what differs, with the lines; undefined where nothing does.
 */
export function differenceOf(shown: string, printed: string): string | undefined {
  const wanted = linesOf(shown)
  const got = linesOf(printed)
  const isLike = wanted.map((line) => (line.trim() === "…" ? undefined : patternOf(line)))
  // How far each place of what is shown can reach into what was printed: the set of places in `got` before which it may stand.
  let places = new Set([0])
  for (const [at, pattern] of isLike.entries()) {
    const next = new Set<number>()
    for (const place of places) {
      if (pattern === undefined) for (let i = place; i <= got.length; i++) next.add(i)
      else if (place < got.length && pattern.test(got[place]!)) next.add(place + 1)
    }
    if (next.size === 0) {
      const beside = got[Math.max(...places)] ?? "(nothing more)"
      return `the document shows\n  ${wanted[at]}\nand what was printed is\n  ${beside}\nof\n${printed}`
    }
    places = next
  }
  return places.has(got.length) ? undefined : `more was printed than the document shows:\n${printed}`
}

function linesOf(text: string): string[] {
  return text
    .trim()
    .split("\n")
    .map((line) => line.trimEnd())
}

function patternOf(line: string): RegExp {
  const parts = line.trimEnd().split("…")
  return new RegExp(`^${parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join(".*")}$`)
}
