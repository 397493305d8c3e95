import type { Source } from "../../lang/source.ts"
import type { Automaton } from "../../runtime/abi/automaton.ts"
import type { Manifest } from "../../runtime/abi/rule-set.ts"
import type { Plan } from "../2-plan/plan.ts"
import { type ColumnPlan, columnsOf } from "../4-optimize/columns.ts"
import { numberTests } from "../4-optimize/number-tests.ts"
import { awaitedProperties, rowFunction } from "./ahead.ts"
import { CodeWriter } from "./code-writer.ts"
import { ModuleContext } from "./context.ts"
import { declareFunctions, declareLets, nameDeclared } from "./declared.ts"
import { emitDecoder } from "./decoder.ts"
import { emitCellDecoder } from "./decoder-cells.ts"
import { makeManifest, versionOf } from "./manifest.ts"
import { objectReaderLines } from "./object-reader.ts"
import type { Probes } from "./probes.ts"
import { readerLines } from "./reader.ts"
import { writeRule } from "./rule.ts"
import { type RowFunctions, rowFunctions } from "./select.ts"
import { seriesProperties } from "./series.ts"
import { inlineMap, type SourceMap, shiftMap, takePlaces } from "./source-map.ts"
import { commentText, escapePlaces, literal } from "./text.ts"
import { declareUserFunctions } from "./user-functions.ts"

export interface EmitInput {
  readonly plan: Plan
  /** In the order of the plan's rules. */
  readonly automata: readonly Automaton[]
  readonly sources: readonly Source[]
  /** An expression whose value holds the modules of the functions in TypeScript by their path. */
  readonly userCode: string
  /** The module tells these what its conditions say: for tests. Its rules do not run over rows, where conditions are found in other ways. */
  readonly probes?: Probes
  /** The functions that say the values of parts of conditions are wanted, too. */
  readonly explains?: boolean
}

export interface EmittedModule {
  readonly manifest: Manifest
  /** The body of a function that gives the rule set's `create`, with its source map inside. */
  readonly functionBody: string
  /** The whole as a module. It is made when it is asked for: most of it is the manifest, which takes longer to write than all functions. */
  readonly module: () => ModuleText
}

export interface ModuleText {
  /** An ES module without imports; exports `rules`. */
  readonly code: string
  /** From `code` into the sources. */
  readonly map: SourceMap
}

/** The text of a module with its map inside, for whoever runs it from memory. */
export function withMap({ code, map }: ModuleText): string {
  return `${code}${inlineMap(map)}\n`
}

/** The name under which debuggers and stack traces know the code that is made in memory. */
const sourceUrl = "cepheus-rules.js"

/** Makes the JavaScript of a plan. */
export function emit({ plan, automata, sources, userCode, probes, explains = false }: EmitInput): EmittedModule {
  const module = new ModuleContext(plan, probes)
  const columns = probes === undefined ? columnsOf(plan) : undefined
  const marked = createFunction(plan, automata, columns, module, userCode, explains)
  const unversioned = makeManifest(plan, automata, columns, sources, userCode)
  const { format, ...rest } = unversioned
  const { code, map } = takePlaces(marked, module.places.spans, sources, "rules.js")
  const manifest = { format, version: versionOf(unversioned, withoutDecoders(code)), ...rest }
  return {
    manifest,
    functionBody: `${code}\nreturn create\n${inlineMap(shiftMap(map, 2))}\n//# sourceURL=${sourceUrl}\n`,
    module: () => {
      const files = [...new Set(plan.rules.map((rule) => rule.span.path))]
      const head = `// Rules of ${commentText(files.join(", "))}, made by cep. Do not edit.\nconst manifest = ${literal(manifest)}\n`
      const linesBefore = head.split("\n").length
      return {
        code: `${head}\n${code}\n\nexport const rules = { manifest, create }\n`,
        map: shiftMap(map, linesBefore),
      }
    },
  }
}

/** Decoders follow from the manifest, and are most of the code: they need not be hashed. They stand near its end, behind all that users wrote. */
function withoutDecoders(code: string): string {
  return code.slice(0, code.lastIndexOf("\n    decoders: [")) + code.slice(code.lastIndexOf("\n    objectReaders: ["))
}

