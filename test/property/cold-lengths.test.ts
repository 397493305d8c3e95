/** Keys that are not in memory, when the lengths of time change that say when something comes of them: by a parameter while the engine runs, or by other rules behind a restore. */
import fc from "fast-check"
import { expect, test } from "vitest"
import { compile } from "../../compiler/index.ts"
import type { EngineOptions } from "../../runtime/abi/engine.ts"
import { createEngine } from "../../runtime/index.ts"
import { linesInto } from "../support/lines-into.ts"
import { MapColdStore } from "../support/map-cold-store.ts"
import { runSize } from "./run-size.ts"

const { pairs, seed, timeout } = runSize()

/**
 * `length`: in ms. `quiet`: where nothing comes when it is over; with a longer one than before it is open which of what was over counts again, in memory as well: what time alone
 * lets go of stands in cuts until its key changes.
 */
const rulesOf = (length: number, quiet: number): string => `
param wait = 20 ms
event A { id: integer, k: string, n: integer, at: time } timed by at
rule Absent { when A as a where n > 1 then no A as b where b.n > a.n within ${length} ms per k alert { id: a.id } without events }
rule Timeout { when A as a then A as b where b.n > a.n + 1 within ${length} ms per k alert { id: b.id } without events on timeout alert low { id: a.id } without events }
rule Few { when 3 A as a within ${quiet} ms per k alert { id: last(a).id } without events }
rule Rise { when A as a then A as b where b.n > a.n within ${quiet} ms per k once per ${quiet} ms alert { id: b.id } without events }
rule Waits { when A as a then no A as b where b.n > a.n within wait per k once per wait alert { id: a.id } without events }
`
const drawn = fc.record({
  k: fc.constantFrom("p", "q", "r", "s", "t", "u", "v", "w"),
  n: fc.nat(3),
  after: fc.constantFrom(0, 1, 1, 2, 5, 11),
})
const lengths = fc.constantFrom(4, 9, 16, 40)

async function compiled(length: number, quiet: number) {
  const { rules, diagnostics } = await compile([{ path: "a.cep", text: rulesOf(length, quiet) }])
  if (rules === undefined) throw new Error(diagnostics.map(({ text }) => text).join("\n"))
  return rules
}

test(
  "other lengths give what they give with all keys in memory",
  async () => {
    let due = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(drawn, { minLength: 30, maxLength: 90 }),
        fc.tuple(lengths, lengths),
        fc.tuple(lengths, lengths),
        fc.nat(8),
        async (events, [before, after], waits, seal) => {
          const sets = [await compiled(before, before), await compiled(after, Math.min(before, after))] as const
          let at = 1000
          const times = events.map((each) => (at += each.after))
          const half = Math.floor(events.length / 2)
          const run = (isCold: boolean): string[] => {
            const lines: string[] = []
            let store = new MapColdStore()
            const open = (which: 0 | 1, more: EngineOptions) => {
              const cold = isCold ? { cold: { store, memoryBytes: 0 } } : {}
              return createEngine(sets[which], { ...linesInto(lines, true), ...cold, ...more })
            }
            let engine = open(0, { params: { wait: waits[0] } })
            const go = (from: number, to: number): void => {
              for (let place = from; place < to; place++) {
                const { k, n } = events[place]!
                engine.ingest({ type: "A", raw: { id: place, k, n, at: times[place] } })
                if (place % 3 === 0) engine.advanceTo(times[place]! - 1)
                if (place === Math.floor(half / 2)) engine.setParam("wait", waits[1])
                if (place % 9 === seal) engine.cut(true).abandon()
              }
            }
            go(0, half)
            const cut = engine.cut(true)
            const pieces: Uint8Array[] = []
            for (let piece = cut.next(); piece !== undefined; piece = cut.next()) pieces.push(piece)
            due += store.dues
            store = new MapColdStore(store.sealed)
            // Perhaps with another value than the parameter had: that counts from now on.
            engine = open(1, { params: { wait: waits[0] }, restoreCut: pieces })
            go(half, events.length)
            engine.end()
            due += store.dues
            return lines
          }
          expect(run(true)).toEqual(run(false))
        },
      ),
      { numRuns: Math.ceil(0.05 * pairs), seed },
    )
    expect(due).toBeGreaterThan(pairs)
  },
  timeout,
)
