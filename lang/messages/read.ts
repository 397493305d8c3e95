/** One message as written in a catalogue file. `docs` is the prose of its page. */
export interface MessageEntry {
  file: string
  line: number
  code: string
  slug: string
  level: "error" | "warning"
  /** Text with %holes%. */
  text: string
  hint: string | undefined
  holes: string[]
  docs: string
}

/** A catalogue file's path and text. */
export interface CatalogueFile {
  path: string
  text: string
}

const heading = /^## +(CEP\d{4}) +([a-z][a-z0-9]*(?:-[a-z0-9]+)*)$/
const hole = /%([a-z][A-Za-z0-9]*)?%/g

/**
 * Reads catalogue files. All problems are returned, none is thrown; entries are sorted by code.
 * The form is described in README.md beside this file.
 */
export function readCatalogue(files: readonly CatalogueFile[]): { entries: MessageEntry[]; problems: string[] } {
  const entries: MessageEntry[] = []
  const problems: string[] = []
  for (const file of files) {
    for (const section of sections(file, problems)) entries.push(readEntry(section, problems))
  }
  entries.sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0))
  for (const key of ["code", "slug"] as const) refuseDuplicates(entries, key, problems)
  return { entries, problems }
}

interface Section {
  file: string
  line: number
  code: string
  slug: string
  body: string[]
}

function sections(file: CatalogueFile, problems: string[]): Section[] {
  const found: Section[] = []
  let fenced = false
  for (const [index, line] of file.text.split(/\r?\n/).entries()) {
    if (/^\s*(```|~~~)/.test(line)) fenced = !fenced
    if (!fenced && /^## /.test(line)) {
      const match = heading.exec(line.trimEnd())
      if (match) found.push({ file: file.path, line: index + 1, code: match[1]!, slug: match[2]!, body: [] })
      else problems.push(`${file.path}:${index + 1}: write the heading as "## CEP2013 unknown-field", not "${line}"`)
    } else found.at(-1)?.body.push(line)
  }
  return found
}

function readEntry(section: Section, problems: string[]): MessageEntry {
  const { file, line, code, slug, body } = section
  const complain = (what: string) => problems.push(`${file}:${line}: ${code} ${slug}: ${what}`)
  const settings = new Map<string, string>()
  const quoted: string[] = []
  let at = 0
  for (; at < body.length; at++) {
    const text = body[at]!.trim()
    const setting = quoted.every((line) => line === "") ? /^([a-z]+): *(.+)$/.exec(text) : null
    if (setting) settings.set(setting[1]!, setting[2]!)
    else if (text === "" || text.startsWith(">")) quoted.push(text.replace(/^> ?/, ""))
    else break
  }
  const paragraphs = quoted
    .join("\n")
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim().replace(/\s*\n\s*/g, " "))
    .filter((paragraph) => paragraph !== "")
  const [text = "", hint, ...rest] = paragraphs
  if (text === "") complain("has no words; write a quoted line with the text of the message")
  if (rest.length > 0) complain("has more than two quoted paragraphs; the first is the text, the second the hint")
  const docs = body.slice(at).join("\n").trim()
  if (docs === "") complain("has no explanation; say below the quote why this is wrong and how to repair it")
  const level = settings.get("level") ?? "error"
  if (level !== "error" && level !== "warning") complain(`level must be error or warning, not ${level}`)
  for (const name of settings.keys()) {
    if (name !== "level" && name !== "holes") complain(`unknown setting "${name}"; there are level and holes`)
  }
  const holes = readHoles(text, hint ?? "", settings.get("holes"), complain)
  return { file, line, code, slug, level: level === "warning" ? "warning" : "error", text, hint, holes, docs }
}

function readHoles(
  text: string,
  hint: string,
  declared: string | undefined,
  complain: (what: string) => void,
): string[] {
  const inText = holesOf(text)
  const extra = (declared ?? "").split(/[ ,]+/).filter((name) => name !== "")
  const inHint = holesOf(hint)
  const known = new Set([...inText, ...extra])
  for (const name of inHint) {
    if (!known.has(name)) {
      complain(`the hint has the unknown hole %${name}%; use one of the text's holes or add a line "holes: ${name}"`)
    }
  }
  for (const name of extra) {
    if (!inHint.includes(name)) complain(`the line "holes:" names ${name}, which the hint does not use`)
  }
  for (const part of [text, hint]) {
    if (part.replace(hole, "").includes("%"))
      complain(`a lone % in "${part}"; write %name% for a hole, %% for a percent sign`)
  }
  return [...known]
}

function holesOf(text: string): string[] {
  const names = new Set<string>()
  for (const match of text.matchAll(hole)) if (match[1] !== undefined) names.add(match[1])
  return [...names]
}

function refuseDuplicates(entries: readonly MessageEntry[], key: "code" | "slug", problems: string[]): void {
  const seen = new Map<string, MessageEntry>()
  for (const entry of entries) {
    const first = seen.get(entry[key])
    if (first) {
      problems.push(
        `${entry.file}:${entry.line}: ${entry[key]} is taken already (${first.file}:${first.line}); choose another ${key}`,
      )
    } else seen.set(entry[key], entry)
  }
}

/** The parts of a message's text: literal text and hole names, in order. */
export function splitHoles(text: string): ({ literal: string } | { hole: string })[] {
  const parts: ({ literal: string } | { hole: string })[] = []
  let from = 0
  for (const match of text.matchAll(hole)) {
    parts.push({ literal: text.slice(from, match.index) })
    parts.push(match[1] === undefined ? { literal: "%" } : { hole: match[1] })
    from = match.index + match[0].length
  }
  parts.push({ literal: text.slice(from) })
  return parts
}
