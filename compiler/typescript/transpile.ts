import type { ts as Ts } from "ts-morph"
import type { Source } from "../../lang/source.ts"
import { isRelative, isTypeScript, projectPath, resolveImport } from "./paths.ts"
import { load, type Morph } from "./project.ts"

/** A function that rules use: the path of its file among the sources, and its name there. */
export interface WantedFunction {
  readonly path: string
  readonly exported: string
}

/** A file as JavaScript: a CommonJS body, and the files that its `require`s mean. */
interface Transpiled {
  readonly path: string
  readonly body: string
  readonly requires: ReadonlyMap<string, string>
}

/**
 * The JavaScript of the files that hold the wanted functions and of all that these import: an expression whose value holds, by the
 * path as it stands in `wanted`, the exports of each file by name. Each file has a function scope of its own and is run once, when it is first
 * needed; files that import each other see what is there at that moment, as in CommonJS. The code keeps nothing apart by force: it can
 * reach whatever the place where the rules run has as globals.
 */
export async function transpileUserCode(
  sources: readonly Source[],
  wanted: readonly WantedFunction[],
): Promise<{ readonly code: string }> {
  if (wanted.length === 0) return { code: "{}" }
  const morph = await load().then((loaded) => loaded.morph)
  const texts = new Map<string, string>()
  for (const { path, text } of [...sources].reverse()) if (isTypeScript(path)) texts.set(projectPath(path), text)
  const roots = [...new Map(wanted.map(({ path }) => [path, projectPath(path)])).entries()].sort(byFirst)
  const files = follow(
    morph,
    texts,
    roots.map(([, path]) => path),
  )
  return { code: expression(files, roots) }
}

function byFirst(a: readonly [string, string], b: readonly [string, string]): number {
  return a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0
}

/** The roots and all files that they need, depth first. */
function follow(morph: Morph, texts: ReadonlyMap<string, string>, roots: readonly string[]): Transpiled[] {
  const found = new Map<string, Transpiled>()
  const visit = (path: string): void => {
    const text = texts.get(path)
    if (found.has(path) || text === undefined) return
    const file = transpile(morph, path, text, (each) => texts.has(each))
    found.set(path, file)
    for (const needed of file.requires.values()) visit(needed)
  }
  for (const root of roots) visit(root)
  return [...found.values()]
}

function transpile({ ts }: Morph, path: string, text: string, exists: (path: string) => boolean): Transpiled {
  const { outputText } = ts.transpileModule(text, {
    fileName: path,
    compilerOptions: {
      module: ts.ModuleKind.CommonJS,
      target: ts.ScriptTarget.ES2024,
      newLine: ts.NewLineKind.LineFeed,
      moduleDetection: ts.ModuleDetectionKind.Force,
      removeComments: true,
    },
    transformers: { before: [oneLineTemplates(ts)] },
  })
  const requires = new Map<string, string>()
  for (const { fileName } of ts.preProcessFile(outputText, true, true).importedFiles) {
    const target = isRelative(fileName) ? resolveImport(path, fileName, exists) : undefined
    if (target !== undefined) requires.set(fileName, target)
  }
  return { path, body: outputText.trimEnd(), requires }
}

/** Line breaks inside of template texts become escapes, so that the code may be indented without changing a text. */
function oneLineTemplates(ts: Morph["ts"]): Ts.TransformerFactory<Ts.SourceFile> {
  const escaped = (raw: string) => raw.replace(/\r\n?|\n/g, "\\n")
  return (context) => (file) => {
    const visit = (node: Ts.Node): Ts.Node => {
      // A tag sees the text as written: it stays as it is.
      if (ts.isTaggedTemplateExpression(node)) return node
      if (ts.isNoSubstitutionTemplateLiteral(node))
        return ts.factory.createNoSubstitutionTemplateLiteral(node.text, escaped(raw(node)))
      if (ts.isTemplateHead(node)) return ts.factory.createTemplateHead(node.text, escaped(raw(node)))
      if (ts.isTemplateMiddle(node)) return ts.factory.createTemplateMiddle(node.text, escaped(raw(node)))
      if (ts.isTemplateTail(node)) return ts.factory.createTemplateTail(node.text, escaped(raw(node)))
      return ts.visitEachChild(node, visit, context)
    }
    const raw = (node: Ts.TemplateLiteralLikeNode) => {
      const text = node.getText(file)
      return text.slice(1, text.endsWith("${") ? -2 : -1)
    }
    return ts.visitNode(file, visit) as Ts.SourceFile
  }
}

function expression(files: readonly Transpiled[], roots: readonly (readonly [string, string])[]): string {
  const ids = new Map(files.map(({ path }, id) => [path, id]))
  const units = files.map(({ body, requires }) => {
    const targets = [...requires].map(([written, path]) => `[${JSON.stringify(written)}, ${ids.get(path)}]`)
    return `[new Map([${targets.join(", ")}]), function (exports, require) {\n${body}\n}]`
  })
  const exported = roots.map(([path, file]) => `[${JSON.stringify(path)}]: load(${ids.get(file)})`)
  return `(() => {
const files = [
${units.join(",\n")}
]
const loaded = new Map()
const load = (id) => {
  if (loaded.has(id)) return loaded.get(id)
  const exports = Object.create(null)
  loaded.set(id, exports)
  const [targets, run] = files[id]
  run.call(undefined, exports, (written) => load(targets.get(written)))
  return exports
}
return { ${exported.join(", ")} }
})()`
}
