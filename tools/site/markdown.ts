/** Documents as HTML: their headings with anchors, their links as links of the site, their code coloured. */
import { Marked, type Token, type Tokens } from "marked"
import type { Highlight } from "./highlight.ts"
import { escapeHtml } from "./html.ts"

export interface Heading {
  readonly depth: number
  readonly text: string
  readonly id: string
}

/** What stands below a heading, up to the next one. */
export interface Passage {
  readonly heading: Heading
  /** Without any markup; code too. */
  readonly text: string
}

export interface Document {
  /** The first heading. */
  readonly title: string
  /** HTML, the title with it. */
  readonly html: string
  readonly headings: readonly Heading[]
  readonly passages: readonly Passage[]
  readonly problems: readonly string[]
}

/** What a document asks of the site around it. */
export interface Surroundings {
  readonly highlight: Highlight
  /** A link as written → as it is on the site; undefined: it leads nowhere. */
  readonly link: (href: string) => string | undefined
  /** An image as written → its attributes `src`, `width` and `height`; undefined: it is not there. */
  readonly image: (
    href: string,
  ) => { readonly src: string; readonly width: number; readonly height: number } | undefined
  /** The page of a message, where there is one. */
  readonly message: (code: string) => string | undefined
  /** The page of a file that stands before a block when it is compiled, by the name that the block says. */
  readonly given: (name: string) => string | undefined
}

/** Reads Markdown as GitHub does. What it has wrong (HTML, links that lead nowhere) is said in `problems`. */
export function readDocument(markdown: string, surroundings: Surroundings): Document {
  const problems: string[] = []
  const headings: Heading[] = []
  const passages: { heading: Heading; text: string }[] = []
  const taken = new Set<string>()
  const marked = new Marked({ gfm: true })
  const tokens = marked.lexer(markdown)
  for (const token of tokens) {
    if (token.type === "heading") {
      const text = plainText(token.tokens ?? []).trim()
      const heading = { depth: (token as Tokens.Heading).depth, text, id: anchorOf(text, taken) }
      headings.push(heading)
      passages.push({ heading, text: "" })
    } else if (passages.length > 0) passages.at(-1)!.text += `${plainText([token])} `
  }
  let next = 0
  marked.use({
    renderer: {
      ...renderers(surroundings, problems),
      heading({ tokens, depth }) {
        const inner = this.parser.parseInline(tokens)
        const heading = headings[next++]
        if (heading === undefined) problems.push("a heading stands within a list or a quotation")
        const { id, text } = heading ?? { id: "", text: "" }
        const anchor = depth === 1 ? "" : headingLink(id, text)
        return `<h${depth} id="${escapeHtml(id)}">${inner}${anchor}</h${depth}>\n`
      },
    },
  })
  const html = marked.parser(tokens)
  const spaced = passages.map(({ heading, text }) => ({ heading, text: text.replaceAll(/\s+/g, " ").trim() }))
  return { title: headings[0]?.text ?? "", html, headings, passages: spaced, problems }
}

function headingLink(id: string, text: string): string {
  return ` <a class="anchor" href="#${escapeHtml(id)}" aria-label="Link to “${escapeHtml(text)}”">#</a>`
}

/** GitHub's anchors: letters, digits, `_` and `-` stay, spaces become `-`; of equal ones the second gets a number. */
function anchorOf(heading: string, taken: Set<string>): string {
  const base = heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M} _-]/gu, "")
    .replaceAll(" ", "-")
  let name = base
  for (let count = 1; taken.has(name); count++) name = `${base}-${count}`
  taken.add(name)
  return name
}

