/** What editors ask about `.cep` texts: `createService`. Runs anywhere, also in a browser. */
import type { Diagnostic } from "../../lang/diagnostic.ts"
import { Lines } from "../../lang/source.ts"
import { Assistant } from "../../lang/syntax/assist.ts"
import { codeActions } from "./code-actions.ts"
import { complete } from "./complete.ts"
import { folding } from "./folding.ts"
import { format } from "./format.ts"
import { hover } from "./hover.ts"
import { inlayHints } from "./inlay-hints.ts"
import { lenses } from "./lenses.ts"
import { definition, references } from "./navigate.ts"
import { type Occurrences, occurrencesOf } from "./occurrences.ts"
import { symbols } from "./outline.ts"
import { problemsOf } from "./problems.ts"
import { Project, type View } from "./project.ts"
import { rename, renameable } from "./rename.ts"
import { semanticTokens } from "./semantic-tokens.ts"
import type { Service, ServiceOptions } from "./service.ts"
import { signature } from "./signature.ts"

export type * from "./service.ts"
export { semanticTokenModifiers, semanticTokenTypes } from "./service.ts"

/** How much work was done, for tests and measurements. */
export interface Work {
  /** Declarations that were read for the text as it is now; the others were kept from the text before. */
  declarationsRead(path: string): number
  /** Declarations that were checked for the file as it is now; the others were as they had been. */
  declarationsChecked(path: string): number
}

/**
 * A service without texts. What is asked is answered from the texts as they are at that moment; what was worked out is kept as long as no text that
 * it was made of changes.
 *
 * ```ts
 * const service = createService({ catalog: defaultCatalog })
 * service.update("rules.cep", text)
 * service.diagnostics("rules.cep")
 * ```
 */
export function createService({ catalog, typescript }: ServiceOptions): Service & Work {
  const project = new Project(catalog, typescript)
  const assistant = new Assistant()
  const known = new WeakMap<View, Occurrences>()
  const namesOf = (view: View): Occurrences => {
    const names = known.get(view) ?? occurrencesOf(view)
    known.set(view, names)
    return names
  }
  const told = new WeakMap<View, readonly Diagnostic[]>()
  const heard = (root: string): readonly Diagnostic[] => {
    const view = project.viewFrom(root)
    const diagnostics = told.get(view) ?? problemsOf(view, root, (path) => project.text(path) ?? "")
    told.set(view, diagnostics)
    return diagnostics
  }
  const namesAt = (path: string) => namesOf(project.view(path))
  const allNames = () => project.allViews().map(namesOf)
  // What is no place in the text is the nearest one.
  const place = (path: string, offset: number) => {
    const length = project.text(path)?.length ?? 0
    return Number.isNaN(offset) ? 0 : Math.trunc(Math.max(0, Math.min(offset, length)))
  }
  const world = (path: string) => ({ project, names: namesAt(path), all: allNames() })
  const answers: Service & Work = {
    update: (path, text) => project.update(path, text),
    remove: (path) => project.remove(path),
    setTypeScript: (types) => project.setTypeScript(types),
    paths: () => project.paths(),
    text: (path) => project.text(path),
    importers: (path) => project.importers(path),
    diagnostics: (path) => {
      const all = project.roots(path).flatMap((root) => heard(root))
      const own = all.filter(({ span }) => span.path === path)
      const byPlace = new Map(
        own.map((each) => [`${each.span.start} ${each.span.end} ${each.code} ${each.text}`, each]),
      )
      return [...byPlace.values()].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end)
    },
    hover: (path, offset) => hover(project, project.view(path), namesAt(path), path, place(path, offset)),
    complete: (path, offset) => complete(project, assistant, path, place(path, offset)),
    signature: (path, offset) => signature(project, project.view(path), path, place(path, offset)),
    definition: (path, offset) => definition(project, namesAt(path), path, place(path, offset)),
    references: (path, offset) => references(namesAt(path), allNames(), path, place(path, offset)),
    renameable: (path, offset) => renameable(world(path), path, place(path, offset)),
    rename: (path, offset, name) => rename(world(path), path, place(path, offset), name),
    format: (path) => format(project.document(path)),
    symbols: (path) => symbols(project.document(path).file, project.view(path)),
    folding: (path) => folding(project.document(path).file, new Lines(project.document(path).text)),
    semanticTokens: (path) => {
      const { written } = project.view(path).kept
      return semanticTokens(project.document(path), namesAt(path).byPath.get(path) ?? [], written)
    },
    codeActions: (path, start, end) => {
      const own = heard(project.roots(path)[0]!).filter(({ span }) => span.path === path)
      return codeActions(own, project.text(path) ?? "", start, end)
    },
    inlayHints: (path, start, end) => inlayHints(project.document(path), project.view(path), start, end),
    lenses: (path) => lenses(project.document(path).file, allNames()),
    declarationsRead: (path) => project.declarationsRead(path),
    declarationsChecked: (path) => project.view(path).kept.checks.checked,
  }
  return { ...answers, ...inOwnPlaces(answers) }
}

/** What is answered is a copy: the places in trees move when a text changes. */
function inOwnPlaces(service: Service): Partial<Service> {
  return {
    diagnostics: (...asked) => copied(service.diagnostics(...asked)),
    hover: (...asked) => copied(service.hover(...asked)),
    definition: (...asked) => copied(service.definition(...asked)),
    references: (...asked) => copied(service.references(...asked)),
    renameable: (...asked) => copied(service.renameable(...asked)),
    rename: (...asked) => copied(service.rename(...asked)),
    symbols: (...asked) => copied(service.symbols(...asked)),
    codeActions: (...asked) => copied(service.codeActions(...asked)),
    lenses: (...asked) => copied(service.lenses(...asked)),
  }
}

/** A copy of plain data. */
function copied<Data>(data: Data): Data {
  if (typeof data !== "object" || data === null) return data
  if (Array.isArray(data)) return data.map(copied) as Data
  const copy: Record<string, unknown> = {}
  for (const name in data) copy[name] = copied(data[name])
  return copy as Data
}
