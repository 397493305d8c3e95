import type { FileNode } from "../../lang/syntax/ast.ts"
import { keyOf, type Occurrences } from "./occurrences.ts"
import type { Lens } from "./service.ts"

/** Above each test that it can be run; above a rule and an event type how often they are used. */
export function lenses(file: FileNode, all: readonly Occurrences[]): Lens[] {
  const tests = file.declarations.filter((node) => node.kind === "test")
  const found: Lens[] = []
  const [first] = tests
  if (first !== undefined && tests.length > 1)
    found.push({ kind: "run-tests", span: first.span, title: `Run all ${tests.length} tests` })
  for (const { name, span } of tests) found.push({ kind: "run-test", span, title: "Run this test", test: name.text })
  for (const node of file.declarations) {
    if (node.kind !== "rule" && node.kind !== "event") continue
    const uses = all.flatMap(({ usesOf }) => usesOf.get(node.name.span) ?? [])
    const places = [...new Map(uses.map(({ span }) => [keyOf(span), span])).values()]
    const what = node.kind === "rule" ? (places.length === 1 ? "test" : "tests") : places.length === 1 ? "use" : "uses"
    found.push({ kind: "uses", span: node.name.span, title: `${places.length} ${what}`, places })
  }
  return found
}
