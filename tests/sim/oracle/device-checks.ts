/** Checks of what lies on a device: when it opens, when it rests, when a round of sync has ended. */
import { bodyOf, type Device } from '../world/device.ts';
import { doubles, lostFields } from './commit-checks.ts';
import { idOf, type Saved } from './ledger.ts';
import type { Oracle } from './oracle.ts';

type Fail = (text: string) => void;

interface OpenCheck {
	statement: number;
	name: string;
	check: (device: Device, evicted: boolean, oracle: Oracle, fail: Fail) => void;
}
interface DiskCheck {
	statement: number;
	name: string;
	/** `opening`: only when the app has just started again; `records`: when its records have changed. */
	at: 'opening' | 'any' | 'records';
	check: (device: Device, oracle: Oracle, fail: Fail) => void;
}
interface RoundCheck {
	statement: number;
	name: string;
	check: (round: { device: Device; from: number }, oracle: Oracle, fail: Fail) => void;
}

export const openChecks: readonly OpenCheck[] = [
	{
		statement: 1,
		name: 'the user is told that the browser threw his data away',
		check(device, evicted, _, fail) {
			if (device.untoldEviction && !evicted)
				fail(`${device.name} opens as if nothing had been lost`);
			device.untoldEviction = false;
		},
	},
];

export const diskChecks: readonly DiskCheck[] = [
	{
		statement: 1,
		name: 'saved survives to the next start',
		at: 'opening',
		check(device, oracle, fail) {
			for (const entry of missing(device, oracle)) fail(`${device.name} has lost ${told(entry)}`);
			for (const sha256 of picturesLost(device, oracle))
				fail(`${device.name} has lost the picture ${sha256.slice(0, 8)}`);
		},
	},
	{
		statement: 9,
		name: 'unsent work is never gone without a word',
		at: 'any',
		check(device, oracle, fail) {
			for (const entry of missing(device, oracle))
				if (!oracle.answers.has(idOf(entry)))
					fail(`${device.name} has lost the unsent ${told(entry)}`);
		},
	},
	{
		statement: 9,
		name: 'what counts as handed in is on the server',
		at: 'any',
		check(device, { serverBlobs }, fail) {
			for (const { sha256, status } of device.blobs())
				if ((status === 'confirmed' || status === 'cached') && !serverBlobs.has(sha256))
					fail(`${device.name} calls the picture ${sha256.slice(0, 8)} handed in`);
		},
	},
	{
		statement: 4,
		name: 'what was answered stays to be seen',
		at: 'any',
		check(device, oracle, fail) {
			for (const entry of missing(device, oracle))
				if (oracle.answers.has(idOf(entry))) fail(`${device.name} shows nothing of ${told(entry)}`);
		},
	},
	{
		statement: 9,
		name: 'pictures the server has not are never gone',
		at: 'any',
		check(device, oracle, fail) {
			for (const sha256 of picturesLost(device, oracle))
				fail(`${device.name} has lost the picture ${sha256.slice(0, 8)}`);
		},
	},
	{
		statement: 12,
		name: 'what a device changes keeps fields it does not know',
		at: 'records',
		check(device, _, fail) {
			for (const { id, body, shadow } of device.records())
				for (const path of shadow ? lostFields(bodyOf(shadow), bodyOf(body)) : [])
					fail(`${device.name} lost ${path} of ${id}`);
		},
	},
	{
		statement: 3,
		name: 'a device shows no effect twice',
		at: 'records',
		check(device, _, fail) {
			for (const { id, body } of device.records())
				for (const twice of doubles(bodyOf(body)))
					fail(`${device.name} shows ${twice} of ${id} twice`);
		},
	},
	{
		statement: 13,
		name: 'a number shown names one record',
		at: 'records',
		check(device, oracle, fail) {
			for (const { id, number, offlineNumber } of device.seen('workOrder')) {
				oracle.numberShown(number, id, fail);
				oracle.numberShown(offlineNumber, id, fail);
			}
		},
	},
];

export const roundChecks: readonly RoundCheck[] = [
	{
		statement: 14,
		name: 'a round brings everything there was when it began',
		check({ device, from }, { mirror, entitlements }, fail) {
			const revs = new Map(device.records().map((row) => [`${row.kind}/${row.id}`, row.rev]));
			const userId = device.person.id;
			for (const key of entitlements.now(userId)) {
				if (!entitlements.throughout(userId, key, from, mirror.moment)) continue;
				const wanted = mirror.revAt(key, from);
				if ((revs.get(key) ?? 0) < wanted)
					fail(`${device.name} has ${key} at ${revs.get(key) ?? 'no'} revision, not ${wanted}`);
			}
		},
	},
	{
		statement: 8,
		name: 'what was revoked is gone after a round',
		check({ device, from }, oracle, fail) {
			for (const key of foreign(device, from, oracle))
				if (!oracle.lost.get(device)?.has(key)) fail(`${device.name} still has ${key}`);
		},
	},
	{
		statement: 8,
		name: 'pictures of revoked records are gone after a round',
		check({ device, from }, oracle, fail) {
			const { mirror, entitlements } = oracle;
			const userId = device.person.id;
			for (const { sha256, status, records } of device.blobs()) {
				if (status === 'waiting' || status === 'refused') continue;
				const keys = records.map((id) => `workOrder/${id}`);
				if (keys.some((key) => entitlements.within(userId, key, from, mirror.moment))) continue;
				if (records.some((id) => isWaiting(device, id))) continue;
				fail(`${device.name} still has the picture ${sha256.slice(0, 8)} of ${records.join()}`);
			}
		},
	},
	{
		statement: 10,
		name: 'what was gone does not come back',
		check({ device, from }, oracle, fail) {
			for (const key of foreign(device, from, oracle))
				if (oracle.lost.get(device)?.has(key)) fail(`${device.name} has ${key} again`);
		},
	},
];

function told({ seq, command }: Saved): string {
	return `${seq} ${command.type} ${command.record}`;
}

function picturesLost(device: Device, { ledger, serverBlobs }: Oracle): string[] {
	const here = new Set(device.blobBytes().map(({ sha256 }) => sha256));
	return ledger
		.of(device)
		.flatMap(({ blobs, state }) => (state === 'saved' || state === 'taken' ? blobs : []))
		.filter((sha256) => !here.has(sha256) && !serverBlobs.has(sha256));
}

/** What the device called saved and neither has any more nor shows as answered. */
export function missing(device: Device, oracle: Oracle): Saved[] {
	const seqs = new Set([...device.outbox(), ...device.sent()].map(({ seq }) => seq));
	const mayBeGone = (entry: Saved) =>
		oracle.shutOut.has(device.person.id) && oracle.answers.has(idOf(entry));
	return oracle.ledger
		.of(device)
		.filter((entry) => entry.state === 'saved' && !seqs.has(entry.seq) && !mayBeGone(entry));
}

/** Records of the server on a device whose user might not hold them at any time of the round. */
function foreign(device: Device, from: number, { mirror, entitlements }: Oracle): string[] {
	return device
		.records()
		.filter(({ rev, id }) => rev > 0 && !isWaiting(device, id))
		.map(({ kind, id }) => `${kind}/${id}`)
		.filter((key) => !entitlements.within(device.person.id, key, from, mirror.moment));
}

/** Its record stays until what is queued has been handed in. */
function isWaiting(device: Device, recordId: string): boolean {
	return device.outbox().some(({ record, status }) => record === recordId && status === 'queued');
}
