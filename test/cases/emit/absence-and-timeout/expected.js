function create(library, params, host) {
  const { show } = library
  const numberType = { kind: "number" }

  // rule Unsettled
  function unsettled_where_payment(event) {
    if (event.type !== 0) return false
    const it = event.fields
    return it.amount > 100
  }
  function unsettled_where_back(event, match) {
    if (event.type !== 1) return false
    const it = event.fields
    return it.amount === match.last(0).amount
  }
  function unsettled_message(match, key) {
    return `no refund of ${show(numberType, match.last(0).amount)} for ${key[0]}`
  }

  // rule Slow
  function slow_where_payment(event) {
    return event.type === 0
  }
  function slow_where_back(event, match) {
    if (event.type !== 1) return false
    const it = event.fields
    return it.amount < match.last(0).amount
  }
  function slow_message_0(match, key) {
    return "refunded"
  }
  function slow_message_1(match, key) {
    return "still waiting"
  }
  function slow_data_1(match, key) {
    return [
      match.last(0).amount,
      match.last(1)?.amount,
    ]
  }

  return {
    rules: [
      {
        conditions: [unsettled_where_payment, unsettled_where_back],
        outputs: [
          { message: unsettled_message },
        ],
      },
      {
        conditions: [slow_where_payment, slow_where_back],
        outputs: [
          { message: slow_message_0 },
          { message: slow_message_1, data: slow_data_1 },
        ],
      },
    ],
    series: [],
    awaited: [],
    readers: [
      // Payment
      (scan) => {
        let id, card, amount, device, at
        for (let field = scan.next(); field >= 0; field = scan.next()) {
          switch (field) {
            case 0:
              id = scan.string()
              break
            case 1:
              card = scan.string()
              break
            case 2:
              amount = scan.number()
              break
            case 3:
              device = scan.string()
              break
            case 4:
              at = scan.time(false)
              break
          }
        }
        if (scan.odd || id === undefined || card === undefined || amount === undefined || at === undefined) return undefined
        return { id, card, amount, device, at }
      },
      // Refund
      (scan) => {
        let id, card, amount, at
        for (let field = scan.next(); field >= 0; field = scan.next()) {
          switch (field) {
            case 0:
              id = scan.string()
              break
            case 1:
              card = scan.string()
              break
            case 2:
              amount = scan.number()
              break
            case 3:
              at = scan.time(false)
              break
          }
        }
        if (scan.odd || id === undefined || card === undefined || amount === undefined || at === undefined) return undefined
        return { id, card, amount, at }
      },
    ],
    decoders: [
      // Payment
      null,
      // Refund
      null,
    ],
    objectReaders: [
      // Payment
      null,
      // Refund
      null,
    ],
  }
}

export const rules = { manifest, create }
