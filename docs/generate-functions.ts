import type { FunctionDeclaration, ParameterDeclaration } from "../lang/catalog.ts"
import { showType } from "../lang/check/show.ts"
import type { Type } from "../lang/check/types.ts"
import { declarations } from "../runtime/functions/index.ts"
import type { Generated } from "./generate.ts"

const page = "docs/reference/functions.md"

const groups: readonly (readonly [FunctionDeclaration["group"], string])[] = [
  ["text", "Texts"],
  ["number", "Numbers"],
  ["time", "Times and durations"],
  ["geography", "Geography"],
  ["network", "Addresses"],
  ["hash", "Hashes"],
  ["list", "Lists"],
]

/** Makes the reference page of the built-in functions from their declarations. */
export function generateFunctions(): Generated {
  const names = new Set(declarations.map(({ name }) => name))
  const parts = groups.map(([group, title]) => {
    const own = [...names].filter((name) => declarations.find((each) => each.name === name)!.group === group)
    return `## ${title}\n\n${own.map(section).join("\n")}`
  })
  return { files: new Map([[page, `${introduction}\n${parts.join("\n")}`]]), problems: [] }
}

const introduction = `<!-- Made by \`npm run generate\` from the declarations in runtime/functions. Do not edit. -->

# Built-in functions

A call with a missing argument is missing. A result of a type with \`?\` can be missing too: a comparison with it is false, \`??\` gives
another value in its place. Functions that have several forms take the first one that fits. A declared name hides a built-in one.
Where an argument is written out, a value that can never be right (a time zone that does not exist) is an error of the compiler.
Every example here is executed by the tests.
`

function section(name: string): string {
  const forms = declarations.filter((each) => each.name === name)
  return `### ${name}\n\n${forms.map(form).join("\n")}`
}

function form(declaration: FunctionDeclaration): string {
  const { name, doc, parameters, returns, examples } = declaration
  const signature = `${name}(${parameters.map(show).join(", ")}): ${showResult(returns, parameters)}`
  const rows = parameters.map((each) => `- \`${each.name}\`: ${each.doc}`)
  const calls = examples.map(
    ({ call, gives }) => `| \`${cell(call)}\` | \`${cell(gives === null ? "missing" : JSON.stringify(gives))}\` |`,
  )
  return `\`\`\`text\n${signature}\n\`\`\`\n\n${doc}\n\n${rows.join("\n")}\n\n| Example | Result |\n| --- | --- |\n${calls.join("\n")}\n`
}

function show({ name, type, optional, rest }: ParameterDeclaration): string {
  return `${rest ? "…" : ""}${name}${optional && !rest ? "?" : ""}: ${showDeclared(type)}`
}

function showResult(returns: FunctionDeclaration["returns"], parameters: readonly ParameterDeclaration[]): string {
  return "sameAs" in returns ? `the type of ${parameters[returns.sameAs]!.name}` : showDeclared(returns)
}

function showDeclared(type: Type | "any"): string {
  if (type === "any") return "any type"
  return type.kind === "list" && type.of.kind === "unknown" ? "any list" : showType(type)
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|")
}
