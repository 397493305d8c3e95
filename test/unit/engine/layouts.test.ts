/** What operators say of their state: enough to divide it anew among any number of workers. */
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { expect, test } from "vitest"
import type { EngineOptions } from "../../../runtime/abi/engine.ts"
import { createEngine } from "../../../runtime/index.ts"
import type { Layout, TableLayout } from "../../../runtime/state/contract.ts"
import type { MemoryBackend } from "../../../runtime/state/memory.ts"
import { compileRules } from "../../support/job.ts"

const rulesText = `
event A { k: string, n: integer, at: time } timed by at
event B { k: string, n: integer, at: time } timed by at
rule Filter { when A as a where n > 1 per k alert }
rule Ring { when 3 A as a within 1 minute per k alert }
rule Silent { when 3 A as a within 1 minute per k once per 1 hour alert }
rule Combination { when A as a then any B as b within 1 minute skip none per k alert }
rule Chain { when A as a then A as b where n > a.n then A as c where n > b.n within 1 minute per k alert { n: c.n } without events }
rule Linked { when A as a then A as b where n > a.n then A as c where n > b.n within 1 minute per k alert }
rule Pattern { when A as a then no B for 1 minute per k alert }
rule Reading { when 1+ A as a then B as b where n > sum(a.n) within 1 minute per k alert { n: b.n } without events }
rule Window { each 1 minute of A per k alert { n: count() } }
rule Log { when A where count() over 1 minute > 2 per k alert }
rule Recent { when A where n is new over 1 minute per k alert }
rule Total { when A where max(n) over forever > 2 per k alert }
`
/** Each worker has all of them: nothing in them is a key's own. */
const undivided: ReadonlySet<string> = new Set(["engine", "params", "ordering", "series"])

async function layouts(): Promise<readonly Layout[]> {
  const rules = await compileRules(rulesText)
  const forms: readonly EngineOptions[] = [{}, { forms: "general" }]
  return forms.flatMap((options) => {
    const engine = createEngine(rules, options) as unknown as { readonly backend: MemoryBackend }
    return engine.backend.layouts()
  })
}

const kindOf = ({ operator }: Layout): string => operator.split(" ")[0]!

/** The kinds of operators that stand in the code. */
function kindsInCode(): ReadonlySet<string> {
  const runtime = fileURLToPath(new URL("../../../runtime", import.meta.url))
  const files = readdirSync(runtime, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"))
  const text = files.map((name) => readFileSync(join(runtime, name), "utf8")).join("\n")
  const kinds = [...text.matchAll(/operator: [`"]([a-z]+)[ "]|\? `([a-z]+) \$\{schema\.name\}/g)]
  return new Set(kinds.map(([, kind, other]) => kind ?? other!))
}

test("all kinds of operators are looked at", async () => {
  const found = new Set((await layouts()).map(kindOf))
  expect([...found].sort()).toEqual([...kindsInCode()].sort())
  expect(found.size).toBeGreaterThan(9)
})

test("what is a key's is divided by a rule, all else by none", async () => {
  for (const layout of await layouts()) {
    expect(layout.dividedBy === null, layout.operator).toBe(undivided.has(kindOf(layout)))
  }
})

test("each table of a rule says whose its rows are, and what its whole numbers are", async () => {
  for (const { operator, dividedBy, tables } of await layouts()) {
    if (dividedBy === null) continue
    for (const table of tables) expect(missingIn(table, tables), `${operator}, table ${table.name}`).toEqual([])
  }
})

/** What a layout does not say, in words. */
function missingIn(
  { name, columns, rows, integers = {}, list }: TableLayout,
  tables: readonly TableLayout[],
): string[] {
  const missing: string[] = []
  const demand = (holds: boolean, words: string): void => void (holds || missing.push(words))
  const isReferred = tables.some((each) =>
    Object.values(each.integers ?? {}).some((one) => typeof one !== "string" && one.table === name),
  )
  demand(rows !== undefined, "whose its rows are")
  if (rows?.kind === "key") demand(columns[rows.column] === "value", `a column ${rows.column} with the key's values`)
  if (rows?.kind === "referred") demand(isReferred, "some column that refers to it")
  if (rows?.kind === "single") for (const sum of rows.sums) demand(columns[sum] === "f64", `a number ${sum}`)
  for (const [column, type] of Object.entries(columns)) {
    demand((type === "i32") === (integers[column] !== undefined), `what ${column} is`)
  }
  for (const [column, integer] of Object.entries(integers)) {
    demand(columns[column] === "i32", `a column ${column}`)
    if (typeof integer === "string") continue
    demand(
      tables.some((each) => each.name === integer.table),
      `a table ${integer.table}`,
    )
  }
  if (list !== undefined) {
    demand(columns[list.by] === "f64", `a column ${list.by}`)
    demand(
      [list.earlier, list.later].every((link) => integers[link] === "rebuilt"),
      "links that are set anew",
    )
  }
  return missing
}
