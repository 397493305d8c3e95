import type { ExportedDeclarations, Node, Signature, SourceFile, Symbol as TsSymbol, Type as TsType } from "ts-morph"
import { normalizePath } from "../../lang/check/paths.ts"
import type { FieldType, Type } from "../../lang/check/types.ts"
import type { TypeScriptFunction, TypeScriptProblem, TypeScriptTypes } from "../../lang/check/typescript.ts"
import type { Report } from "../../lang/diagnostic.ts"
import type { Source, Span } from "../../lang/source.ts"
import { diagnose } from "./diagnose.ts"
import { mapFields, mapType, promised } from "./map-type.ts"
import { isTypeScript } from "./paths.ts"
import { fill, load, type Morph, type UserFile } from "./project.ts"

type Functions = ReadonlyMap<string, TypeScriptFunction | TypeScriptProblem>
type Interfaces = ReadonlyMap<string, readonly FieldType[] | TypeScriptProblem>

/**
 * Reads the types of the TypeScript files among the sources and puts what is wrong in the files themselves into the report.
 * All answers are made at once, as plain data. Where there is no TypeScript file, nothing is loaded.
 */
export async function readTypes(sources: readonly Source[], report: Report): Promise<TypeScriptTypes> {
  const functions = new Map<string, Functions>()
  const interfaces = new Map<string, Interfaces>()
  if (sources.some(({ path }) => isTypeScript(path))) {
    const { morph, project } = await load()
    const files = fill(project, sources)
    diagnose(morph, project, files, report)
    const reader = new Reader(morph, files)
    for (const { source, file } of files) {
      functions.set(normalizePath(source.path), reader.functions(file))
      interfaces.set(normalizePath(source.path), reader.interfaces(file))
    }
  }
  return {
    functions: (path) => functions.get(normalizePath(path)),
    interfaces: (path) => interfaces.get(normalizePath(path)),
  }
}

class Reader {
  readonly #morph: Morph
  /** The authors' paths by those in the project. */
  readonly #paths: ReadonlyMap<string, string>

  constructor(morph: Morph, files: readonly UserFile[]) {
    this.#morph = morph
    this.#paths = new Map(files.map(({ path, source }) => [path, source.path]))
  }

  functions(file: SourceFile): Functions {
    const found = new Map<string, TypeScriptFunction | TypeScriptProblem>()
    for (const [name, declarations] of file.getExportedDeclarations()) {
      const value = declarations.find((each) => !this.#isType(each))
      if (value !== undefined) found.set(name, this.#function(value, declarations))
    }
    return found
  }

  interfaces(file: SourceFile): Interfaces {
    const found = new Map<string, readonly FieldType[] | TypeScriptProblem>()
    for (const [name, declarations] of file.getExportedDeclarations()) {
      const type = declarations.find((each) => this.#isType(each))
      if (type !== undefined) found.set(name, this.#interface(type))
    }
    for (const hidden of [...file.getInterfaces(), ...file.getTypeAliases()]) {
      if (found.has(hidden.getName())) continue
      found.set(hidden.getName(), this.#problem("it is not exported: write `export` before it", hidden.getNameNode()))
    }
    return found
  }

  #isType(node: Node): boolean {
    const { Node } = this.#morph
    return Node.isInterfaceDeclaration(node) || Node.isTypeAliasDeclaration(node)
  }

  #interface(node: Node): readonly FieldType[] | TypeScriptProblem {
    const { Node } = this.#morph
    if (!Node.isInterfaceDeclaration(node) && !Node.isTypeAliasDeclaration(node))
      return this.#problem("it is no type", node)
    const name = node.getNameNode()
    if (node.getTypeParameters().length > 0) return this.#problem("it is generic: an event has fixed types", name)
    const type = node.getType()
    if (!type.isObject() && !type.isIntersection()) return this.#problem("it is no interface", name)
    const fields = mapFields(type, "field", node)
    return "problem" in fields ? this.#problem(`it ${fields.problem}`, name) : fields
  }

  #function(node: ExportedDeclarations, all: readonly ExportedDeclarations[]): TypeScriptFunction | TypeScriptProblem {
    const { Node } = this.#morph
    const name = (Node.hasName(node) && node.getNameNode()) || node
    if (Node.isClassDeclaration(node)) return this.#problem("it is a class, not a function", name)
    const signatures = node.getType().getCallSignatures()
    const [signature] = signatures
    if (signature === undefined) return this.#problem("it is no function", name)
    if (signatures.length > 1 || all.length > 1)
      return this.#problem("it can be called in several ways: export one function for each", name)
    return this.#signature(signature, node, name)
  }

  #signature(signature: Signature, node: Node, name: Node): TypeScriptFunction | TypeScriptProblem {
    if (signature.getTypeParameters().length > 0)
      return this.#problem("it is generic: write the types themselves", name)
    const parameters: { name: string; type: Type }[] = []
    for (const [at, symbol] of signature.getParameters().entries()) {
      const parameter = this.#parameter(symbol, at, node)
      if ("problem" in parameter) return this.#problem(parameter.problem, symbol.getValueDeclaration() ?? name)
      parameters.push(parameter)
    }
    const given = signature.getReturnType()
    const later = promised(given)
    const returns = this.#result(later ?? given, node)
    if ("problem" in returns) return this.#problem(returns.problem, name)
    const found = { parameters, returns, span: this.#span(name) }
    return later === undefined ? found : { ...found, async: true }
  }

  #parameter(symbol: TsSymbol, at: number, node: Node): { name: string; type: Type } | { problem: string } {
    const declaration = symbol.getValueDeclaration()
    const { Node } = this.#morph
    const name = symbol.getName().startsWith("__") ? `argument${at + 1}` : symbol.getName()
    const isParameter = declaration !== undefined && Node.isParameterDeclaration(declaration)
    if (isParameter && declaration.isRestParameter())
      return { problem: `its parameter \`...${name}\` takes any number of values: name each of them` }
    const type = mapType(symbol.getTypeAtLocation(node), "parameter", node)
    if ("problem" in type) return { problem: `its parameter \`${name}\` ${type.problem}` }
    const isOptional = isParameter && declaration.isOptional() && type.kind !== "optional"
    return { name, type: isOptional ? { kind: "optional", of: type } : type }
  }

  #result(type: TsType, node: Node): Type | { problem: string } {
    const returns = mapType(type, "result", node)
    return "problem" in returns ? { problem: `its result ${returns.problem}` } : returns
  }

  #problem(problem: string, node: Node): TypeScriptProblem {
    return { problem, span: this.#span(node) }
  }

  #span(node: Node): Span {
    const path = this.#paths.get(node.getSourceFile().getFilePath()) ?? node.getSourceFile().getFilePath()
    return { path, start: node.getStart(), end: node.getEnd() }
  }
}
