/** What a change of files is, as a unified diff: for people who read an audit log, and for `patch`. */
import type { RuleFile } from "./actions.ts"

/** Letters that the audit log takes of a diff, and of what was wrong. */
export const longestDiff = 1 << 18
/** Lines around a change that show where it is. */
const context = 3
/** Where more lines than this on one side are compared with as many on the other, all of them count as changed: finding the least change would take time that the job needs. */
const mostCells = 1 << 20

/** `both`: the line is in both texts. */
interface Line {
  readonly kind: "both" | "gone" | "new"
  readonly text: string
}

const signs = { both: " ", gone: "-", new: "+" } as const

/** The files that differ, in the order of their paths; empty: none does. At most `mostLength` characters, and what is left out is said. */
export function diffFiles(before: readonly RuleFile[], after: readonly RuleFile[], mostLength: number): string {
  const old = new Map(before.map(({ path, text }) => [path, text]))
  const now = new Map(after.map(({ path, text }) => [path, text]))
  const paths = [...new Set([...old.keys(), ...now.keys()])].sort()
  const whole = paths.map((path) => diffFile(path, old.get(path), now.get(path))).join("")
  if (whole.length <= mostLength) return whole
  const kept = whole.slice(0, whole.lastIndexOf("\n", mostLength) + 1)
  return `${kept}(${whole.length - kept.length} more characters are left out)\n`
}

/** undefined: there is no such file. */
function diffFile(path: string, before: string | undefined, after: string | undefined): string {
  if (before === after) return ""
  const names = `--- ${before === undefined ? "/dev/null" : path}\n+++ ${after === undefined ? "/dev/null" : path}\n`
  return names + hunks(diffLines(linesOf(before ?? ""), linesOf(after ?? "")))
}

/** With their line breaks: a last line without one differs from one that has it. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? []
}

/** The lines of both texts in order; where a line was changed, what is gone stands before what is new. */
export function diffLines(before: readonly string[], after: readonly string[]): Line[] {
  let first = 0
  const least = Math.min(before.length, after.length)
  while (first < least && before[first] === after[first]) first++
  let last = 0
  while (last < least - first && before.at(-1 - last) === after.at(-1 - last)) last++
  const both = (lines: readonly string[]): Line[] => lines.map((text) => ({ kind: "both", text }))
  return [
    ...both(before.slice(0, first)),
    ...between(before.slice(first, before.length - last), after.slice(first, after.length - last)),
    ...both(before.slice(before.length - last)),
  ]
}

/** By the longest common subsequence, found from the end on (dynamic programming as in every textbook). */
function between(before: readonly string[], after: readonly string[]): Line[] {
  const gone = (text: string): Line => ({ kind: "gone", text })
  const added = (text: string): Line => ({ kind: "new", text })
  const width = after.length + 1
  if (before.length * after.length > mostCells) return [...before.map(gone), ...after.map(added)]
  const longest = new Uint32Array((before.length + 1) * width)
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const at = i * width + j
      longest[at] =
        before[i] === after[j] ? longest[at + width + 1]! + 1 : Math.max(longest[at + width]!, longest[at + 1]!)
    }
  }
  const lines: Line[] = []
  let i = 0
  let j = 0
  while (i < before.length || j < after.length) {
    const at = i * width + j
    if (i < before.length && j < after.length && before[i] === after[j]) {
      lines.push({ kind: "both", text: before[i++]! })
      j++
    } else if (i < before.length && (j === after.length || longest[at + width]! >= longest[at + 1]!)) {
      lines.push(gone(before[i++]!))
    } else lines.push(added(after[j++]!))
  }
  return lines
}

/** Changes that lie close to each other stand in one hunk. */
function hunks(lines: readonly Line[]): string {
  const changed = lines.flatMap(({ kind }, i) => (kind === "both" ? [] : [i]))
  const ranges: { from: number; to: number }[] = []
  for (const i of changed) {
    const range = ranges.at(-1)
    const from = Math.max(0, i - context)
    const to = Math.min(lines.length, i + context + 1)
    if (range !== undefined && from <= range.to) range.to = to
    else ranges.push({ from, to })
  }
  let text = ""
  let seen = 0
  const line = { gone: 1, new: 1 }
  for (const { from, to } of ranges) {
    // Between hunks both texts have the same lines.
    line.gone += from - seen
    line.new += from - seen
    const within = lines.slice(from, to)
    const counts = { gone: within.filter(isOld).length, new: within.filter(isNew).length }
    text += `@@ -${place(line.gone, counts.gone)} +${place(line.new, counts.new)} @@\n`
    text += within.map(show).join("")
    line.gone += counts.gone
    line.new += counts.new
    seen = to
  }
  return text
}

const isOld = ({ kind }: Line) => kind !== "new"
const isNew = ({ kind }: Line) => kind !== "gone"

/** Of no lines the place is the line before them. */
function place(line: number, count: number): string {
  return `${count === 0 ? line - 1 : line},${count}`
}

function show({ kind, text }: Line): string {
  return `${signs[kind]}${text}${text.endsWith("\n") ? "" : "\n\\ No newline at end of file\n"}`
}
