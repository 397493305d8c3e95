function create(library, params, host) {
  const { show, decimal } = library
  const given = (run, ...values) => (values.includes(undefined) ? undefined : run(...values))
  const decimalType = { kind: "decimal", scale: 2 }
  const integerType = { kind: "integer" }
  const numberType = { kind: "number" }
  const risky = ["NG", "RU"]

  // rule SameMerchant
  function sameMerchant_where_p(event) {
    if (event.type !== 0) return false
    const it = event.fields
    return host.history(0, event, [it.account], (each) => each.merchant === it.merchant ? true : undefined) > 3
  }

  // rule LastHundred
  function lastHundred_where_p(event) {
    if (event.type !== 0) return false
    const it = event.fields
    return (
      decimal(host.history(1, event, [it.account])) > 100000 &&
      host.history(2, event, [it.account], (each) => each.merchant === it.merchant && each.amount > 1000 ? true : undefined) > 5 &&
      host.history(3, event, [it.account]) > 1
    )
  }
  function lastHundred_message(match, key) {
    return `${show(decimalType, decimal(host.history(4, match.previousRecord(), [match.previous().account])))}`
  }

  // rule NewDevice
  function newDevice_where_p(event) {
    if (event.type !== 0) return false
    const it = event.fields
    return (
      host.isNew(5, event, [it.account], [it.device]) &&
      host.isNew(6, event, [it.merchant], [it.device, it.country]) &&
      host.history(7, event, [it.account]) >= 3
    )
  }

  // rule EverSpent
  function everSpent_where_p(event) {
    if (event.type !== 0) return false
    const it = event.fields
    return (
      decimal(host.history(8, event, [it.account])) > 1000000 &&
      it.amount / 100 > host.history(9, event, [it.account]) &&
      host.isNew(10, event, [it.account], [it.merchant])
    )
  }

  // rule NoReceipt
  function noReceipt_where_p(event) {
    if (event.type !== 0) return false
    const it = event.fields
    return it.amount / 100 > 3 * host.history(11, event, [it.account])
  }
  function noReceipt_where_receipt(event, match) {
    if (event.type !== 1) return false
    const it = event.fields
    return it.payment === match.last(0).id
  }
  function noReceipt_having(match, key) {
    return given(Math.round, host.history(12, match.previousRecord(), [match.previous().account])) > 10000
  }
  function noReceipt_message(match, key) {
    return `${show(decimalType, decimal(host.history(13, match.previousRecord(), [match.previous().account])))} with ${show(integerType, host.history(14, match.previousRecord(), [match.previous().account]))} devices, ${show(numberType, host.history(15, match.previousRecord(), [match.previous().account]))}`
  }

  // rule TwiceUnusual
  function twiceUnusual_where_a(event) {
    return event.type === 0
  }
  function twiceUnusual_where_b(event, match) {
    if (event.type !== 0) return false
    const it = event.fields
    return (
      match.last(0).amount / 100 > 2 * host.history(11, match.record(0, -1), [match.last(0).account]) &&
      it.amount / 100 > 2 * host.history(11, event, [it.account])
    )
  }

  return {
    rules: [
      {
        conditions: [sameMerchant_where_p],
        outputs: [
          {},
        ],
      },
      {
        conditions: [lastHundred_where_p],
        outputs: [
          { message: lastHundred_message },
        ],
      },
      {
        conditions: [newDevice_where_p],
        outputs: [
          {},
        ],
      },
      {
        conditions: [everSpent_where_p],
        outputs: [
          {},
        ],
      },
      {
        conditions: [noReceipt_where_p, noReceipt_where_receipt],
        having: noReceipt_having,
        outputs: [
          { message: noReceipt_message },
        ],
      },
      {
        conditions: [twiceUnusual_where_a, twiceUnusual_where_b],
        outputs: [
          {},
        ],
      },
    ],
    series: [
      // merchant of every Payment where ((each.country in risky) and (each.amount >= floor)) per account with risky = ["NG", "RU"]
      { filter: (each) => risky.includes(each.country) && each.amount >= params.floor, values: [(each) => each.merchant] },
      // amount of every Payment where (each.country in risky) per account, by count with risky = ["NG", "RU"]
      { filter: (each) => risky.includes(each.country), values: [(each) => each.amount] },
      // merchant, amount of every Payment per account, by count
      { values: [(each) => each.merchant, (each) => each.amount] },
      // every Payment where (each.device is present) per account
      { filter: (each) => each.device !== undefined, values: [] },
      // last of each device of Payment per account
      { values: [(each) => each.device] },
      // last of each (device, country) of Payment per merchant
      { values: [(each) => each.device, (each) => each.country] },
      // total sum of amount of every Payment per account
      { values: [(each) => each.amount] },
      // last of each merchant of Payment per account
      { values: [(each) => each.merchant] },
      // amount of every Payment per account
      { values: [(each) => each.amount] },
      // took of every Payment per account
      { values: [(each) => each.took] },
      // device of every Payment per account
      { values: [(each) => each.device] },
    ],
    awaited: [],
    readers: [
      // Payment
      (scan) => {
        let id, account, device, merchant, country, amount, took, at
        for (let field = scan.next(); field >= 0; field = scan.next()) {
          switch (field) {
            case 0:
              id = scan.string()
              break
            case 1:
              account = scan.string()
              break
            case 2:
              device = scan.string()
              break
            case 3:
              merchant = scan.string()
              break
            case 4:
              country = scan.string()
              break
            case 5:
              amount = scan.decimal(2)
              break
            case 6:
              took = scan.integer()
              break
            case 7:
              at = scan.time(false)
              break
          }
        }
        if (scan.odd || id === undefined || account === undefined || merchant === undefined || country === undefined || amount === undefined || took === undefined || at === undefined) return undefined
        return { id, account, device, merchant, country, amount, took, at }
      },
      // Receipt
      (scan) => {
        let id, account, payment, at
        for (let field = scan.next(); field >= 0; field = scan.next()) {
          switch (field) {
            case 0:
              id = scan.string()
              break
            case 1:
              account = scan.string()
              break
            case 2:
              payment = scan.string()
              break
            case 3:
              at = scan.time(false)
              break
          }
        }
        if (scan.odd || id === undefined || account === undefined || payment === undefined || at === undefined) return undefined
        return { id, account, payment, at }
      },
    ],
    decoders: [
      // Payment
      null,
      // Receipt
      null,
    ],
    cellDecoders: [
      // Payment
      null,
      // Receipt
      null,
    ],
    objectReaders: [
      // Payment
      null,
      // Receipt
      null,
    ],
  }
}

export const rules = { manifest, create }
