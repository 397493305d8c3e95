import { execFileSync } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { homedir } from "node:os"
import { join } from "node:path"
import process from "node:process"

/** The folder with the jars of a service. Maven fetches them once for each content of its `pom.xml`, into the user's cache. Throws when it cannot. */
export async function serviceJars(name: string, pom: string): Promise<string> {
  const version = createHash("sha256").update(readFileSync(pom)).digest("hex").slice(0, 12)
  return await keptFolder(`${name}-${version}`, (folder) => fetchInto(folder, name, pom))
}

/** A folder of the user's cache, filled when it is first asked for: by one process, whoever else waits for it. Throws what `fill` throws. */
export async function keptFolder(name: string, fill: (unfinished: string) => void): Promise<string> {
  const base = process.env.CEPHEUS_TEST_CACHE ?? join(homedir(), ".cache", "cepheus-tests")
  const folder = join(base, name)
  if (existsSync(folder)) return folder
  mkdirSync(base, { recursive: true })
  const release = await lock(join(base, `${name}.lock`))
  try {
    if (existsSync(folder)) return folder
    const unfinished = `${folder}.${process.pid}.tmp`
    rmSync(unfinished, { recursive: true, force: true })
    fill(unfinished)
    renameSync(unfinished, folder)
  } finally {
    release()
  }
  return folder
}

function fetchInto(unfinished: string, name: string, pom: string): void {
  const goal = ["dependency:copy-dependencies", `-DoutputDirectory=${unfinished}`, "-DincludeScope=runtime"]
  try {
    execFileSync("mvn", ["-B", "-q", "-ntp", "-f", pom, ...goal], { stdio: ["ignore", "pipe", "pipe"] })
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: Buffer | string; stderr?: Buffer | string }
    throw new Error(`no ${name} for the tests: Maven (mvn) and Java 17 must be there. ${stdout}${stderr}`, {
      cause: error,
    })
  }
}

/** One process at a time; one that died with the lock in hand does not keep it. */
async function lock(path: string): Promise<() => void> {
  for (;;) {
    try {
      writeFileSync(path, String(process.pid), { flag: "wx" })
      return () => rmSync(path, { force: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error
    }
    if (!isHeld(path)) rmSync(path, { force: true })
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

function isHeld(path: string): boolean {
  try {
    const holder = Number(readFileSync(path, "utf8"))
    // Another one is just about to write its number.
    if (!(holder > 0)) return true
    process.kill(holder, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"
  }
}
