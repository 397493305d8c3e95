/** Coverage for people and for tools. */
import { Lines, type Source, type Span } from "../../lang/source.ts"
import { gapsOf, type OwnerCoverage, totalOf } from "./coverage.ts"

/** Places of sources as people count them. */
export class Places {
  readonly #lines = new Map<string, Lines>()

  constructor(sources: readonly Source[]) {
    for (const { path, text } of sources) this.#lines.set(path, new Lines(text))
  }

  /** A source that is not given has one line. */
  of({ path, start }: Span): { line: number; column: number } {
    return this.#lines.get(path)?.position(start) ?? { line: 1, column: 1 }
  }
}

/** A share as it is shown: rounded down, so that 100 % is everything. */
export function percentText(percent: number): string {
  return `${Math.floor(percent)} %`
}

/** For each file its rules with what no test ever took: lines without an end. */
export function coverageLines(owners: readonly OwnerCoverage[], places: Places): string[] {
  const lines: string[] = []
  for (const [path, own] of byPath(owners)) {
    const { taken, all, percent } = totalOf(own)
    lines.push(`coverage of ${path}: ${percentText(percent)} (${taken} of ${all})`)
    const width = Math.max(...own.map(({ name }) => name.length))
    for (const owner of own) {
      const total = totalOf([owner])
      lines.push(`  ${owner.name.padEnd(width)}  ${percentText(total.percent)} (${total.taken} of ${total.all})`)
      for (const { span, text } of gapsOf(owner)) {
        const { line, column } = places.of(span)
        lines.push(`    ${span.path}:${line}:${column}  ${text}`)
      }
    }
  }
  return lines
}

/** The same as JSON: every item with its place and how often it was taken. */
export function coverageJson(owners: readonly OwnerCoverage[], places: Places): unknown {
  const { taken, all, percent } = totalOf(owners)
  return {
    taken,
    all,
    percent,
    rules: owners.map((owner) => ({
      name: owner.name,
      kind: owner.kind,
      path: owner.span.path,
      ...places.of(owner.span),
      ...totalOf([owner]),
      items: owner.items.map(({ kind, span, text, hits }) => ({
        kind,
        path: span.path,
        ...places.of(span),
        text,
        hits,
      })),
    })),
  }
}

/**
 * LCOV's tracefile, which CI servers and editors read: a rule is a function, an item a branch of its line, a line is taken where one of its items
 * is (https://github.com/linux-test-project/lcov, geninfo(1)).
 */
export function lcovText(owners: readonly OwnerCoverage[], places: Places): string {
  const out: string[] = []
  for (const [path, own] of byPath(owners)) {
    out.push("TN:", `SF:${path}`)
    for (const { name, span } of own) out.push(`FN:${places.of(span).line},${name}`)
    for (const owner of own) out.push(`FNDA:${Math.max(0, ...owner.items.map(({ hits }) => hits))},${owner.name}`)
    const called = own.filter(({ items }) => items.some(({ hits }) => hits > 0))
    out.push(`FNF:${own.length}`, `FNH:${called.length}`)
    out.push(...lineRecords(path, own, places), "end_of_record")
  }
  return out.map((line) => `${line}\n`).join("")
}

function lineRecords(path: string, owners: readonly OwnerCoverage[], places: Places): string[] {
  const lines = new Map<number, number>()
  const branches: string[] = []
  let taken = 0
  for (const [block, { items }] of owners.entries()) {
    const reached = items.some(({ hits }) => hits > 0)
    for (const [branch, { span, hits }] of items.entries()) {
      // What stands in another file (a function that was put in the place of its call) is a branch of none of its lines.
      if (span.path !== path) continue
      const { line } = places.of(span)
      lines.set(line, Math.max(lines.get(line) ?? 0, hits))
      // A dash: the rule was never run.
      branches.push(`BRDA:${line},${block},${branch},${reached ? hits : "-"}`)
      if (hits > 0) taken++
    }
  }
  const sorted = [...lines].sort(([a], [b]) => a - b)
  return [
    ...branches,
    `BRF:${branches.length}`,
    `BRH:${taken}`,
    ...sorted.map(([line, hits]) => `DA:${line},${hits}`),
    `LF:${sorted.length}`,
    `LH:${sorted.filter(([, hits]) => hits > 0).length}`,
  ]
}

function byPath(owners: readonly OwnerCoverage[]): Map<string, OwnerCoverage[]> {
  const found = new Map<string, OwnerCoverage[]>()
  for (const owner of owners) found.set(owner.span.path, [...(found.get(owner.span.path) ?? []), owner])
  return found
}
