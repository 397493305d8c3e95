import type { Catalog } from "../lang/catalog.ts"
import { connectorDeclarations } from "../runtime/connectors/catalog.ts"
import { declarations } from "../runtime/functions/index.ts"

/** The functions and connectors that come with the package. */
export const defaultCatalog: Catalog = { functions: declarations, connectors: connectorDeclarations }
