/** Who may do what over the control interface. */
import { createHash, timingSafeEqual } from "node:crypto"

/** `see`: look. `operate`: savepoint, stop, parameters. `change`: other rules. Who may do something may also look. */
export type Role = "see" | "operate" | "change"

const allRoles: readonly Role[] = ["see", "operate", "change"]

/** A secret, whose it is, and what it is good for. */
export interface Token {
  readonly name: string
  readonly roles: ReadonlySet<Role>
  readonly secret: string
}

/** Who asks. */
export interface Caller {
  /** Of the token; null: there are no tokens, and everyone who reaches the address may ask. */
  readonly name: string | null
  readonly roles: ReadonlySet<Role>
}

/** Who asks where there are no tokens. */
export const anyone: Caller = { name: null, roles: new Set(allRoles) }

/** Who asks without a token where one is needed. */
export const nobody: Caller = { name: null, roles: new Set() }

/** What is wrong with a file of tokens; the message holds nothing of a secret. */
export class TokenFileError extends Error {}

/** Shorter ones can be tried out. */
const shortestSecret = 16
/** Enough for people and tools; each request is compared with all. */
const mostTokens = 1000

/**
 * The tokens of a file: one secret alone, which may do all and is called `token`; or lines `NAME ROLES SECRET`, with roles divided by commas, blank lines and those that begin with `#` left
 * out. Several secrets of one name are one person's: so a secret is replaced without a gap. Throws `TokenFileError`.
 */
export function readTokens(text: string): Token[] {
  const lines = text
    .replace(/^\ufeff/, "")
    .split(/\r?\n/)
    .map((line, i) => ({ words: line.trim().split(/\s+/), number: i + 1 }))
    .filter(({ words: [first = ""] }) => first !== "" && !first.startsWith("#"))
  const [only, ...more] = lines
  if (only === undefined) throw new TokenFileError(`is empty: ${advice}`)
  if (more.length === 0 && only.words.length === 1) {
    return [{ name: "token", roles: new Set(allRoles), secret: checked(only.words[0]!, only.number) }]
  }
  if (lines.length > mostTokens) throw new TokenFileError(`has more than ${mostTokens} tokens`)
  const tokens = lines.map(({ words, number }) => readLine(words, number))
  const secrets = new Set(tokens.map(({ secret }) => secret))
  if (secrets.size < tokens.length) throw new TokenFileError("has one secret twice: give each line a secret of its own")
  return tokens
}

const advice =
  "give one line with a secret, such as `openssl rand -hex 32` makes, or lines NAME ROLES SECRET, with roles see, operate or change divided by commas"

function readLine(words: readonly string[], number: number): Token {
  const [name = "", given = "", secret = ""] = words
  if (words.length !== 3) throw new TokenFileError(`has ${words.length} words in line ${number}: ${advice}`)
  if (!/^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$/.test(name)) {
    throw new TokenFileError(
      `has no name at the beginning of line ${number}: letters, digits, dot, dash, underscore and @, at most 64`,
    )
  }
  const roles = given.split(",").map((role) => allRoles.find((known) => known === role))
  if (roles.includes(undefined)) {
    throw new TokenFileError(`has roles in line ${number} that are none: ${allRoles.join(", ")}, divided by commas`)
  }
  return { name, roles: new Set(["see", ...(roles as Role[])]), secret: checked(secret, number) }
}

function checked(secret: string, number: number): string {
  if (/^[\x21-\x7e]+$/.test(secret) && secret.length >= shortestSecret) return secret
  throw new TokenFileError(
    `has a secret in line ${number} that is too short or has other signs: at least ${shortestSecret} letters, digits and signs without spaces, such as \`openssl rand -hex 32\` makes`,
  )
}

/** Finds who asks by the secret that is sent. */
export class Access {
  #known: readonly { readonly caller: Caller; readonly hash: Uint8Array }[] = []

  constructor(tokens: readonly Token[]) {
    this.replace(tokens)
  }

  /** From now on these tokens hold, and no others. */
  replace(tokens: readonly Token[]): void {
    this.#known = tokens.map(({ name, roles, secret }) => ({ caller: { name, roles }, hash: hashOf(secret) }))
  }

  /** Takes as long whichever token it is, and whichever it is not. undefined: it is none. */
  find(secret: string): Caller | undefined {
    const hash = hashOf(secret)
    let found: Caller | undefined
    for (const known of this.#known) if (timingSafeEqual(known.hash, hash)) found = known.caller
    return found
  }
}

/** Of equal length whatever the secret's is. */
function hashOf(secret: string): Uint8Array {
  return createHash("sha256").update(secret).digest()
}
