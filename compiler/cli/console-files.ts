import { readdir, readFile } from "node:fs/promises"
import { fileURLToPath } from "node:url"
import type { ConsoleFiles } from "../../runtime/control/console.ts"

/** The files of the console, which `npm run build:console` makes; undefined: they were not made. */
export async function readConsole(): Promise<ConsoleFiles | undefined> {
  const folder = fileURLToPath(new URL("../../console/dist/", import.meta.url))
  try {
    const names = (await readdir(folder)).filter((name) => !name.endsWith(".map"))
    if (!names.includes("index.html")) return undefined
    return new Map(await Promise.all(names.map(async (name) => [name, await readFile(`${folder}/${name}`)] as const)))
  } catch {
    return undefined
  }
}
