import type { ConnectorDeclaration, ConnectorOption } from "../../lang/catalog.ts"
import { withSinkOptions, withSourceOptions } from "./common-options.ts"
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

/** What the command line can say of a connector's sources beside what it declares; rules have words of their own for it. */
export function sourceOptions(declaration: ConnectorDeclaration): readonly ConnectorOption[] {
  return withSourceOptions({ ...declaration, options: [] }).options
}
