import { readFileSync } from "node:fs"
import { join } from "node:path"
import { type ImportRow, importTable } from "../test/tidy/imports.ts"
import type { Generated } from "./generate.ts"

const path = "docs/ARCHITECTURE.md"
const begin = "<!-- begin of the import table: made by `npm run generate` from test/tidy/imports.ts -->"
const end = "<!-- end of the import table -->"

/** Puts the import table between its two marks in the architecture document; the rest of it is written by hand. */
export function generateArchitecture(root: string): Generated {
  const text = readFileSync(join(root, path), "utf8").replaceAll("\r\n", "\n")
  const [from, to] = [text.indexOf(begin), text.indexOf(end)]
  if (from === -1 || to < from) {
    return {
      files: new Map(),
      problems: [`${path}: the two lines around the import table are gone: ${begin} … ${end}`],
    }
  }
  const made = `${text.slice(0, from + begin.length)}\n\n${tableText()}\n${text.slice(to)}`
  return { files: new Map([[path, made]]), problems: [] }
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
