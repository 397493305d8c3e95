/**
 * The language service while texts change anywhere: what it keeps from one version to the next (trees, checks, analyses, lints) never shows. Its opponent is a
 * service that gets the same texts for the first time.
 */
import { expect, test } from "vitest"
import { defaultCatalog } from "../../compiler/catalog.ts"
import { createService, type Service } from "../../compiler/service/index.ts"
import type { TypeScriptTypes } from "../../lang/check/typescript.ts"
import { seeded } from "../../samples/seeded.ts"

/** How many changes are drawn for each seed. */
const rounds = Number(process.env.ROUNDS ?? "60")

/** One of each declaration, and all that one can ask of another. */
const files = {
  "events.cep": `/// A payment.
event Payment { card: string, amount: number, shop: { country: string }, note: string?, at: time } timed by at
event Login { card: string, ok: boolean, at: time } timed by at, up to 5 minutes late
param limit = 500
let twice = limit * 2
fn large(p: Payment): boolean = p.amount > twice
`,
  "main.cep": `import "./events.cep"

table Card key card { card: string, level: number } from file("cards.jsonl")
feature spent = sum(Payment.amount) per card over 1 hour
fn risk(p: Payment): number = count() over 10 minutes
sink desk to file("desk.jsonl")
source Payment from file("payments.jsonl")

rule Large {
  let most = limit + spent
  when Payment as paid where amount > most and large(paid)
  per card
  alert high "{card} paid {paid.amount}" to desk
}

/// Emits what others read.
rule Up {
  when Payment as small where amount < limit
       then Payment as big where amount > small.amount
  within 10 minutes
  per card
  emit Rising { from: small.amount, to: big.amount }
}

// cep-ignore CEP7001: both are wanted
rule Seen {
  when Rising where to > 3 * from and to > 10 and to < 5
  per card
  alert low "{rising.to}"
}
rule Told { when Alert where severity == "high" alert "again" }
rule Never { when Payment where amount > 5 and amount < 3 per card alert "never" }
rule Wide { when Payment where amount > 5 per card alert high "wide" }
rule Narrow { when Payment where amount > 9 per card alert low "narrow" }
rule Missing { when Payment where note != "a" or Card[card].level > 3 per card alert "{payment.note}" }
shadow rule Larger of Large { when Payment where amount > 2 * limit per card alert high "{card}" }

test "large payments" {
  Payment { card: "a", amount: 900 } at 2026-01-01T10:00:00Z
  Login { card: "a", ok: true } at +1 minute
  expect 1 Large
}
`,
  "other.cep": `import "./events.cep"
use { score } from "./score.ts"
event Order from "./score.ts" timed by at
rule Slow { when Order where score(total) > limit then Payment where amount > twice within 1 minute per card alert high "{card}" }
rule Odd { when Payment where large(payment) and note != "b" per card alert low "{card}" }
`,
} as const

type Path = keyof typeof files
const paths = Object.keys(files) as Path[]

/** Words that mean something, to be put in the place of others. */
const words =
  'number string amount card limit twice Payment Login Rising Large spent large Alert to from 500 "high" desk Card small big most event rule zzz'.split(
    " ",
  )
const pieces = [
  "}",
  "{",
  "(",
  '"',
  "\n",
  "// note\n",
  "/// doc\n",
  ",",
  " where ",
  "`",
  ";",
  "param other = 3\n",
  "\n\n",
]

/** The types of a TypeScript file that is written meanwhile, too. */
const typescript = ([total, returns]: readonly ["number" | "string", "number" | "boolean"]): TypeScriptTypes => ({
  functions: () =>
    new Map([["score", { parameters: [{ name: "total", type: { kind: "number" } }], returns: { kind: returns } }]]),
  interfaces: () =>
    new Map([
      [
        "Order",
        [
          { name: "card", type: { kind: "string" } },
          { name: "total", type: { kind: total } },
          { name: "at", type: { kind: "time" } },
        ],
      ],
    ]),
})
const types = [
  typescript(["number", "number"]),
  typescript(["string", "number"]),
  typescript(["number", "boolean"]),
] as const

type Random = () => number
const among = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)]!