function createFunction(
  plan: Plan,
  automata: readonly Automaton[],
  columns: ColumnPlan | undefined,
  module: ModuleContext,
  userCode: string,
  probes: boolean,
): string {
  nameDeclared(plan.lets, plan.functions, module)
  const declared = [
    ...declareUserFunctions(plan.uses, module),
    ...declareFunctions(plan.functions, module),
    ...declareLets(plan.lets, module),
  ]
  const rules = new CodeWriter()
  const objects = plan.rules.map((rule, at) => writeRule(rules, rule, automata[at]!, module, probes))
  const series = plan.series.map((one) => seriesProperties(one, module))
  const awaited = plan.awaited.map((one) => awaitedProperties(one, module))
  const readers = plan.events.map((event) => ({ name: event.name, lines: readerLines(event, module) ?? ["null"] }))
  const decoders = plan.events.map((event, type) => {
    const own = columns?.schema.events[type] ?? null
    return { name: event.name, lines: (own && emitDecoder(event, own, module)) ?? ["null"] }
  })
  const cellDecoders = plan.events.map((event, type) => {
    const own = columns?.schema.events[type] ?? null
    return { name: event.name, lines: (own && emitCellDecoder(event, own, module)) ?? ["null"] }
  })
  const objectReaders = plan.events.map((event, type) => {
    const own = columns?.schema.events[type] ?? null
    const tests = columns && numberTests(type, plan, columns)
    return { name: event.name, lines: (own && objectReaderLines(event, own, module, tests)) ?? ["null"] }
  })
  const overRows = columns === undefined ? [] : rowLines(rowFunctions(plan, columns, automata, module))
  const rows =
    plan.rows.length === 0 ? [] : ["rows: [", ...plan.rows.map((one) => `  ${rowFunction(one, module)},`), "],"]
  const writer = new CodeWriter()
  writer.writeLine("function create(library, params, host) {").indent(() => {
    for (const line of module.uses.lines()) writer.writeLine(line)
    for (const line of module.constants()) writer.writeLine(line)
    if (plan.uses.length > 0) writer.exactly(`const user = ${escapePlaces(userCode)}`)
    for (const line of declared) writer.writeLine(line)
    writer.blankLine()
    writer
      .writeLine(rules.toString().trim())
      .blankLine()
      .writeLine("return {")
      .indent(() => {
        writer.writeLine("rules: [").indent(() => {
          for (const lines of objects) writeObject(writer, lines)
        })
        writer.writeLine("],")
        writeNamed(writer, "series", plan.series, series)
        writeNamed(writer, "awaited", plan.awaited, awaited)
        for (const line of rows) writer.writeLine(line)
        writeReaders(writer, "readers", readers)
        writeReaders(writer, "decoders", decoders)
        writeReaders(writer, "cellDecoders", cellDecoders)
        writeReaders(writer, "objectReaders", objectReaders)
        for (const line of overRows) writer.writeLine(line)
      })
    writer.writeLine("}")
  })
  return writer.writeLine("}").toString().trimEnd()
}

function writeNamed(
  writer: CodeWriter,
  list: string,
  plans: readonly { readonly name: string }[],
  objects: readonly (readonly string[])[],
): void {
  if (objects.length === 0) {
    writer.writeLine(`${list}: [],`)
    return
  }
  writer.writeLine(`${list}: [`).indent(() => {
    for (const [at, properties] of objects.entries()) {
      writer.writeLine(`// ${commentText(plans[at]!.name)}`).writeLine(`{ ${properties.join(", ")} },`)
    }
  })
  writer.writeLine("],")
}

function rowLines({ selects, tests, registerTests, values }: RowFunctions): string[] {
  const rest = { rowTests: tests, registerTests, rowValues: values }
  const present = Object.entries(rest).filter(([, functions]) => functions.length > 0)
  return [...listLines("selects", selects), ...present.flatMap(([name, functions]) => listLines(name, functions))]
}

function listLines(name: string, items: readonly (readonly string[])[]): string[] {
  const inner = items.flatMap((lines) => lines.map((line, at) => `  ${line}${at === lines.length - 1 ? "," : ""}`))
  return [`${name}: [`, ...inner, "],"]
}

function writeReaders(
  writer: CodeWriter,
  list: string,
  readers: readonly { readonly name: string; readonly lines: readonly string[] }[],
): void {
  writer.writeLine(`${list}: [`).indent(() => {
    for (const { name, lines } of readers) {
      writer.writeLine(`// ${commentText(name)}`)
      for (const [at, line] of lines.entries()) writer.writeLine(at === lines.length - 1 ? `${line},` : line)
    }
  })
  writer.writeLine("],")
}

function writeObject(writer: CodeWriter, lines: readonly string[]): void {
  writer.writeLine("{").indent(() => {
    for (const line of lines) writer.writeLine(line)
  })
  writer.writeLine("},")
}
