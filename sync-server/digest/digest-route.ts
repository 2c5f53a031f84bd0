import type { FastifyPluginAsync } from 'fastify';
import {
	BucketsAnswer,
	CommandsAnswer,
	digestRecordsMax,
	DigestRequest,
	RowsAnswer,
} from '#domain/digest/digest-wire.ts';
import { seqsOf } from '#domain/digest/seq-ranges.ts';
import * as v from 'valibot';
import { parseInput, Problem, signedOut } from '#server/http/problem.ts';
import { handingIn } from '#server/http/session-cookie.ts';
import type { ServerParts } from '#server/server-parts.ts';
import { openCursor, type Cursor } from '#server/pull/cursor.ts';
import { pageLengthMax } from '#server/pull/pull.ts';
import type { DeviceRow, Records, Store } from '#server/store/port.ts';
import { compareRows, differingBuckets, type Comparison } from './compare.ts';

const handIn = { config: { handIn: true } } as const;
const limits = { records: digestRecordsMax, length: pageLengthMax };
/** Times a comparison is made again because the user's scope changed meanwhile. */
const scopeChangesMax = 3;

interface DigestRouteOptions {
	parts: ServerParts;
	/** The device, if it is that user's. */
	deviceOf: (id: string, userId: string) => Promise<DeviceRow>;
}

/** `POST /digest`: see `domain/digest/digest-wire.ts`. */
export const digestRoute: FastifyPluginAsync<DigestRouteOptions> = async (
	app,
	{ parts: { store, scopes }, deviceOf },
) => {
	/** What a restored server lacks of his commands is unsent work of a disabled user, too. */
	app.post('/digest', handIn, async (request) => {
		const asked = parseInput(DigestRequest, request.body);
		if (!request.session && asked.ask !== 'commands') throw new Problem(403, 'user-disabled');
		const { id } = handingIn(request).user;
		const device = await deviceOf(asked.device, id);
		const { epoch } = store;
		switch (asked.ask) {
			case 'commands': {
				const lacking = await lackingSeqs(store, device.id, seqsOf(asked.seqs));
				return v.parse(CommandsAnswer, { epoch, lacking });
			}
			case 'buckets': {
				const differ = await steadily(id, (grants) =>
					differingBuckets(store, grants, asked.buckets),
				);
				return v.parse(BucketsAnswer, { epoch, differ });
			}
			case 'rows': {
				const cursor = cursorOf(store, id, asked.cursor);
				const comparison = await steadily(id, (grants) =>
					compareRows(store, grants, { ...asked, cursor }, limits),
				);
				return v.parse(RowsAnswer, { epoch, ...onTheWire(comparison) });
			}
		}
	});

	/** In one and the same scope from the first row to the last. */
	async function steadily<T>(
		userId: string,
		work: (grants: ReadonlySet<string>) => Promise<T>,
	): Promise<T> {
		for (let round = 1; ; round++) {
			const before = await scopes.of(userId);
			if (!before) throw signedOut();
			const done = await work(before.grants);
			const after = await scopes.of(userId);
			if (after?.grants === before.grants || round > scopeChangesMax) return done;
		}
	}
};

function cursorOf({ secret, epoch }: Store, userId: string, text = ''): Cursor | undefined {
	const cursor = openCursor(text, secret);
	return cursor?.userId === userId && cursor.epoch === epoch ? cursor : undefined;
}

async function lackingSeqs(
	store: Pick<Records, 'journaled'>,
	device: string,
	seqs: readonly number[],
): Promise<number[]> {
	const lacking: number[] = [];
	for (const seq of seqs) if (!(await store.journaled(device, seq))) lacking.push(seq);
	return lacking;
}

function onTheWire({ records, ...rest }: Comparison) {
	const bodies = records.map(({ stored: { kind, id, rev, json }, channels }) => ({
		...{ kind, id, rev, channels },
		body: JSON.parse(json) as unknown,
	}));
	return { records: bodies, ...rest };
}
