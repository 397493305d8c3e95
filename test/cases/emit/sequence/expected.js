function create(library, params, host) {
  const { show, sum, decoding } = library
  const integerType = { kind: "integer" }
  const numberType = { kind: "number" }

  // rule CardTesting
  function cardTesting_where_probes(event) {
    if (event.type !== 0) return false
    const it = event.fields
    return it.amount < 2
  }
  function cardTesting_where_drain(event) {
    if (event.type !== 0) return false
    const it = event.fields
    return it.amount > params.limit
  }
  function cardTesting_message(match, key) {
    return `${show(integerType, match.count(0))} probes, then ${show(numberType, match.last(1).amount)}`
  }
  function cardTesting_data(match, key) {
    return [
      sum(match.list(0), (each) => each.amount) + match.last(1).amount,
    ]
  }

  return {
    rules: [
      {
        conditions: [cardTesting_where_probes, cardTesting_where_drain],
        outputs: [
          { message: cardTesting_message, data: cardTesting_data },
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
      (() => {
        const fieldAt = Uint8Array.of(5, 5, 5, 3, 2, 5, 5, 5, 5, 0, 4, 5, 5, 5, 5, 1)
        const powers = Float64Array.of(1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000, 10000000000, 100000000000, 1000000000000, 10000000000000, 100000000000000, 1000000000000000, 10000000000000000, 100000000000000000, 1000000000000000000, 10000000000000000000, 100000000000000000000, 1e+21, 1e+22)
        return (input, from, to, rows, row, most) => {
          const { bytes, view } = input
          const card_column = rows.codes[0]
          const amount_column = rows.numbers[0]
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
            fields: for (;;) {
              names: for (;;) {
                if (bytes[place] !== 34) while (bytes[place] === 32 || bytes[place] === 9 || bytes[place] === 13) place++
                if (bytes[place] !== 34) break lines
                field = fieldAt[Math.imul(view.getInt32(place + 1, true), -1243920997) >>> 28]
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
                        card_column[row] = code
                        place++
                        seen0 |= 2
                      }
                      if (bytes[place] !== 44) break names
                      place++
                    case 2: // amount
                      value: {
                        if (!(view.getFloat64(place, true) === 1.0471813006379201e-142 && view.getInt32(place + 5, true) === 975336558)) {
                          while (bytes[place] === 32 || bytes[place] === 9 || bytes[place] === 13) place++
                          if (!(view.getFloat64(place, true) === 1.0471813006379201e-142 && view.getInt32(place + 5, true) === 975336558)) {
                            if (field !== 2) continue names
                            field = 5
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
                        seen0 |= 4
                      }
                      if (bytes[place] !== 44) break names
                      place++
                    case 3: // device
                      value: {
                        if (view.getFloat64(place, true) === 5.481114864973125e-143 && view.getUint16(place + 8, true) === 8762) place += 10
                        else {
                          while (bytes[place] === 32 || bytes[place] === 9 || bytes[place] === 13) place++
                          if (!(view.getFloat64(place, true) === 5.481114864973125e-143 && view.getInt32(place + 5, true) === 975332707)) {
                            if (field !== 3) continue names
                            field = 5
                            continue
                          }
                          place += 9
                          while (bytes[place] === 32 || bytes[place] === 9 || bytes[place] === 13) place++
                          if (bytes[place] !== 34) {
                            if (view.getInt32(place, true) === 1819047278) {
                              place += 4
                              break value
                            }
                            break lines
                          }
                          place++
                        }
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
      // Refund
      null,
    ],
    selects: [
      // Payment where (event.amount < 2)
      (rows, order, from, to, chosen) => {
        const type = rows.type
        const amount = rows.numbers[0]
        let count = 0
        for (let place = from; place < to; place++) {
          const row = order[place]
          if (
            type[row] === 0 &&
            amount[row] < 2
          ) chosen[count++] = place
        }
        return count
      },
      // Payment where (event.amount > limit)
      (rows, order, from, to, chosen) => {
        const type = rows.type
        const amount = rows.numbers[0]
        const limit = params.limit
        let count = 0
        for (let place = from; place < to; place++) {
          const row = order[place]
          if (
            type[row] === 0 &&
            amount[row] > limit
          ) chosen[count++] = place
        }
        return count
      },
    ],
  }
}

export const rules = { manifest, create }
