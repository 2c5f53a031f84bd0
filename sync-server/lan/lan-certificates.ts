import { X509Certificate, createPrivateKey } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { lanAddresses, localHostName } from './lan-addresses.ts';
import { makeAuthority, makeLeaf, type KeyedCertificate } from './make-certificate.ts';
import { readFileIfThere, writePrivateFile } from './private-file.ts';

/** What an HTTPS server on the local network needs; all PEM. */
export interface LanCertificates {
	/** The authority people install on their devices. */
	ca: string;
	/** The server's own certificate. */
	cert: string;
	/** The server's private key. */
	key: string;
}

const renewBeforeDays = 30;
const dayMs = 86_400_000;
const commonNameLengthMax = 64;
const alwaysServed = ['localhost', '127.0.0.1'];

/**
 * The certificates kept in `dataDir/lan`. The authority is made once and stays, because devices
 * trust it by name and key; the server's certificate is made anew when it nears its end or the
 * machine's addresses changed. Throws one sentence when the kept authority is damaged: making a
 * new one in silence would lock out every device that trusts the old.
 */
export async function ensureLanCertificates(
	dataDir: string,
	hosts: readonly string[] = lanAddresses(),
	now: Date = new Date(),
): Promise<LanCertificates> {
	const authority = await ensureAuthority(join(dataDir, 'lan', 'authority.pem'), now);
	const file = join(dataDir, 'lan', 'server.pem');
	const leaf = await ensureLeaf(file, authority, servedNames(hosts), now);
	return { ca: authority.cert, cert: leaf.cert, key: leaf.key };
}

/** SHA-256 of a certificate as devices show it, to compare before trusting: `AB:CD:…`. */
export function certificateFingerprint(pem: string): string {
	return new X509Certificate(pem).fingerprint256;
}

async function ensureAuthority(file: string, now: Date): Promise<KeyedCertificate> {
	const kept = readFileIfThere(file);
	if (kept === undefined) return keep(file, await makeAuthority(authorityName(), now));
	const pair = readPair(kept);
	if (pair === undefined) {
		throw new Error(
			`${file} is damaged: restore it from a backup, or remove it to make a new one.`,
		);
	}
	if (isGoodForAWhile(pair, now)) return pair;
	return keep(file, await makeAuthority(authorityName(), now));
}

async function ensureLeaf(
	file: string,
	authority: KeyedCertificate,
	names: readonly string[],
	now: Date,
): Promise<KeyedCertificate> {
	const kept = readPair(readFileIfThere(file) ?? '');
	if (kept && isGoodForAWhile(kept, now) && isLeafFor(kept, authority, names)) return kept;
	return keep(file, await makeLeaf(authority, names, now));
}

function authorityName(): string {
	return `Outpost local authority (${hostname()})`.slice(0, commonNameLengthMax);
}

function servedNames(hosts: readonly string[]): string[] {
	const own = localHostName();
	return [...new Set([...hosts, ...(own === undefined ? [] : [own]), ...alwaysServed])];
}

function isGoodForAWhile({ cert }: KeyedCertificate, now: Date): boolean {
	const end = Date.parse(new X509Certificate(cert).validTo);
	return now.getTime() < end - renewBeforeDays * dayMs;
}

function isLeafFor(
	leaf: KeyedCertificate,
	authority: KeyedCertificate,
	names: readonly string[],
): boolean {
	const certificate = new X509Certificate(leaf.cert);
	const signed = certificate.verify(new X509Certificate(authority.cert).publicKey);
	return signed && sameNames(certificate.subjectAltName ?? '', names);
}

/** `subjectAltName` reads `DNS:localhost, IP Address:127.0.0.1`. */
function sameNames(subjectAltName: string, names: readonly string[]): boolean {
	const certified = subjectAltName.split(', ').map((entry) => entry.replace(/^[^:]*:/, ''));
	return certified.sort().join() === [...names].sort().join();
}

/** Key and certificate lie in one file, so that a crash never leaves one without the other. */
function keep(file: string, pair: KeyedCertificate): KeyedCertificate {
	writePrivateFile(file, `${pair.key.trim()}\n${pair.cert.trim()}\n`);
	return pair;
}

/** Undefined when the text holds no certificate with its own key. */
function readPair(text: string): KeyedCertificate | undefined {
	const key = pemBlock(text, 'PRIVATE KEY');
	const cert = pemBlock(text, 'CERTIFICATE');
	try {
		const matches = new X509Certificate(cert).checkPrivateKey(createPrivateKey(key));
		return matches ? { cert, key } : undefined;
	} catch {
		return undefined;
	}
}

function pemBlock(text: string, label: string): string {
	const [begin, end] = [`-----BEGIN ${label}-----`, `-----END ${label}-----`];
	const from = text.indexOf(begin);
	const to = text.indexOf(end, from);
	return from < 0 || to < 0 ? '' : text.slice(from, to + end.length);
}
