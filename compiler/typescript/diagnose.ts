import type { ImportTypeNode, Node, Project, SourceFile, ts as Ts } from "ts-morph"
import type { Report } from "../../lang/diagnostic.ts"
import { messages } from "../../lang/messages/generated.ts"
import type { Span } from "../../lang/source.ts"
import { isRelative, resolveImport } from "./paths.ts"
import type { Morph, UserFile } from "./project.ts"

/** TypeScript's own words about imports that cannot be found: said better, and already, by `diagnoseImport`. */
const unresolved = new Set([2307, 2792, 7016, 2732, 2835, 6137, 2691, 6142])
/** `await` outside of functions, likewise. */
const awaiting = new Set([1375, 1378, 1309])

/** Reports what is wrong in the TypeScript files, whether rules use that part or not. */
export function diagnose(morph: Morph, project: Project, files: readonly UserFile[], report: Report): void {
  const paths = new Set(files.map(({ path }) => path))
  const program = project.getProgram()
  for (const { source, path, file } of files) {
    const spanOf = (node: Node): Span => ({ path: source.path, start: node.getStart(), end: node.getEnd() })
    const exists = (each: string) => paths.has(each)
    diagnoseNodes(morph, file, { report, spanOf, find: (specifier) => resolveImport(path, specifier, exists) })
    for (const diagnostic of [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]) {
      if (unresolved.has(diagnostic.getCode()) || awaiting.has(diagnostic.getCode())) continue
      addTypeScript(morph, diagnostic.compilerObject, source.path, report)
    }
  }
}

function addTypeScript(morph: Morph, diagnostic: Ts.Diagnostic, path: string, report: Report): void {
  const words = morph.ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n").split(/\s*\n\s*/)
  const text = words.map((line) => line.replace(/\.$/, "")).join("; ")
  const start = diagnostic.start ?? 0
  const name = /^Cannot find name '([\w:/]+)'/.exec(text)?.[1]
  if (name !== undefined && (takenNames.has(name) || name.startsWith("node:"))) return
  const outside = name !== undefined && outsideNames.has(name)
  const hint = outside ? `there is no \`${name}\` in functions for rules: they get values and give a value` : undefined
  const problem = `${outside ? text.replace(/; |\. (Do|Did|Try).*$/g, "") : text} (TS${diagnostic.code})`
  report.add(messages.typescriptError({ problem }), { path, start, end: start + (diagnostic.length ?? 0) }, { hint })
}

/** The names that CommonJS takes. */
const takenNames = new Set(["require", "exports"])

const outsideNames = new Set(
  "console process Buffer setInterval setImmediate queueMicrotask window document global performance crypto".split(" "),
)

interface Finder {
  readonly report: Report
  readonly spanOf: (node: Node) => Span
  readonly find: (specifier: string) => string | undefined
}

function diagnoseNodes({ Node, SyntaxKind }: Morph, file: SourceFile, finder: Finder): void {
  const { report, spanOf } = finder
  for (const declaration of [...file.getImportDeclarations(), ...file.getExportDeclarations()]) {
    const specifier = declaration.getModuleSpecifier()
    if (specifier !== undefined) diagnoseImport(specifier, specifier.getLiteralText(), finder)
  }
  /** Those of the taken names that were said already. */
  const seen = new Set<string>()
  file.forEachDescendant((node) => {
    if (Node.isImportTypeNode(node)) diagnoseImportType(node, finder)
    else if (node.getKind() === SyntaxKind.ImportKeyword && Node.isCallExpression(node.getParent())) {
      report.add(messages.typescriptDynamicImport({ word: "import(…)" }), spanOf(node))
    } else if (Node.isIdentifier(node) && isTaken(node.getText()) && isName(node)) {
      seen.add(node.getText())
      report.add(messages.typescriptDynamicImport({ word: node.getText() }), spanOf(node))
    } else if (Node.isAwaitExpression(node) || (Node.isForOfStatement(node) && node.isAwaited())) {
      if (isOutsideFunctions(node)) report.add(messages.typescriptTopLevelAwait(), spanOf(node.getFirstChildOrThrow()))
    } else diagnoseChance(node)
  })

  function isTaken(name: string): boolean {
    return takenNames.has(name) && !seen.has(name)
  }

  /** Whether an identifier stands for a variable, and is not a name after a dot or before a colon. */
  function isName(node: Node): boolean {
    const parent = node.getParent()
    if (Node.isPropertyAccessExpression(parent)) return parent.getNameNode() !== node
    if (Node.isPropertyAssignment(parent) || Node.isPropertySignature(parent) || Node.isMethodDeclaration(parent)) {
      return parent.getNameNode() !== node
    }
    return !Node.isQualifiedName(parent) && !Node.isMethodSignature(parent) && !Node.isPropertyDeclaration(parent)
  }

  function isOutsideFunctions(node: Node): boolean {
    return !node
      .getAncestors()
      .some(
        (each) => Node.isFunctionLikeDeclaration(each) || Node.isArrowFunction(each) || Node.isFunctionExpression(each),
      )
  }

  function diagnoseChance(node: Node): void {
    const isClock =
      Node.isNewExpression(node) && node.getExpression().getText() === "Date" && node.getArguments().length === 0
    const isCall =
      Node.isCallExpression(node) && ["Date.now", "Math.random", "Date"].includes(node.getExpression().getText())
    if (!isClock && !isCall) return
    report.add(messages.typescriptNotRepeatable({ call: node.getText().replace(/\s+/g, " ") }), spanOf(node))
  }
}

function diagnoseImportType(node: ImportTypeNode, finder: Finder): void {
  const argument = node.getArgument()
  diagnoseImport(argument, argument.getText().slice(1, -1), finder)
}

function diagnoseImport(node: Node, specifier: string, { report, spanOf, find }: Finder): void {
  if (!isRelative(specifier)) report.add(messages.typescriptPackageImport({ specifier }), spanOf(node))
  else if (find(specifier) === undefined) report.add(messages.typescriptMissingImport({ specifier }), spanOf(node))
}