/** What someone does to a text: words are replaced, declarations copied, moved and taken out, characters typed. */
function edited(text: string, random: Random): string {
  const at = Math.floor(random() * text.length)
  const kind = random()
  if (kind < 0.4) {
    const found = among(random, [...text.matchAll(/\w+/g)])
    if (found === undefined) return text
    return text.slice(0, found.index) + among(random, words) + text.slice(found.index + found[0].length)
  }
  if (kind < 0.55) {
    const parts = text.split(/\n(?=\S)/)
    const from = Math.floor(random() * parts.length)
    const [part] = parts.splice(from, 1)
    const copies = among(random, [0, 1, 2])
    parts.splice(Math.floor(random() * (parts.length + 1)), 0, ...Array.from({ length: copies }, () => part!))
    return parts.join("\n")
  }
  if (kind < 0.8) return text.slice(0, at) + among(random, pieces) + text.slice(at)
  return text.slice(0, at) + text.slice(at + Math.floor(random() * random() * 40))
}

/** All answers about a path, with those about some places. */
function answers(service: Service, path: string, places: readonly number[]): Record<string, unknown> {
  const { length } = service.text(path)!
  return {
    diagnostics: service.diagnostics(path),
    tokens: service.semanticTokens(path),
    symbols: service.symbols(path),
    folding: service.folding(path),
    lenses: service.lenses(path),
    actions: service.codeActions(path, 0, length),
    hints: service.inlayHints(path, 0, length),
    places: places.map((at) => ({
      hover: service.hover(path, at),
      definition: service.definition(path, at),
      references: service.references(path, at),
      completion: service.complete(path, at).map(({ label, detail, span }) => ({ label, detail, span })),
      signature: service.signature(path, at),
    })),
  }
}

/** A renaming tries all texts anew, which takes longer than all other answers: it is asked for now and then. */
function renamed(service: Service, path: string, [at = 0]: readonly number[], round: number): object {
  return round % 8 === 0 ? { renamed: service.rename(path, at, "Another") } : {}
}

type Texts = Readonly<Partial<Record<Path, string>>>

function fresh(texts: Texts, known: TypeScriptTypes = types[0], order = paths): Service {
  const service = createService({ catalog: defaultCatalog, typescript: known })
  for (const path of order) if (texts[path] !== undefined) service.update(path, texts[path])
  return service
}

test.each([1, 2, 3])("a service that has seen other texts answers as a new one (seed %i)", (seed) => {
  const random = seeded(seed)
  let texts: Partial<Record<Path, string>> = { ...files }
  let known: TypeScriptTypes = types[0]
  const service = fresh(texts)
  let before: { readonly given: unknown; readonly text: string } = { given: null, text: "null" }
  for (let round = 0; round < rounds; round++) {
    // Mostly from texts that are right: in those there is most to be found out.
    if (random() < 0.3) texts = { ...files }
    const path = among(random, ["events.cep", "main.cep", "main.cep", "other.cep"] as const)
    texts[path] = edited(texts[path] ?? files[path], random)
    if (random() < 0.05) delete texts[path]
    if (random() < 0.1) service.setTypeScript((known = among(random, types)))
    for (const each of paths) texts[each] === undefined ? service.remove(each) : service.update(each, texts[each])
    const here = paths.filter((each) => texts[each] !== undefined)
    const asked = random() < 0.5 && here.includes(path) ? path : among(random, here)
    const places = Array.from({ length: 2 }, () => Math.floor(random() * texts[asked]!.length))
    const given = { ...answers(service, asked, places), ...renamed(service, asked, places, round) }
    const other = fresh(texts, known, service.paths() as Path[])
    const wanted = { ...answers(other, asked, places), ...renamed(other, asked, places, round) }
    expect({ round, texts, ...given }).toEqual({ round, texts, ...wanted })
    // What was answered before stays what it was, although places move.
    expect(JSON.stringify(before.given)).toBe(before.text)
    before = { given, text: JSON.stringify(given) }
  }
})

const payment = "event Payment { card: string, amount: number, at: time } timed by at"
const equal = 'test "none" {\n  Payment { amount: 1 } at 10:00:00\n  expect nothing\n}'
const reads = (name: string) => `rule Large { when Payment where amount > ${name} per card alert "large" }`
const emits = (name: string, reads: string, value: string) =>
  `rule ${name} { when ${reads} per card emit Made${name} { card, value: ${value} } }`

