import type { Catalog } from "../lang/catalog.ts"
import { connectorDeclarations } from "../runtime/connectors/catalog.ts"
import { declarations } from "../runtime/functions/index.ts"
import { onnxDeclaration } from "../runtime/models/declare.ts"

/** The functions, connectors and kinds of models that come with the package. */
export const defaultCatalog: Catalog = {
  functions: declarations,
  connectors: [...connectorDeclarations, onnxDeclaration],
}
