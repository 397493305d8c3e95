/** What the editor knows of rules: the language service of the compiler, which runs here as it runs in other editors. */
import { defaultCatalog } from "../compiler/catalog.ts"
import { type Completion, createService, type Hover, type Service } from "../compiler/service/index.ts"
import type { TypeScriptTypes } from "../lang/check/typescript.ts"
import type { Diagnostic } from "../lang/diagnostic.ts"
import type { RuleFile } from "./api.ts"

export type { Completion, Diagnostic, Hover }

type Functions = NonNullable<ReturnType<TypeScriptTypes["functions"]>>
type Interfaces = NonNullable<ReturnType<TypeScriptTypes["interfaces"]>>

/** Types of TypeScript files as the job tells them: by path, then by name. */
export interface ToldTypes {
  readonly functions: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly interfaces: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

/** Files of rules, and what is known about them. */
export class Language {
  readonly #service: Service = createService({ catalog: defaultCatalog })
  #files: readonly RuleFile[] = []
  #typed = false

  /** Takes these files in the place of those it had. */
  set(files: readonly RuleFile[]): void {
    const paths = new Set(files.map(({ path }) => path))
    for (const { path } of this.#files) if (!paths.has(path)) this.#service.remove(path)
    const before = new Map(this.#files.map(({ path, text }) => [path, text]))
    for (const { path, text } of files) if (before.get(path) !== text) this.#service.update(path, text)
    this.#files = files
  }

  /** Takes the types of TypeScript files, which only the job can find out. */
  setTypes({ functions, interfaces }: ToldTypes): void {
    const named = (all: Readonly<Record<string, Readonly<Record<string, unknown>>>>) =>
      new Map(Object.entries(all).map(([path, types]) => [path, new Map(Object.entries(types))]))
    const [ofFunctions, ofInterfaces] = [named(functions), named(interfaces)]
    this.#service.setTypeScript({
      functions: (path) => ofFunctions.get(path) as Functions | undefined,
      interfaces: (path) => ofInterfaces.get(path) as Interfaces | undefined,
    })
    this.#typed = true
  }

  /** Rules use TypeScript, and its types are not known here: what is said of types would be wrong. */
  get lacksTypes(): boolean {
    return !this.#typed && this.#files.some(({ path }) => path.endsWith(".ts"))
  }

  /** The problems of all files, as `cep check` has them. */
  diagnostics(): readonly Diagnostic[] {
    const all = this.#files
      .filter(({ path }) => path.endsWith(".cep"))
      .flatMap(({ path }) => this.#service.diagnostics(path))
    // Codes that begin with 1 are about what is written, all others need types.
    return this.lacksTypes ? all.filter(({ code }) => code.startsWith("CEP1")) : all
  }

  complete(path: string, offset: number): readonly Completion[] {
    return this.#service.complete(path, offset)
  }

  hover(path: string, offset: number): Hover | undefined {
    return this.#service.hover(path, offset)
  }
}
