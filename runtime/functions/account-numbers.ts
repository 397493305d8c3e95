import { builtin, parameter, type } from "./declare.ts"

export const accountNumbers = [
  builtin("text", "luhnValid", luhnValid, {
    doc: "Whether a card number has 12 to 19 digits and the right check digit (Luhn). Blanks and hyphens are passed over.",
    parameters: [parameter("card", type.string, "the card number")],
    returns: type.boolean,
    examples: [
      { call: 'luhnValid("4111 1111 1111 1111")', gives: true },
      { call: 'luhnValid("4111111111111112")', gives: false },
    ],
  }),
  builtin("text", "ibanValid", ibanValid, {
    doc: "Whether an account number has the form of an IBAN and the right check digits. Blanks are passed over; the country's own rules are not judged.",
    parameters: [parameter("iban", type.string, "the account number")],
    returns: type.boolean,
    examples: [
      { call: 'ibanValid("GB82 WEST 1234 5698 7654 32")', gives: true },
      { call: 'ibanValid("GB82WEST12345698765433")', gives: false },
    ],
  }),
]

/** ISO/IEC 7812-1: from the right, every second digit doubled (its digits added), the sum divisible by ten. */
function luhnValid(text: string): boolean {
  if (text.length > 64) return false
  const digits = text.replace(/[ -]/g, "")
  if (!/^\d{12,19}$/.test(digits)) return false
  let sum = 0
  for (let at = 0; at < digits.length; at++) {
    const digit = Number(digits[digits.length - 1 - at])
    sum += at % 2 === 0 ? digit : digit * 2 - (digit > 4 ? 9 : 0)
  }
  return sum % 10 === 0
}

/** ISO 13616: the first four signs put last, letters as numbers (A = 10), the whole modulo 97 is 1. */
function ibanValid(text: string): boolean {
  if (text.length > 64) return false
  const iban = text.replaceAll(" ", "").toUpperCase()
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(iban)) return false
  let rest = 0
  for (const sign of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(sign, 36)
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97
  }
  return rest === 1
}
