import ipaddr from 'ipaddr.js';

/** Whether an address may be posted to. */
export type AddressRule = (address: string) => boolean;

type Subnet = readonly [ipaddr.IPv4 | ipaddr.IPv6, number];

/** What answers hosts of a cloud, in what else is public, and addresses of IPv4 in a form that nothing else knows as private. */
const REFUSED = ['168.63.129.16', '::/96'].map(subnetOf);

/**
 * Public addresses alone, but for those that are allowed: the one rule for what a URL names and for what a name is looked up to.
 * @param allowed addresses and subnets, as `127.0.0.1` and `10.0.0.0/8`
 */
export function createAddressRule(allowed: readonly string[]): AddressRule {
  const subnets = allowed.map(subnetOf);
  return (text) => {
    const address = ipaddr.parse(text);
    if (subnets.some((subnet) => isWithin(address, subnet))) return true;
    return address.range() === 'unicast' && !REFUSED.some((subnet) => isWithin(address, subnet));
  };
}

function subnetOf(text: string): Subnet {
  if (text.includes('/')) return ipaddr.parseCIDR(text);
  const address = ipaddr.parse(text);
  return [address, address.toByteArray().length * 8];
}

function isWithin(address: ipaddr.IPv4 | ipaddr.IPv6, [subnet, bits]: Subnet): boolean {
  return address.kind() === subnet.kind() && address.match(subnet, bits);
}
