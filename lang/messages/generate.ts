import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { type CatalogueFile, type MessageEntry, readCatalogue, splitHoles } from "./read.ts"

/** Where catalogues are; each gets a `generated.ts` of its own, codes and slugs are unique over all of them. */
const catalogues = ["lang/messages", "runtime/messages"]
const pages = "docs/reference/messages"

const areas = [
  ["CEP1", "Syntax"],
  ["CEP2", "Names and types"],
  ["CEP3", "Patterns and rules"],
  ["CEP4", "Time, state and bounds"],
  ["CEP5", "Imports and TypeScript"],
  ["CEP6", "Tests"],
  ["CEP7", "Warnings of `cep check`"],
  ["CEP8", "Files and settings of a job"],
  ["CEP9", "Run time"],
] as const

/**
 * Makes the typed message functions and the reference pages from the catalogues.
 * Returns file texts by path relative to `root`, or all problems of the catalogues.
 */
export function generateMessages(root: string): { files: Map<string, string>; problems: string[] } {
  const { entries, problems } = catalogueOf(root)
  const files = new Map<string, string>()
  for (const folder of catalogues) {
    const own = entries.filter((entry) => entry.file.startsWith(`${folder}/`))
    if (own.length > 0) files.set(`${folder}/generated.ts`, moduleText(own))
  }
  for (const entry of entries) files.set(`${pages}/${entry.code}.md`, pageText(entry))
  files.set(`${pages}/README.md`, indexText(entries))
  return { files, problems }
}

/** All messages of the catalogues below `root`, sorted by code, and what is wrong with them. */
export function catalogueOf(root: string): ReturnType<typeof readCatalogue> {
  return readCatalogue(catalogues.flatMap((folder) => catalogueFiles(root, folder)))
}

/** The folder in which every file is made by this generator. */
export const generatedPages = pages

function catalogueFiles(root: string, folder: string): CatalogueFile[] {
  let names: string[]
  try {
    names = readdirSync(join(root, folder))
  } catch {
    return []
  }
  return names
    .filter((name) => name.endsWith(".md") && name !== "README.md")
    .sort()
    .map((name) => ({ path: `${folder}/${name}`, text: readFileSync(join(root, folder, name), "utf8") }))
}

function moduleText(entries: readonly MessageEntry[]): string {
  const functions = entries.map(functionText).join("\n")
  const codes = entries.map(
    (entry) => `  { code: ${q(entry.code)}, slug: ${q(entry.slug)}, level: ${q(entry.level)} },`,
  )
  return `// Made by \`npm run generate\` from the *.md files beside it. Do not edit.

/** The words of a problem: a code that never changes its meaning, and the text with its holes filled. */
export interface Message {
  code: string
  slug: string
  level: "error" | "warning"
  text: string
  hint?: string
}

/** What a hole can be filled with. */
export type Hole = string | number

/** One function per message of the catalogue. */
export const messages = {
${functions}
}

/** All messages, sorted by code. */
export const catalogue: readonly { code: string; slug: string; level: "error" | "warning" }[] = [
${codes.join("\n")}
]
`
}

function functionText(entry: MessageEntry): string {
  const { code, slug, level, text, hint, holes } = entry
  const parameter = holes.length === 0 ? "" : `holes: { ${holes.map((name) => `${name}: Hole`).join("; ")} }`
  const fields = [`code: ${q(code)}`, `slug: ${q(slug)}`, `level: ${q(level)}`, `text: ${template(text)}`]
  if (hint !== undefined) fields.push(`hint: ${template(hint)}`)
  return `  /** ${code}: ${text.replaceAll("*/", "*\\/")} */
  ${camelCase(slug)}: (${parameter}): Message => ({
${fields.map((field) => `    ${field},`).join("\n")}
  }),`
}

function template(text: string): string {
  const parts = splitHoles(text).map((part) =>
    "hole" in part ? `\${holes.${part.hole}}` : part.literal.replace(/[\\`]|\$\{/g, "\\$&"),
  )
  return `\`${parts.join("")}\``
}

function pageText(entry: MessageEntry): string {
  const words = showHoles(entry.text)
  const hint = entry.hint === undefined ? "" : `>\n> hint: ${showHoles(entry.hint)}\n`
  return `<!-- Made by \`npm run generate\` from ${entry.file}. Do not edit. -->

# ${entry.code} ${entry.slug}

> ${entry.level}: ${words}
${hint}
${entry.docs.replaceAll(/^```(cep|typescript) (wrong|right)$/gm, (_, language, kind) => `${kind === "wrong" ? "Wrong" : "Right"}:\n\n\`\`\`${language}`)}
`
}

function indexText(entries: readonly MessageEntry[]): string {
  const parts = areas.flatMap(([prefix, title]) => {
    const own = entries.filter((entry) => entry.code.startsWith(prefix))
    if (own.length === 0) return []
    const rows = own.map(
      (entry) =>
        `| [${entry.code}](${entry.code}.md) | ${entry.slug} | ${entry.level} | ${cell(showHoles(entry.text))} |`,
    )
    return [`## ${title}\n\n| Code | Name | Level | Words |\n| --- | --- | --- | --- |\n${rows.join("\n")}\n`]
  })
  return `<!-- Made by \`npm run generate\` from the message catalogues. Do not edit. -->

# Messages

Every problem that the compiler or a running job reports has a code that never changes its meaning.

${parts.join("\n")}`
}

function showHoles(text: string): string {
  return splitHoles(text)
    .map((part) => ("hole" in part ? `‹${part.hole}›` : part.literal))
    .join("")
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|")
}

function camelCase(slug: string): string {
  return slug.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}

function q(text: string): string {
  return JSON.stringify(text)
}
