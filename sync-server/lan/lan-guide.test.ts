import Fastify from 'fastify';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { certificateFingerprint, ensureLanCertificates } from './lan-certificates.ts';
import { lanGuideHtml } from './lan-guide-html.ts';
import { guideWords } from './lan-guide-words.ts';
import { lanGuide } from './lan-guide.ts';
import { terminalQr } from './terminal-qr.ts';

const server = Fastify();
const dataDir = mkdtempSync(join(tmpdir(), 'outpost-guide-'));
let ca = '';

beforeAll(async () => {
	ca = (await ensureLanCertificates(dataDir)).ca;
	await server.register(lanGuide, { ca, appUrl: 'https://192.168.1.20:8443/' });
});
afterAll(async () => {
	await server.close();
	rmSync(dataDir, { recursive: true });
});

test('the authority comes as a file that phones take for a certificate', async () => {
	const response = await server.inject('/lan/ca.crt');
	expect(response.headers['content-type']).toBe('application/x-x509-ca-cert');
	expect(new X509Certificate(response.rawPayload).fingerprint256).toBe(certificateFingerprint(ca));
});

test('the guide speaks the language asked for, else the browser’s', async () => {
	const ask = async (url: string, language: string) =>
		(await server.inject({ url, headers: { 'accept-language': language } })).body;
	expect(await ask('/lan', 'zh-CN,en;q=0.5')).toContain('<html lang="zh-CN">');
	expect(await ask('/lan', 'en-GB')).toContain('<html lang="en">');
	expect(await ask('/lan?lang=en', 'zh-CN')).toContain('<html lang="en">');
});

test('the guide names three steps for each of four platforms, fingerprint and app', async () => {
	const { body } = await server.inject('/lan');
	expect(body.match(/<section>/g)).toHaveLength(4);
	expect(body.match(/<li>/g)).toHaveLength(12);
	expect(body).toContain(certificateFingerprint(ca));
	expect(body).toContain('href="https://192.168.1.20:8443/"');
});

test('the guide keeps to its content policy: no script, no inline style', async () => {
	const response = await server.inject('/lan');
	expect(response.headers['content-security-policy']).toContain("default-src 'none'");
	expect(response.body).not.toMatch(/<script|<style|style=/);
	expect((await server.inject('/lan/guide.css')).statusCode).toBe(200);
});

test('both languages say the same things', () => {
	expect(Object.keys(guideWords.en)).toEqual(Object.keys(guideWords['zh-CN']));
});

test('an address is text, never markup', () => {
	expect(lanGuideHtml('/"><script>', 'en')).not.toContain('<script>');
});

test('the QR code fits a terminal', async () => {
	const lines = (await terminalQr('https://192.168.1.20:8443/')).trimEnd().split('\n');
	expect(lines.length).toBeLessThan(20);
});
