/** Checks of every answer a server gives: nobody reads what is not his. */
import * as v from 'valibot';
import {
	HelloResponse,
	PullResponse,
	PushResponse,
	LookupResponse,
} from '#domain/protocol/wire.ts';
import type { Answer, Ask } from '../world/server-process.ts';
import { isDeskUser } from './entitlement.ts';
import type { Oracle } from './oracle.ts';

export interface Asked {
	userId: string;
	ask: Ask;
	/** When the request reached a server, in moments of the mirror. */
	from: number;
}

type Fail = (text: string) => void;
export interface AnswerCheck {
	statement: number;
	name: string;
	check: (asked: Asked, answer: Answer, oracle: Oracle, fail: Fail) => void;
}

export const answerChecks: readonly AnswerCheck[] = [
	{
		statement: 7,
		name: 'a pull brings and takes only what is or was its user’s',
		check({ userId, ask, from }, { status, text }, oracle, fail) {
			if (!ask.url.endsWith('/pull') || status !== 200) return;
			const page = v.parse(PullResponse, JSON.parse(text));
			const to = oracle.mirror.moment;
			for (const { kind, id } of page.records)
				if (!oracle.entitlements.within(userId, `${kind}/${id}`, from, to))
					fail(`pull gave ${kind}/${id} to ${userId}`);
			for (const { kind, id } of page.removals)
				if (!oracle.everHeld(userId, `${kind}/${id}`))
					fail(`pull told ${userId} of ${kind}/${id} by removing it`);
		},
	},
	{
		statement: 11,
		name: 'a version too old may not push',
		check({ ask, userId }, { status }, _, fail) {
			if (!ask.url.endsWith('/push') || status !== 200) return;
			const { protocol } = JSON.parse(String(ask.body)) as { protocol: number };
			if (protocol < 1) fail(`${userId} pushed as version ${protocol}`);
		},
	},
	{
		statement: 9,
		name: 'only who is shut out is told to let go of what he has',
		check(asked, answer, oracle, fail) {
			const { userId, from } = asked;
			if (tellsOfShutOut(asked, answer) && !oracle.wasDisabled(userId, from))
				fail(`${userId} was told that he is disabled`);
		},
	},
	{ statement: 7, name: 'no word of a foreign record in any answer', check: noForeignWord },
	{ statement: 7, name: 'a push does not tell what there is', check: pushTellsNothing },
	{
		statement: 7,
		name: 'a lookup finds only what its user may see',
		check({ userId, ask, from }, { status, text }, oracle, fail) {
			if (!ask.url.endsWith('/lookup') || status !== 200) return;
			const { records } = v.parse(LookupResponse, JSON.parse(text));
			for (const { kind, id } of records)
				if (kind !== 'claimable' && !maySee(oracle, userId, `${kind}/${id}`, from))
					fail(`lookup found ${kind}/${id} for ${userId}`);
		},
	},
	{
		statement: 7,
		name: 'a blob is given only by a record of its user',
		check({ userId, ask, from }, { status }, oracle, fail) {
			const [, sha256, record] = /\/blobs\/([0-9a-f]{64})\?record=([^&]+)/.exec(ask.url) ?? [];
			if (!sha256 || !record || status !== 200) return;
			const key = `workOrder/${decodeURIComponent(record)}`;
			// A device asks by HEAD whether what it handed in itself has arrived.
			if (ask.method === 'GET' && !maySee(oracle, userId, key, from))
				fail(`blob of ${key} given to ${userId}`);
		},
	},
];

/** A device that hears this hands in what is unsent and lets go of the rest. */
export function tellsOfShutOut({ ask }: Asked, { status, text }: Answer): boolean {
	if (status === 403) return text.includes('"user-disabled"');
	if (status !== 200 || !ask.url.endsWith('/hello')) return false;
	return v.parse(HelloResponse, JSON.parse(text)).disabled === true;
}

const secretWord = /zq~(\w+)~([\w.:-]+?)~zq/g;

function noForeignWord({ userId, from, ask }: Asked, { text }: Answer, oracle: Oracle, fail: Fail) {
	for (const [word, kind = '', id = ''] of text.matchAll(secretWord)) {
		if (maySee(oracle, userId, `${kind}/${id}`, from)) continue;
		if (kind === 'workOrder' && goesOnFor(oracle, userId, id, from)) continue;
		if (String(ask.body).includes(word)) continue;
		fail(`${ask.url} told ${userId} of ${kind}/${id}`);
	}
}

/** What was said of an order stands in those that go on with its lines too. */
function goesOnFor(oracle: Oracle, userId: string, id: string, from: number): boolean {
	return oracle.mirror
		.ofKind('workOrder')
		.filter(({ followUpOf }) => followUpOf?.order === id)
		.some(
			(next) =>
				maySee(oracle, userId, `workOrder/${next.id}`, from) ||
				goesOnFor(oracle, userId, next.id, from),
		);
}

/** A desk may search the whole archive, so it may read all of it. */
function maySee(oracle: Oracle, userId: string, key: string, from: number): boolean {
	if (oracle.wasDesk(userId, from)) return true;
	return oracle.entitlements.within(userId, key, from, oracle.mirror.moment);
}

/** The same whether there is such a record or not. */
const tellsNothing = [
	...['not-found', 'bad-input', 'unknown-command', 'server-fault'],
	...['user-disabled', 'seq-taken'],
];

/** A stranger's command is answered as if the record did not exist. */
function pushTellsNothing(
	{ userId, ask }: Asked,
	{ status, text }: Answer,
	oracle: Oracle,
	fail: Fail,
) {
	if (!ask.url.endsWith('/push') || status !== 200) return;
	const { commands } = JSON.parse(String(ask.body)) as {
		commands: { kind: string; record: string }[];
	};
	const { results } = v.parse(PushResponse, JSON.parse(text));
	results.forEach((result, at) => {
		const command = commands[at];
		const key = `${command?.kind}/${command?.record}`;
		const record = oracle.mirror.records.get(key)?.record;
		if (!record || record.createdBy === userId || oracle.everHeld(userId, key)) return;
		// A desk may look up every one of them.
		if (oracle.wasDesk(userId, 0)) return;
		if (result.rev !== undefined || !tellsNothing.includes(result.refusal?.kind ?? ''))
			fail(`push told ${userId} of ${key}: ${JSON.stringify(result)}`);
	});
}

export function isDeskNow(oracle: Oracle, userId: string): boolean {
	const user = oracle.mirror.get('user', userId);
	return user !== undefined && !user.disabled && isDeskUser(user);
}
