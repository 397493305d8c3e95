function create(library, params, host) {
  const { show, sum, decimal } = library
  const differ = (left, right) => left !== undefined && right !== undefined && left === left && right === right && left !== right
  const enumType = { kind: "enum", values: ["GB", "NG"] }
  const stringType = { kind: "string" }
const user = (() => {
const files = [
[new Map([]), function (exports, require) {
"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.countryOf = countryOf;
exports.ownerOf = ownerOf;
async function countryOf(address) {
    return address.startsWith("10.") ? "GB" : "NG";
}
async function ownerOf(device) {
    return device;
}
}]
]
const loaded = new Map()
const load = (id) => {
  if (loaded.has(id)) return loaded.get(id)
  const exports = Object.create(null)
  loaded.set(id, exports)
  const [targets, run] = files[id]
  run.call(undefined, exports, (written) => load(targets.get(written)))
  return exports
}
return { ["lookups.ts"]: load(0) }
})()
  const fromUser = (name, type, optional, value) => {
    if ((value === undefined || value === null) && optional) return undefined
    switch (type.kind) {
      case "number":
        if (Number.isFinite(value)) return value
        break
      case "string":
      case "boolean":
        if (typeof value === type.kind) return value
        break
      case "enum":
        if (type.values.includes(value)) return value
        break
      case "time":
        if (Object.prototype.toString.call(value) === "[object Date]" && !Number.isNaN(value.getTime())) return value.getTime()
        break
      case "list":
        if (Array.isArray(value)) return Array.from(value, (item) => fromUser("an item of " + name, type.of, false, item))
        break
      case "record":
        if (typeof value !== "object" || value === null || Array.isArray(value)) break
        return Object.fromEntries(type.fields.map((field) => [field.name, fromUser("field " + field.name + " of " + name, field.type, field.optional, value[field.name])]))
    }
    const found = typeof value === "string" ? JSON.stringify(value.slice(0, 80)) : typeof value === "object" && value !== null ? "an object" : String(value)
    const wanted = type.kind === "enum" ? "one of " + JSON.stringify(type.values) : "a value of type " + type.kind
    throw new TypeError(name + " is " + found + " where " + wanted + " was declared")
  }
  const countryOf = (address) => user["lookups.ts"].countryOf(address)
  const ownerOf = (device) => user["lookups.ts"].ownerOf(device)

  // rule Abroad
  function abroad_where_login(event) {
    if (event.type !== 0) return false
    const it = event.fields
    return differ(host.awaited(0, event), "GB")
  }
  function abroad_where_payments(event, match) {
    if (event.type !== 1) return false
    const it = event.fields
    return differ(host.awaited(1, event), host.awaited(0, match.record(0, -1)))
  }
  function abroad_where_last(event, match) {
    if (event.type !== 1) return false
    const it = event.fields
    return host.score(0, [decimal(it.amount + decimal(sum(match.list(1), (each) => each.amount))), !(host.awaited(1, event) === "GB")]) > 0.5
  }
  function abroad_message(match, key) {
    return `${show(enumType, host.awaited(1, match.record(1, 0)))} ${show(enumType, host.awaited(1, match.record(1, 1)))}`
  }
  function abroad_data(match, key) {
    return [
      host.awaited(2, match.record(2, -1)),
      host.score(0, [match.last(2).amount, true]),
    ]
  }

  return {
    rules: [
      {
        conditions: [abroad_where_login, abroad_where_payments, abroad_where_last],
        outputs: [
          { message: abroad_message, data: abroad_data },
        ],
      },
    ],
    series: [],
    awaited: [
      // countryOf(each.address)
      { call: (each) => (each.address === undefined ? undefined : countryOf(each.address)), result: (given) => fromUser("the result of countryOf", enumType, false, given) },
      // countryOf(each.address)
      { call: (each) => (each.address === undefined ? undefined : countryOf(each.address)), result: (given) => fromUser("the result of countryOf", enumType, false, given) },
      // ownerOf("device " ++ each.id)
      { call: (each) => ownerOf(`device ${each.id}`), result: (given) => fromUser("the result of ownerOf", stringType, true, given) },
    ],
    rows: [
      (each) => [each.amount, true],
    ],
    readers: [
      // Login
      (scan) => {
        let id, user_2, address, at
        for (let field = scan.next(); field >= 0; field = scan.next()) {
          switch (field) {
            case 0:
              id = scan.string()
              break
            case 1:
              user_2 = scan.string()
              break
            case 2:
              address = scan.string()
              break
            case 3:
              at = scan.time(false)
              break
          }
        }
        if (scan.odd || id === undefined || user_2 === undefined || at === undefined) return undefined
        return { id, user: user_2, address, at }
      },
      // Payment
      (scan) => {
        let id, user_2, address, amount, at
        for (let field = scan.next(); field >= 0; field = scan.next()) {
          switch (field) {
            case 0:
              id = scan.string()
              break
            case 1:
              user_2 = scan.string()
              break
            case 2:
              address = scan.string()
              break
            case 3:
              amount = scan.decimal(2)
              break
            case 4:
              at = scan.time(false)
              break
          }
        }
        if (scan.odd || id === undefined || user_2 === undefined || amount === undefined || at === undefined) return undefined
        return { id, user: user_2, address, amount, at }
      },
    ],
    decoders: [
      // Login
      null,
      // Payment
      null,
    ],
    cellDecoders: [
      // Login
      null,
      // Payment
      null,
    ],
    objectReaders: [
      // Login
      null,
      // Payment
      null,
    ],
  }
}

export const rules = { manifest, create }
