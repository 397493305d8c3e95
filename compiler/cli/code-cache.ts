import { homedir } from "node:os"
import { isAbsolute, join } from "node:path"
import process from "node:process"

/** What decides where users keep what can be made again: the environment, the system (`process.platform`) and the home folder. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly platform: string
  readonly home: () => string
}

/**
 * The folder in which compiled code is kept from one start to the next; nothing where the user has no place for it. It lies among the user's
 * own files, never in the folder for temporary ones, where another user could have put code for us to run.
 */
export function codeCacheFolder({ env, platform, home }: Surroundings): string | undefined {
  const base = cacheFolder(env, platform, home)
  return base === undefined || !isAbsolute(base) ? undefined : join(base, "cepheus", "code")
}

function cacheFolder(env: Surroundings["env"], platform: string, home: () => string): string | undefined {
  if (env.XDG_CACHE_HOME !== undefined && env.XDG_CACHE_HOME !== "") return env.XDG_CACHE_HOME
  if (platform === "win32") return env.LOCALAPPDATA
  try {
    return join(home(), platform === "darwin" ? "Library/Caches" : ".cache")
  } catch {
    // A user whom the system does not know, as in some containers, has no home.
    return undefined
  }
}

/** The folder for this process. */
export function ownCodeCacheFolder(): string | undefined {
  return codeCacheFolder({ env: process.env, platform: process.platform, home: homedir })
}
