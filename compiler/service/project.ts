import type { Catalog } from "../../lang/catalog.ts"
import { checkForEditor } from "../../lang/check/check.ts"
import type { Context } from "../../lang/check/context.ts"
import { importedPaths } from "../../lang/check/imports.ts"
import type { Checked } from "../../lang/check/model.ts"
import type { TypeScriptTypes } from "../../lang/check/typescript.ts"
import { type Diagnostic, Report } from "../../lang/diagnostic.ts"
import type { Source, Span } from "../../lang/source.ts"
import type { Declaration, FileNode } from "../../lang/syntax/ast.ts"
import { KeptDeclarations } from "../../lang/syntax/kept-declarations.ts"
import type { Lexed } from "../../lang/syntax/lex.ts"
import { parse } from "../../lang/syntax/parse.ts"
import type { Facts } from "../1-analyze/facts.ts"
import { analyze } from "../1-analyze/index.ts"
import { KeptWork } from "./kept-work.ts"
import type { Seen } from "./seen.ts"
import { touches } from "./walk.ts"

/** A text with its tree. */
export interface Document {
  readonly path: string
  readonly text: string
  readonly file: FileNode
  readonly lexed: Lexed
  /** The syntax errors. */
  readonly report: Report
}

/** What the checker says of a file with all that it imports. */
export interface View {
  readonly files: ReadonlyMap<string, FileNode>
  readonly checked: Checked
  /** Of `checked.rules`; undefined where there are errors. */
  readonly facts: Facts | undefined
  /** Errors and warnings of the checker, also those that comments silence. */
  readonly diagnostics: readonly Diagnostic[]
  /** What names and expressions are, for the checker. */
  readonly context: Context
  /** What the checker saw in a declaration; undefined: it did not look. */
  seenIn(node: Declaration): Seen | undefined
  /** What was worked out about parts of it, for more of the kind. */
  readonly kept: KeptWork
}

/** What the checker saw in the declarations around a place. */
export function seenAt(view: View, path: string, offset: number): readonly Seen[] {
  const around = view.files.get(path)?.declarations.filter(({ span }) => touches(span, offset)) ?? []
  return around.flatMap((node) => view.seenIn(node) ?? [])
}

interface Entry {
  text: string
  readonly kept: KeptDeclarations
  /** The same for texts with a mark in them. */
  readonly keptMarked: KeptDeclarations
  document?: Document | undefined
  imports?: { readonly of: Document; readonly revision: number; readonly paths: readonly string[] }
  view?: { readonly view: View; readonly of: readonly Document[] } | undefined
  /** What is known of the parts of the program that begins here; `marked`: where one text has a mark in it. */
  work: { readonly plain: KeptWork; readonly marked: KeptWork } | undefined
}

/** A file that more others import is judged as so many of them see it. */
const maxRoots = 8
/** The texts, and what was worked out about them: each thing when it is asked for, and once. */
export class Project {
  readonly catalog: Catalog
  #typescript: TypeScriptTypes | undefined
  readonly #entries = new Map<string, Entry>()
  /** Rises when a path comes or goes: imports may mean something else then. */
  #revision = 0
  /** The path of the text that was tried last. */
  #marked: string | undefined

  constructor(catalog: Catalog, typescript: TypeScriptTypes | undefined) {
    this.catalog = catalog
    this.#typescript = typescript
  }

  get typescript(): TypeScriptTypes | undefined {
    return this.#typescript
  }

  update(path: string, text: string): void {
    const entry = this.#entries.get(path)
    if (entry === undefined) {
      const kept = new KeptDeclarations()
      this.#entries.set(path, { text, kept, keptMarked: new KeptDeclarations(), work: undefined })
      this.#revision++
    } else if (entry.text !== text) {
      entry.text = text
      entry.document = undefined
    }
  }

