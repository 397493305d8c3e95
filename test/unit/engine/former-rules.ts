/** Rules whose state stood in tables of cuts before it was kept by key, and a stream for them. */
import type { Engine, EngineOptions } from "../../../runtime/abi/engine.ts"
import type { RuleSet } from "../../../runtime/abi/rule-set.ts"
import { createEngine } from "../../../runtime/index.ts"
import { linesInto } from "../../support/lines-into.ts"

/** All of them judge events as objects. */
export const text = `
param least = 1
event A { id: integer, k: string, m: string, n: integer, at: time } timed by at, up to 5 ms late
event B { id: integer, k: string, m: string, n: integer, at: time } timed by at, up to 5 ms late
rule Following { each 40 ms of A per k alert { n: count(), s: sum(n), l: list(id) } }
rule Sliding { each 90 ms of A every 30 ms per k alert { n: count(where n >= least), p: percentile(n, 0.5) } }
rule Session { each session of A gap 12 ms per k alert { n: count(), d: distinct(m) } }
rule Counted { each 3 events of A per k once per 50 ms alert { a: avg(n) } }
rule Whole { each 100 ms of A alert { n: count() } }
rule Absent { when A as a where startsWith(m, "x") then no B as b where upper(b.m) == upper(a.m) within 30 ms per k alert }
rule Rising { when 1+ A as a where startsWith(m, "x") then A as b where b.n > sum(a.n) and upper(b.m) != "Z" within 60 ms per k skip none alert on timeout alert low }
rule Asking { when A as a where distinct(n) over 200 ms > 1 then no B as b where b.n > a.n within 70 ms per k alert }
rule Waiting { when A as a where distinct(n) over 200 ms > 1 then A as b where b.n > a.n then B as c within 90 ms per k skip none alert on timeout alert low }
rule Past { when 2+ A as a where startsWith(m, "x") then B as e where lower(e.m) != "q" within 130 ms per k skip past last alert }
rule Ring { when 3 A as a where upper(m) != "Z" within 80 ms per k alert { l: list(a.id) } }
rule RingThen { when 2..4 A as a where upper(m) != "Z" then B as b where lower(b.m) == "x" within 80 ms per n alert }
rule Silent { when A as a where startsWith(m, k) or upper(m) == "Z" per k once per 45 ms alert { id: a.id } }
`

const events = Array.from({ length: 240 }, (_, id) => ({
  type: (id * 7) % 10 < 7 ? "A" : "B",
  raw: {
    id,
    k: `k${(id * 5) % 11}`,
    m: ["x", "xy", "z", "y"][(id * 3) % 4]!,
    n: (id * 13) % 4,
    at: 1000 + 2 * id - (id % 3 === 0 ? 3 : 0),
  },
}))
/** Where a full cut was taken, an increment, and the end. */
export const places = [100, 130, events.length] as const

/** Judges events from one place up to another one. */
export function go(engine: Engine, from: number, to: number): void {
  for (const { type, raw } of events.slice(from, to)) {
    engine.ingest({ type, raw })
    if (raw.id % 4 === 0) engine.advanceTo(raw.at - 9)
  }
}

export function opened(rules: RuleSet, lines: string[], options: EngineOptions): Engine {
  return createEngine(rules, {
    ...linesInto(lines, true),
    onDropped: ({ rule, reason }) => lines.push(`${rule} began empty: ${reason}`),
    ...options,
  })
}

/** The pieces of a cut. */
export function piecesOf(engine: Engine, full: boolean): Uint8Array[] {
  const cut = engine.cut(full)
  const pieces: Uint8Array[] = []
  for (let piece = cut.next(); piece !== undefined; piece = cut.next()) pieces.push(piece)
  return pieces
}
