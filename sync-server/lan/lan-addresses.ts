import { hostname, networkInterfaces } from 'node:os';

/**
 * This machine's IPv4 addresses in its networks, in a steady order. IPv6 is left out: people type
 * these, and phones reach the server without it.
 */
export function lanAddresses(): string[] {
	const found = Object.values(networkInterfaces()).flatMap((entries) => entries ?? []);
	const outside = found.filter((entry) => entry.family === 'IPv4' && !entry.internal);
	return [...new Set(outside.map((entry) => entry.address))].sort();
}

/** The name this machine announces by mDNS, e.g. `desk-1.local`; undefined when it has no usable one. */
export function localHostName(name: string = hostname()): string | undefined {
	const label = name.split('.')[0]?.toLowerCase() ?? '';
	return /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label) ? `${label}.local` : undefined;
}
