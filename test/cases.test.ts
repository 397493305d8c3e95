import { expect, test } from "vitest"
import { automaton, emit, plan } from "./kinds/compiled.ts"
import { diagnostics } from "./kinds/diagnostics.ts"
import { format } from "./kinds/format.ts"
import { lints } from "./kinds/lints.ts"
import { type Kind, suite } from "./suite.ts"

/** How each kind of case folder is run. A folder of `test/cases` with no entry here fails. */
const kinds: Record<string, Kind> = { diagnostics, format, plan, automaton, emit, lints }

suite(kinds)

test("every expectation has a name that the tidy test knows", () => {
  for (const [kind, { expectation }] of Object.entries(kinds)) expect(expectation, kind).toMatch(/^expected\.\w+$/)
})
