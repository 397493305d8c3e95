import type { Host } from "../abi/host.ts"
import type { Program, RuleSet } from "../abi/rule-set.ts"
import { builtins } from "../functions/index.ts"
import { createLibrary } from "../library/library.ts"

function refuse(): never {
  throw new Error("what is worked out before an event is judged asks for more than the event")
}

/** Texts have the numbers that they have in an engine which met none before. */
const code = (_: number, constant: number): number => constant
const nothing: Host = { history: refuse, isNew: refuse, code, row: refuse, score: refuse, awaited: refuse }

/** The functions of a rule set for what depends on an event alone. */
export function programOfEvents({ manifest, create }: RuleSet): Program {
  const params = Object.fromEntries(manifest.params.map(({ name, value }) => [name, value]))
  return create(createLibrary(builtins), params, nothing)
}
