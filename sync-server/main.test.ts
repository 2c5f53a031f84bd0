import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const main = fileURLToPath(new URL('main.ts', import.meta.url));
type Child = ChildProcessByStdio<null, Readable, Readable>;

let dataDir: string;
let children: Child[];

beforeEach(() => {
	dataDir = mkdtempSync(join(tmpdir(), 'outpost-main-'));
	children = [];
});
afterEach(() => {
	for (const child of children) child.kill('SIGKILL');
	rmSync(dataDir, { recursive: true, force: true });
});

function start(...options: string[]): Child {
	const args = [main, '--data', dataDir, ...options];
	const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
	children.push(child);
	return child;
}

/** Everything it said until it told where its data lies, and its address. */
async function started(child: Child): Promise<{ said: string; address: string }> {
	let said = '';
	for await (const chunk of child.stdout) {
		said += String(chunk);
		const address = /http:\/\/localhost:\d+/.exec(said)?.[0];
		if (address && said.includes(dataDir)) return { said, address };
	}
	throw new Error(`it ended: ${said} ${await text(child.stderr)}`);
}

async function ended(child: Child): Promise<{ code: number | null; complaint: string }> {
	const [, complaint] = await Promise.all([once(child, 'close'), text(child.stderr)]);
	return { code: child.exitCode, complaint };
}

describe('the process', { timeout: 60_000 }, () => {
	test('starts empty with one administrator, keeps the folder to itself, ends in order', async () => {
		const first = start('--port', '0', '--no-demo');
		const { said, address } = await started(first);
		const [, password = ''] = /admin \/ (\S+)/.exec(said) ?? [];
		const health = await fetch(`${address}/healthz`);
		expect(await health.json()).toMatchObject({ status: 'ok', store: 'sqlite' });
		const signedIn = await fetch(`${address}/session`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ account: 'admin', password }),
		});
		expect(signedIn.status).toBe(200);

		const second = await ended(start('--port', '0', '--no-demo'));
		expect(second.code).toBe(1);
		expect(second.complaint).toMatch(/^Another Outpost server is already using .*\n.*\n$/);

		const { port } = new URL(address);
		const third = start('--port', port, '--no-demo', '--data', join(dataDir, 'other'));
		const busy = await ended(third);
		expect(busy.code).toBe(1);
		expect(busy.complaint).toMatch(/^Port \d+ is already in use.*\n.*\n$/);

		first.kill('SIGTERM');
		expect((await ended(first)).code).toBe(0);
		const again = await started(start('--port', '0', '--no-demo'));
		expect(again.said).not.toContain('admin /');
	});

	test('says in a sentence what it does not understand', async () => {
		const { code, complaint } = await ended(start('--port', 'many'));
		expect([code, complaint.split('\n')[0]]).toEqual([
			1,
			'--port takes a number from 0 to 65535, not "many".',
		]);
	});
});
