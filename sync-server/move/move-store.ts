/**
 * Carries an organisation from one store to another: records with revisions and channels, journal,
 * devices with codes and keys, counters, reserved numbers, credentials, blobs. Sessions stay behind: people sign in
 * again. The target has an epoch of its own, so every cursor begins anew.
 *
 * 1. The source is only read, once what servers had begun when they stopped is ended. The target is empty, or was begun by the same move.
 * 2. Everything is put in such that doing it twice does no harm: a move that was cut off is run again.
 * 3. It has ended once both sides were read through and are found to be the same.
 */
import { createHash } from 'node:crypto';
import { deviceCodeOf } from '#domain/numbering/device-code.ts';
import type { Instant } from '#domain/time/instant.ts';
import { PlainError } from '#server/plain-error.ts';
import { searchKeysOf } from '#server/push/search-keys.ts';
import { channelsAt } from '#server/scope/channels-at.ts';
import type { MovedRecord, MoveSource, MoveTarget } from '#server/store/move-port.ts';
import type { StoredRecord } from '#server/store/port.ts';
import { bodyOf } from '#server/store/stored-body.ts';
import { listsOf, summaryOf, type Summary } from './summary.ts';

/** Codes looked through for those that were given. */
const codesMax = 10_000_000;

export interface Moved {
	summary: Summary;
	/** Blobs records name and whose bytes were not at the source. */
	missing: string[];
}

type Progress = (done: number) => void;

/** Throws PlainErrors. */
export async function moveStore(
	from: MoveSource,
	to: MoveTarget,
	now: Instant,
	progress: Progress = () => undefined,
): Promise<Moved> {
	if (!(await from.settle())) throw unsettled();
	await to.begin({ epoch: from.store.epoch, secret: from.store.secret });
	const lists = listsOf(from);
	let done = 0;
	const tell = (rows: number) => progress((done += rows));
	for await (const page of lists.records()) {
		await to.putRecords(page.map((stored) => movedOf(stored, now)));
		tell(page.length);
	}
	for await (const page of lists.journal()) {
		await to.putJournal(page);
		tell(page.length);
	}
	await moveDevices(from, to);
	for (const counter of await from.store.numberCounters()) await to.putCounter(counter);
	await to.putBeginnings(await from.beginnings());
	for await (const page of lists.reserved())
		for (const reserved of page) await to.putReserved(reserved);
	for await (const page of lists.credentials())
		for (const credential of page) await to.putCredential(credential);
	const missing = await moveBlobs(from, to, tell);
	const summary = await compared(from, to);
	await to.end();
	return { summary, missing };
}

/** Where time alone has changed the channels meanwhile the next review says so. */
function movedOf(stored: StoredRecord, now: Instant): MovedRecord {
	const record = bodyOf(stored);
	const { channels, reviewAt } = channelsAt(record, now);
	const isSame = [...channels].sort().join('\n') === [...stored.channels].sort().join('\n');
	return { stored, search: searchKeysOf(record), reviewAt: reviewAt ?? (isSame ? undefined : now) };
}

async function moveDevices(from: MoveSource, to: MoveTarget): Promise<void> {
	const places = codePlaces();
	for await (const page of listsOf(from).devices())
		for (const device of page) await to.putDevice(device, places(device.code));
}

/** Which of all codes one is; codes are looked through once. */
function codePlaces(): (code: string) => number {
	const known = new Map<string, number>();
	return (code) => {
		for (let n = known.size; !known.has(code) && n < codesMax; n++) known.set(deviceCodeOf(n), n);
		const place = known.get(code);
		if (place === undefined) throw new Error(`a device has a code that was never given: ${code}`);
		return place;
	};
}

async function moveBlobs(from: MoveSource, to: MoveTarget, tell: Progress): Promise<string[]> {
	const missing = new Set<string>();
	const moved = new Set<string>();
	for await (const page of listsOf(from).blobs())
		for (const blob of page) {
			const { sha256 } = blob;
			if (!moved.has(sha256) && !(await moveBytes(from, to, sha256))) missing.add(sha256);
			moved.add(sha256);
			await to.putBlob(blob);
			tell(1);
		}
	return [...missing];
}

async function moveBytes(from: MoveSource, to: MoveTarget, sha256: string): Promise<boolean> {
	const bytes = await from.bytesOf(sha256);
	if (!bytes) return false;
	await to.putBytes(sha256, bytes);
	const arrived = await to.bytesOf(sha256);
	if (!arrived || (await hashOf(arrived)) !== sha256) throw notTheSame('blobs');
	return true;
}

async function hashOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
	const hash = createHash('sha256');
	for await (const chunk of bytes) hash.update(chunk);
	return hash.digest('hex');
}

async function compared(from: MoveSource, to: MoveTarget): Promise<Summary> {
	const [left, right] = [await summaryOf(from), await summaryOf(to)];
	for (const [sort, { count, hash }] of Object.entries(left)) {
		const other = right[sort as keyof Summary];
		if (other.count !== count || other.hash !== hash) throw notTheSame(sort);
	}
	return right;
}

function notTheSame(sort: string): PlainError {
	return new PlainError(
		`The target does not hold the same ${sort} as the source. Is a server still writing? Stop it and run the command again.`,
		`目标与来源的数据(${sort})不一致。如有服务正在写入,请先停止,再重新执行。`,
	);
}

function unsettled(): PlainError {
	return new PlainError(
		'A server ended in the middle of its work. Start one on the source, stop it after two minutes, and move again.',
		'服务器曾在处理中途退出。请在来源上启动服务器，两分钟后停止，再迁移。',
	);
}
