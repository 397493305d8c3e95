import type { Catalog, FunctionDeclaration } from "../catalog.ts"
import type { Report } from "../diagnostic.ts"
import { messages } from "../messages/generated.ts"
import type { Span } from "../source.ts"
import type { Declaration, FileNode } from "../syntax/ast.ts"
import { checkAlertType } from "./alerts.ts"
import { checkSink, checkSource } from "./bindings.ts"
import type { Context, Declared, EventEntry, RuleResult } from "./context.ts"
import { unknownAt } from "./context.ts"
import { dependenciesFirst } from "./dependencies.ts"
import { adaptEmits, checkDerived } from "./derived.ts"
import { checkEvent } from "./events.ts"
import { inferExpression } from "./expression.ts"
import { checkFeature } from "./features.ts"
import { followImports } from "./imports.ts"
import { isInlined } from "./inline.ts"
import { once } from "./memo.ts"
import type {
  BindingInfo,
  Checked,
  EventInfo,
  FeatureInfo,
  FunctionInfo,
  LetInfo,
  ModelInfo,
  ParamInfo,
  TableInfo,
  UseInfo,
} from "./model.ts"
import { checkModel } from "./models.ts"
import { collectNames } from "./names.ts"
import { checkRule } from "./rule.ts"
import { checkTable } from "./tables.ts"
import { checkTest } from "./tests.ts"
import type { TypeScriptTypes } from "./typescript.ts"
import { checkFunction, checkLet, checkParam, checkUse, unknownFunction } from "./values.ts"

/** The parsed sources by path, and the paths with which the reading of imports begins. */
export interface ParsedFiles {
  readonly files: ReadonlyMap<string, FileNode>
  readonly entries: readonly string[]
}

/** What the checker is told about the world outside the sources. */
export interface CheckContext {
  readonly catalog: Catalog
  /** The types of TypeScript sources; without it `use` and `event … from` are refused. */
  readonly typescript?: TypeScriptTypes
}

/**
 * Resolves all names, finds all types and fills in the defaults. Problems go to the report, all of them; nothing is thrown.
 * The result may be used only when the report has no errors.
 */
export function check(input: ParsedFiles, world: CheckContext, report: Report): Checked {
  const broken = report.diagnostics.filter((each) => each.level === "error").map((each) => each.span)
  const { files, incomplete } = followImports(input.files, input.entries, report)
  const declarations = collectNames(files, report)
  const context = makeContext(
    { declarations, incomplete: incomplete || isLost(files, broken), broken, paths: [...input.files.keys()] },
    world,
    report,
  )
  const kept = files.flatMap((file) => file.declarations).filter((node) => isKept(node, declarations))
  const all = [...declarations.values()]
  const pick = <Kind extends Declared["kind"]>(kind: Kind) =>
    all.filter((each): each is Declared & { kind: Kind } => each.kind === kind).map((each) => each.name.text)
  for (const { kind, name } of dependenciesFirst(declarations)) {
    if (kind === "let") context.constant(name.text)
    else context.fn(name.text)
  }
  const rules = pick("rule").flatMap((name) => context.rule(name).info ?? [])
  const params = pick("param").map((name) => context.param(name))
  const lets = inOrder(context.constant, pick("let"))
  const functions = inOrder(context.fn, pick("fn")).filter((each) => !isInlined(each))
  const features = pick("feature").flatMap((name) => context.feature(name) ?? [])
  const uses = pick("use").map((name) => context.use(name))
  const tables = pick("table").map((name) => context.table(name))
  const { sources, sinks } = checkBindings(context, kept, report)
  const tests = kept.flatMap((node) => (node.kind === "test" ? [checkTest(context, node)] : []))
  const used = new Set(context.references.flatMap(({ kind, name }) => (kind === "event" ? [name] : [])))
  const events = [...pick("event"), ...pick("derived").filter((name) => isPresent(declarations.get(name)!, used))].map(
    (name) => context.event(name)!.info,
  )
  return {
    events,
    params,
    lets,
    functions,
    uses,
    features,
    tables,
    models: pick("model").map((name) => context.model(name)),
    sources,
    sinks,
    rules: rules.map((rule) => adaptEmits(context, rule)),
    tests,
    references: context.references,
  }
}