function renderers(surroundings: Surroundings, problems: string[]) {
  const { highlight, link, image } = surroundings
  return {
    link(this: { parser: { parseInline(tokens: Token[]): string } }, { href, tokens, title }: Tokens.Link): string {
      const inner = this.parser.parseInline(tokens)
      const to = link(href)
      if (to === undefined) {
        problems.push(`the link to ${href} leads nowhere`)
        return inner
      }
      const more = title ? ` title="${escapeHtml(title)}"` : ""
      return `<a href="${escapeHtml(to)}"${more}>${inner}</a>`
    },
    image({ href, text }: Tokens.Image): string {
      const found = image(href)
      if (found === undefined) {
        problems.push(`there is no image ${href}`)
        return ""
      }
      if (text.trim() === "") problems.push(`the image ${href} says in no words what it shows`)
      const { src, width, height } = found
      const size = `width="${width}" height="${height}"`
      return `<a class="picture" href="${escapeHtml(src)}"><img src="${escapeHtml(src)}" alt="${escapeHtml(text)}" ${size} loading="lazy"></a>`
    },
    code({ text, lang = "" }: Tokens.Code): string {
      const [language = "", ...words] = lang.split(/\s+/)
      const said = captionOf(words, surroundings, problems)
      const caption = said === "" ? "" : `<figcaption>${said}</figcaption>`
      const body = `<pre><code data-language="${escapeHtml(language)}">${highlight(text, language)}\n</code></pre>`
      return `<figure class="code">${caption}${body}</figure>\n`
    },
    table(this: { parser: { parseInline(tokens: Token[]): string } }, { header, rows }: Tokens.Table): string {
      const cells = (row: readonly Tokens.TableCell[], tag: string) =>
        row
          .map(({ tokens, align, text }) => {
            // A heading without words would be read as one.
            const name = text.trim() === "" ? "td" : tag
            const side = align === null ? "" : ` class="${align}"`
            return `<${name}${side}>${this.parser.parseInline(tokens)}</${name}>`
          })
          .join("")
      // A first row without words, as tables of two columns have, is no heading.
      const head = header.every(({ text }) => text.trim() === "")
        ? ""
        : `<thead><tr>${cells(header, "th")}</tr></thead>`
      const body = rows.map((row) => `<tr>${cells(row, "td")}</tr>`).join("\n")
      return `<div class="table"><table>${head}<tbody>${body}</tbody></table></div>\n`
    },
    html({ text }: Tokens.HTML | Tokens.Tag): string {
      if (text === "<br>") return text
      if (!/^\s*<!--[\s\S]*?-->\s*$/.test(text)) problems.push(`HTML stands in a document: ${text.trim().slice(0, 60)}`)
      return ""
    },
  }
}

/** What the words behind a block's language tell its reader: the file that it is, the declarations that it uses, the message that it makes. */
function captionOf(words: readonly string[], { message, given }: Surroundings, problems: string[]): string {
  const value = (name: string) => words.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1)
  const leading = (before: string, name: string | undefined, page: (name: string) => string | undefined) => {
    if (name === undefined) return []
    const to = page(name)
    if (to === undefined) problems.push(`a block of code says ${before} ${name}, which is not there`)
    return to === undefined ? [] : [`${before} <a href="${escapeHtml(to)}">${escapeHtml(name)}</a>`]
  }
  const file = value("file")
  const parts = [
    ...(file === undefined ? [] : [`<code>${escapeHtml(file)}</code>`]),
    ...leading("with the events of", value("given"), given),
    ...leading("is refused:", value("error"), message),
  ]
  return parts.join(", ")
}

/** The words of tokens and of all within them. */
function plainText(tokens: readonly Token[]): string {
  return tokens.map(wordsOf).join("")
}

function wordsOf(token: Token): string {
  if (token.type === "html") return ""
  if (token.type === "br" || token.type === "space") return " "
  if (token.type === "table") {
    const { header, rows } = token as Tokens.Table
    return [header, ...rows].map((row) => row.map((cell) => plainText(cell.tokens)).join(" ")).join(" ")
  }
  if (token.type === "list") return (token as Tokens.List).items.map((item) => plainText(item.tokens)).join(" ")
  const inner = (token as { readonly tokens?: readonly Token[] }).tokens
  if (inner !== undefined && inner.length > 0) {
    const isBlock = token.type === "paragraph" || token.type === "blockquote" || token.type === "heading"
    return isBlock ? `${plainText(inner)} ` : plainText(inner)
  }
  return (token as { readonly text?: string }).text ?? ""
}
