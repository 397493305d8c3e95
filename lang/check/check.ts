import type { Catalog } from "../catalog.ts"
import type { Report } from "../diagnostic.ts"
import { groupBy } from "../group-by.ts"
import { messages } from "../messages/generated.ts"
import type { Span } from "../source.ts"
import type { Declaration, FileNode } from "../syntax/ast.ts"
import type { Expr } from "../syntax/ast-expressions.ts"
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
import type {
  BindingInfo,
  Checked,
  EventInfo,
  Expression,
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
import { type NameFinder, rememberedNames } from "./names-in.ts"
import { type KeptChecks, Pieces } from "./pieces.ts"
import { checkRule } from "./rule.ts"
import type { Environment } from "./scope.ts"
import { checkComparisons } from "./shadows.ts"
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
  /** What was found out the last time, for an editor. */
  readonly kept?: KeptChecks
}

/**
 * Resolves all names, finds all types and fills in the defaults. Problems go to the report, all of them; nothing is thrown.
 * The result may be used only when the report has no errors.
 */
export function check(input: ParsedFiles, world: CheckContext, report: Report): Checked {
  return checkForEditor(input, world, report).checked
}

/** As `check`, with what names mean. */
export function checkForEditor(
  input: ParsedFiles,
  world: CheckContext,
  report: Report,
): { checked: Checked; context: Context } {
  const broken = report.diagnostics.filter((each) => each.level === "error").map((each) => each.span)
  const { files, incomplete } = followImports(input.files, input.entries, report)
  const namesIn = world.kept?.namesIn ?? rememberedNames()
  const declarations = collectNames(files, report, namesIn)
  const found = { declarations, incomplete: incomplete || isLost(files, broken), broken }
  const work = () => {
    const pieces = new Pieces(found, world.kept)
    const context = makeContext(pieces, declarations, [...input.files.keys()], world)
    return { pieces, context, parts: checkAll(files, context, pieces, declarations, namesIn, world.kept) }
  }
  let done = work()
  if (done.pieces.isToRepeat) {
    world.kept?.forget()
    done = work()
  }
  const { pieces, context, parts } = done
  return { checked: { ...parts, references: pieces.finish(report) }, context }
}