/** Texts that follow each other: what a change anywhere leads to hardly by chance. */
const histories: Readonly<Record<string, readonly string[]>> = {
  "a name that is proposed": ["limits", "limes"].map(
    (name) => `${payment}\n${reads("limit")}\nlet other = 1\nparam ${name} = 5`,
  ),
  "a circle of constants, from either end": [
    "let a = 1\nlet b = a\nlet c = b",
    "let a = b\nlet b = a\nlet c = b",
    "let b = a\nlet a = b\nlet c = b",
    "let c = b\n\nlet b = a\nlet a = b",
    "let c = b\n\nlet b = a\nlet a = 2",
  ],
  "a circle of rules, from either end": [
    `${payment}\n${emits("A", "Payment", "amount")}\n${emits("B", "MadeA", "value")}`,
    `${payment}\n${emits("A", "MadeB", "value")}\n${emits("B", "MadeA", "value")}`,
    `${payment}\n${emits("B", "MadeA", "value")}\n${emits("A", "MadeB", "value")}`,
    `${payment}\n${emits("B", "MadeA", "value")}\n${emits("A", "Payment", "true")}`,
  ],
  "a constant behind another, which a lint looks through": ["5", "1"].map(
    (value) =>
      `${payment}\nlet low = ${value}\nlet limit = low\nrule Large { when Payment where amount > limit and amount < 3 per card alert "large" }`,
  ),
  "how late an event type may come, which a lint compares": ["1 second", "2 hours"].map(
    (late) =>
      `${payment}, up to ${late} late\nrule Large { when Payment then Payment within 1 minute per card alert "large" }`,
  ),
  "declarations that are equal": [
    `${payment}\n${equal}\n${equal}\n${equal}`,
    `${payment}\n// moved\n${equal}\n${equal}\n${equal}`,
    `${payment}\n${equal}\nlet a = 1\n${equal}\n${equal}\n${equal}`,
  ],
}

test.each(Object.entries(histories))("a service that has seen other texts answers as a new one: %s", (_, texts) => {
  const service = createService({ catalog: defaultCatalog })
  for (const text of texts) {
    service.update("main.cep", text)
    const places = [...text.matchAll(/\w+/g)].map(({ index }) => index).slice(-6)
    expect(answers(service, "main.cep", places)).toEqual(answers(fresh({ "main.cep": text }), "main.cep", places))
  }
})

test("other types of TypeScript files are seen in texts that did not change", () => {
  const service = fresh(files)
  for (const known of [types[1], types[2], types[0]]) {
    service.setTypeScript(known)
    expect(answers(service, "other.cep", [])).toEqual(answers(fresh(files, known), "other.cep", []))
  }
})

test("the sources of the property are right, so that lints speak", () => {
  const service = fresh(files)
  const problems = paths.flatMap((path) => service.diagnostics(path))
  expect(problems.filter(({ level }) => level === "error")).toEqual([])
  expect(new Set(problems.map(({ slug }) => slug)).size).toBeGreaterThan(3)
})

test("of a long text only what a change can have touched is checked", () => {
  const service = createService({ catalog: defaultCatalog })
  const path = "long.cep"
  const rule = (at: number, than = at % 10 === 0 ? "limit" : "5") =>
    `rule R${at} { when Payment where amount > ${than} per card alert high "{card}" }`
  const declarations = [
    "event Payment { card: string, amount: number, at: time } timed by at",
    "param limit = 500",
    ...Array.from({ length: 100 }, (_, at) => rule(at)),
  ]
  const checkedWith = (at: number, text: string) => {
    declarations[at] = text
    service.update(path, declarations.join("\n"))
    return service.declarationsChecked(path)
  }
  expect(checkedWith(50, rule(48))).toBe(102)
  // The declaration behind one is read again with it: what stands before it on its line may matter.
  expect(checkedWith(50, rule(48, "limi"))).toBe(2)
  expect(service.diagnostics(path).map(({ slug }) => slug)).toEqual(["unknown-name"])
  expect(checkedWith(50, rule(48, "limit"))).toBe(2)
  // The rules that read it are ten, and that one.
  expect(checkedWith(1, "param limit = 5000")).toBe(12)
  expect(checkedWith(0, "// All of them.\nevent Payment { card: string, amount: number, at: time } timed by at")).toBe(
    101,
  )
  // They cover each other, which is no error.
  expect(service.diagnostics(path).filter(({ level }) => level === "error")).toEqual([])
})
