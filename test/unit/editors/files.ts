import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("../../..", import.meta.url))

/** All `.cep` files below folders of the repository, in name order. */
export function cepFiles(...folders: readonly string[]): { readonly path: string; readonly text: string }[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .map((name) => join(folder, name).replaceAll("\\", "/"))
      .filter((path) => path.endsWith(".cep") && !path.includes("node_modules"))
      .sort()
      .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") })),
  )
}
