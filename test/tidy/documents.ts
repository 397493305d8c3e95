import { existsSync } from "node:fs"
import { join, posix } from "node:path"
import { root } from "./source-files.ts"

/** A document's text without its fenced code, line by line, so that line numbers stay right. */
export function prose(text: string): string[] {
  let fence = ""
  return text.split(/\r?\n/).map((line) => {
    const mark = /^\s*(`{3,}|~{3,})/.exec(line)?.[1]
    if (mark !== undefined && fence === "") fence = mark
    else if (mark?.startsWith(fence)) {
      fence = ""
      return ""
    }
    return fence === "" ? line : ""
  })
}

/** What is wrong with a document's titles: there must be exactly one, and it must come first. */
export function titleProblems(path: string, text: string): string[] {
  const lines = prose(text)
  const titles = lines.flatMap((line, at) => (/^# /.test(line) ? [at] : []))
  if (titles.length !== 1)
    return [`${path}: has ${titles.length} titles ("# …"); a document has one, its first heading`]
  const other = lines.findIndex((line) => /^##+ /.test(line))
  return other !== -1 && other < titles[0]! ? [`${path}:${other + 1}: a heading stands before the title`] : []
}

/** Relative links of a document whose file, or heading in a document, is not there. */
export function brokenLinks(path: string, text: string, read: (path: string) => string): string[] {
  return prose(text).flatMap((line, at) =>
    [...line.replace(/`[^`]*`/g, "").matchAll(/\]\(<?([^)\s>]+)>?(?: "[^"]*")?\)/g)].flatMap((match) => {
      const link = match[1]!
      if (/^[a-z][a-z0-9+.-]*:/i.test(link)) return []
      const [file = "", anchor] = decodeURI(link).split("#")
      const wanted = file === "" ? path : posix.join(posix.dirname(path), file)
      if (!existsSync(join(root, wanted)))
        return [`${path}:${at + 1}: the link to ${link} leads nowhere; ${wanted} does not exist`]
      if (anchor === undefined || !wanted.endsWith(".md") || anchors(read(wanted)).has(anchor)) return []
      return [`${path}:${at + 1}: ${wanted} has no heading #${anchor}`]
    }),
  )
}

/** The anchors of a document's headings, made as GitHub makes them. */
function anchors(text: string): Set<string> {
  const headings = prose(text).flatMap((line) => /^#+ +(.*?) *#*$/.exec(line)?.[1] ?? [])
  const found = new Set<string>()
  for (const heading of headings) {
    const base = heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M} _-]/gu, "")
      .replaceAll(" ", "-")
    let name = base
    for (let count = 1; found.has(name); count++) name = `${base}-${count}`
    found.add(name)
  }
  return found
}
