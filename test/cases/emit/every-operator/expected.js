function create(library, params, host) {
  const { show, decimal } = library
  const known = (number) => (number === number ? number : undefined)
  const divide = (left, right) => (right === 0 ? NaN : left / right)
  const exact = (scaled) => (scaled === scaled ? decimal(scaled) : NaN)
  const differ = (left, right) => left !== undefined && right !== undefined && left === left && right === right && left !== right
  const lacks = (list, value) => list !== undefined && value !== undefined && !list.includes(value)
  const notBetween = (value, from, to) => value !== undefined && from !== undefined && to !== undefined && (value < from || value > to)
  const matching = (pattern, text) => text !== undefined && pattern.test(text)
  const wordsSet = new Set(["a", "b", "c", "d", "e", "f", "g", "h", "i"])
  const pattern = new RegExp("^a\"b`$", "i")
  const stringType = { kind: "string" }
  const decimalType = { kind: "decimal", scale: 2 }
  function share(part, whole) {
    return known(divide(part, whole))
  }
  const risky = ["NG", "RU"]
  const words = ["a", "b", "c", "d", "e", "f", "g", "h", "i"]
  const most = () => (params.least * 2)

  // rule Everything
  function everything_where_odd(event) {
    if (event.type !== 0) return false
    const it = event.fields
    return (
      (it.fee > 50 || lacks(risky, it.note)) &&
      wordsSet.has(it.note) &&
      it.flag === true &&
      notBetween(it.rate, params.least, most()) &&
      differ(it.größe === undefined ? undefined : share(it.rate, it.größe), 2) &&
      it.class + 1 > 2 &&
      matching(pattern, it.note)
    )
  }
  function everything_message(match, key) {
    return `note ${show(stringType, match.last(0).note)}: ${show(decimalType, known(exact(match.last(0).amount + match.last(0).fee)))}`
  }
  function everything_data(match, key) {
    return [
      decimal(match.last(0).amount - (match.last(0).fee ?? 0)),
      known(divide(match.last(0).amount / 100, match.last(0).rate)),
      match.last(0)["__proto__"],
      match.last(0).at + 3600000,
    ]
  }

  return {
    rules: [
      {
        conditions: [everything_where_odd],
        outputs: [
          { message: everything_message, data: everything_data },
        ],
      },
    ],
    series: [],
    awaited: [],
    readers: [
      // Odd
      null,
    ],
    decoders: [
      // Odd
      null,
    ],
    cellDecoders: [
      // Odd
      null,
    ],
    objectReaders: [
      // Odd
      null,
    ],
  }
}

export const rules = { manifest, create }