/** Whether something that stood between the declarations could not be read. */
function isLost(files: readonly FileNode[], broken: readonly Span[]): boolean {
  return files.some((file) => {
    const own = broken.filter((span) => span.path === file.path)
    const inside = (span: Span) =>
      file.declarations.some(({ span: each }) => each.start <= span.start && span.end <= each.end)
    return own.some((span) => !inside(span))
  })
}

/** The built-in `Alert` is an event type of the rules only where one of them reads it. */
function isPresent(declared: Declared, used: ReadonlySet<string>): boolean {
  return declared.kind !== "derived" || declared.alerts === undefined || used.has(declared.name.text)
}

/** Tests have no names to clash; of two declarations of one name the first counts. */
function isKept(node: Declaration, declarations: ReadonlyMap<string, Declared>): boolean {
  if (!("name" in node) || node.kind === "test") return true
  const declared = declarations.get(node.name.text)
  return declared === undefined || (declared.kind !== "derived" && declared.node === node)
}

/** Asks for every name and gives the answers in the order in which they were worked out: each uses only those before it. */
function inOrder<Info extends { readonly name: string }>(
  lookup: ((name: string) => Info) & { readonly done: () => readonly Info[] },
  names: readonly string[],
): Info[] {
  for (const name of names) lookup(name)
  return [...lookup.done()]
}

interface FullContext extends Context {
  readonly constant: Context["constant"] & { readonly done: () => readonly LetInfo[] }
  readonly fn: Context["fn"] & { readonly done: () => readonly FunctionInfo[] }
}

function makeContext(
  found: Pick<Context, "broken" | "declarations" | "incomplete" | "paths">,
  world: CheckContext,
  report: Report,
): FullContext {
  const { declarations } = found
  const node = <Kind extends Declared["kind"]>(name: string, kind: Kind) => {
    const declared = declarations.get(name)
    return declared?.kind === kind ? (declared as Declared & { kind: Kind }) : undefined
  }
  const circle = answersToCircles(declarations, report)
  const trail: string[] = []
  const context: FullContext = {
    catalog: world.catalog,
    typescript: world.typescript,
    report,
    ...found,
    builtins: groupByName(world.catalog.functions),
    references: [],
    event: once<EventEntry | undefined>(
      (name) => {
        const declared = declarations.get(name)
        if (declared?.kind === "event") return checkEvent(context, declared.node)
        if (declared?.kind !== "derived") return undefined
        return declared.alerts === undefined ? checkDerived(context, declared) : checkAlertType(context, declared)
      },
      circle.event,
      trail,
    ),
    param: once<ParamInfo>((name) => checkParam(context, node(name, "param")!.node), circle.param),
    constant: once<LetInfo>((name) => checkLet(context, node(name, "let")!.node), circle.constant, trail),
    feature: once<FeatureInfo | undefined>(
      (name) => checkFeature(context, node(name, "feature")!.node),
      circle.feature,
      trail,
    ),
    fn: once<FunctionInfo>((name) => checkFunction(context, node(name, "fn")!.node), circle.fn, trail),
    use: once<UseInfo>((name) => checkUse(context, node(name, "use")!.node, name), openItself),
    table: once<TableInfo>((name) => checkTable(context, node(name, "table")!.node), openItself),
    model: once<ModelInfo>((name) => checkModel(context, node(name, "model")!.node), openItself),
    rule: once((name) => checkRule(context, node(name, "rule")!.node), circle.rule, trail),
    infer: (each, environment) => inferExpression(context, each, environment),
    inferInto: (other, each, environment) => {
      const inner: Context = { ...context, report: other, infer: (part, place) => inferExpression(inner, part, place) }
      return inferExpression(inner, each, environment)
    },
  }
  return context
}

