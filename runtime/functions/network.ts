import { builtin, parameter, type } from "./declare.ts"
import { holds, networkAddress, readIp, readNetwork, showIp } from "./ip-address.ts"

const ip = parameter("ip", type.string, "the address, IPv4 or IPv6")
const optionalBoolean = { kind: "optional", of: type.boolean } as const
const mapped = "An IPv6 address that carries an IPv4 one (`::ffff:10.0.0.1`) counts as that."

/** What is not routed in the public Internet and belongs to one's own network or machine (RFC 1918, 3927, 4193, 4291, 6598, 1122). */
const privateNetworks = [
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "100.64.0.0/10",
  "0.0.0.0/8",
  "fc00::/7",
  "fe80::/10",
  "::1",
  "::",
].map((text) => readNetwork(text)!)

export const network = [
  builtin(
    "network",
    "inNetwork",
    (address: string, networks: string | readonly (string | undefined)[]) =>
      typeof networks === "string" ? inNetwork(address, networks) : inOneOf(address, networks),
    {
      doc: `Whether an address belongs to a network. Missing where one of them cannot be read. ${mapped}`,
      parameters: [
        ip,
        parameter("network", type.string, 'the network, as in `"10.0.0.0/8"`, or one address', { check: checkNetwork }),
      ],
      returns: optionalBoolean,
      examples: [
        { call: 'inNetwork("10.1.2.3", "10.0.0.0/8")', gives: true },
        { call: 'inNetwork("2001:db8::1", "2001:db9::/32")', gives: false },
        { call: 'inNetwork("no address", "10.0.0.0/8")', gives: null },
      ],
    },
    {
      doc: `Whether an address belongs to one of several networks. Missing where the address cannot be read; a network that cannot be read holds nothing. ${mapped}`,
      parameters: [ip, parameter("networks", type.strings, "the networks")],
      returns: optionalBoolean,
      examples: [
        { call: 'inNetwork("192.168.7.7", ["10.0.0.0/8", "192.168.0.0/16"])', gives: true },
        { call: 'inNetwork("8.8.8.8", ["10.0.0.0/8"])', gives: false },
      ],
    },
  ),
  builtin("network", "isPrivateIp", isPrivateIp, {
    doc:
      "Whether an address is not one of the public Internet: private, shared (carrier NAT), link-local, loopback or unspecified. " +
      `Missing where it cannot be read. ${mapped}`,
    parameters: [ip],
    returns: optionalBoolean,
    examples: [
      { call: 'isPrivateIp("192.168.1.1")', gives: true },
      { call: 'isPrivateIp("8.8.8.8")', gives: false },
      { call: 'isPrivateIp("fd00::1")', gives: true },
    ],
  }),
  builtin("network", "ipVersion", (address: string) => readIp(address)?.version, {
    doc: `4 or 6; missing where the text is no address. ${mapped}`,
    parameters: [ip],
    returns: { kind: "optional", of: type.integer },
    examples: [
      { call: 'ipVersion("2001:db8::1")', gives: 6 },
      { call: 'ipVersion("010.0.0.1") is missing', gives: true },
    ],
  }),
  builtin("network", "networkOf", networkOf, {
    doc: `The network of an address, in the form \`"10.1.2.0/24"\`: addresses of one network get one text. Missing where the address cannot be read or has fewer bits. ${mapped}`,
    parameters: [
      ip,
      parameter("bits", type.integer, "how many leading bits the network fixes; often 24, for IPv6 48 or 64"),
    ],
    returns: { kind: "optional", of: type.string },
    examples: [
      { call: 'networkOf("10.1.2.3", 24)', gives: "10.1.2.0/24" },
      { call: 'networkOf("2001:db8:0:1::9", 48)', gives: "2001:db8::/48" },
    ],
  }),
  builtin("network", "emailDomain", (address: string) => emailParts(address)?.domain, {
    doc: "What stands after the `@` of an e-mail address, in small letters. Missing where the text is no address.",
    parameters: [parameter("email", type.string, "the e-mail address")],
    returns: { kind: "optional", of: type.string },
    examples: [
      { call: 'emailDomain("Jane.Doe@Mail.Example")', gives: "mail.example" },
      { call: 'emailDomain("jane")', gives: null },
    ],
  }),
  builtin("network", "emailUser", (address: string) => emailParts(address)?.user, {
    doc: "What stands before the `@` of an e-mail address, as written. Missing where the text is no address.",
    parameters: [parameter("email", type.string, "the e-mail address")],
    returns: { kind: "optional", of: type.string },
    examples: [
      { call: 'emailUser("Jane.Doe+shop@mail.example")', gives: "Jane.Doe+shop" },
      { call: 'emailUser("@mail.example")', gives: null },
    ],
  }),
]

function checkNetwork(value: string | number | boolean): string | undefined {
  if (typeof value !== "string" || readNetwork(value) !== undefined) return undefined
  return `\`${value}\` is no network; write one as in "10.0.0.0/8" or "2001:db8::/32"`
}

function inNetwork(ip: string, network: string): boolean | undefined {
  const address = readIp(ip)
  const wanted = readNetwork(network)
  return address === undefined || wanted === undefined ? undefined : holds(wanted, address)
}

function inOneOf(ip: string, networks: readonly (string | undefined)[]): boolean | undefined {
  const address = readIp(ip)
  if (address === undefined) return undefined
  return networks.some((text) => {
    const wanted = text === undefined ? undefined : readNetwork(text)
    return wanted !== undefined && holds(wanted, address)
  })
}

function isPrivateIp(ip: string): boolean | undefined {
  const address = readIp(ip)
  return address === undefined ? undefined : privateNetworks.some((network) => holds(network, address))
}

function networkOf(ip: string, bits: number): string | undefined {
  const address = readIp(ip)
  if (address === undefined || !(bits >= 0 && bits <= address.groups.length * 16)) return undefined
  return `${showIp(networkAddress(address, bits))}/${bits}`
}

/** Exactly what is before and after the last `@`; neither may be empty nor hold white space. No further syntax is judged. */
function emailParts(text: string): { user: string; domain: string } | undefined {
  const address = text.trim()
  if (address.length > 320 || /\s/.test(address)) return undefined
  const at = address.lastIndexOf("@")
  if (at < 1 || at === address.length - 1) return undefined
  return { user: address.slice(0, at), domain: address.slice(at + 1).toLowerCase() }
}
