/** Checks of the servers' doors: who may ask in whose name, and what an answer gives away by itself. */
import * as v from 'valibot';
import { LookupResponse } from '#domain/protocol/wire.ts';
import type { AnswerCheck, Asked } from './answer-checks.ts';
import type { Oracle } from './oracle.ts';

export const doorChecks: readonly AnswerCheck[] = [
	{
		statement: 5,
		name: 'one bad command fails no batch',
		check(asked, { status, text }, oracle, fail) {
			const { ask, userId } = asked;
			if (!ask.url.endsWith('/push') || status < 500 || isOfEpochBefore(asked, oracle)) return;
			if (isScopeUnreadable(asked, oracle)) return;
			fail(`${userId} pushed: ${status} ${text}`);
		},
	},
	{
		statement: 11,
		name: 'nobody pushes in the name of another’s device',
		check({ ask, userId }, { status }, { ledger, epochs }, fail) {
			if (!ask.url.endsWith('/push') || status !== 200) return;
			const { device } = JSON.parse(String(ask.body)) as { device: string };
			const of = ledger.saved.find(({ command }) => command.device === device)?.device.person.id;
			// A restored server may not know whose it was; its owner takes a new name then.
			const isKnown = of !== undefined && epochs.length === 1;
			if (device === 'server' || (isKnown && of !== userId)) fail(`${userId} pushed as ${device}`);
		},
	},
	{
		statement: 7,
		name: 'who is shut out is given nothing',
		check({ ask, userId, from }, { status }, { mirror }, fail) {
			const isGiven = /\/(?:pull|lookup)$/.test(ask.url) || ask.method === 'GET';
			const user = mirror.get('user', userId);
			const isOld =
				mirror.revAt(`user/${userId}`, from) === mirror.revAt(`user/${userId}`, Infinity);
			if (isGiven && status === 200 && user?.disabled && isOld)
				fail(`${userId} was given ${ask.url}`);
		},
	},
	{
		statement: 7,
		name: 'whether bytes are there is told to who may hand them in',
		check({ userId, ask }, { status }, oracle, fail) {
			const [, record] = /\/blobs\/[0-9a-f]{64}\?record=([^&]+)/.exec(ask.url) ?? [];
			if (ask.method !== 'HEAD' || status !== 200 || !record) return;
			if (!hadPart(oracle, userId, decodeURIComponent(record)))
				fail(`${userId} was told of bytes of ${record}`);
		},
	},
	{
		statement: 7,
		name: 'up for grabs is what lies at one’s own desk',
		check(asked, { status, text }, oracle, fail) {
			if (!isClaimable(asked) || status !== 200) return;
			const { userId } = asked;
			const { records } = v.parse(LookupResponse, JSON.parse(text));
			const user = oracle.mirror.get('user', userId);
			for (const { id } of records) {
				const order = oracle.mirror.get('workOrder', id);
				const isHis = user?.deskIds.some(
					(desk) => desk === order?.deskId || desk === order?.stationId,
				);
				if (!isHis) fail(`${id} was up for grabs to ${userId}`);
			}
		},
	},
];

/** Sent to the server as it was before a backup took its place: it is to be greeted first. */
function isOfEpochBefore({ ask }: Asked, { epochs }: Oracle): boolean {
	const { epoch } = JSON.parse(String(ask.body)) as { epoch?: string };
	return epoch !== undefined && epochs.includes(epoch) && epoch !== epochs.at(-1);
}

/** What he may see hangs on an order no server can read for now: nobody guesses at it. */
function isScopeUnreadable({ userId }: Asked, { unreadable, mirror }: Oracle): boolean {
	return [...unreadable].some((id) => mirror.get('workOrder', id)?.assigneeId === userId);
}

function isClaimable({ ask }: Asked): boolean {
	return ask.url.endsWith('/lookup') && String(ask.body).includes('"claimable"');
}

/** He held the record once, or a desk could look it up, or his own work is or was about it. */
function hadPart(oracle: Oracle, userId: string, id: string): boolean {
	const { entitlements, mirror } = oracle;
	if (entitlements.ever(userId, `workOrder/${id}`) || oracle.wasDesk(userId, 0)) return true;
	const order = mirror.get('workOrder', id);
	if (order?.createdBy === userId || order?.history.some(({ by }) => by === userId)) return true;
	return mirror
		.ofKind('quarantine')
		.some(({ author, command }) => author.userId === userId && command.record === id);
}