/** What is answered where a declaration needs itself; those that may not are reported. `path`: the way back to it. */
function answersToCircles(declarations: ReadonlyMap<string, Declared>, report: Report) {
  const spanOf = (name: string) => declarations.get(name)!.name.span
  const recursion = (path: readonly string[]) =>
    report.add(messages.recursiveDeclaration({ path: showPath(path) }), spanOf(path.at(-1)!))
  const feeding = (name: string, path: readonly string[]) =>
    report.add(messages.emitCycle({ path: showFeeding(path, declarations) }), spanOf(name))
  return {
    event: (name: string): EventEntry => ({ info: openEvent(name, declarations), open: true }),
    param: (name: string) => openParam(name, declarations),
    constant: (name: string, path: readonly string[]): LetInfo => {
      recursion(path)
      const span = spanOf(name)
      return { name, type: { kind: "unknown" }, value: unknownAt(span), span }
    },
    /** Its events are emitted by a rule that asks for it. */
    feature: (name: string, path: readonly string[]): undefined => {
      feeding(name, path)
      return undefined
    },
    fn: (name: string, path: readonly string[]): FunctionInfo => {
      recursion(path)
      return unknownFunction((declarations.get(name) as Declared & { kind: "fn" }).node)
    },
    rule: (name: string, path: readonly string[]): RuleResult => {
      feeding(name, path)
      return {}
    },
  }
}

function showPath(path: readonly string[]): string {
  return path.map((name) => `\`${name}\``).join(" → ")
}

/** "`Up` reads `Lower`, emitted by `Down`, which reads `Higher`, emitted by `Up`". */
function showFeeding(path: readonly string[], declarations: ReadonlyMap<string, Declared>): string {
  const kinds = path.map((name) => declarations.get(name)?.kind)
  const isEvent = (at: number) => kinds[at] === "event" || kinds[at] === "derived"
  const steps = path.slice(1).map((name, before) => {
    const emitted = kinds[before + 1] === "rule"
    const made = kinds[before] === "feature" && isEvent(before + 1)
    const verb = emitted ? "emitted by" : made ? "made of" : before === 0 ? "reads" : "which reads"
    return `${before === 0 && (emitted || made) ? "is " : ""}${verb} \`${name}\``
  })
  return `\`${path[0]}\` ${steps.join(", ")}`
}

function groupByName(functions: readonly FunctionDeclaration[]): Map<string, FunctionDeclaration[]> {
  const groups = new Map<string, FunctionDeclaration[]>()
  for (const each of functions) groups.set(each.name, [...(groups.get(each.name) ?? []), each])
  return groups
}

function openEvent(name: string, declarations: ReadonlyMap<string, Declared>): EventInfo {
  const { span } = declarations.get(name)!.name
  return { name, fields: [], timeField: "at", latenessMs: 0, origin: "derived", span }
}

function openParam(name: string, declarations: ReadonlyMap<string, Declared>): ParamInfo {
  return { name, type: { kind: "unknown" }, value: undefined, span: declarations.get(name)!.name.span }
}

/** A `use`, a table or a model reads nothing of ours, so it never asks for itself. */
function openItself(name: string): never {
  throw new Error(`the declaration of ${name} needs itself`)
}

function checkBindings(context: Context, nodes: readonly Declaration[], report: Report) {
  const sources = new Map<string, BindingInfo>()
  const sinks: BindingInfo[] = []
  for (const node of nodes) {
    const binding =
      node.kind === "source" ? checkSource(context, node) : node.kind === "sink" ? checkSink(context, node) : undefined
    if (binding === undefined) continue
    const first = node.kind === "source" ? sources.get(binding.name) : undefined
    if (first !== undefined) {
      report.add(messages.duplicateSource({ event: binding.name }), binding.span, {
        labels: [{ span: first.span, text: "first here" }],
      })
    } else if (node.kind === "source") sources.set(binding.name, binding)
    else sinks.push(binding)
  }
  return { sources: [...sources.values()], sinks }
}
