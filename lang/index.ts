/** What a `.cep` text is and means: reading it and laying it out. */
export { type Diagnostic, Report, render } from "./diagnostic.ts"
export type { Source, Span } from "./source.ts"
export type { FileNode } from "./syntax/ast.ts"
export { parse } from "./syntax/parse.ts"
