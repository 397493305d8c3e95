import { readFileSync } from "node:fs"
import { join } from "node:path"
import { type ImportRow, importTable } from "../test/tidy/imports.ts"
import type { Generated } from "./generate.ts"

const path = "docs/ARCHITECTURE.md"
const journeyCase = "test/cases/automaton/absence-and-timeout"

/** A part of the document that is made: the lines that stand around it, and its text. */
interface Part {
  readonly begin: string
  readonly end: string
  readonly text: (root: string) => string
}

const parts: readonly Part[] = [
  {
    begin: `<!-- begin of a rule's journey: made by \`npm run generate\` from ${journeyCase} -->`,
    end: "<!-- end of a rule's journey -->",
    text: journeyText,
  },
  {
    begin: "<!-- begin of the import table: made by `npm run generate` from test/tidy/imports.ts -->",
    end: "<!-- end of the import table -->",
    text: tableText,
  },
]

/** Puts what is made between its marks in the architecture document; the rest of it is written by hand. */
export function generateArchitecture(root: string): Generated {
  let made = read(root, path)
  for (const { begin, end, text } of parts) {
    const [from, to] = [made.indexOf(begin), made.indexOf(end)]
    if (from === -1 || to < from) {
      return {
        files: new Map(),
        problems: [`${path}: two lines that stand around a made part are gone: ${begin} … ${end}`],
      }
    }
    made = `${made.slice(0, from + begin.length)}\n\n${text(root)}\n${made.slice(to)}`
  }
  return { files: new Map([[path, made]]), problems: [] }
}

function read(root: string, file: string): string {
  return readFileSync(join(root, file), "utf8").replaceAll("\r\n", "\n")
}

/** The first rule of a case in each of its forms: the case's own texts, so that the compiler really makes them. */
function journeyText(root: string): string {
  const [rule] = /^rule [\s\S]*?^}$/m.exec(read(root, `${journeyCase}/main.cep`)) ?? [""]
  const [plan = "", form = "", automaton = "", code = ""] = read(root, `${journeyCase}/expected.txt`).split("\n\n")
  const from = `from=${journeyCase}/expected.txt`
  const blocks = [
    ["The text:", `cep from=${journeyCase}/main.cep`, rule],
    ["The plan:", `text ${from}`, plan],
    ["How it is matched:", `text ${from}`, form],
    ["The automaton:", `text ${from}`, automaton.replace(/^automaton\n/, "").replaceAll(/^ {2}/gm, "")],
    ["The generated functions:", `js ${from}`, code.replace(/^code\n/, "").replaceAll(/^ {2}/gm, "")],
  ]
  return blocks.map(([caption, language, text]) => `${caption}\n\n\`\`\`${language}\n${text}\n\`\`\`\n`).join("\n")
}

function tableText(): string {
  const rows = importTable.map(
    (row) => `| \`${row.place}\` | ${row.what} | ${ours(row)} | ${packages(row)} | ${row.pure ? "yes" : ""} |`,
  )
  return [
    "| Place | What it is | May import of ours | Packages | Pure |",
    "| --- | --- | --- | --- | --- |",
    ...rows,
    "",
  ].join("\n")
}

function ours({ values, types }: ImportRow): string {
  if (values.includes("")) return "everything"
  const parts = [...values.map((place) => `\`${place}\``), ...types.map((place) => `types of \`${place}\``)]
  return parts.length === 0 ? "only itself" : parts.join(", ")
}

function packages({ packages }: ImportRow): string {
  return packages.includes("*") ? "any" : packages.map((name) => (name === "node" ? "`node:*`" : name)).join(", ")
}
