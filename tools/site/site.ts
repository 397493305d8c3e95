/** The documents' site: static files, made of the documents as they stand in the repository. */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs"
import { dirname, join, posix } from "node:path"
import type { SearchData } from "../../console/site/search-index.ts"
import { root } from "../command.ts"
import { buildPlayground, buildSiteScripts } from "../console.ts"
import { addressOf, contents, contentsProblems, isDocument, messageList } from "./contents.ts"
import { type Highlight, loadHighlighter } from "./highlight.ts"
import { escapeHtml } from "./html.ts"
import { type Document, readDocument, type Surroundings } from "./markdown.ts"
import { type NavigationEntry, type NavigationSection, renderPage } from "./template.ts"

/** A page in the order in which pages are read. */
interface Place {
  readonly source: string
  readonly address: string
  readonly section: string
  /** In the contents; undefined: its title. */
  readonly label: string | undefined
  /** Of a message: the heading in the list of messages below which it stands. */
  readonly group: string | undefined
}

/** The documents' site, not written yet. */
export interface Site {
  /** Texts by path relative to the site. */
  readonly files: ReadonlyMap<string, string>
  /** Files of the repository that are copied, by path relative to the site. */
  readonly copies: ReadonlyMap<string, string>
  /** What is wrong with the documents, each with its file. */
  readonly problems: readonly string[]
}

/** Writes the site with its scripts and the playground into a folder. Throws where documents are wrong, with all that is. */
export async function buildSite(folder = join(root, "dist/site")): Promise<void> {
  const { files, copies, problems } = await makeSite()
  if (problems.length > 0) throw new Error(`the documents' site cannot be made:\n  ${problems.join("\n  ")}`)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  await buildSiteScripts(folder)
  await buildPlayground(join(folder, "playground"))
  for (const [path, text] of files) write(join(folder, path), (to) => writeFileSync(to, text))
  for (const [path, from] of copies) write(join(folder, path), (to) => copyFileSync(join(root, from), to))
}

function write(path: string, act: (path: string) => void): void {
  mkdirSync(dirname(path), { recursive: true })
  act(path)
}

/** Makes all pages. */
export async function makeSite(): Promise<Site> {
  const problems = contentsProblems(listDocuments())
  if (problems.length > 0) return { files: new Map(), copies: new Map(), problems }
  return new SiteMaker(readingOrder(), await loadHighlighter()).make()
}

/** All pages, those of the messages behind the list of them. */
function readingOrder(): Place[] {
  return contents.flatMap(({ title: section, entries }) =>
    entries.flatMap(({ source, label }) => {
      const place = { source, address: addressOf(source), section, label, group: undefined }
      return source === messageList ? [place, ...messagePlaces(section)] : [place]
    }),
  )
}

function messagePlaces(section: string): Place[] {
  let group = ""
  return readText(messageList)
    .split("\n")
    .flatMap((line) => {
      group = /^## (.*)/.exec(line)?.[1] ?? group
      const code = /^\| \[(CEP\d+)\]/.exec(line)?.[1]
      if (code === undefined) return []
      const source = posix.join(posix.dirname(messageList), `${code}.md`)
      return [{ source, address: addressOf(source), section, label: undefined, group }]
    })
}

function readText(path: string): string {
  return readFileSync(join(root, path), "utf8").replaceAll("\r\n", "\n")
}

class SiteMaker {
  readonly #places: readonly Place[]
  readonly #highlight: Highlight
  readonly #addresses: ReadonlyMap<string, string>
  readonly #files = new Map<string, string>()
  readonly #copies = new Map<string, string>()
  readonly #problems: string[] = []
  /** Files that documents lead to and that are none themselves: they are shown as they are. */
  readonly #shown = new Map<string, { readonly by: Place }>()

  constructor(places: readonly Place[], highlight: Highlight) {
    this.#places = places
    this.#highlight = highlight
    this.#addresses = new Map(places.map(({ source, address }) => [source, address]))
  }

