// First: the certificate library needs it in place when it loads.
import 'reflect-metadata';
import {
	AuthorityKeyIdentifierExtension,
	BasicConstraintsExtension,
	ExtendedKeyUsage,
	ExtendedKeyUsageExtension,
	KeyUsageFlags,
	KeyUsagesExtension,
	PemConverter,
	SubjectAlternativeNameExtension,
	SubjectKeyIdentifierExtension,
	X509Certificate,
	X509CertificateGenerator,
} from '@peculiar/x509';
import type { webcrypto } from 'node:crypto';
import { isIP } from 'node:net';

/** A certificate and its private key, both PEM. */
export interface KeyedCertificate {
	cert: string;
	key: string;
}

const authorityDays = 3650;
/** What Apple's systems accept of a server certificate at most is 398 (support.apple.com/102028). */
const leafDays = 397;
const dayMs = 86_400_000;
/** A phone whose clock is behind must not find the certificate "not yet valid". */
const clockBehindMsMax = dayMs;
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/** An authority that may sign servers and nothing below it. */
export async function makeAuthority(commonName: string, now: Date): Promise<KeyedCertificate> {
	const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
	const cert = await X509CertificateGenerator.createSelfSigned(
		{
			name: [{ CN: [commonName] }, { O: ['Outpost'] }],
			keys,
			signingAlgorithm: algorithm,
			...validity(now, authorityDays),
			extensions: [
				new BasicConstraintsExtension(true, 0, true),
				new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
				await SubjectKeyIdentifierExtension.create(keys.publicKey, false, crypto),
			],
		},
		crypto,
	);
	return { cert: cert.toString('pem'), key: await privateKeyPem(keys.privateKey) };
}

/** A server certificate for names and addresses, signed by an authority. */
export async function makeLeaf(
	authority: KeyedCertificate,
	hosts: readonly string[],
	now: Date,
): Promise<KeyedCertificate> {
	const issuer = new X509Certificate(authority.cert);
	const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
	const cert = await X509CertificateGenerator.create(
		{
			subject: [{ CN: [hosts[0] ?? 'localhost'] }, { O: ['Outpost'] }],
			issuer: issuer.subjectName,
			publicKey: keys.publicKey,
			signingKey: await readPrivateKey(authority.key),
			signingAlgorithm: algorithm,
			...validity(now, leafDays),
			extensions: await leafExtensions(issuer, keys.publicKey, hosts),
		},
		crypto,
	);
	return { cert: cert.toString('pem'), key: await privateKeyPem(keys.privateKey) };
}

async function leafExtensions(
	issuer: X509Certificate,
	key: webcrypto.CryptoKey,
	hosts: readonly string[],
) {
	const names = hosts.map((value) => ({ type: isIP(value) ? 'ip' : 'dns', value }) as const);
	return [
		new BasicConstraintsExtension(false, undefined, true),
		new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
		new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
		new SubjectAlternativeNameExtension([...names]),
		await AuthorityKeyIdentifierExtension.create(issuer, false, crypto),
		await SubjectKeyIdentifierExtension.create(key, false, crypto),
	];
}

function validity(now: Date, days: number): { notBefore: Date; notAfter: Date } {
	const notBefore = new Date(now.getTime() - clockBehindMsMax);
	return { notBefore, notAfter: new Date(notBefore.getTime() + days * dayMs) };
}

async function privateKeyPem(key: webcrypto.CryptoKey): Promise<string> {
	return PemConverter.encode(await crypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY');
}

function readPrivateKey(pem: string): Promise<webcrypto.CryptoKey> {
	return crypto.subtle.importKey('pkcs8', PemConverter.decodeFirst(pem), algorithm, false, [
		'sign',
	]);
}
