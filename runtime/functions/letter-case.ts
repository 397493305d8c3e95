import { builtin, longestText, parameter, type } from "./declare.ts"

const text = [parameter("text", type.string, "the text")]

export const letterCase = [
  builtin("text", "lower", (value: string) => within(value).toLowerCase(), {
    doc: "The text in small letters, by Unicode's rules, the same in every country.",
    parameters: text,
    returns: type.string,
    examples: [
      { call: 'lower("Jane.Doe@Example.COM")', gives: "jane.doe@example.com" },
      { call: 'lower("ÅNGSTRÖM")', gives: "ångström" },
    ],
  }),
  builtin("text", "upper", (value: string) => within(value).toUpperCase(), {
    doc: "The text in capital letters, by Unicode's rules, the same in every country.",
    parameters: text,
    returns: type.string,
    examples: [
      { call: 'upper("gb")', gives: "GB" },
      { call: 'upper("straße")', gives: "STRASSE" },
    ],
  }),
  builtin("text", "fold", fold, {
    doc:
      "The text for comparisons: small letters without accents, letters such as `ø`, `ß` and `æ` written out (`o`, `ss`, `ae`), " +
      "compatible forms (full width, ligatures) made one, white space at the ends taken off and inside made one blank.",
    parameters: text,
    returns: type.string,
    examples: [
      { call: 'fold("  José   GARCÍA ")', gives: "jose garcia" },
      { call: 'fold("Łódź, Straße")', gives: "lodz, strasse" },
    ],
  }),
]

/** Letters that have no decomposition in Unicode, in the spelling that lists without accents use. */
const spelledOut: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  đ: "d",
  ð: "d",
  þ: "th",
  ł: "l",
  ħ: "h",
  ı: "i",
}

function fold(text: string): string {
  const folded = within(text)
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(/[ßæœøđðþłħı]/g, (letter) => spelledOut[letter]!)
  return oneBlank(folded)
}

function oneBlank(text: string): string {
  return text
    .split(/\s/)
    .filter((word) => word !== "")
    .join(" ")
}

/** Some letters become several, so what comes in is limited. */
function within(text: string): string {
  return text.slice(0, longestText)
}
