/** Three things that go wrong once, between the kills: a full disk, two tabs, a new version. */
import { expect } from '@playwright/test';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { inRoot } from '#server/bootstrap/paths.mjs';
import { FieldOrderPage } from '../e2e/pages/field-order.ts';
import { PhotoEditor } from '../e2e/pages/photo-editor.ts';
import { SignInPage } from '../e2e/pages/sign-in.ts';
import { StatusLine } from '../e2e/pages/status-line.ts';
import { deviceRows } from '../fixtures/device-rows.ts';
import { makePhoto } from '../fixtures/make-photo.ts';
import { phoneSize } from '../fixtures/phone.ts';
import type { Field } from './field.ts';
import { launchBrowser, settleMsMax, type Stage } from './stage.ts';

/** Enough for the app and its data; to write as much again is too much, and makes Chromium count. */
const roomBytes = 48 * 1024 * 1024;
const notesBeforeUpdate = 20;
/** Until a new version is fetched and waits. */
const updateMsMax = 60_000;
const types: Record<string, string> = {
	'.html': 'text/html; charset=utf-8',
	'.js': 'text/javascript',
	'.css': 'text/css',
	'.json': 'application/json',
	'.svg': 'image/svg+xml',
	'.wasm': 'application/wasm',
};

/**
 * No room for a photo: the screen says so, and what was saved stays; with room again it is saved. On a
 * device of its own, because Chromium lets the room of a lasting profile not be overridden.
 */
export async function fullDisk(stage: Stage, field: Field): Promise<void> {
	const browser = await launchBrowser();
	try {
		const page = await browser.newPage({ viewport: phoneSize, locale: 'zh-CN' });
		const { url: origin } = stage;
		const session = await page.context().newCDPSession(page);
		const setQuota = (quota: { quotaSize?: number }) =>
			session.send('Storage.overrideQuotaForOrigin', { origin, ...quota });
		await setQuota({ quotaSize: roomBytes });
		await new SignInPage(page).enter(`${origin}/today`, stage.account('engineer'));
		await new StatusLine(page).saysAllSent(settleMsMax);
		await field.openSome(page);
		const text = await field.note(page);
		await setQuota({ quotaSize: 1 });
		await page.evaluate(writeProbe, roomBytes);
		const order = new FieldOrderPage(page);
		await order.pickFiles([await makePhoto(page, '装不下')]);
		const editor = new PhotoEditor(page);
		await editor.keep.click();
		await expect(editor.dialog.getByRole('alert')).toContainText('本机空间不足');
		await setQuota({});
		await editor.keepAll(1);
		await field.photo(page);
		await new StatusLine(page).saysAllSent(settleMsMax);
		await stage.page.goto(page.url());
		await expect(new FieldOrderPage(stage.page).notes).toContainText(text);
		await expect(new FieldOrderPage(stage.page).photo(1)).toBeVisible();
		await new StatusLine(stage.page).saysAllSent(settleMsMax);
	} finally {
		await browser.close();
	}
}

/** Both write on the same order at once; then a request is taken on the spot. */
export async function twoTabs(stage: Stage, field: Field): Promise<void> {
	const first = stage.page;
	await field.openSome(first);
	const second = await stage.newTab();
	await second.goto(first.url(), { waitUntil: 'commit' });
	await second.getByRole('region', { name: '备注' }).waitFor();
	for (let n = 0; n < 4; n++) await Promise.all([field.note(first), field.note(second)]);
	await second.close();
	await field.walkUp(first);
}

/**
 * A new version while much waits unsent: it is fetched, waits for the tap, and the outbox is the same
 * behind it.
 */
export async function newVersion(stage: Stage, field: Field, userId: string): Promise<void> {
	await stage.stopServer();
	await field.openSome(stage.page);
	for (let n = 0; n < notesBeforeUpdate; n++) await field.note(stage.page);
	const waiting = (await deviceRows(stage.page, userId, 'outbox')).length;
	if (waiting < notesBeforeUpdate) throw new Error(`only ${waiting} commands wait`);
	const endNewer = await serveNewer(stage);
	try {
		const { page } = stage;
		// On his own page it is offered in any case; elsewhere not while a visit or a draft is open.
		await page.goto(`${stage.url}/me`);
		const notice = page.getByRole('main').getByRole('button', { name: '更新', exact: true });
		await notice.waitFor({ timeout: updateMsMax });
		if (!(await page.evaluate(isWaiting))) throw new Error('the new version did not wait');
		await Promise.all([page.waitForEvent('load'), notice.click()]);
		await page.getByRole('link', { name: /^(?:离线|待上传|上传中)/ }).waitFor();
		if (await page.evaluate(isWaiting)) throw new Error('the new version still waits');
		const after = (await deviceRows(page, userId, 'outbox')).length;
		if (after !== waiting)
			throw new Error(`${after} commands wait after the update, not ${waiting}`);
	} finally {
		await endNewer();
	}
	await stage.startServer();
}

/** The app's files once more as another version, and a server that is out of order for all else. */
async function serveNewer({ folder, port }: Stage): Promise<() => Promise<void>> {
	const dir = join(folder, 'newer');
	cpSync(inRoot('build'), dir, { recursive: true });
	const worker = join(dir, 'service-worker.js');
	writeFileSync(worker, `${readFileSync(worker, 'utf8')}\n// a newer version\n`);
	const server = createServer((request, response) => {
		const { pathname } = new URL(request.url ?? '/', 'http://newer');
		if (/^\/(sync|session)\b/.test(pathname)) {
			response.writeHead(503).end();
			return;
		}
		const file = extname(pathname) ? pathname : '/200.html';
		try {
			const content = readFileSync(join(dir, file));
			response.setHeader('content-type', types[extname(file)] ?? 'application/octet-stream');
			response.end(content);
		} catch {
			response.writeHead(404).end();
		}
	}).listen(port, '127.0.0.1');
	await once(server, 'listening');
	return async () => {
		server.closeAllConnections();
		server.close();
		await once(server, 'close');
		rmSync(dir, { recursive: true, force: true });
	};
}

/** Runs in the page. */
async function isWaiting(): Promise<boolean> {
	return Boolean((await navigator.serviceWorker.getRegistration())?.waiting);
}

/** Runs in the page; it is fine for it to fail. */
async function writeProbe(size: number): Promise<void> {
	const opening = indexedDB.open('probe-of-the-chaos');
	opening.onupgradeneeded = () => opening.result.createObjectStore('bytes');
	const db = await new Promise<IDBDatabase>((resolve, reject) => {
		opening.onsuccess = () => resolve(opening.result);
		opening.onerror = () => reject(opening.error ?? new Error('not opened'));
	});
	const writing = db.transaction('bytes', 'readwrite');
	writing.objectStore('bytes').put(new Uint8Array(size), 'all');
	await new Promise<void>((resolve) => {
		writing.oncomplete = () => resolve();
		writing.onabort = () => resolve();
	});
	db.close();
}

export type Scene = (stage: Stage, field: Field, userId: string) => Promise<void>;