  make(): Site {
    const documents = this.#places.map((place) => this.#read(place))
    const titles = new Map(this.#places.map((place, at) => [place, place.label ?? documents[at]!.title]))
    for (const [at, document] of documents.entries()) this.#addPage(document, at, titles)
    for (const [source, { by }] of this.#shown) this.#addFilePage(source, by, titles)
    this.#files.set("search.js", searchScript(this.#places, documents))
    this.#problems.push(...brokenLinks(this.#files, this.#copies))
    return { files: this.#files, copies: this.#copies, problems: this.#problems }
  }

  #read(place: Place): Document {
    const document = readDocument(readText(place.source), this.#surroundings(place))
    this.#problems.push(...document.problems.map((problem) => `${place.source}: ${problem}`))
    return document
  }

  #surroundings({ source, address }: Place): Surroundings {
    const to = (path: string) => relative(address, path)
    return {
      highlight: this.#highlight,
      link: (href) => {
        if (/^https?:/.test(href)) return href
        const [path = "", anchor] = decodeURI(href).split("#")
        const end = anchor === undefined ? "" : `#${anchor}`
        if (path === "") return end
        const wanted = posix.join(posix.dirname(source), path)
        const page = this.#addresses.get(wanted) ?? this.#fileAddress(wanted, source)
        return page === undefined ? undefined : `${to(page)}${end}`
      },
      image: (href) => {
        const wanted = posix.join(posix.dirname(source), decodeURI(href))
        if (!wanted.endsWith(".png") || !existsSync(join(root, wanted))) return undefined
        const path = wanted.replace(/^docs\//, "")
        this.#copies.set(path, wanted)
        return { src: to(path), ...sizeOf(wanted) }
      },
      message: (code) => {
        const page = this.#addresses.get(posix.join(posix.dirname(messageList), `${code}.md`))
        return page === undefined ? undefined : to(page)
      },
      given: (name) => {
        const page = this.#fileAddress(`docs/language/given/${name}.cep`, source)
        return page === undefined ? undefined : to(page)
      },
    }
  }

  /** Where a file that is no document is shown. */
  #fileAddress(path: string, source: string): string | undefined {
    if (path.startsWith("..") || !existsSync(join(root, path)) || !statSync(join(root, path)).isFile()) return undefined
    if (!this.#shown.has(path)) {
      this.#shown.set(path, { by: this.#places.find((place) => place.source === source)! })
    }
    return `files/${path}.html`
  }

  #addPage(document: Document, at: number, titles: ReadonlyMap<Place, string>): void {
    const place = this.#places[at]!
    const link = (other: Place | undefined) =>
      other && { label: titles.get(other)!, href: relative(place.address, other.address) }
    const first = document.passages.find(({ text }) => text !== "")?.text ?? document.title
    const page = renderPage({
      title: document.title,
      description: first.length > 160 ? `${first.slice(0, 159)}…` : first,
      section: place.group === undefined ? place.section : `${place.section} › Messages › ${place.group}`,
      article: document.html,
      headings: document.headings,
      base: baseOf(place.address),
      navigation: this.#navigation(place.address, place, titles),
      before: link(this.#places[at - 1]),
      after: link(this.#places[at + 1]),
      isStart: at === 0,
    })
    this.#files.set(place.address, page)
  }

  #addFilePage(source: string, by: Place, titles: ReadonlyMap<Place, string>): void {
    const address = `files/${source}.html`
    const code = this.#highlight(readText(source).trimEnd(), posix.extname(source).slice(1))
    const back = `<p>A file of the project, named in <a href="${escapeHtml(relative(address, by.address))}">${escapeHtml(titles.get(by)!)}</a>.</p>`
    const article = `<h1>${escapeHtml(source)}</h1>\n${back}\n<figure class="code"><pre><code>${code}\n</code></pre></figure>`
    const page = renderPage({
      title: source,
      description: `The file ${source}`,
      section: undefined,
      article,
      headings: [],
      base: baseOf(address),
      navigation: this.#navigation(address, undefined, titles),
      before: undefined,
      after: undefined,
      isStart: false,
    })
    this.#files.set(address, page)
  }

  /** The contents as a page shows them: of the messages those alone that stand beside it. */
  #navigation(from: string, here: Place | undefined, titles: ReadonlyMap<Place, string>): NavigationSection[] {
    const entry = (place: Place): NavigationEntry => ({
      label: titles.get(place)!,
      href: relative(from, place.address),
      isHere: place === here,
    })
    const near = here?.group === undefined ? [] : this.#places.filter(({ group }) => group === here.group)
    return contents.map(({ title }) => ({
      title,
      entries: this.#places
        .filter(({ section, group }) => section === title && group === undefined)
        .map((place) => {
          const isList = place.source === messageList && near.length > 0
          return isList ? { ...entry(place), children: near.map(entry) } : entry(place)
        }),
    }))
  }
}

/** From one page of the site to a file of it. */
function relative(from: string, to: string): string {
  return posix.relative(posix.dirname(from), to)
}

function baseOf(address: string): string {
  return "../".repeat(address.split("/").length - 1)
}

/** All files of the repository that belong into the contents. */
function listDocuments(): string[] {
  const found = ["README.md", "lang/messages/README.md"]
  for (const folder of ["docs", "samples"]) {
    for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
      const path = posix.join(folder, posix.relative(join(root, folder), join(entry.parentPath, entry.name)))
      const isMade = /(^|\/)(node_modules|dist|out)\//.test(path)
      if (entry.isFile() && isDocument(path) && !isMade) found.push(path)
    }
  }
  return found
}

/** Width and height of a PNG, which stand at its beginning. */
function sizeOf(path: string): { readonly width: number; readonly height: number } {
  const bytes = readFileSync(join(root, path))
  if (bytes.readUInt32BE(12) !== 0x49484452) throw new Error(`${path} is no PNG`)
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
}

function searchScript(places: readonly Place[], documents: readonly Document[]): string {
  const data: SearchData = {
    pages: places.map(({ address, section }, at) => [address, documents[at]!.title, section]),
    passages: documents.flatMap(({ passages }, page) =>
      passages.map(({ heading, text }) => [page, heading.text, heading.depth === 1 ? "" : heading.id, text] as const),
    ),
  }
  return `globalThis.cepheusSearch=${JSON.stringify(data)}\n`
}

/** Links of pages that lead to no page, no anchor of one, or no file. */
function brokenLinks(files: ReadonlyMap<string, string>, copies: ReadonlyMap<string, string>): string[] {
  const made = new Set(["icon.svg", "site.css", "site.js", "theme.js", "playground/index.html"])
  const ids = new Map<string, Set<string>>()
  for (const [path, html] of files)
    ids.set(path, new Set([...html.matchAll(/ id="([^"]*)"/g)].map((match) => match[1]!)))
  return [...files]
    .filter(([path]) => path.endsWith(".html"))
    .flatMap(([path, html]) =>
      [...html.matchAll(/ (?:href|src)="([^"]*)"/g)].flatMap((match) => {
        const [file = "", anchor] = match[1]!.split("#")
        if (/^https?:/.test(file)) return []
        const wanted = file === "" ? path : posix.join(posix.dirname(path), file)
        if (!files.has(wanted) && !copies.has(wanted) && !made.has(wanted))
          return [`${path}: nothing is at ${match[1]}`]
        const isThere = anchor === undefined || !files.has(wanted) || ids.get(wanted)!.has(anchor)
        return isThere ? [] : [`${path}: ${wanted} has no heading #${anchor}`]
      }),
    )
}
