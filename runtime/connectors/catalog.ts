import type { ConnectorDeclaration } from "../../lang/catalog.ts"
import { withSinkOptions } from "./common-options.ts"
import { fileDeclaration } from "./file/declare.ts"
import { kafkaDeclaration } from "./kafka/declare.ts"
import { postgresDeclaration } from "./postgres/declare.ts"
import { webhookDeclaration } from "./webhook/declare.ts"

/** What the connectors of this package declare: plain data, so that the compiler can check rules without loading them. */
export const connectorDeclarations: readonly ConnectorDeclaration[] = [
  fileDeclaration,
  kafkaDeclaration,
  postgresDeclaration,
  webhookDeclaration,
].map(withSinkOptions)
