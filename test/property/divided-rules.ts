/** Rules that workers divide by their keys, and those that they cannot, for tests of what several engines do together. */
import fc from "fast-check"
import { declarations, event as drawnEvent } from "./mixed-rules.ts"

/** What the drawn rules have not, or seldom: state of each kind, keys of each type, rules that cannot be divided. */
export const shapes = [
  "when A as a then no B for 20 ms per k alert",
  "when A as a then no B for 20 ms per k alert { n: sum(n) over 30 ms }",
  "when A as a then B as e where e.n >= a.n within 30 ms per k alert on timeout alert low",
  "when 2+ A as a then B as e within 40 ms per k skip past last alert",
  "when A as a then any B as e where e.n > a.n within 40 ms skip none per m alert",
  "when A as a then any B as e then any A as f within 40 ms skip none per k alert without events",
  "when A as a then B as e where n >= a.n then A as f within 40 ms per k alert",
  "when A as a then B as e where n >= a.n then A as f within 40 ms per k alert { id: f.id } without events",
  "when 3 A as a within 40 ms per b alert",
  "when 3 A as a within 40 ms per n, k once per 25 ms alert { n: count(a) }",
  'when 2 A as a where startsWith(m, "x") within 12 ms per k alert',
  "when 2+ A as a where m != upper(m) then B as e within 12 ms per k alert { n: count(a) }",
  "when A as a where n > 0 per m once per 25 ms alert",
  "when no A for 12 ms per k alert",
  "each 20 ms of A\n per k alert { n: count(), s: sum(n) }",
  "each 30 ms of A every 10 ms\n per n alert { n: count(), m: max(n) }",
  "each session of A gap 6 ms\n per k alert { n: count(), l: list(n) }",
  "each 3 events of A\n per m alert { n: avg(n) }",
  "each 3 events of A\n alert { n: avg(n) }",
  "when A as a where count() over 50 ms > 2 per k alert { n: sum(n) over 40 ms }",
  "when A as a where sum(n) per n over 50 ms > 2 per k alert",
  "when A as a where n is new over 30 ms per k alert",
  "when A as a where max(n) over forever > n per m alert",
  "when A as a where median(n) over 40 ms > 0 per k alert",
  "when 2 A as a within 25 ms per k emit Unread { k: k, n: count(a) }",
  "when 2 A as a within 25 ms per k emit Found { k: k, n: count(a) }",
]
const found = shapes.length - 1
const readers = "rule OfFound { when 2 Found as f within 60 ms per n alert }"

/** Events of more keys than workers. */
export const event = drawnEvent.chain((drawn) =>
  fc.constantFrom("x", "y", "z", "u", "v", "w").map((k) => ({ ...drawn, k: drawn.k && k })),
)

/** A rule set of drawn rules and of `shapes`, by their places. */
export function textOf(drawn: readonly string[], chosen: readonly number[]): string {
  const texts = [...drawn, ...chosen.map((each) => shapes[each]!)]
  const named = texts.map((one, at) => {
    const own = one === shapes[found] ? one : one.replace("Found", `Found${at}`)
    return `rule R${at} { ${own.replace("Unread", `Unread${at}`)} }`
  })
  return [declarations, ...named, chosen.includes(found) ? readers : ""].join("\n")
}
