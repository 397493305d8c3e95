import { isRelative } from "./paths.ts"
import { load } from "./project.ts"

/** The relative paths that a TypeScript text imports, as written: what must be among the sources too. */
export async function relativeImports(text: string): Promise<string[]> {
  const { morph } = await load()
  const { importedFiles } = morph.ts.preProcessFile(text, true, false)
  return [...new Set(importedFiles.map(({ fileName }) => fileName))].filter(isRelative)
}
