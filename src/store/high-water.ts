/**
 * The highest sequence and offline numbers ever given, mirrored outside IndexedDB: a database put
 * back to an older state alone is noticed without the server and goes on behind them. The mirror may
 * lag by what was given in a last moment before a crash; then the server finds it (`seq-taken`).
 */
import * as v from 'valibot';
import { readMeta, writeMeta } from './meta.ts';
import type { Markers } from './storage-health.ts';
import type { StoreParts } from './store-parts.ts';

const Counts = v.record(v.string(), v.number());
const Mark = v.pipe(
	v.string(),
	v.parseJson(),
	v.object({ device: v.string(), lastSeq: v.number(), offline: Counts }),
);
type Mark = v.InferOutput<typeof Mark>;

const markerOf = (userId: string) => `outpost-numbers:${userId}`;

export async function markHighWater(
	parts: StoreParts,
	markers: Markers,
	userId: string,
): Promise<void> {
	const mark = await ownMark(parts);
	if (mark) markers.setItem(markerOf(userId), JSON.stringify(mark));
}

/** A mark of another installation, such as one before an eviction, says nothing about this one. */
export async function riseToHighWater(
	parts: StoreParts,
	markers: Markers,
	userId: string,
): Promise<void> {
	const marked = v.safeParse(Mark, markers.getItem(markerOf(userId)));
	if (!marked.success) return;
	const { database } = parts;
	await database.transaction('rw', database.meta, async () => {
		const own = await ownMark(parts);
		if (own?.device !== marked.output.device || !isBehind(own, marked.output)) return;
		await writeMeta(database, 'lastSeq', Math.max(own.lastSeq, marked.output.lastSeq));
		await writeMeta(database, 'offlineCounters', higher(own.offline, marked.output.offline));
	});
}

async function ownMark({ database }: StoreParts): Promise<Mark | undefined> {
	const device = await readMeta(database, 'device');
	if (!device) return undefined;
	const lastSeq = (await readMeta(database, 'lastSeq')) ?? 0;
	const offline = (await readMeta(database, 'offlineCounters')) ?? {};
	return { device, lastSeq, offline };
}

function isBehind(own: Mark, marked: Mark): boolean {
	const forms = Object.entries(marked.offline);
	return own.lastSeq < marked.lastSeq || forms.some(([form, n]) => (own.offline[form] ?? 0) < n);
}

function higher(own: Mark['offline'], marked: Mark['offline']): Mark['offline'] {
	const forms = Object.entries(marked);
	return {
		...own,
		...Object.fromEntries(forms.map(([form, n]) => [form, Math.max(n, own[form] ?? 0)])),
	};
}
