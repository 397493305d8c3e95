function create(library, params, host) {
  const { show, decimal } = library
  const decimalType = { kind: "decimal", scale: 2 }

  // rule Burst
  function burst_where_p(event) {
    if (event.type !== 0) return false
    const it = event.fields
    return (
      decimal(host.history(0, event, [it.account])) > 50000 &&
      it.amount / 100 > 3 * host.history(1, event, [it.account]) &&
      host.history(2, event, [it.account]) >= 5
    )
  }
  function burst_message(match, key) {
    return `${show(decimalType, decimal(host.history(3, match.previousRecord(), [match.previous().account])))} in a day`
  }

  // rule Unusual
  function unusual_where_p(event) {
    if (event.type !== 0) return false
    const it = event.fields
    return (
      it.amount / 100 > 2 * host.history(4, event, [it.account]) &&
      host.history(5, event, [it.account]) > 3 &&
      decimal(host.history(6, event, [it.card])) > 0 &&
      decimal(host.history(7, event, [it.account])) > 10000
    )
  }

  return {
    rules: [
      {
        conditions: [burst_where_p],
        outputs: [
          { message: burst_message },
        ],
      },
      {
        conditions: [unusual_where_p],
        outputs: [
          {},
        ],
      },
    ],
    series: [
      // amount of every Payment per account
      { values: [(each) => each.amount] },
      // every Payment per account
      { values: [] },
      // every Login where not each.ok per user
      { filter: (each) => !each.ok, values: [] },
      // amount of every Payment where each.fraud per card
      { filter: (each) => each.fraud, values: [(each) => each.amount] },
    ],
    awaited: [],
    readers: [
      // Payment
      (scan) => {
        let id, account, card, amount, fraud, at
        for (let field = scan.next(); field >= 0; field = scan.next()) {
          switch (field) {
            case 0:
              id = scan.string()
              break
            case 1:
              account = scan.string()
              break
            case 2:
              card = scan.string()
              break
            case 3:
              amount = scan.decimal(2)
              break
            case 4:
              fraud = scan.boolean()
              break
            case 5:
              at = scan.time(false)
              break
          }
        }
        if (scan.odd || id === undefined || account === undefined || card === undefined || amount === undefined || fraud === undefined || at === undefined) return undefined
        return { id, account, card, amount, fraud, at }
      },
      // Login
      (scan) => {
        let id, user_2, ok, at
        for (let field = scan.next(); field >= 0; field = scan.next()) {
          switch (field) {
            case 0:
              id = scan.string()
              break
            case 1:
              user_2 = scan.string()
              break
            case 2:
              ok = scan.boolean()
              break
            case 3:
              at = scan.time(false)
              break
          }
        }
        if (scan.odd || id === undefined || user_2 === undefined || ok === undefined || at === undefined) return undefined
        return { id, user: user_2, ok, at }
      },
    ],
    decoders: [
      // Payment
      null,
      // Login
      null,
    ],
    cellDecoders: [
      // Payment
      null,
      // Login
      null,
    ],
    objectReaders: [
      // Payment
      null,
      // Login
      null,
    ],
  }
}

export const rules = { manifest, create }
