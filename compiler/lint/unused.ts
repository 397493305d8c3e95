import { importedPaths } from "../../lang/check/imports.ts"
import type { Report } from "../../lang/diagnostic.ts"
import { messages } from "../../lang/messages/generated.ts"
import type { Span } from "../../lang/source.ts"
import type { Declaration, FileNode, Name, RuleDecl } from "../../lang/syntax/ast.ts"
import type { LintInput } from "./lint.ts"

/** The sinks that outputs go to when they name none. */
const usualSinks: ReadonlySet<string> = new Set(["alerts", "shadow"])

/** How each kind of declaration is called, and what may be done about one that nothing uses. */
const kinds: Readonly<Record<string, readonly [what: string, hint: string]>> = {
  event: ["event type", "write a rule that reads it, or take it out together with its source"],
  param: ["param", "write its name where the value belongs, or take it out"],
  let: ["constant", "write its name where the value belongs, or take it out"],
  fn: ["function", "call it, or take it out"],
  use: ["function", "call it, or take its name out of the `use`"],
  table: ["table", "read it as in `%name%[key].field`, or take it out: its rows are read and kept all the same"],
  feature: ["feature", "write its name in a condition, or take it out"],
  model: ["model", "call it, or take it out"],
  sink: ["sink", "send an output there with `to %name%`, or take it out"],
}

/**
 * Declarations that no rule needs. Tests and sources do not count as uses: they do nothing without a rule. A file that was only
 * imported is left alone, and so is one that others may import: what it declares may be used elsewhere. Names of steps are no
 * declarations: many are there for the reader alone.
 */
export function unusedDeclarations(input: LintInput, report: Report): void {
  const used = usedPlaces(input)
  for (const path of judgedForUse(input)) {
    for (const node of input.files.get(path)!.declarations) {
      for (const name of declaredBy(node)) {
        if (used.has(placeOf(name.span)) || (node.kind === "sink" && usualSinks.has(name.text))) continue
        const [what, hint] = kinds[node.kind]!
        warn(report, what, name, hint)
      }
      if (node.kind === "rule") unusedInRule(node, used, report)
    }
  }
}

function unusedInRule(node: RuleDecl, used: ReadonlySet<string>, report: Report): void {
  for (const { name } of node.lets) {
    if (!used.has(placeOf(name.span))) warn(report, "constant", name, kinds.let![1])
  }
}

function warn(report: Report, what: string, name: Name, hint: string): void {
  report.add(messages.unusedDeclaration({ what, name: name.text }), name.span, {
    hint: hint.replaceAll("%name%", name.text),
  })
}

/** Where what rules, features and functions name is declared. */
function usedPlaces({ checked, files }: LintInput): ReadonlySet<string> {
  const idle = new Map([...files].map(([path, file]) => [path, file.declarations.filter(isIdle)]))
  const used = new Set<string>()
  for (const { span, declaredAt } of checked.references) {
    if (declaredAt === undefined || isIn(idle.get(span.path) ?? [], span)) continue
    used.add(placeOf(declaredAt))
  }
  return used
}

function isIdle({ kind }: Declaration): boolean {
  return kind === "test" || kind === "source"
}

/** Whether one of some declarations, in the order of their text, holds a place. */
function isIn(declarations: readonly Declaration[], { start, end }: Span): boolean {
  let low = 0
  let high = declarations.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (declarations[middle]!.span.start <= start) low = middle
    else high = middle - 1
  }
  const around = declarations[low]?.span
  return around !== undefined && around.start <= start && end <= around.end
}

/** The files whose declarations are there for the rules at hand: they hold rules, or one of the files at hand imports them. */
export function judgedForUse({ files, entries }: LintInput): readonly string[] {
  const imported = new Set([...files.values()].flatMap((file) => importedPaths(file, files.keys())))
  return entries.filter((path) => {
    const file = files.get(path)
    return file !== undefined && (imported.has(path) || holdsRules(file))
  })
}

function holdsRules({ declarations }: FileNode): boolean {
  return declarations.some(({ kind }) => kind === "rule")
}

function declaredBy(node: Declaration): readonly Name[] {
  if (node.kind === "use") return node.names.map(({ name, alias }) => alias ?? name)
  return Object.hasOwn(kinds, node.kind) && "name" in node && node.kind !== "test" ? [node.name] : []
}

function placeOf({ path, start }: Span): string {
  return `${start} ${path}`
}
