/** Pieces of JSON Schema that descriptions of requests and answers are put together from. */

export const text = { type: "string" } as const
export const count = { type: "integer", minimum: 0 } as const
export const number = { type: "number" } as const
export const flag = { type: "boolean" } as const
export const time = { type: ["string", "null"], format: "date-time" } as const
/** Any JSON. */
export const anything = {} as const

/** A value of the type, or null. */
export const orNull = (type: "number" | "integer" | "string") => ({ type: [type, "null"] }) as const

type Properties = Readonly<Record<string, object>>

/** An object that has all of these, and nothing else. */
export function object<P extends Properties>(properties: P, optional: readonly (keyof P & string)[] = []) {
  const required = Object.keys(properties).filter((name) => !optional.includes(name))
  return { type: "object", required, properties, additionalProperties: false } as const
}

/** Likewise; it may have others, too. */
export function openObject<P extends Properties>(properties: P, optional: readonly (keyof P & string)[] = []) {
  return { ...object(properties, optional), additionalProperties: true } as const
}

/** A list of such values. */
export const listOf = <T extends object>(items: T) => ({ type: "array", items }) as const

export const errorSchema = openObject({ error: text, message: text })

const meanings = {
  400: "The request is wrong",
  401: "No token, or one that nobody has",
  403: "The token does not allow this, or a page of another site asks",
  404: "There is no such thing",
  409: "It cannot be done now; nothing was changed",
  413: "The body is too large",
  415: "The body is no application/json",
  422: "The rules have errors; nothing was changed",
  429: "Too many requests, or too many wait; nothing was changed",
  500: "It failed",
  501: "This job cannot do that; the message says why",
  503: "Not now: a part of the job has failed, or it is stopping",
  504: "Still under way",
} as const

/** Answers that are no success. */
export function failures(...codes: readonly (keyof typeof meanings)[]) {
  return Object.fromEntries(codes.map((code) => [code, { description: meanings[code], ...errorSchema }]))
}
