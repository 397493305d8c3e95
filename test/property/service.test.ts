/** The language service while texts are typed: it never throws, and what it keeps from one version of a text to the next does not show. */
import { expect, test } from "vitest"
import { defaultCatalog } from "../../compiler/catalog.ts"
import { createService, type Service } from "../../compiler/service/index.ts"
import { Report } from "../../lang/diagnostic.ts"
import { KeptDeclarations } from "../../lang/syntax/kept-declarations.ts"
import { parse } from "../../lang/syntax/parse.ts"
import { seeded } from "../../samples/seeded.ts"
import { cepFiles } from "../unit/editors/files.ts"

const path = "typed.cep"

/** Everything that can be asked at a place. */
const questions: readonly ((service: Service, at: number) => unknown)[] = [
  (service, at) => service.complete(path, at),
  (service) => service.diagnostics(path),
  (service, at) => service.hover(path, at),
  (service, at) => service.signature(path, at),
  (service) => service.semanticTokens(path),
  (service, at) => service.references(path, at),
  (service, at) => service.definition(path, at),
  (service) => service.symbols(path),
  (service) => service.folding(path),
  (service) => service.format(path),
  (service, at) => service.codeActions(path, 0, at),
  (service, at) => service.inlayHints(path, 0, at),
  (service) => service.lenses(path),
  (service, at) => service.renameable(path, at),
  (service, at) => service.complete(path, Math.max(0, at - 3)),
]

const samples = cepFiles("samples")

test.each(
  samples.map(({ path: name, text }) => ({ name, text })),
)("$name is typed key by key, and asked about all the while", ({ text }) => {
  const service = createService({ catalog: defaultCatalog })
  // The first declarations are there, so that names have a meaning, and not all: so texts stay short.
  const starts = [...text.matchAll(/^(?=[a-z/])/gm)].map(({ index }) => index)
  const head = text.slice(0, Math.min(text.length, 800))
  let keys = 0
  for (const start of starts) {
    const end = starts.find((next) => next > start) ?? text.length
    for (let at = start; at <= end; at++) {
      const before = `${head}\n${text.slice(start, at)}`
      service.update(path, before)
      // Read at some keys and asked about at fewer: each question comes at each kind of place all the same.
      if (++keys % 3 === 0) service.declarationsRead(path)
      if (keys % 11 === 0) questions[(keys / 11) % questions.length]!(service, before.length)
    }
  }
  expect(keys).toBeGreaterThan(text.length - 1)
})

test("a text that is changed anywhere is read as if it were new", () => {
  const random = seeded(7)
  const pieces = [
    "}",
    "{",
    "(",
    '"',
    "\n",
    "//",
    "rule X {",
    "event E { a: string } ",
    "/// doc\n",
    ",",
    " where ",
    "`",
    "1 000",
  ]
  for (const { text } of samples) {
    const kept = new KeptDeclarations()
    let now = text
    for (let round = 0; round < 25; round++) {
      const at = Math.floor(random() * now.length)
      const length = Math.floor(random() * random() * 60)
      const piece = random() < 0.4 ? "" : pieces[Math.floor(random() * pieces.length)]!
      now = round % 5 === 4 ? text : now.slice(0, at) + piece + now.slice(at + length)
      const [fresh, incremental] = [new Report(), new Report()]
      const expected = parse({ path, text: now }, fresh)
      expect(parse({ path, text: now }, incremental, kept)).toEqual(expected)
      expect(incremental.diagnostics).toEqual(fresh.diagnostics)
    }
  }
})

test("of a long text only the declaration is read that is typed", () => {
  const service = createService({ catalog: defaultCatalog })
  const declarations = Array.from({ length: 300 }, (_, index) => `let constant${index} = ${index}\n`)
  service.update(path, declarations.join(""))
  expect(service.declarationsRead(path)).toBe(300)
  for (const value of ["1", "12", "123 +", "123 + constant7"]) {
    declarations[150] = `let constant150 = ${value}\n`
    service.update(path, declarations.join(""))
    // The one behind it stands behind another line.
    expect(service.declarationsRead(path)).toBeLessThanOrEqual(2)
    expect(service.diagnostics(path).length).toBe(value.endsWith("+") ? 1 : 0)
  }
})
