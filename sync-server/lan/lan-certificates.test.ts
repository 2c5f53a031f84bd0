import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, get } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { localHostName } from './lan-addresses.ts';
import { ensureLanCertificates, type LanCertificates } from './lan-certificates.ts';

const now = new Date();
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000);
const hosts = ['192.168.1.20', '10.0.0.7'];

let dataDir = '';
beforeEach(() => (dataDir = mkdtempSync(join(tmpdir(), 'outpost-lan-'))));
afterEach(() => rmSync(dataDir, { recursive: true }));

/** Asks a real HTTPS server that shows the certificate, trusting only the given authority. */
async function askOverHttps(served: LanCertificates, trusted: string): Promise<string> {
	const server = createServer({ cert: served.cert, key: served.key }, (_request, response) => {
		response.end('reached');
	});
	await once(server.listen(0, '127.0.0.1'), 'listening');
	const { port } = server.address() as AddressInfo;
	try {
		return await new Promise<string>((resolve, reject) => {
			get({ host: '127.0.0.1', port, ca: trusted, agent: false }, (response) => {
				response.setEncoding('utf8').on('data', resolve);
			}).on('error', reject);
		});
	} finally {
		server.close();
	}
}

describe('the chain', () => {
	test('the authority signed the server certificate and may sign nothing below', async () => {
		const made = await ensureLanCertificates(dataDir, hosts, now);
		const [authority, leaf] = [new X509Certificate(made.ca), new X509Certificate(made.cert)];
		expect(authority.ca).toBe(true);
		expect(leaf.ca).toBe(false);
		expect(leaf.checkIssued(authority)).toBe(true);
		expect(leaf.verify(authority.publicKey)).toBe(true);
	});

	test('names the addresses, this machine and localhost, for 397 days', async () => {
		const { cert } = await ensureLanCertificates(dataDir, hosts, now);
		const leaf = new X509Certificate(cert);
		for (const address of [...hosts, '127.0.0.1']) expect(leaf.checkIP(address)).toBe(address);
		for (const name of ['localhost', localHostName()]) {
			if (name !== undefined) expect(leaf.checkHost(name)).toBe(name);
		}
		expect(leaf.checkIP('192.168.1.21')).toBeUndefined();
		const days = (Date.parse(leaf.validTo) - Date.parse(leaf.validFrom)) / 86_400_000;
		expect(days).toBe(397);
	});

	test('a client that trusts the authority reaches the server, another does not', async () => {
		const ours = await ensureLanCertificates(dataDir, hosts, now);
		const foreign = await ensureLanCertificates(join(dataDir, 'foreign'), hosts, now);
		expect(await askOverHttps(ours, ours.ca)).toBe('reached');
		await expect(askOverHttps(ours, foreign.ca)).rejects.toThrow(/certificate/);
	});
});

describe('what is kept', () => {
	test('the same again on the next start', async () => {
		const first = await ensureLanCertificates(dataDir, hosts, now);
		const second = await ensureLanCertificates(dataDir, [...hosts].reverse(), inDays(300));
		expect(second.cert.trim()).toBe(first.cert.trim());
		expect(second.ca.trim()).toBe(first.ca.trim());
	});

	test('changed addresses renew the server certificate, the authority stays', async () => {
		const first = await ensureLanCertificates(dataDir, hosts, now);
		const second = await ensureLanCertificates(dataDir, ['192.168.1.99'], now);
		expect(second.ca.trim()).toBe(first.ca.trim());
		expect(second.cert).not.toBe(first.cert);
		expect(new X509Certificate(second.cert).checkIP('192.168.1.99')).toBe('192.168.1.99');
		expect(new X509Certificate(second.cert).checkIP('192.168.1.20')).toBeUndefined();
	});

	test('a certificate near its end is renewed, the authority stays', async () => {
		const first = await ensureLanCertificates(dataDir, hosts, now);
		const later = await ensureLanCertificates(dataDir, hosts, inDays(370));
		expect(later.ca.trim()).toBe(first.ca.trim());
		expect(Date.parse(new X509Certificate(later.cert).validTo)).toBeGreaterThan(+inDays(700));
	});

	test('only the owner may read the keys', async () => {
		await ensureLanCertificates(dataDir, hosts, now);
		const mode = (path: string) => statSync(join(dataDir, 'lan', path)).mode & 0o777;
		const modes = [mode(''), mode('authority.pem'), mode('server.pem')];
		// Windows keeps no such bits; there the folder's owner rules.
		if (process.platform !== 'win32') expect(modes).toEqual([0o700, 0o600, 0o600]);
	});

	test('a damaged authority is said, never replaced in silence', async () => {
		await ensureLanCertificates(dataDir, hosts, now);
		writeFileSync(join(dataDir, 'lan', 'authority.pem'), 'not a key');
		await expect(ensureLanCertificates(dataDir, hosts, now)).rejects.toThrow(/damaged/);
	});

	test('a damaged server certificate is made anew', async () => {
		const first = await ensureLanCertificates(dataDir, hosts, now);
		writeFileSync(join(dataDir, 'lan', 'server.pem'), 'not a key');
		const second = await ensureLanCertificates(dataDir, hosts, now);
		expect(second.ca.trim()).toBe(first.ca.trim());
		expect(await askOverHttps(second, first.ca)).toBe('reached');
	});
});
