/** The product's own store and sync: its page side, its Worker, its database. */
import { openAccountStore, type AccountStore } from '#store/account-store.ts';
import type { Account } from '#store/accounts.ts';
import { openPrivateFiles } from '#store/private-files.ts';
import { startSync } from '#sync/start-sync.ts';
import { channelOf, SyncMessage } from '#sync/sync-messages.ts';
import * as v from 'valibot';
import {
	nth,
	timed,
	type PullGiven,
	type Subject,
	type Worked,
	type WorkGiven,
} from './subject.ts';

let store: AccountStore | undefined;
let endSync = () => {};

export const ours: Subject = {
	async pull({ userId }: PullGiven): Promise<void> {
		store = await openAccountStore(accountOf(userId), { files: openPrivateFiles });
		await syncRound(store, userId);
	},

	async count(): Promise<number> {
		const kinds = await Promise.all([opened().records.count('asset'), countOrders()]);
		return kinds.reduce((sum, n) => sum + n, 0);
	},

	async work({ userId, orders, edits, tags, lookups, queued }: WorkGiven): Promise<Worked> {
		endSync();
		const spent = await timed(edits, (n) => note(nth(orders, n), n));
		for (let n = edits; n < queued; n++) await note(nth(orders, n), n);
		const found = await timed(lookups, (n) => opened().records.findByCode(nth(tags, n)));
		const start = performance.now();
		await handedIn(userId, queued);
		return { edits: spent, lookups: found, pushMs: performance.now() - start };
	},
};

function opened(): AccountStore {
	if (!store) throw new Error('nothing was pulled yet');
	return store;
}

function accountOf(userId: string): Account {
	return { userId, account: 'eng07', name: 'Bench', roles: ['engineer'], deskIds: [] };
}

function countOrders(): Promise<number> {
	return opened().records.count('workOrder');
}

async function note(record: string, n: number): Promise<void> {
	const result = await opened().execute({
		...{ type: 'workOrder.note@1', kind: 'workOrder', record },
		args: { id: crypto.randomUUID(), text: `第 ${n} 条备注:重新插拔内存后正常,请用户再观察。` },
	});
	if (!result.ok) throw new Error(JSON.stringify(result));
}

/** Until the Worker says that a whole round has ended. */
async function syncRound(account: AccountStore, userId: string): Promise<void> {
	const ended = roundEnded(userId);
	const running = startSync(account);
	endSync = () => running.stop();
	await ended;
}

async function handedIn(userId: string, queued: number): Promise<void> {
	const { waitingCommands } = await opened().outbox.summary();
	if (waitingCommands !== queued) throw new Error(`${waitingCommands} wait, not ${queued}`);
	await syncRound(opened(), userId);
	const after = await opened().outbox.summary();
	if (after.waitingCommands + after.needsYou > 0) throw new Error(JSON.stringify(after));
}

function roundEnded(userId: string): Promise<void> {
	return new Promise((resolve) => {
		const channel = new BroadcastChannel(channelOf(userId));
		channel.onmessage = ({ data }) => {
			const message = v.safeParse(SyncMessage, data);
			if (!message.success || message.output.type !== 'connection') return;
			if (message.output.connection.phase !== 'idle') return;
			channel.close();
			resolve();
		};
	});
}
