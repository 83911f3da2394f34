import ipaddr from 'ipaddr.js';

/**
 * Whether an address belongs to the open internet, so that a request somebody else asked for may go there. IPv4: what ipaddr.js calls
 * unicast. IPv6: 2000::/3 without documentation, 6to4 and Teredo, which carry an IPv4 address inside; the library alone would call
 * `::127.0.0.1` unicast.
 */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.process(text);
  if (address.kind() === 'ipv4') return address.range() === 'unicast';
  const v6 = address as ipaddr.IPv6;
  return (
    v6.match(ipaddr.IPv6.parseCIDR('2000::/3')) &&
    !['2001:db8::/32', '2001::/32', '2002::/16'].some((block) => v6.match(ipaddr.IPv6.parseCIDR(block)))
  );
}
