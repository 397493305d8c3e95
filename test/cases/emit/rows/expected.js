function create(library, params, host) {
  const known = (number) => (number === number ? number : undefined)
  const divide = (left, right) => (right === 0 ? NaN : left / right)
  const differ = (left, right) => left !== undefined && right !== undefined && left === left && right === right && left !== right
  const notInSet = (set, value) => value !== undefined && !set.has(value)
  const between = (value, from, to) => value >= from && value <= to
  const manySet = new Set(["AT", "BE", "CH", "DE", "ES", "FR", "GB", "IT", "NL"])
  const values = new Set(["card", "wire"])
  const codes = new Set([2, 3, 4, 5, 6, 7, 8, 9, 10])
  const twice = () => (params.limit * 2)
  const risky = ["NG", "RU"]
  const many = ["AT", "BE", "CH", "DE", "ES", "FR", "GB", "IT", "NL"]

  // rule Numbers
  function numbers_where_p(event) {
    if (event.type !== 0) return false
    const it = event.fields
    return (
      it.amount > twice() &&
      differ(it.fee, 250) &&
      divide(it.amount, it.tries) > 10 &&
      between(it.tries ?? 1, 0, 5)
    )
  }
  function numbers_data(match, key) {
    return [
      match.last(0).id,
    ]
  }

  // rule Texts
  function texts_where_payment(event) {
    if (event.type !== 0) return false
    const it = event.fields
    return (
      it.kind === "wire" &&
      differ(it.payer, it.payee) &&
      (risky.includes(it.country) || notInSet(manySet, it.country)) &&
      it.country !== undefined
    )
  }

  // rule Mixed
  function mixed_where_failures(event) {
    if (event.type !== 1) return false
    const it = event.fields
    return (
      it.failed &&
      it.device === undefined
    )
  }
  function mixed_where_p(event) {
    if (event.type !== 0) return false
    const it = event.fields
    return (
      !it.trusted &&
      !(it.checked === true)
    )
  }
  function mixed_data(match, key) {
    return [
      match.first(0).id,
      match.last(1).amount,
      match.count(0),
    ]
  }

  // rule Again
  function again_where_all(event) {
    if (event.type !== 0) return false
    const it = event.fields
    return (
      !it.trusted &&
      !(it.checked === true)
    )
  }

  return {
    rules: [
      {
        conditions: [numbers_where_p],
        outputs: [
          { data: numbers_data },
        ],
      },
      {
        conditions: [texts_where_payment],
        outputs: [
          {},
        ],
      },
      {
        conditions: [mixed_where_failures, mixed_where_p],
        outputs: [
          { data: mixed_data },
        ],
      },
      {
        conditions: [again_where_all],
        outputs: [
          {},
        ],
      },
    ],
    series: [],
    awaited: [],
    readers: [
      // Payment
      (scan) => {
        let id, card, payer, payee, amount, fee, tries, kind, trusted, checked, country, at
        for (let field = scan.next(); field >= 0; field = scan.next()) {
          switch (field) {
            case 0:
              id = scan.string()
              break
            case 1:
              card = scan.string()
              break
            case 2:
              payer = scan.string()
              break
            case 3:
              payee = scan.string()
              break
            case 4:
              amount = scan.number()
              break
            case 5:
              fee = scan.decimal(2)
              break
            case 6:
              tries = scan.integer()
              break
            case 7:
              kind = scan.oneOf(values)
              break
            case 8:
              trusted = scan.boolean()
              break
            case 9:
              checked = scan.boolean()
              break
            case 10:
              country = scan.string()
              break
            case 11:
              at = scan.time(false)
              break
          }
        }
        if (scan.odd || id === undefined || card === undefined || payer === undefined || amount === undefined || kind === undefined || trusted === undefined || at === undefined) return undefined
        return { id, card, payer, payee, amount, fee, tries, kind, trusted, checked, country, at }
      },
      // Login
      (scan) => {
        let id, user_2, device, failed, at
        for (let field = scan.next(); field >= 0; field = scan.next()) {
          switch (field) {
            case 0:
              id = scan.string()
              break
            case 1:
              user_2 = scan.string()
              break
            case 2:
              device = scan.string()
              break
            case 3:
              failed = scan.boolean()
              break
            case 4:
              at = scan.time(false)
              break
          }
        }
        if (scan.odd || id === undefined || user_2 === undefined || failed === undefined || at === undefined) return undefined
        return { id, user: user_2, device, failed, at }
      },
    ],
    selects: [
      // Payment where ((((event.amount > twice) and (event.fee != 2.5)) and ((event.amount / event.tries) > 10)) and ((event.tries ?? 1) in 0..5))
      (rows, order, from, to, chosen) => {
        const type = rows.type
        const amount = rows.numbers[0]
        const twice_2 = twice()
        const fee = rows.numbers[1]
        const tries = rows.numbers[2]
        let count = 0
        for (let place = from; place < to; place++) {
          const row = order[place]
          if (
            type[row] === 0 &&
            amount[row] > twice_2 &&
            differ(fee[row], 250) &&
            divide(amount[row], tries[row]) > 10 &&
            between(known(tries[row]) ?? 1, 0, 5)
          ) chosen[count++] = place
        }
        return count
      },
      // Payment where ((((event.kind == "wire") and (event.payer != event.payee)) and ((event.country in risky) or (event.country not in many))) and (event.country is present))
      (rows, order, from, to, chosen) => {
        const type = rows.type
        const kind = rows.codes[3]
        const payer = rows.codes[1]
        const payee = rows.codes[2]
        const country = rows.codes[4]
        let count = 0
        for (let place = from; place < to; place++) {
          const row = order[place]
          if (
            type[row] === 0 &&
            kind[row] === 0 &&
            payee[row] !== -1 && payer[row] !== payee[row] &&
            (country[row] === 0 || country[row] === 1 || (country[row] !== -1 && !codes.has(country[row]))) &&
            country[row] !== -1
          ) chosen[count++] = place
        }
        return count
      },
      // Login where (event.failed and (event.device is missing))
      (rows, order, from, to, chosen) => {
        const type = rows.type
        const failed = rows.numbers[0]
        const device = rows.textFrom[1]
        let count = 0
        for (let place = from; place < to; place++) {
          const row = order[place]
          if (
            type[row] === 1 &&
            failed[row] === 1 &&
            device[row] === -1
          ) chosen[count++] = place
        }
        return count
      },
      // Payment where (not event.trusted and not event.checked)
      (rows, order, from, to, chosen) => {
        const type = rows.type
        const trusted = rows.numbers[3]
        const checked = rows.numbers[4]
        let count = 0
        for (let place = from; place < to; place++) {
          const row = order[place]
          if (
            type[row] === 0 &&
            !(trusted[row] === 1) &&
            !(checked[row] === 1)
          ) chosen[count++] = place
        }
        return count
      },
    ],
  }
}

export const rules = { manifest, create }
