import { readdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { fileFailure } from "../../../runtime/connectors/file/failure.ts"
import { makeFolder } from "../../../runtime/connectors/file/folder.ts"
import { CliError, exitCodes } from "../error.ts"
import { projectFiles } from "../project-files.ts"
import { print } from "../terminal.ts"

/** `cep init`: a small project to begin with. The folder must be empty or not there. */
export async function init(folder: string): Promise<number> {
  const inside = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return []
    throw new CliError(
      error.code === "ENOTDIR" ? `${folder} is a file: name a folder` : `cannot read ${folder}: ${error.message}`,
    )
  })
  if (inside.length > 0) throw new CliError(`${folder} is not empty: name a new folder, so that nothing is overwritten`)
  try {
    await makeFolder(folder)
    for (const [name, text] of Object.entries(projectFiles)) await writeFile(join(folder, name), text)
  } catch (error) {
    throw fileFailure("write into", folder, error)
  }
  const rules = join(folder, "rules.cep")
  await print(
    [
      `made ${Object.keys(projectFiles).join(", ")} in ${folder}`,
      "",
      "next:",
      `  cep test ${rules}`,
      `  cep run ${rules} --source Payment=file:${join(folder, "events.jsonl")}`,
      "",
    ].join("\n"),
  )
  return exitCodes.done
}
