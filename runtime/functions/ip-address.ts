/** An address: version, and its bits from the highest as 16-bit groups (2 for IPv4, 8 for IPv6). */
export interface IpAddress {
  readonly version: 4 | 6
  readonly groups: readonly number[]
}

/**
 * Reads an address in its usual text form, strictly: no leading zeros in IPv4 (they mean octal to some programs), no shortened
 * IPv4; IPv6 as in RFC 4291, without zone. An IPv6 address that carries an IPv4 one (`::ffff:10.0.0.1`) counts as that.
 */
export function readIp(text: string): IpAddress | undefined {
  if (text.length > 45) return undefined
  if (!text.includes(":")) {
    const groups = readIpv4(text)
    return groups && { version: 4, groups }
  }
  const groups = readIpv6(text)
  if (groups === undefined) return undefined
  const mapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff
  return mapped ? { version: 4, groups: groups.slice(6) } : { version: 6, groups }
}

function readIpv4(text: string): number[] | undefined {
  const parts = text.split(".")
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255))
    return undefined
  const [a, b, c, d] = parts.map(Number)
  return [a! * 256 + b!, c! * 256 + d!]
}

function readIpv6(text: string): number[] | undefined {
  const halves = text.split("::")
  if (halves.length > 2) return undefined
  const [head, tail] = halves.map((half, at) => readGroups(half, at === halves.length - 1))
  if (head === undefined || (halves.length === 2 && tail === undefined)) return undefined
  if (tail === undefined) return head.length === 8 ? head : undefined
  const zeros = 8 - head.length - tail.length
  return zeros < 1 ? undefined : [...head, ...Array.from({ length: zeros }, () => 0), ...tail]
}

/** Groups between colons; the last may be an IPv4 address where the text ends. */
function readGroups(text: string, last: boolean): number[] | undefined {
  if (text === "") return []
  const parts = text.split(":")
  const groups: number[] = []
  for (const [at, part] of parts.entries()) {
    if (last && at === parts.length - 1 && part.includes(".")) {
      const carried = readIpv4(part)
      if (carried === undefined) return undefined
      groups.push(...carried)
    } else if (/^[0-9a-fA-F]{1,4}$/.test(part)) groups.push(Number.parseInt(part, 16))
    else return undefined
  }
  return groups
}

/** A network: the addresses whose first `bits` bits are the same. */
export interface Network {
  readonly address: IpAddress
  readonly bits: number
}

/** Reads `10.0.0.0/8`, `2001:db8::/32`, or one address. */
export function readNetwork(text: string): Network | undefined {
  if (text.length > 49) return undefined
  const [written = "", length, ...rest] = text.split("/")
  const address = readIp(written)
  if (address === undefined || rest.length > 0) return undefined
  const width = address.groups.length * 16
  if (length === undefined) return { address, bits: width }
  if (!/^(0|[1-9]\d{0,2})$/.test(length)) return undefined
  // A mapped IPv4 network (::ffff:10.0.0.0/104) counts its 96 leading bits.
  const bits = Number(length) - (address.version === 4 && written.includes(":") ? 96 : 0)
  return bits >= 0 && bits <= width ? { address, bits } : undefined
}

/** Whether the network holds the address. */
export function holds({ address, bits }: Network, ip: IpAddress): boolean {
  if (address.version !== ip.version) return false
  return ip.groups.every((group, at) => (group & groupMask(bits, at)) === (address.groups[at]! & groupMask(bits, at)))
}

/** The address with all bits after the first `bits` set to 0. */
export function networkAddress(ip: IpAddress, bits: number): IpAddress {
  return { version: ip.version, groups: ip.groups.map((group, at) => group & groupMask(bits, at)) }
}

function groupMask(bits: number, group: number): number {
  const own = Math.max(0, Math.min(16, bits - group * 16))
  return (0xffff << (16 - own)) & 0xffff
}

/** The text form of RFC 5952: small letters, the longest row of two or more zero groups (the first of equals) as `::`. */
export function showIp({ version, groups }: IpAddress): string {
  if (version === 4) return groups.flatMap((group) => [group >> 8, group & 255]).join(".")
  let [best, bestLength] = [0, 0]
  for (let at = 0; at < 8; at++) {
    let length = 0
    while (groups[at + length] === 0) length++
    if (length > bestLength) [best, bestLength] = [at, length]
  }
  const show = (some: readonly number[]) => some.map((group) => group.toString(16)).join(":")
  return bestLength < 2 ? show(groups) : `${show(groups.slice(0, best))}::${show(groups.slice(best + bestLength))}`
}