/** Asks for everything that is declared. */
function checkAll(
  files: readonly FileNode[],
  context: FullContext,
  pieces: Pieces,
  declarations: ReadonlyMap<string, Declared>,
  namesIn: NameFinder,
  kept: KeptChecks | undefined,
): Omit<Checked, "references"> {
  const nodes = files.flatMap((file) => file.declarations).filter((node) => isKept(node, declarations))
  const all = [...declarations.values()]
  const pick = <Kind extends Declared["kind"]>(kind: Kind) =>
    all.filter((each): each is Declared & { kind: Kind } => each.kind === kind).map((each) => each.name.text)
  for (const { kind, name } of dependenciesFirst(declarations, namesIn)) {
    if (kind === "let") context.constant(name.text)
    else context.fn(name.text)
  }
  const rules = pick("rule").flatMap((name) => context.rule(name).info ?? [])
  checkComparisons(context, rules)
  const params = pick("param").map((name) => context.param(name))
  const lets = inOrder(context.constant, pick("let"))
  const functions = inOrder(context.fn, pick("fn")).filter((each) => !isInlined(each))
  const features = pick("feature").flatMap((name) => context.feature(name) ?? [])
  const uses = pick("use").map((name) => context.use(name))
  const tables = pick("table").map((name) => context.table(name))
  const { sources, sinks } = checkBindings(context, pieces, nodes)
  const tests = nodes.flatMap((node) =>
    node.kind === "test" ? [pieces.declaration(node, () => checkTest(context, node))] : [],
  )
  const present = pick("derived").filter((name) => isPresent(declarations.get(name)!, pieces))
  const events = [...pick("event"), ...present].map((name) => context.event(name)!.info)
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
    rules: rules.map((rule) => adaptEmits(context, rule, kept)),
    tests,
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
function isPresent(declared: Declared, pieces: Pieces): boolean {
  return declared.kind !== "derived" || declared.alerts === undefined || pieces.refersTo("event", declared.name.text)
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
  pieces: Pieces,
  all: ReadonlyMap<string, Declared>,
  paths: readonly string[],
  world: CheckContext,
): FullContext {
  const { declarations } = pieces
  const node = <Kind extends Declared["kind"]>(name: string, kind: Kind) => {
    const declared = declarations.get(name)
    return declared?.kind === kind ? (declared as Declared & { kind: Kind }) : undefined
  }
  const circle = answersToCircles(all, pieces)
  const trail: string[] = []
  const context: FullContext = {
    catalog: world.catalog,
    typescript: world.typescript,
    paths,
    declarations,
    builtins: groupBy(world.catalog.functions, ({ name }) => name),
    written: world.kept?.written ?? new WeakMap(),
    get observe() {
      return pieces.observer
    },
    get report() {
      return pieces.report
    },
    get references() {
      return pieces.references
    },
    get incomplete() {
      return pieces.incomplete
    },
    isBroken: (span) => pieces.isBroken(span),
    event: pieces.lookup<EventEntry | undefined>(
      "event",
      (name) => {
        const declared = declarations.get(name)
        if (declared?.kind === "event") return checkEvent(context, declared.node)
        if (declared?.kind !== "derived") return undefined
        return declared.alerts === undefined ? checkDerived(context, declared) : checkAlertType(context, declared)
      },
      circle.event,
      trail,
    ),
    param: pieces.lookup<ParamInfo>("param", (name) => checkParam(context, node(name, "param")!.node), circle.param),
    constant: pieces.lookup<LetInfo>(
      "let",
      (name) => checkLet(context, node(name, "let")!.node),
      circle.constant,
      trail,
    ),
    feature: pieces.lookup<FeatureInfo | undefined>(
      "feature",
      (name) => checkFeature(context, node(name, "feature")!.node),
      circle.feature,
      trail,
    ),
    fn: pieces.lookup<FunctionInfo>("fn", (name) => checkFunction(context, node(name, "fn")!.node), circle.fn, trail),
    use: pieces.lookup<UseInfo>("use", (name) => checkUse(context, node(name, "use")!.node, name), openItself),
    table: pieces.lookup<TableInfo>("table", (name) => checkTable(context, node(name, "table")!.node), openItself),
    model: pieces.lookup<ModelInfo>("model", (name) => checkModel(context, node(name, "model")!.node), openItself),
    rule: pieces.lookup("rule", (name) => checkRule(context, node(name, "rule")!.node), circle.rule, trail),
    infer: (each, environment) => inferExpression(context, each, environment),
    inferInto: (other, each, environment) => inferInto(context, other, each, environment),
  }
  return context
}

/** The same context, but for where problems go. Made on top of it: what it asks for others is noted all the same. */
function inferInto(context: Context, report: Report, node: Expr, environment: Environment): Expression {
  const inner: Context = Object.create(context, {
    report: { value: report },
    infer: { value: (part: Expr, place: Environment) => inferExpression(inner, part, place) },
  })
  return inferExpression(inner, node, environment)
}

/** What is answered where a declaration needs itself; those that may not are reported. `path`: the way back to it. */
function answersToCircles(declarations: ReadonlyMap<string, Declared>, pieces: Pieces) {
  const spanOf = (name: string) => declarations.get(name)!.name.span
  const recursion = (path: readonly string[]) =>
    pieces.report.add(messages.recursiveDeclaration({ path: showPath(path) }), spanOf(path.at(-1)!))
  const feeding = (name: string, path: readonly string[]) =>
    pieces.report.add(messages.emitCycle({ path: showFeeding(path, declarations) }), spanOf(name))
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

function checkBindings(context: Context, pieces: Pieces, nodes: readonly Declaration[]) {
  const sources = new Map<string, BindingInfo>()
  const sinks: BindingInfo[] = []
  for (const node of nodes) {
    const binding =
      node.kind === "source"
        ? pieces.declaration(node, () => checkSource(context, node))
        : node.kind === "sink"
          ? pieces.declaration(node, () => checkSink(context, node))
          : undefined
    if (binding === undefined) continue
    const first = node.kind === "source" ? sources.get(binding.name) : undefined
    if (first !== undefined) {
      pieces.report.add(messages.duplicateSource({ event: binding.name }), binding.span, {
        labels: [{ span: first.span, text: "first here" }],
      })
    } else if (node.kind === "source") sources.set(binding.name, binding)
    else sinks.push(binding)
  }
  return { sources: [...sources.values()], sinks }
}
