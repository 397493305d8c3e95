import type { Project, SourceFile } from "ts-morph"
import type { Source } from "../../lang/source.ts"
import { outsidePath, outsideTypes } from "./outside.ts"
import { isTypeScript, projectPath } from "./paths.ts"

/** The library as loaded; it has TypeScript itself as `ts`. */
export type Morph = typeof import("ts-morph")

interface Loaded {
  readonly morph: Morph
  readonly project: Project
}

/**
 * Loading TypeScript and its own declarations takes about a second, so it is done once in a process, when a TypeScript file is
 * met. The project has no memory that matters: before each use its files are made those of the compilation at hand.
 */
const once: { loaded?: Promise<Loaded> } = {}

/** TypeScript and the one project. */
export function load(): Promise<Loaded> {
  once.loaded ??= import("ts-morph").then((morph) => ({ morph, project: makeProject(morph) }))
  return once.loaded
}

function makeProject({ Project, ts }: Morph): Project {
  const project = new Project({
    useInMemoryFileSystem: true,
    compilerOptions: {
      strict: true,
      target: ts.ScriptTarget.ES2024,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      moduleDetection: ts.ModuleDetectionKind.Force,
      // JavaScript alone: of what the machine or the browser adds there is only what `outside.ts` says.
      lib: ["lib.es2024.d.ts"],
      types: [],
      allowImportingTsExtensions: true,
      isolatedModules: true,
      skipLibCheck: true,
      noEmit: true,
    },
  })
  project.createSourceFile(outsidePath, outsideTypes)
  return project
}

/** A TypeScript source in the project. */
export interface UserFile {
  readonly source: Source
  /** Its path in the project. */
  readonly path: string
  readonly file: SourceFile
}

/** Makes the project's files those of a compilation; gives them in the order of the sources, each once. */
export function fill(project: Project, sources: readonly Source[]): UserFile[] {
  const wanted = new Map<string, Source>()
  for (const source of sources) {
    const path = projectPath(source.path)
    if (isTypeScript(path) && !wanted.has(path)) wanted.set(path, source)
  }
  for (const file of project.getSourceFiles()) {
    const path = file.getFilePath()
    if (path !== outsidePath && !wanted.has(path)) project.removeSourceFile(file)
  }
  return [...wanted].map(([path, source]) => ({ source, path, file: put(project, path, source.text) }))
}

function put(project: Project, path: string, text: string): SourceFile {
  const present = project.getSourceFile(path)
  if (present?.getFullText() === text) return present
  return project.createSourceFile(path, text, { overwrite: true })
}
