import fc from "fast-check"
import { expect, test } from "vitest"
import { FoundResults } from "../../../runtime/engine/found-results.ts"

const count = 6
const found = fc.array(fc.record({ place: fc.nat(count - 1), rule: fc.nat(5), made: fc.boolean() }), { maxLength: 200 })
const dues = fc.array(fc.record({ place: fc.nat(count), time: fc.nat(3) }), { maxLength: 6 })

test("what was found comes by event, then by rule, deadlines before the event that they were added for", () => {
  const results = new FoundResults<string>()
  fc.assert(
    fc.property(found, dues, fc.boolean(), (all, deadlines, byRule) => {
      // Lanes add rule by rule; what an index finds comes row by row, with the rules in any order.
      const added = byRule ? all.toSorted((a, b) => a.rule - b.rule) : all
      const lines: { place: number; rank: number; rule: number; text: string | undefined }[] = []
      for (const [i, { place, rule, made }] of added.entries()) {
        const text = made ? `${i}` : undefined
        results.add(place, rule, text)
        lines.push({ place, rank: 1, rule, text })
      }
      const early = deadlines.toSorted((a, b) => a.place - b.place || a.time - b.time)
      for (const { place, time } of deadlines) results.addDue(place, time, `due ${place} ${time}`)
      const expected = [
        ...early.map(({ place, time }) => ({ place, rank: 0, rule: -1, text: `due ${place} ${time}` })),
        ...lines,
      ].sort((a, b) => a.place - b.place || a.rank - b.rank || a.rule - b.rule)
      const seen: unknown[] = []
      results.handOut(count, (text, place, rule) => seen.push([text, place, rule]))
      expect(seen).toEqual(expected.map(({ text, rank, place, rule }) => [text, rank === 0 ? -1 : place, rule]))
      results.handOut(count, () => expect.unreachable())
    }),
    { seed: 1, numRuns: 500 },
  )
})
