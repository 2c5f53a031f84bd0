/**
 * Two tabs of one account sync side by side, as they do where the browser has no locks, or while one
 * of them was frozen in the middle of a request and comes back to life.
 */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { CommandDraft } from '#store/execute.ts';
import { handClock, memoryEngine } from '#store/test-store.ts';
import type { Fetch } from '#sync/server-door.ts';
import { Seeded } from '../fixtures/seeded.ts';
import { SimDevice } from './sim-device.ts';
import { startSimServer, urlOf, type SimPerson, type SimServer } from './sim-server.ts';

const desk: SimPerson = { id: 'user-desk', account: 'desk', roles: ['dispatcher'] };
const clock = handClock();

let server: SimServer;
let tabs: SimDevice[] = [];

beforeEach(async () => {
	server = await startSimServer([desk], clock.wallMs);
});
afterEach(async () => {
	for (const tab of tabs) tab.close();
	await server.close();
});

const create = (n: number): CommandDraft => ({
	type: 'workOrder.create@1',
	kind: 'workOrder',
	record: `order-${n}`,
	args: {
		...{ orderKind: 'fault', channel: 'phone', requester: { name: '护士站' } },
		...{ customerId: 'customer-1', summary: `屏幕碎了 ${n}`, impact: 'low', urgency: 'low' },
	},
});

/** Holds back what a tab is answered until the gate opens: the tab was frozen. */
class Gate {
	readonly #opened = Promise.withResolvers<void>();
	#reached = Promise.withResolvers<void>();

	hold(fetch: Fetch, path: string): Fetch {
		return async (input, init) => {
			const answer = await fetch(input, init);
			if (urlOf(input).endsWith(path)) {
				this.#reached.resolve();
				await this.#opened.promise;
			}
			return answer;
		};
	}
	reached = () => this.#reached.promise;
	open = () => this.#opened.resolve();
}

async function openTabs(wrap: (fetch: Fetch) => Fetch): Promise<[SimDevice, SimDevice]> {
	const fetch = await server.fetchAs(desk);
	const engine = memoryEngine();
	const tab = (through: Fetch) =>
		new SimDevice({ person: desk, engine, clock, fetch: through, chance: new Seeded(1) });
	const pair: [SimDevice, SimDevice] = [tab(wrap(fetch)), tab(fetch)];
	tabs = pair;
	for (const each of pair) await each.open();
	return pair;
}

async function allIsWell(sleeper: SimDevice, other: SimDevice): Promise<void> {
	expect(await other.outboxStatuses()).toEqual([]);
	expect((await other.rows()).filter(({ kind }) => kind === 'workOrder')).toHaveLength(3);
	for (const id of ['order-1', 'order-2', 'order-3']) {
		const order = await other.store.get('workOrder', id);
		const made = order?.history.filter((entry) => entry['command'] === 'workOrder.create@1');
		expect(made).toHaveLength(1);
		expect(order?.number).toBeDefined();
	}
	expect(sleeper.bugs.concat(other.bugs)).toEqual([]);
	expect([sleeper.connection.phase, other.connection.phase]).toEqual(['idle', 'idle']);
}

it('both at once: every command takes effect once and neither tab is troubled', async () => {
	const [one, other] = await openTabs((fetch) => fetch);
	for (const n of [1, 2, 3]) await one.store.execute(create(n));
	await Promise.all([one.sync(), other.sync()]);
	await Promise.all([one.sync(), other.sync()]);
	await allIsWell(one, other);
});

it.each(['/push', '/pull'])(
	'a tab frozen in its %s wakes up after the other went on',
	async (at) => {
		const gate = new Gate();
		const [sleeper, other] = await openTabs((fetch) => gate.hold(fetch, at));
		await sleeper.store.execute(create(1));
		sleeper.startSync();
		await gate.reached();
		await other.store.execute([create(2), create(3)]);
		await other.sync();
		gate.open();
		await sleeper.settled();
		await other.sync();
		await allIsWell(sleeper, other);
	},
);
