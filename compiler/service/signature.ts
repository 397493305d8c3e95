import { showType } from "../../lang/check/show.ts"
import type { Token } from "../../lang/syntax/lex.ts"
import { isName } from "../../lang/syntax/segments.ts"
import { Comma, LParen } from "../../lang/syntax/tokens.ts"
import { aggregateDocs } from "./aggregate-docs.ts"
import { cursorAt, openBracket } from "./cursor.ts"
import { callText, functionText, parameterText } from "./describe.ts"
import type { Project, View } from "./project.ts"
import type { Signature } from "./service.ts"

type Way = Signature["ways"][number]

/** The call around an offset. */
export function signature(project: Project, view: View, path: string, offset: number): Signature | undefined {
  const cursor = cursorAt(project.document(path), offset)
  if (cursor.where !== "code") return undefined
  const call = callAround(cursor.before)
  const ways = call && waysOf(project, view, call.name)
  return call === undefined || ways === undefined || ways.length === 0 ? undefined : { ways, argument: call.argument }
}

/** The innermost call whose brackets are open. */
function callAround(tokens: readonly Token[]): { name: string; argument: number } | undefined {
  for (let end = openBracket(tokens); end >= 0; end = openBracket(tokens.slice(0, end))) {
    const name = tokens[end - 1]
    if (tokens[end]!.tokenType !== LParen || !isName(name)) continue
    return { name: name!.image, argument: commasAfter(tokens.slice(end + 1)) }
  }
  return undefined
}

/** Commas that stand in no brackets of their own. */
function commasAfter(tokens: readonly Token[]): number {
  let found = 0
  for (const [index, token] of tokens.entries()) {
    if (token.tokenType === Comma && openBracket(tokens.slice(0, index)) < 0) found++
  }
  return found
}

function waysOf(project: Project, { checked }: View, name: string): Way[] {
  const declared = [...checked.functions, ...checked.uses, ...checked.models].find((each) => each.name === name)
  if (declared !== undefined) {
    const doc = "doc" in declared ? (declared.doc ?? "") : ""
    const names = declared.parameters.map((each) => each.name)
    return [way(`${callText(name, declared.parameters)}: ${showType(declared.returns)}`, doc, names, [])]
  }
  const builtins = project.catalog.functions
    .filter((each) => each.name === name)
    .map((each) =>
      way(
        functionText(each),
        each.doc,
        each.parameters.map(parameterText),
        each.parameters.map(({ doc }) => doc),
      ),
    )
  const aggregate = aggregateDocs.get(name)
  const forms =
    aggregate === undefined ? [] : aggregate.form.split("\n").map((form) => way(form, aggregate.doc, [], []))
  return [...forms, ...builtins]
}

function way(label: string, doc: string, parameters: readonly string[], docs: readonly string[]): Way {
  let from = label.indexOf("(") + 1
  const places = parameters.map((parameter, index) => {
    const start = Math.max(label.indexOf(parameter, from), from)
    from = start + parameter.length
    return { start, end: from, doc: docs[index] ?? "" }
  })
  return { label, doc, parameters: places }
}
