import { posix } from "node:path"
import { ts } from "ts-morph"

/** An import, export-from, `import()` or `new URL("./x", import.meta.url)` of a file. */
export interface Import {
  specifier: string
  /** Erased before the program runs. */
  typeOnly: boolean
  /** Loaded when needed; cannot make a cycle at start. */
  dynamic: boolean
  line: number
}

/** A function with a body; `name` is that of the variable or property where it has none of its own. */
export interface FunctionFact {
  name: string
  line: number
  lines: number
  exported: boolean
  documented: boolean
  isAsync: boolean
  /** The body of a test or of a group of tests. */
  isTest: boolean
}

/** A word found at a line. */
export interface Found {
  what: string
  line: number
}

/** What the tidy rules need to know of a TypeScript file. */
export interface Facts {
  path: string
  lines: number
  imports: Import[]
  functions: FunctionFact[]
  /** Calls and uses of globals, such as `Date.now`, `new Date()`, `setTimeout`, `console.log`, `test.only`. */
  uses: Found[]
  anys: number[]
  /** Values at module level that can change. */
  mutable: Found[]
}

/** Reads the facts of one file; only its own text is needed. */
export function readFacts(path: string, text: string): Facts {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const facts: Facts = { path, lines: countLines(text), imports: [], functions: [], uses: [], anys: [], mutable: [] }
  const lineOf = (node: ts.Node) => file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1
  const visit = (node: ts.Node): void => {
    const imported = readImport(node)
    if (imported) facts.imports.push({ ...imported, line: lineOf(node) })
    const used = readUse(node)
    if (used !== undefined) facts.uses.push({ what: used, line: lineOf(node) })
    if (node.kind === ts.SyntaxKind.AnyKeyword) facts.anys.push(lineOf(node))
    if (ts.isFunctionLike(node) && "body" in node && node.body !== undefined)
      facts.functions.push(readFunction(node, file))
    ts.forEachChild(node, visit)
  }
  visit(file)
  for (const statement of file.statements) {
    for (const what of mutableNames(statement)) facts.mutable.push({ what, line: lineOf(statement) })
  }
  return facts
}

function countLines(text: string): number {
  return text.split("\n").length - (text.endsWith("\n") ? 1 : 0)
}

function readImport(node: ts.Node): Omit<Import, "line"> | undefined {
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
    return { specifier: node.moduleSpecifier.text, typeOnly: node.importClause?.isTypeOnly ?? false, dynamic: false }
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) {
    return { specifier: node.moduleSpecifier.text, typeOnly: node.isTypeOnly, dynamic: false }
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) && ts.isStringLiteral(node.argument.literal)) {
    return { specifier: node.argument.literal.text, typeOnly: true, dynamic: false }
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    const [argument] = node.arguments
    if (argument && ts.isStringLiteral(argument)) return { specifier: argument.text, typeOnly: false, dynamic: true }
  }
  return readUrl(node)
}

/** `new URL("./worker.ts", import.meta.url)` names a file that is used by its address. */
function readUrl(node: ts.Node): Omit<Import, "line"> | undefined {
  if (!ts.isNewExpression(node) || node.expression.getText() !== "URL") return undefined
  const [first, second] = node.arguments ?? []
  if (!first || !ts.isStringLiteral(first) || second?.getText() !== "import.meta.url") return undefined
  return first.text.endsWith(".ts") ? { specifier: first.text, typeOnly: false, dynamic: true } : undefined
}

const watchedGlobals = new Set([
  "setTimeout",
  "setInterval",
  "setImmediate",
  "process",
  "Buffer",
  "fetch",
  "eval",
  "performance",
])

/** The name of a watched global that the node uses; a property or a declaration of that name is something else. */
function readUse(node: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
    const text = `${node.expression.text}.${node.name.text}`
    if (/^(Date\.now|Math\.random|console\.\w+|crypto\.(randomUUID|getRandomValues))$/.test(text)) return text
    if (/^(test|it|describe)\.only$/.test(text)) return text
    if (/^(Date|globalThis)\./.test(text)) return undefined
  }
  if (ts.isNewExpression(node) && ts.isIdentifier(node.expression)) {
    if (node.expression.text === "Date" && (node.arguments?.length ?? 0) === 0) return "new Date()"
    if (node.expression.text === "Function") return "new Function"
  }
  if (ts.isIdentifier(node) && watchedGlobals.has(node.text) && isFree(node)) return node.text
  return undefined
}

function isFree(node: ts.Identifier): boolean {
  const { parent } = node
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node
  if (ts.isQualifiedName(parent)) return false
  const declares = "name" in parent && parent.name === node
  return !declares && !ts.isBindingElement(parent) && !ts.isImportSpecifier(parent) && !ts.isExportSpecifier(parent)
}

function readFunction(node: ts.FunctionLikeDeclaration, file: ts.SourceFile): FunctionFact {
  const at = (position: number) => file.getLineAndCharacterOfPosition(position).line
  const first = at(node.getStart(file))
  const { parent } = node
  const holder = ts.isVariableDeclaration(parent) ? parent.parent.parent : node
  const modifiers = ts.canHaveModifiers(holder) ? (ts.getModifiers(holder) ?? []) : []
  return {
    name: nameOf(node),
    line: first + 1,
    lines: at(node.end) - first + 1,
    exported: modifiers.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword),
    documented: ts.getJSDocCommentsAndTags(holder).length > 0,
    isAsync: (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Async) !== 0,
    isTest: ts.isCallExpression(parent) && /^(describe|test|it|suite)\b/.test(parent.expression.getText(file)),
  }
}

function nameOf(node: ts.FunctionLikeDeclaration): string {
  if (ts.isConstructorDeclaration(node)) return "constructor"
  if (node.name) return node.name.getText()
  const { parent } = node
  return (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent)) && parent.name
    ? parent.name.getText()
    : "function"
}

/** Names that a statement at module level binds so that they, or an empty collection in them, can change. */
function mutableNames(statement: ts.Statement): string[] {
  if (!ts.isVariableStatement(statement)) return []
  const fixed = (statement.declarationList.flags & ts.NodeFlags.Const) !== 0
  return statement.declarationList.declarations
    .filter(({ initializer }) => !fixed || (initializer !== undefined && isEmptyCollection(initializer)))
    .map((declaration) => declaration.name.getText())
}

function isEmptyCollection(node: ts.Expression): boolean {
  if (ts.isArrayLiteralExpression(node)) return node.elements.length === 0
  if (!ts.isNewExpression(node) || (node.arguments?.length ?? 0) > 0) return false
  return /^(Map|Set|WeakMap|WeakSet|Array)$/.test(node.expression.getText())
}

/** The path of the file that a relative specifier means; nothing for packages and `node:` modules. */
export function target(from: string, specifier: string): string | undefined {
  return specifier.startsWith(".") ? posix.join(posix.dirname(from), specifier) : undefined
}

/** The package that a specifier names; `node:` modules are the package "node". */
export function packageOf(specifier: string): string | undefined {
  if (specifier.startsWith(".")) return undefined
  if (specifier.startsWith("node:")) return "node"
  const parts = specifier.split("/")
  return specifier.startsWith("@") ? parts.slice(0, 2).join("/") : parts[0]
}
