function create(library, params, host) {
  const { decoding } = library
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
    decoders: [
      // Payment
      (() => {
        const fieldAt = Uint8Array.of(5, 12, 12, 12, 12, 12, 12, 12, 12, 4, 12, 12, 7, 12, 12, 8, 12, 12, 12, 0, 11, 12, 2, 6, 12, 9, 10, 12, 12, 12, 1, 12)
        const powers = Float64Array.of(1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000, 10000000000, 100000000000, 1000000000000, 10000000000000, 100000000000000, 1000000000000000, 10000000000000000, 100000000000000000, 1000000000000000000, 10000000000000000000, 100000000000000000000, 1e+21, 1e+22)
        const values_7 = decoding.texts(["card", "wire"])
        return (input, from, to, rows, row, most) => {
          const { bytes, view } = input
          const id_from = rows.textFrom[0]
          const id_to = rows.textTo[0]
          const card_column = rows.codes[0]
          const payer_column = rows.codes[1]
          const payee_column = rows.codes[2]
          const amount_column = rows.numbers[0]
          const fee_column = rows.numbers[1]
          const tries_column = rows.numbers[2]
          const kind_column = rows.codes[3]
          const trusted_column = rows.numbers[3]
          const checked_column = rows.numbers[4]
          const country_column = rows.codes[4]
          const table0 = input.codes[0]
          let { slots: slots0, hashes: hashes0, lengths: lengths0, offsets: offsets0, words: words0 } = table0
          let mask0 = slots0.length - 1
          const table1 = input.codes[1]
          let { slots: slots1, hashes: hashes1, lengths: lengths1, offsets: offsets1, words: words1 } = table1
          let mask1 = slots1.length - 1
          const table2 = input.codes[2]
          let { slots: slots2, hashes: hashes2, lengths: lengths2, offsets: offsets2, words: words2 } = table2
          let mask2 = slots2.length - 1
          const table3 = input.codes[3]
          let { slots: slots3, hashes: hashes3, lengths: lengths3, offsets: offsets3, words: words3 } = table3
          let mask3 = slots3.length - 1
          const ats = rows.at
          const starts = rows.from
          const ends = rows.to
          const first = row
          const beyond = row + most
          let year11 = 0, month11 = 0, day11 = 0, midnight11 = NaN
          let field = 0, start = 0, last = 0, word = 0, marks = 0, hash = 0, code = 0, at = 0, offset = 0
          let year = 0, month = 0, day = 0, hour = 0, second = 0, thousandth = 0, hours = 0, minutes = 0, seconds = 0, length = 0
          let value = 0, fraction = 0, decimal = 0
          let negative = false
          let line = from, place = from
          let seen0 = 0
          lines: while (line <= to && row < beyond) {
            place = line
            if (bytes[place] !== 123) while (bytes[place] === 32 || bytes[place] === 9 || bytes[place] === 13) place++
            if (bytes[place] !== 123) break
            place++
            seen0 = 0
            payee_column[row] = -1
            fee_column[row] = NaN
            tries_column[row] = NaN
            checked_column[row] = NaN
            country_column[row] = -1
            fields: for (;;) {
              names: for (;;) {
                if (bytes[place] !== 34) while (bytes[place] === 32 || bytes[place] === 9 || bytes[place] === 13) place++
                if (bytes[place] !== 34) break lines
                field = fieldAt[Math.imul(view.getInt32(place + 1, true), -1243920997) >>> 27]
                // Until it is the field whose name stands there
                for (;;) {
                  switch (field) {
                    case 0: // id
                      value: {
                        if (view.getInt32(place, true) === 577005858 && view.getUint16(place + 4, true) === 8762) place += 6
                        else {
                          while (bytes[place] === 32 || bytes[place] === 9 || bytes[place] === 13) place++
                          if (!(view.getInt32(place, true) === 577005858 && view.getInt32(place + 1, true) === 975332457)) {
                            if (field !== 0) continue names
                            field = 12
                            continue
                          }
                          place += 5
                          while (bytes[place] === 32 || bytes[place] === 9 || bytes[place] === 13) place++
                          if (bytes[place] !== 34) {
                            break lines
                          }
                          place++
                        }
                        start = place
                        for (;;) {
                          word = view.getInt32(place, true)
                          marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
                          if (marks !== 0) break
                          place += 4
                        }
                        place += (31 - Math.clz32(marks & -marks)) >> 3
                        if (bytes[place] !== 34) break lines
                        id_from[row] = start
                        id_to[row] = place
                        place++
                        seen0 |= 1
                      }
                      if (bytes[place] !== 44) break names
                      place++
                    case 1: // card
                      value: {
                        if (view.getFloat64(place, true) === 8.371700915458132e-144) place += 8
                        else {
                          while (bytes[place] === 32 || bytes[place] === 9 || bytes[place] === 13) place++
                          if (!(view.getInt32(place, true) === 1918984994 && view.getInt32(place + 3, true) === 975332466)) {
                            if (field !== 1) continue names
                            field = 12
                            continue
                          }
                          place += 7
                          while (bytes[place] === 32 || bytes[place] === 9 || bytes[place] === 13) place++
                          if (bytes[place] !== 34) {
                            break lines
                          }
                          place++
                        }
                        start = place
                        hash = 789269575
                        for (;;) {
                          word = view.getInt32(place, true)
                          marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
                          if (marks !== 0) break
                          hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, -1640531535)
                          place += 4
                        }
                        last = place
                        marks = (31 - Math.clz32(marks & -marks)) & 24
                        place += marks >> 3
                        if (bytes[place] !== 34) break lines
                        word &= (1 << marks) - 1
                        hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, -1640531535)
                        hash ^= hash >>> 15
                        code = slots0[hash & mask0] - 1
                        found: {
                          if (code >= 0 && hashes0[code] === hash && lengths0[code] === place - start) {
                            offset = offsets0[code]
                            at = start
                            while (at < last && words0[offset] === view.getInt32(at, true)) {
                              at += 4
                              offset++
                            }
                            if (at === last && words0[offset] === word) break found
                          }
                          code = decoding.intern(table0, view, start, place, hash)
                          slots0 = table0.slots
                          hashes0 = table0.hashes
                          lengths0 = table0.lengths
                          offsets0 = table0.offsets
                          words0 = table0.words
                          mask0 = slots0.length - 1
                        }
                        card_column[row] = code
                        place++
                        seen0 |= 2
                      }
                      if (bytes[place] !== 44) break names
                      place++
                    case 2: // payer
                      value: {
                        if (view.getFloat64(place, true) === 1.1641605893120827e-28 && view.getInt32(place + 5, true) === 574235250) place += 9
                        else {
                          while (bytes[place] === 32 || bytes[place] === 9 || bytes[place] === 13) place++
                          if (!(view.getFloat64(place, true) === 1.1641605893120827e-28)) {
                            if (field !== 2) continue names
                            field = 3
                            continue
                          }
                          place += 8
                          while (bytes[place] === 32 || bytes[place] === 9 || bytes[place] === 13) place++
                          if (bytes[place] !== 34) {
                            break lines
                          }
                          place++
                        }
                        start = place
                        hash = 789269575
                        for (;;) {
                          word = view.getInt32(place, true)
                          marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
                          if (marks !== 0) break
                          hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, -1640531535)
                          place += 4
                        }
                        last = place
                        marks = (31 - Math.clz32(marks & -marks)) & 24
                        place += marks >> 3
                        if (bytes[place] !== 34) break lines
                        word &= (1 << marks) - 1
                        hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, -1640531535)
                        hash ^= hash >>> 15
                        code = slots1[hash & mask1] - 1
                        found: {
                          if (code >= 0 && hashes1[code] === hash && lengths1[code] === place - start) {
                            offset = offsets1[code]
                            at = start
                            while (at < last && words1[offset] === view.getInt32(at, true)) {
                              at += 4
                              offset++
                            }
                            if (at === last && words1[offset] === word) break found
                          }
                          code = decoding.intern(table1, view, start, place, hash)
                          slots1 = table1.slots
                          hashes1 = table1.hashes
                          lengths1 = table1.lengths
                          offsets1 = table1.offsets
                          words1 = table1.words
                          mask1 = slots1.length - 1
                        }
                        payer_column[row] = code
                        place++
                        seen0 |= 4
                      }
                      if (bytes[place] !== 44) break names
                      place++
                    case 3: // payee
                      value: {
                        if (view.getFloat64(place, true) === 1.1609558418846224e-28 && view.getInt32(place + 5, true) === 574235237) place += 9
                        else {
                          while (bytes[place] === 32 || bytes[place] === 9 || bytes[place] === 13) place++
                          if (!(view.getFloat64(place, true) === 1.1609558418846224e-28)) {
                            if (field !== 3) continue names
                            field = 12
                            continue
                          }
                          place += 8
                          while (bytes[place] === 32 || bytes[place] === 9 || bytes[place] === 13) place++
                          if (bytes[place] !== 34) {
                            if (view.getInt32(place, true) === 1819047278) {
                              place += 4
                              payee_column[row] = -1
                              break value
                            }
                            break lines
                          }
                          place++
                        }
                        start = place
                        hash = 789269575
                        for (;;) {
                          word = view.getInt32(place, true)
                          marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
                          if (marks !== 0) break
                          hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, -1640531535)
                          place += 4
                        }
                        last = place
                        marks = (31 - Math.clz32(marks & -marks)) & 24
                        place += marks >> 3
                        if (bytes[place] !== 34) break lines
                        word &= (1 << marks) - 1
                        hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, -1640531535)
                        hash ^= hash >>> 15
                        code = slots1[hash & mask1] - 1
                        found: {
                          if (code >= 0 && hashes1[code] === hash && lengths1[code] === place - start) {
                            offset = offsets1[code]
                            at = start
                            while (at < last && words1[offset] === view.getInt32(at, true)) {
                              at += 4
                              offset++
                            }
                            if (at === last && words1[offset] === word) break found
                          }
                          code = decoding.intern(table1, view, start, place, hash)
                          slots1 = table1.slots
                          hashes1 = table1.hashes
                          lengths1 = table1.lengths
                          offsets1 = table1.offsets
                          words1 = table1.words
                          mask1 = slots1.length - 1
                        }
                        payee_column[row] = code
                        place++
                      }
                      if (bytes[place] !== 44) break names
                      place++
                    case 4: // amount
                      value: {
                        if (!(view.getFloat64(place, true) === 1.0471813006379201e-142 && view.getInt32(place + 5, true) === 975336558)) {
                          while (bytes[place] === 32 || bytes[place] === 9 || bytes[place] === 13) place++
                          if (!(view.getFloat64(place, true) === 1.0471813006379201e-142 && view.getInt32(place + 5, true) === 975336558)) {
                            if (field !== 4) continue names
                            field = 12
                            continue
                          }
                        }
                        place += 9
                        negative = false
                        if ((bytes[place] - 48) >>> 0 > 9) {
                          while (bytes[place] === 32 || bytes[place] === 9 || bytes[place] === 13) place++
                          if (bytes[place] === 45) {
                            negative = true
                            place++
                          }
                          if ((bytes[place] - 48) >>> 0 > 9) break lines
                        }
                        start = place
                        value = 0
                        for (;;) {
                          word = view.getInt32(place, true) ^ 0x30303030
                          marks = (word | (word + 0x76767676)) & 0x80808080
                          if (marks !== 0) break
                          word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                          value = value * 10000 + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                          place += 4
                        }
                        marks = (31 - Math.clz32(marks & -marks)) >> 3
                        word = (word << (24 - (marks << 3))) << 8
                        word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                        value = value * powers[marks] + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                        place += marks
                        if (bytes[start] === 48 && place - start > 1) break lines
                        fraction = 0
                        if (bytes[place] === 46) {
                          start++
                          fraction = ++place
                          for (;;) {
                            word = view.getInt32(place, true) ^ 0x30303030
                            marks = (word | (word + 0x76767676)) & 0x80808080
                            if (marks !== 0) break
                            word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                            value = value * 10000 + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                            place += 4
                          }
                          marks = (31 - Math.clz32(marks & -marks)) >> 3
                          word = (word << (24 - (marks << 3))) << 8
                          word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                          value = value * powers[marks] + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                          place += marks
                          fraction = place - fraction
                          if (fraction === 0) break lines
                        }
                        if (place - start > 15 || (bytes[place] | 32) === 101) {
                          // More digits than are exact, or an exponent
                          if (fraction > 0) start--
                          place = decoding.numberEnd(bytes, start)
                          value = decoding.number(bytes, start, place)
                          if (value !== value) break lines
                          if (negative) value = -value
                        } else {
                          if (fraction > 0) {
                            value /= powers[fraction]
                            if (negative) value = -value
                          } else if (negative) value = -value
                        }
                        amount_column[row] = value
                        seen0 |= 8
                      }
                      if (bytes[place] !== 44) break names
                      place++
                    case 5: // fee
                      value: {
                        if (!(view.getInt32(place, true) === 1701144098 && view.getUint16(place + 4, true) === 14882)) {
                          while (bytes[place] === 32 || bytes[place] === 9 || bytes[place] === 13) place++
                          if (!(view.getInt32(place, true) === 1701144098 && view.getUint16(place + 4, true) === 14882)) {
                            if (field !== 5) continue names
                            field = 12
                            continue
                          }
                        }
                        place += 6
                        negative = false
                        if ((bytes[place] - 48) >>> 0 > 9) {
                          while (bytes[place] === 32 || bytes[place] === 9 || bytes[place] === 13) place++
                          if (view.getInt32(place, true) === 1819047278) {
                            place += 4
                            fee_column[row] = NaN
                            break value
                          }
                          if (bytes[place] === 45) {
                            negative = true
                            place++
                          }
                          if ((bytes[place] - 48) >>> 0 > 9) break lines
                        }
                        start = place
                        value = 0
                        for (;;) {
                          word = view.getInt32(place, true) ^ 0x30303030
                          marks = (word | (word + 0x76767676)) & 0x80808080
                          if (marks !== 0) break
                          word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                          value = value * 10000 + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                          place += 4
                        }
                        marks = (31 - Math.clz32(marks & -marks)) >> 3
                        word = (word << (24 - (marks << 3))) << 8
                        word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                        value = value * powers[marks] + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                        place += marks
                        if (bytes[start] === 48 && place - start > 1) break lines
                        fraction = 0
                        if (bytes[place] === 46) {
                          start++
                          fraction = ++place
                          for (;;) {
                            word = view.getInt32(place, true) ^ 0x30303030
                            marks = (word | (word + 0x76767676)) & 0x80808080
                            if (marks !== 0) break
                            word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                            value = value * 10000 + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                            place += 4
                          }
                          marks = (31 - Math.clz32(marks & -marks)) >> 3
                          word = (word << (24 - (marks << 3))) << 8
                          word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                          value = value * powers[marks] + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                          place += marks
                          fraction = place - fraction
                          if (fraction === 0) break lines
                        }
                        if (place - start > 15 || (bytes[place] | 32) === 101) {
                          // More digits than are exact, or an exponent
                          if (fraction > 0) start--
                          place = decoding.numberEnd(bytes, start)
                          value = decoding.number(bytes, start, place)
                          if (value !== value) break lines
                          if (negative) value = -value
                          decimal = Math.round(value * 100)
                          if (!Number.isSafeInteger(decimal) || decimal / 100 !== value) break lines
                          value = decimal + 0
                        } else {
                          if (fraction <= 2 && value * powers[2 - fraction] <= 1000000000000000) {
                            value = value * powers[2 - fraction]
                            if (negative) value = 0 - value
                          } else {
                            value /= powers[fraction]
                            if (negative) value = -value
                            decimal = Math.round(value * 100)
                            if (!Number.isSafeInteger(decimal) || decimal / 100 !== value) break lines
                            value = decimal + 0
                          }
                        }
                        fee_column[row] = value
                      }
                      if (bytes[place] !== 44) break names
                      place++
                    case 6: // tries
                      value: {
                        if (!(view.getFloat64(place, true) === 1.1644070484096757e-28)) {
                          while (bytes[place] === 32 || bytes[place] === 9 || bytes[place] === 13) place++
                          if (!(view.getFloat64(place, true) === 1.1644070484096757e-28)) {
                            if (field !== 6) continue names
                            field = 12
                            continue
                          }
                        }
                        place += 8
                        negative = false
                        if ((bytes[place] - 48) >>> 0 > 9) {
                          while (bytes[place] === 32 || bytes[place] === 9 || bytes[place] === 13) place++
                          if (view.getInt32(place, true) === 1819047278) {
                            place += 4
                            tries_column[row] = NaN
                            break value
                          }
                          if (bytes[place] === 45) {
                            negative = true
                            place++
                          }
                          if ((bytes[place] - 48) >>> 0 > 9) break lines
                        }
                        start = place
                        value = 0
                        for (;;) {
                          word = view.getInt32(place, true) ^ 0x30303030
                          marks = (word | (word + 0x76767676)) & 0x80808080
                          if (marks !== 0) break
                          word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                          value = value * 10000 + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                          place += 4
                        }
                        marks = (31 - Math.clz32(marks & -marks)) >> 3
                        word = (word << (24 - (marks << 3))) << 8
                        word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                        value = value * powers[marks] + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                        place += marks
                        if (bytes[start] === 48 && place - start > 1) break lines
                        fraction = 0
                        if (bytes[place] === 46) {
                          start++
                          fraction = ++place
                          for (;;) {
                            word = view.getInt32(place, true) ^ 0x30303030
                            marks = (word | (word + 0x76767676)) & 0x80808080
                            if (marks !== 0) break
                            word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                            value = value * 10000 + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                            place += 4
                          }
                          marks = (31 - Math.clz32(marks & -marks)) >> 3
                          word = (word << (24 - (marks << 3))) << 8
                          word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                          value = value * powers[marks] + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                          place += marks
                          fraction = place - fraction
                          if (fraction === 0) break lines
                        }
                        if (place - start > 15 || (bytes[place] | 32) === 101) {
                          // More digits than are exact, or an exponent
                          if (fraction > 0) start--
                          place = decoding.numberEnd(bytes, start)
                          value = decoding.number(bytes, start, place)
                          if (value !== value) break lines
                          if (negative) value = -value
                          if (!Number.isSafeInteger(value)) break lines
                        } else {
                          if (fraction > 0) {
                            value /= powers[fraction]
                            if (negative) value = -value
                            if (!Number.isSafeInteger(value)) break lines
                          } else if (negative) value = -value
                        }
                        tries_column[row] = value
                      }
                      if (bytes[place] !== 44) break names
                      place++
                    case 7: // kind
                      value: {
                        if (view.getFloat64(place, true) === 8.371700839683721e-144) place += 8
                        else {
                          while (bytes[place] === 32 || bytes[place] === 9 || bytes[place] === 13) place++
                          if (!(view.getInt32(place, true) === 1852402466 && view.getInt32(place + 3, true) === 975332462)) {
                            if (field !== 7) continue names
                            field = 12
                            continue
                          }
                          place += 7
                          while (bytes[place] === 32 || bytes[place] === 9 || bytes[place] === 13) place++
                          if (bytes[place] !== 34) {
                            break lines
                          }
                          place++
                        }
                        start = place
                        hash = 789269575
                        for (;;) {
                          word = view.getInt32(place, true)
                          marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
                          if (marks !== 0) break
                          hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, -1640531535)
                          place += 4
                        }
                        last = place
                        marks = (31 - Math.clz32(marks & -marks)) & 24
                        place += marks >> 3
                        if (bytes[place] !== 34) break lines
                        word &= (1 << marks) - 1
                        hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, -1640531535)
                        hash ^= hash >>> 15
                        code = values_7.slots[hash & (values_7.slots.length - 1)] - 1
                        found: {
                          if (code >= 0 && values_7.hashes[code] === hash && values_7.lengths[code] === place - start) {
                            offset = values_7.offsets[code]
                            at = start
                            while (at < last && values_7.words[offset] === view.getInt32(at, true)) {
                              at += 4
                              offset++
                            }
                            if (at === last && values_7.words[offset] === word) break found
                          }
                          if (decoding.intern(values_7, view, start, place, hash) < 0) break lines
                        }
                        code = slots2[hash & mask2] - 1
                        found: {
                          if (code >= 0 && hashes2[code] === hash && lengths2[code] === place - start) {
                            offset = offsets2[code]
                            at = start
                            while (at < last && words2[offset] === view.getInt32(at, true)) {
                              at += 4
                              offset++
                            }
                            if (at === last && words2[offset] === word) break found
                          }
                          code = decoding.intern(table2, view, start, place, hash)
                          slots2 = table2.slots
                          hashes2 = table2.hashes
                          lengths2 = table2.lengths
                          offsets2 = table2.offsets
                          words2 = table2.words
                          mask2 = slots2.length - 1
                        }
                        kind_column[row] = code
                        place++
                        seen0 |= 16
                      }
                      if (bytes[place] !== 44) break names
                      place++
                    case 8: // trusted
                      value: {
                        if (!(view.getFloat64(place, true) === 4.2451566049530026e+175 && view.getUint16(place + 8, true) === 14882)) {
                          while (bytes[place] === 32 || bytes[place] === 9 || bytes[place] === 13) place++
                          if (!(view.getFloat64(place, true) === 4.2451566049530026e+175 && view.getUint16(place + 8, true) === 14882)) {
                            if (field !== 8) continue names
                            field = 12
                            continue
                          }
                        }
                        place += 10
                        if (bytes[place] <= 32) while (bytes[place] === 32 || bytes[place] === 9 || bytes[place] === 13) place++
                        if (view.getInt32(place, true) === 1702195828) {
                          value = 1
                          place += 4
                        } else if (view.getInt32(place, true) === 1936482662 && view.getInt32(place + 1, true) === 1702063201) {
                          value = 0
                          place += 5
                        } else {
                          break lines
                        }
                        trusted_column[row] = value
                        seen0 |= 32
                      }
                      if (bytes[place] !== 44) break names
                      place++
                    case 9: // checked
                      value: {
                        if (!(view.getFloat64(place, true) === 4.2381519415306645e+175 && view.getUint16(place + 8, true) === 14882)) {
                          while (bytes[place] === 32 || bytes[place] === 9 || bytes[place] === 13) place++
                          if (!(view.getFloat64(place, true) === 4.2381519415306645e+175 && view.getUint16(place + 8, true) === 14882)) {
                            if (field !== 9) continue names
                            field = 12
                            continue
                          }
                        }
                        place += 10
                        if (bytes[place] <= 32) while (bytes[place] === 32 || bytes[place] === 9 || bytes[place] === 13) place++
                        if (view.getInt32(place, true) === 1702195828) {
                          value = 1
                          place += 4
                        } else if (view.getInt32(place, true) === 1936482662 && view.getInt32(place + 1, true) === 1702063201) {
                          value = 0
                          place += 5
                        } else {
                          if (view.getInt32(place, true) === 1819047278) {
                            place += 4
                            checked_column[row] = NaN
                            break value
                          }
                          break lines
                        }
                        checked_column[row] = value
                      }
                      if (bytes[place] !== 44) break names
                      place++
                    case 10: // country
                      value: {
                        if (view.getFloat64(place, true) === 1.0223170819282758e+277 && view.getInt32(place + 7, true) === 574235257) place += 11
                        else {
                          while (bytes[place] === 32 || bytes[place] === 9 || bytes[place] === 13) place++
                          if (!(view.getFloat64(place, true) === 1.0223170819282758e+277 && view.getUint16(place + 8, true) === 14882)) {
                            if (field !== 10) continue names
                            field = 12
                            continue
                          }
                          place += 10
                          while (bytes[place] === 32 || bytes[place] === 9 || bytes[place] === 13) place++
                          if (bytes[place] !== 34) {
                            if (view.getInt32(place, true) === 1819047278) {
                              place += 4
                              country_column[row] = -1
                              break value
                            }
                            break lines
                          }
                          place++
                        }
                        start = place
                        hash = 789269575
                        for (;;) {
                          word = view.getInt32(place, true)
                          marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
                          if (marks !== 0) break
                          hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, -1640531535)
                          place += 4
                        }
                        last = place
                        marks = (31 - Math.clz32(marks & -marks)) & 24
                        place += marks >> 3
                        if (bytes[place] !== 34) break lines
                        word &= (1 << marks) - 1
                        hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, -1640531535)
                        hash ^= hash >>> 15
                        code = slots3[hash & mask3] - 1
                        found: {
                          if (code >= 0 && hashes3[code] === hash && lengths3[code] === place - start) {
                            offset = offsets3[code]
                            at = start
                            while (at < last && words3[offset] === view.getInt32(at, true)) {
                              at += 4
                              offset++
                            }
                            if (at === last && words3[offset] === word) break found
                          }
                          code = decoding.intern(table3, view, start, place, hash)
                          slots3 = table3.slots
                          hashes3 = table3.hashes
                          lengths3 = table3.lengths
                          offsets3 = table3.offsets
                          words3 = table3.words
                          mask3 = slots3.length - 1
                        }
                        country_column[row] = code
                        place++
                      }
                      if (bytes[place] !== 44) break names
                      place++
                    case 11: // at
                      value: {
                        if (!(view.getInt32(place, true) === 578052386 && view.getInt32(place + 1, true) === 975336545)) {
                          while (bytes[place] === 32 || bytes[place] === 9 || bytes[place] === 13) place++
                          if (!(view.getInt32(place, true) === 578052386 && view.getInt32(place + 1, true) === 975336545)) {
                            if (field !== 11) continue names
                            field = 12
                            continue
                          }
                        }
                        place += 5
                        number: {
                          negative = false
                          if ((bytes[place] - 48) >>> 0 > 9) {
                            while (bytes[place] === 32 || bytes[place] === 9 || bytes[place] === 13) place++
                            if (bytes[place] === 34) {
                              start = ++place
                              year = view.getInt32(place + 0, true) ^ 0x30303030
                              month = view.getInt32(place + 4, true) ^ 0x2d30302d
                              day = view.getInt32(place + 8, true) ^ 0x30543030
                              hour = view.getInt32(place + 12, true) ^ 0x30303a30
                              if (bytes[place + 19] === 90) {
                                second = view.getInt32(place + 16, true) ^ 0x5a30303a
                                thousandth = 0
                                length = 20
                              } else {
                                second = view.getInt32(place + 16, true) ^ 0x2e30303a
                                thousandth = view.getInt32(place + 20, true) ^ 0x5a303030
                                length = 24
                              }
                              marks = (year | (year + 0x76767676) | month | (month + 0x7f76767f) | day | (day + 0x767f7676) | hour | (hour + 0x76767f76) | second | (second + 0x7f76767f) | thousandth | (thousandth + 0x7f767676)) & 0x80808080
                              hours = (day >>> 24) * 10 + (hour & 255)
                              minutes = ((hour >>> 16) & 255) * 10 + (hour >>> 24)
                              seconds = ((second >>> 8) & 255) * 10 + ((second >>> 16) & 255)
                              if (marks === 0 && bytes[place + length] === 34 && hours < 24 && minutes < 60 && seconds < 60) {
                                day &= 0xffff
                                if (year !== year11 || month !== month11 || day !== day11) {
                                  year11 = year
                                  month11 = month
                                  day11 = day
                                  midnight11 = decoding.isoTime(bytes, place, place + 10)
                                }
                                thousandth = (thousandth & 255) * 100 + ((thousandth >>> 8) & 255) * 10 + ((thousandth >>> 16) & 255)
                                value = midnight11 + ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandth
                                place += length
                              } else {
                                for (;;) {
                                  word = view.getInt32(place, true)
                                  marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
                                  if (marks !== 0) break
                                  place += 4
                                }
                                place += (31 - Math.clz32(marks & -marks)) >> 3
                                if (bytes[place] !== 34) break lines
                                value = decoding.isoTime(bytes, start, place)
                              }
                              if (value !== value) break lines
                              place++
                              break number
                            }
                            if (bytes[place] === 45) {
                              negative = true
                              place++
                            }
                            if ((bytes[place] - 48) >>> 0 > 9) break lines
                          }
                          start = place
                          value = 0
                          for (;;) {
                            word = view.getInt32(place, true) ^ 0x30303030
                            marks = (word | (word + 0x76767676)) & 0x80808080
                            if (marks !== 0) break
                            word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                            value = value * 10000 + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                            place += 4
                          }
                          marks = (31 - Math.clz32(marks & -marks)) >> 3
                          word = (word << (24 - (marks << 3))) << 8
                          word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                          value = value * powers[marks] + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                          place += marks
                          if (bytes[start] === 48 && place - start > 1) break lines
                          fraction = 0
                          if (bytes[place] === 46) {
                            start++
                            fraction = ++place
                            for (;;) {
                              word = view.getInt32(place, true) ^ 0x30303030
                              marks = (word | (word + 0x76767676)) & 0x80808080
                              if (marks !== 0) break
                              word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                              value = value * 10000 + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                              place += 4
                            }
                            marks = (31 - Math.clz32(marks & -marks)) >> 3
                            word = (word << (24 - (marks << 3))) << 8
                            word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                            value = value * powers[marks] + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                            place += marks
                            fraction = place - fraction
                            if (fraction === 0) break lines
                          }
                          if (place - start > 15 || (bytes[place] | 32) === 101) {
                            // More digits than are exact, or an exponent
                            if (fraction > 0) start--
                            place = decoding.numberEnd(bytes, start)
                            value = decoding.number(bytes, start, place)
                            if (value !== value) break lines
                            if (negative) value = -value
                            value = Math.floor(value)
                            if (!(Math.abs(value) <= 8640000000000000)) break lines
                          } else {
                            if (fraction > 0) {
                              value /= powers[fraction]
                              if (negative) value = -value
                              value = Math.floor(value)
                              if (!(Math.abs(value) <= 8640000000000000)) break lines
                            } else if (negative) value = -value
                          }
                        }
                        ats[row] = value
                        seen0 |= 64
                      }
                      if (bytes[place] !== 44) break names
                      place++
                      continue names
                    default: // not declared
                      place++
                      for (;;) {
                        word = view.getInt32(place, true)
                        marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
                        if (marks !== 0) break
                        place += 4
                      }
                      place += (31 - Math.clz32(marks & -marks)) >> 3
                      if (bytes[place] !== 34 || bytes[place + 1] !== 58) break lines
                      place += 2
                      if (bytes[place] <= 32) while (bytes[place] === 32 || bytes[place] === 9 || bytes[place] === 13) place++
                      if (bytes[place] === 34) {
                        place++
                        for (;;) {
                          word = view.getInt32(place, true)
                          marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
                          if (marks !== 0) break
                          place += 4
                        }
                        place += (31 - Math.clz32(marks & -marks)) >> 3
                        if (bytes[place] === 92) place = decoding.stringEnd(bytes, place)
                        if (bytes[place] !== 34) break lines
                        place++
                      } else {
                        place = decoding.valueEnd(bytes, place)
                        if (place < 0) break lines
                      }
                      if (bytes[place] !== 44) break names
                      place++
                      continue names
                  }
                }
              }
              while (bytes[place] === 32 || bytes[place] === 9 || bytes[place] === 13) place++
              if (bytes[place] === 125) break
              if (bytes[place] !== 44) break lines
              place++
            }
            if (seen0 !== 127) break
            place++
            if (bytes[place] !== 10) while (bytes[place] === 32 || bytes[place] === 9 || bytes[place] === 13) place++
            if (bytes[place] !== 10) break
            starts[row] = line
            ends[row] = bytes[place - 1] === 13 ? place - 1 : place
            row++
            line = place + 1
          }
          input.place = line
          return row - first
        }
      })(),
      // Login
      (() => {
        const fieldAt = Uint8Array.of(2, 5, 5, 4, 5, 1, 5, 3, 5, 5, 5, 0, 5, 5, 5, 5)
        const powers = Float64Array.of(1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000, 10000000000, 100000000000, 1000000000000, 10000000000000, 100000000000000, 1000000000000000, 10000000000000000, 100000000000000000, 1000000000000000000, 10000000000000000000, 100000000000000000000, 1e+21, 1e+22)
        return (input, from, to, rows, row, most) => {
          const { bytes, view } = input
          const id_from = rows.textFrom[0]
          const id_to = rows.textTo[0]
          const user_column = rows.codes[0]
          const device_from = rows.textFrom[1]
          const device_to = rows.textTo[1]
          const failed_column = rows.numbers[0]
          const table0 = input.codes[0]
          let { slots: slots0, hashes: hashes0, lengths: lengths0, offsets: offsets0, words: words0 } = table0
          let mask0 = slots0.length - 1
          const ats = rows.at
          const starts = rows.from
          const ends = rows.to
          const first = row
          const beyond = row + most
          let year4 = 0, month4 = 0, day4 = 0, midnight4 = NaN
          let field = 0, start = 0, last = 0, word = 0, marks = 0, hash = 0, code = 0, at = 0, offset = 0
          let year = 0, month = 0, day = 0, hour = 0, second = 0, thousandth = 0, hours = 0, minutes = 0, seconds = 0, length = 0
          let value = 0, fraction = 0
          let negative = false
          let line = from, place = from
          let seen0 = 0
          lines: while (line <= to && row < beyond) {
            place = line
            if (bytes[place] !== 123) while (bytes[place] === 32 || bytes[place] === 9 || bytes[place] === 13) place++
            if (bytes[place] !== 123) break
            place++
            seen0 = 0
            device_from[row] = -1
            fields: for (;;) {
              names: for (;;) {
                if (bytes[place] !== 34) while (bytes[place] === 32 || bytes[place] === 9 || bytes[place] === 13) place++
                if (bytes[place] !== 34) break lines
                field = fieldAt[Math.imul(view.getInt32(place + 1, true), -1638417049) >>> 28]
                // Until it is the field whose name stands there
                for (;;) {
                  switch (field) {
                    case 0: // id
                      value: {
                        if (view.getInt32(place, true) === 577005858 && view.getUint16(place + 4, true) === 8762) place += 6
                        else {
                          while (bytes[place] === 32 || bytes[place] === 9 || bytes[place] === 13) place++
                          if (!(view.getInt32(place, true) === 577005858 && view.getInt32(place + 1, true) === 975332457)) {
                            if (field !== 0) continue names
                            field = 5
                            continue
                          }
                          place += 5
                          while (bytes[place] === 32 || bytes[place] === 9 || bytes[place] === 13) place++
                          if (bytes[place] !== 34) {
                            break lines
                          }
                          place++
                        }
                        start = place
                        for (;;) {
                          word = view.getInt32(place, true)
                          marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
                          if (marks !== 0) break
                          place += 4
                        }
                        place += (31 - Math.clz32(marks & -marks)) >> 3
                        if (bytes[place] !== 34) break lines
                        id_from[row] = start
                        id_to[row] = place
                        place++
                        seen0 |= 1
                      }
                      if (bytes[place] !== 44) break names
                      place++
                    case 1: // user
                      value: {
                        if (view.getFloat64(place, true) === 8.37176909916684e-144) place += 8
                        else {
                          while (bytes[place] === 32 || bytes[place] === 9 || bytes[place] === 13) place++
                          if (!(view.getInt32(place, true) === 1702065442 && view.getInt32(place + 3, true) === 975336037)) {
                            if (field !== 1) continue names
                            field = 5
                            continue
                          }
                          place += 7
                          while (bytes[place] === 32 || bytes[place] === 9 || bytes[place] === 13) place++
                          if (bytes[place] !== 34) {
                            break lines
                          }
                          place++
                        }
                        start = place
                        hash = 789269575
                        for (;;) {
                          word = view.getInt32(place, true)
                          marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
                          if (marks !== 0) break
                          hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, -1640531535)
                          place += 4
                        }
                        last = place
                        marks = (31 - Math.clz32(marks & -marks)) & 24
                        place += marks >> 3
                        if (bytes[place] !== 34) break lines
                        word &= (1 << marks) - 1
                        hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, -1640531535)
                        hash ^= hash >>> 15
                        code = slots0[hash & mask0] - 1
                        found: {
                          if (code >= 0 && hashes0[code] === hash && lengths0[code] === place - start) {
                            offset = offsets0[code]
                            at = start
                            while (at < last && words0[offset] === view.getInt32(at, true)) {
                              at += 4
                              offset++
                            }
                            if (at === last && words0[offset] === word) break found
                          }
                          code = decoding.intern(table0, view, start, place, hash)
                          slots0 = table0.slots
                          hashes0 = table0.hashes
                          lengths0 = table0.lengths
                          offsets0 = table0.offsets
                          words0 = table0.words
                          mask0 = slots0.length - 1
                        }
                        user_column[row] = code
                        place++
                        seen0 |= 2
                      }
                      if (bytes[place] !== 44) break names
                      place++
                    case 2: // device
                      value: {
                        if (view.getFloat64(place, true) === 5.481114864973125e-143 && view.getUint16(place + 8, true) === 8762) place += 10
                        else {
                          while (bytes[place] === 32 || bytes[place] === 9 || bytes[place] === 13) place++
                          if (!(view.getFloat64(place, true) === 5.481114864973125e-143 && view.getInt32(place + 5, true) === 975332707)) {
                            if (field !== 2) continue names
                            field = 5
                            continue
                          }
                          place += 9
                          while (bytes[place] === 32 || bytes[place] === 9 || bytes[place] === 13) place++
                          if (bytes[place] !== 34) {
                            if (view.getInt32(place, true) === 1819047278) {
                              place += 4
                              device_from[row] = -1
                              break value
                            }
                            break lines
                          }
                          place++
                        }
                        start = place
                        for (;;) {
                          word = view.getInt32(place, true)
                          marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
                          if (marks !== 0) break
                          place += 4
                        }
                        place += (31 - Math.clz32(marks & -marks)) >> 3
                        if (bytes[place] !== 34) break lines
                        device_from[row] = start
                        device_to[row] = place
                        place++
                      }
                      if (bytes[place] !== 44) break names
                      place++
                    case 3: // failed
                      value: {
                        if (!(view.getFloat64(place, true) === 5.226861844031443e-143 && view.getInt32(place + 5, true) === 975332453)) {
                          while (bytes[place] === 32 || bytes[place] === 9 || bytes[place] === 13) place++
                          if (!(view.getFloat64(place, true) === 5.226861844031443e-143 && view.getInt32(place + 5, true) === 975332453)) {
                            if (field !== 3) continue names
                            field = 5
                            continue
                          }
                        }
                        place += 9
                        if (bytes[place] <= 32) while (bytes[place] === 32 || bytes[place] === 9 || bytes[place] === 13) place++
                        if (view.getInt32(place, true) === 1702195828) {
                          value = 1
                          place += 4
                        } else if (view.getInt32(place, true) === 1936482662 && view.getInt32(place + 1, true) === 1702063201) {
                          value = 0
                          place += 5
                        } else {
                          break lines
                        }
                        failed_column[row] = value
                        seen0 |= 4
                      }
                      if (bytes[place] !== 44) break names
                      place++
                    case 4: // at
                      value: {
                        if (!(view.getInt32(place, true) === 578052386 && view.getInt32(place + 1, true) === 975336545)) {
                          while (bytes[place] === 32 || bytes[place] === 9 || bytes[place] === 13) place++
                          if (!(view.getInt32(place, true) === 578052386 && view.getInt32(place + 1, true) === 975336545)) {
                            if (field !== 4) continue names
                            field = 5
                            continue
                          }
                        }
                        place += 5
                        number: {
                          negative = false
                          if ((bytes[place] - 48) >>> 0 > 9) {
                            while (bytes[place] === 32 || bytes[place] === 9 || bytes[place] === 13) place++
                            if (bytes[place] === 34) {
                              start = ++place
                              year = view.getInt32(place + 0, true) ^ 0x30303030
                              month = view.getInt32(place + 4, true) ^ 0x2d30302d
                              day = view.getInt32(place + 8, true) ^ 0x30543030
                              hour = view.getInt32(place + 12, true) ^ 0x30303a30
                              if (bytes[place + 19] === 90) {
                                second = view.getInt32(place + 16, true) ^ 0x5a30303a
                                thousandth = 0
                                length = 20
                              } else {
                                second = view.getInt32(place + 16, true) ^ 0x2e30303a
                                thousandth = view.getInt32(place + 20, true) ^ 0x5a303030
                                length = 24
                              }
                              marks = (year | (year + 0x76767676) | month | (month + 0x7f76767f) | day | (day + 0x767f7676) | hour | (hour + 0x76767f76) | second | (second + 0x7f76767f) | thousandth | (thousandth + 0x7f767676)) & 0x80808080
                              hours = (day >>> 24) * 10 + (hour & 255)
                              minutes = ((hour >>> 16) & 255) * 10 + (hour >>> 24)
                              seconds = ((second >>> 8) & 255) * 10 + ((second >>> 16) & 255)
                              if (marks === 0 && bytes[place + length] === 34 && hours < 24 && minutes < 60 && seconds < 60) {
                                day &= 0xffff
                                if (year !== year4 || month !== month4 || day !== day4) {
                                  year4 = year
                                  month4 = month
                                  day4 = day
                                  midnight4 = decoding.isoTime(bytes, place, place + 10)
                                }
                                thousandth = (thousandth & 255) * 100 + ((thousandth >>> 8) & 255) * 10 + ((thousandth >>> 16) & 255)
                                value = midnight4 + ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandth
                                place += length
                              } else {
                                for (;;) {
                                  word = view.getInt32(place, true)
                                  marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
                                  if (marks !== 0) break
                                  place += 4
                                }
                                place += (31 - Math.clz32(marks & -marks)) >> 3
                                if (bytes[place] !== 34) break lines
                                value = decoding.isoTime(bytes, start, place)
                              }
                              if (value !== value) break lines
                              place++
                              break number
                            }
                            if (bytes[place] === 45) {
                              negative = true
                              place++
                            }
                            if ((bytes[place] - 48) >>> 0 > 9) break lines
                          }
                          start = place
                          value = 0
                          for (;;) {
                            word = view.getInt32(place, true) ^ 0x30303030
                            marks = (word | (word + 0x76767676)) & 0x80808080
                            if (marks !== 0) break
                            word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                            value = value * 10000 + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                            place += 4
                          }
                          marks = (31 - Math.clz32(marks & -marks)) >> 3
                          word = (word << (24 - (marks << 3))) << 8
                          word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                          value = value * powers[marks] + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                          place += marks
                          if (bytes[start] === 48 && place - start > 1) break lines
                          fraction = 0
                          if (bytes[place] === 46) {
                            start++
                            fraction = ++place
                            for (;;) {
                              word = view.getInt32(place, true) ^ 0x30303030
                              marks = (word | (word + 0x76767676)) & 0x80808080
                              if (marks !== 0) break
                              word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                              value = value * 10000 + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                              place += 4
                            }
                            marks = (31 - Math.clz32(marks & -marks)) >> 3
                            word = (word << (24 - (marks << 3))) << 8
                            word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                            value = value * powers[marks] + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                            place += marks
                            fraction = place - fraction
                            if (fraction === 0) break lines
                          }
                          if (place - start > 15 || (bytes[place] | 32) === 101) {
                            // More digits than are exact, or an exponent
                            if (fraction > 0) start--
                            place = decoding.numberEnd(bytes, start)
                            value = decoding.number(bytes, start, place)
                            if (value !== value) break lines
                            if (negative) value = -value
                            value = Math.floor(value)
                            if (!(Math.abs(value) <= 8640000000000000)) break lines
                          } else {
                            if (fraction > 0) {
                              value /= powers[fraction]
                              if (negative) value = -value
                              value = Math.floor(value)
                              if (!(Math.abs(value) <= 8640000000000000)) break lines
                            } else if (negative) value = -value
                          }
                        }
                        ats[row] = value
                        seen0 |= 8
                      }
                      if (bytes[place] !== 44) break names
                      place++
                      continue names
                    default: // not declared
                      place++
                      for (;;) {
                        word = view.getInt32(place, true)
                        marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
                        if (marks !== 0) break
                        place += 4
                      }
                      place += (31 - Math.clz32(marks & -marks)) >> 3
                      if (bytes[place] !== 34 || bytes[place + 1] !== 58) break lines
                      place += 2
                      if (bytes[place] <= 32) while (bytes[place] === 32 || bytes[place] === 9 || bytes[place] === 13) place++
                      if (bytes[place] === 34) {
                        place++
                        for (;;) {
                          word = view.getInt32(place, true)
                          marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
                          if (marks !== 0) break
                          place += 4
                        }
                        place += (31 - Math.clz32(marks & -marks)) >> 3
                        if (bytes[place] === 92) place = decoding.stringEnd(bytes, place)
                        if (bytes[place] !== 34) break lines
                        place++
                      } else {
                        place = decoding.valueEnd(bytes, place)
                        if (place < 0) break lines
                      }
                      if (bytes[place] !== 44) break names
                      place++
                      continue names
                  }
                }
              }
              while (bytes[place] === 32 || bytes[place] === 9 || bytes[place] === 13) place++
              if (bytes[place] === 125) break
              if (bytes[place] !== 44) break lines
              place++
            }
            if (seen0 !== 15) break
            place++
            if (bytes[place] !== 10) while (bytes[place] === 32 || bytes[place] === 9 || bytes[place] === 13) place++
            if (bytes[place] !== 10) break
            starts[row] = line
            ends[row] = bytes[place - 1] === 13 ? place - 1 : place
            row++
            line = place + 1
          }
          input.place = line
          return row - first
        }
      })(),
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