  remove(path: string): void {
    if (this.#entries.delete(path)) this.#revision++
  }

  setTypeScript(types: TypeScriptTypes | undefined): void {
    this.#typescript = types
    for (const entry of this.#entries.values()) {
      entry.view = undefined
      entry.work = undefined
    }
  }

  paths(): string[] {
    return [...this.#entries.keys()]
  }

  text(path: string): string | undefined {
    return this.#entries.get(path)?.text
  }

  /** How many declarations were really read for the tree of a text as it is now. */
  declarationsRead(path: string): number {
    this.document(path)
    return this.#entries.get(path)?.kept.read ?? 0
  }

  /** The tree of a text; of one that is not there that of an empty one. */
  document(path: string): Document {
    const entry = this.#entries.get(path)
    if (entry?.document !== undefined) return entry.document
    const document = read({ path, text: entry?.text ?? "" }, entry?.kept)
    if (entry !== undefined) entry.document = document
    return document
  }

  /** The texts that a file imports itself, as far as they are here. */
  imports(path: string): readonly string[] {
    const entry = this.#entries.get(path)
    const document = this.document(path)
    const known = entry?.imports
    if (known?.revision === this.#revision && hasSameImports(known.of, document)) return known.paths
    const paths = importedPaths(document.file, this.#entries.keys())
    if (entry !== undefined) entry.imports = { of: document, revision: this.#revision, paths }
    return paths
  }

  /** The texts that import a file, directly or through others. */
  importers(path: string): string[] {
    const direct = new Map<string, string[]>()
    for (const from of this.#entries.keys()) {
      for (const to of this.imports(from)) direct.set(to, [...(direct.get(to) ?? []), from])
    }
    return reached(path, (each) => direct.get(each) ?? []).filter((each) => each !== path)
  }

  /** The files with which the ways to a file begin: itself, where no other imports it. */
  roots(path: string): string[] {
    const importers = this.importers(path)
    const imported = new Set([path, ...importers].flatMap((each) => this.imports(each)))
    const roots = importers.filter((each) => !imported.has(each)).sort()
    return roots.length === 0 ? [path] : roots.slice(0, maxRoots)
  }

  /** How a file is seen from where the first way to it begins. */
  view(path: string): View {
    return this.viewFrom(this.roots(path)[0]!)
  }

  /** All files from all beginnings, each once. */
  allViews(): View[] {
    const imported = new Set(this.paths().flatMap((path) => this.imports(path)))
    const roots = this.paths().filter((path) => !imported.has(path) && path.endsWith(".cep"))
    // In a circle of imports no file is the first.
    return [...new Set(roots.length === 0 ? this.paths() : roots)].map((root) => this.viewFrom(root))
  }

  /** What the checker says of a file with all that it imports. */
  viewFrom(root: string): View {
    const of = reached(root, (path) => this.imports(path)).map((path) => this.document(path))
    const entry = this.#entries.get(root)
    const known = entry?.view
    if (known !== undefined && isSameList(known.of, of)) return known.view
    const view = this.#check(root, of, this.#workOf(root).plain)
    if (entry !== undefined) entry.view = { view, of }
    return view
  }

  #check(root: string, of: readonly Document[], kept: KeptWork): View {
    const report = new Report()
    for (const document of of) report.merge(document.report)
    const files = new Map(of.map(({ path, file }) => [path, file]))
    const world = {
      catalog: this.catalog,
      kept: kept.checks,
      ...(this.#typescript && { typescript: this.#typescript }),
    }
    const { checked, context } = checkForEditor({ files, entries: [root] }, world, report)
    const facts = report.hasErrors ? undefined : analyze(checked, report, kept.analyses)
    return {
      files,
      checked,
      facts,
      context,
      seenIn: (node) => kept.checks.observerOf(node),
      kept,
      diagnostics: report.diagnostics,
    }
  }

  #workOf(root: string): NonNullable<Entry["work"]> {
    const entry = this.#entries.get(root)
    const plain = (place: Span) => this.#entries.get(place.path)?.kept.around(place)
    const marked = (place: Span) =>
      place.path === this.#marked ? this.#entries.get(place.path)?.keptMarked.around(place) : plain(place)
    const work = entry?.work ?? { plain: new KeptWork(plain), marked: new KeptWork(marked) }
    if (entry !== undefined) entry.work = work
    return work
  }

  /**
   * Checks with another text in the place of one. What it gives holds until a text changes, or the next one is tried.
   */
  tryText(path: string, text: string): { document: Document; view: View } {
    const document = read({ path, text }, this.#entries.get(path)?.keptMarked)
    const root = this.roots(path)[0]!
    const of = reached(root, (each) => this.imports(each)).map((each) =>
      each === path ? document : this.document(each),
    )
    this.#marked = path
    return { document, view: this.#check(root, of, this.#workOf(root).marked) }
  }
}

function read(source: Source, kept = new KeptDeclarations()): Document {
  const report = new Report()
  const file = parse(source, report, kept)
  return { ...source, file, lexed: kept.lexed, report }
}

function hasSameImports(a: Document, b: Document): boolean {
  return a === b || importTexts(a) === importTexts(b)
}

function importTexts({ file }: Document): string {
  return file.declarations.flatMap((node) => (node.kind === "import" ? [node.path.text] : [])).join("\n")
}

function isSameList<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((each, index) => each === b[index])
}

/** All that is reached from a place, itself first. */
function reached(from: string, next: (path: string) => readonly string[]): string[] {
  const found = new Set([from])
  for (const path of found) for (const each of next(path)) found.add(each)
  return [...found]
}
