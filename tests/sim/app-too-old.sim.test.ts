/** The server has moved on and takes no commands of this version: nothing is lost, and news still comes. */
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
let open: SimDevice[] = [];

beforeEach(async () => {
	server = await startSimServer([desk], clock.wallMs);
	open = [];
});
afterEach(async () => {
	for (const device of open) device.close();
	await server.close();
});

const create = (record: string): CommandDraft => ({
	type: 'workOrder.create@1',
	kind: 'workOrder',
	record,
	args: {
		...{ orderKind: 'fault', channel: 'phone', requester: { name: '护士站' } },
		...{ customerId: 'customer-1', summary: '屏幕碎了', impact: 'low', urgency: 'low' },
	},
});

async function device(fetch: Fetch): Promise<SimDevice> {
	const chance = new Seeded(1);
	const made = new SimDevice({ person: desk, engine: memoryEngine(), clock, fetch, chance });
	await made.open();
	open.push(made);
	return made;
}

/** A server of later: it says so at hello, or only when something is pushed. */
function laterServer(fetch: Fetch, saysSo: boolean, pushed: string[]): Fetch {
	return async (input, init) => {
		const url = urlOf(input);
		if (url.endsWith('/push')) {
			pushed.push(url);
			return Response.json({ error: { kind: 'app-too-old' } }, { status: 426 });
		}
		const answer = await fetch(input, init);
		if (!saysSo || !url.endsWith('/hello')) return answer;
		return Response.json({ ...((await answer.json()) as object), oldestProtocol: 2 });
	};
}

it.each([
	['by the hello', true, 0],
	['by the push', false, 1],
])('told %s: keeps the outbox, pulls on, and says so', async (_, saysSo, pushes) => {
	const other = await device(await server.fetchAs(desk));
	const pushed: string[] = [];
	const old = await device(laterServer(await server.fetchAs(desk), saysSo, pushed));
	await old.store.execute(create('order-mine'));
	await other.store.execute(create('order-theirs'));
	await other.sync();
	await old.sync();
	expect(old.connection).toMatchObject({ phase: 'idle', tooOld: true });
	expect(pushed).toHaveLength(pushes);
	expect(await old.outboxStatuses()).toEqual(['queued']);
	expect(await old.store.get('workOrder', 'order-mine')).toBeDefined();
	expect(await old.store.get('workOrder', 'order-theirs')).toBeDefined();
	expect(old.bugs).toEqual([]);
});
