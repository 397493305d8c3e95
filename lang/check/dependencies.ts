import type { Declared } from "./context.ts"
import type { NameFinder } from "./names-in.ts"

type Named = Declared & { readonly kind: "let" | "fn" }

/**
 * The `let`s and `fn`s in an order in which each comes after those that it names, so that long chains of them need no deep stack. Those that
 * name a feature, themselves or through others, are left out: a feature can lead back to them by the rules that make its events. So are
 * those of a circle. Depth first with a stack of its own.
 */
export function dependenciesFirst(declarations: ReadonlyMap<string, Declared>, find: NameFinder): readonly Named[] {
  const order: Named[] = []
  const states = new Map<string, "open" | "plain" | "feature">()
  for (const start of declarations.values()) {
    if (!isNamed(start) || states.has(start.name.text)) continue
    const path = [visitOf(start, declarations, find)]
    states.set(start.name.text, "open")
    while (path.length > 0) {
      const visit = path.at(-1)!
      const next = visit.inner.pop()
      if (next === undefined) {
        const { text } = visit.declared.name
        const plain = visit.uses.every((name) => states.get(name) === "plain")
        states.set(text, plain ? "plain" : "feature")
        if (plain) order.push(visit.declared)
        path.pop()
      } else if (next.kind === "feature") states.set(next.name.text, "feature")
      else if (isNamed(next) && !states.has(next.name.text)) {
        states.set(next.name.text, "open")
        path.push(visitOf(next, declarations, find))
      }
    }
  }
  return order
}

interface Visit {
  readonly declared: Named
  /** What is still to be looked into. */
  readonly inner: Declared[]
  readonly uses: readonly string[]
}

function visitOf(declared: Named, declarations: ReadonlyMap<string, Declared>, find: NameFinder): Visit {
  const part = declared.kind === "let" ? declared.node.value : declared.node.body
  const inner = [...new Set(find(declared.node, part).flatMap(({ text }) => declarations.get(text) ?? []))].filter(
    (each) => isNamed(each) || each.kind === "feature",
  )
  return { declared, uses: inner.map(({ name }) => name.text), inner }
}

function isNamed(declared: Declared): declared is Named {
  return declared.kind === "let" || declared.kind === "fn"
}
