import type { Reference } from "../../lang/check/model.ts"
import type { Span } from "../../lang/source.ts"
import { reservedWords } from "../../lang/syntax/tokens.ts"
import {
  isDeclaration,
  type Occurrence,
  type Occurrences,
  occurrenceAt,
  occurrencesOf,
  sameThing,
} from "./occurrences.ts"
import { Project, type View } from "./project.ts"
import type { Renameable, RenameResult, TextEdit } from "./service.ts"

const word = /^[\p{L}_][\p{L}\p{N}\p{M}_]*$/u

/** What a renaming looks at. */
export interface RenameWorld {
  readonly project: Project
  readonly names: Occurrences
  readonly all: readonly Occurrences[]
}

/** The name at an offset, if it can be given another one. */
export function renameable({ names, all }: RenameWorld, path: string, offset: number): Renameable {
  const occurrence = occurrenceAt(names, path, offset)
  if (occurrence === undefined) return { problem: "here is no name that could be changed" }
  const problem = problemOf(occurrence, all)
  return problem === undefined ? { span: occurrence.span, name: occurrence.name } : { problem }
}

function problemOf(occurrence: Occurrence, all: readonly Occurrences[]): string | undefined {
  const { kind, name } = occurrence
  if (kind === "builtin") return `\`${name}\` is built in`
  if (kind === "event" && name === "Alert") return "`Alert` is built in"
  const places = sameThing(occurrence, all)
  if (!places.some(isDeclaration)) return `\`${name}\` is declared outside of these files`
  if (kind === "step" && !places.some((each) => each.kind === "step" && isDeclaration(each)))
    return `\`${name}\` is called after its event type; give the step a name of its own with \`as\``
  return undefined
}

/**
 * The edits that give another name to what stands at an offset. They are tried first: where a file would have another problem, or a name would
 * mean something else, there are none.
 */
export function rename(world: RenameWorld, path: string, offset: number, name: string): RenameResult {
  const { project, names, all } = world
  const occurrence = occurrenceAt(names, path, offset)
  const problem = occurrence === undefined ? "here is no name that could be changed" : problemOf(occurrence, all)
  if (occurrence === undefined || problem !== undefined) return { problem: problem ?? "" }
  const unfit = unfitName(name, occurrence)
  if (unfit !== undefined) return { problem: unfit }
  const places = sameThing(occurrence, all)
  const edits = places.flatMap((each) => editOf(project, each, occurrence, name))
  return name === occurrence.name ? { edits: [] } : tryEdits(project, edits)
}

function unfitName(name: string, { kind }: Occurrence): string | undefined {
  if (!word.test(name))
    return `\`${name}\` is no name: a name is made of letters, digits and \`_\`, and begins with no digit`
  if ((reservedWords as readonly string[]).includes(name)) return `\`${name}\` is a keyword`
  const isCapital = name[0] !== name[0]!.toLowerCase()
  const wantsCapital = capitals.has(kind)
  if (isCapital === wantsCapital || (kind === "field" && !wantsCapital)) return undefined
  return wantsCapital
    ? `${kind === "event" ? "an event type" : `a ${kind}`} begins with a capital letter`
    : `this name begins with a small letter`
}

const capitals: ReadonlySet<Reference["kind"]> = new Set<Reference["kind"]>(["event", "rule", "table"])

/** A step without a name of its own is called after its event type, so it changes with that. */
function editOf(project: Project, each: Occurrence, renamed: Occurrence, name: string): TextEdit[] {
  const text = project.text(each.span.path)?.slice(each.span.start, each.span.end) ?? ""
  const written = text.replaceAll("`", "")
  const show = (other: string) => (text.startsWith("`") ? `\`${other}\`` : other)
  if (written === renamed.name) return [{ span: each.span, replacement: show(name) }]
  const small = (of: string) => of[0]!.toLowerCase() + of.slice(1)
  return written === small(renamed.name) ? [{ span: each.span, replacement: show(small(name)) }] : []
}

/** Gives the edits, unless the files would not mean the same with them. */
function tryEdits(project: Project, edits: readonly TextEdit[]): RenameResult {
  const tried = new Project(project.catalog, project.typescript)
  for (const path of project.paths()) tried.update(path, applied(project.text(path) ?? "", path, edits))
  const before = project.allViews()
  const after = tried.allViews()
  for (const [index, view] of after.entries()) {
    const old = before[index]
    if (old === undefined) continue
    const known = new Set(errorsOf(old).map(({ code, span }) => `${code} ${moved(span, edits).start} ${span.path}`))
    const fresh = errorsOf(view).find(({ code, span }) => !known.has(`${code} ${span.start} ${span.path}`))
    if (fresh !== undefined) return { problem: `the rules would be wrong with this name: ${fresh.text}` }
    if (meanings(view, []) !== meanings(old, edits))
      return { problem: "there is something of that name already, and what uses it would mean this" }
  }
  return { edits }
}

function errorsOf({ diagnostics }: View) {
  return diagnostics.filter(({ level }) => level === "error")
}

/** Which name means which declaration. */
function meanings(view: View, edits: readonly TextEdit[]): string {
  const lines: string[] = []
  for (const list of occurrencesOf(view).byPath.values()) {
    for (const { span, declaredAt } of list) {
      const to = declaredAt.map((each) => `${moved(each, edits).start} ${each.path}`).sort()
      lines.push(`${moved(span, edits).start} ${span.path} ${to.join(" ")}`)
    }
  }
  return lines.sort().join("\n")
}

/** A text with those edits that are its own. */
export function applied(text: string, path: string, edits: readonly TextEdit[]): string {
  const own = edits.filter(({ span }) => span.path === path).sort((a, b) => b.span.start - a.span.start)
  return own.reduce((all, { span, replacement }) => all.slice(0, span.start) + replacement + all.slice(span.end), text)
}

/** Where a place is after the edits. */
function moved(span: Span, edits: readonly TextEdit[]): Span {
  let by = 0
  for (const { span: edited, replacement } of edits) {
    if (edited.path === span.path && edited.start < span.start) by += replacement.length - (edited.end - edited.start)
  }
  return { ...span, start: span.start + by, end: span.end + by }
}
