import fc from 'fast-check';
import * as v from 'valibot';
import { beforeEach, describe, expect, test } from 'vitest';
import {
	friday10,
	people,
	signedStrokes,
	type OrderWorld,
	type Person,
} from '../work-order/order-world.ts';
import { onSite } from '../work-order/order-stories.ts';
import { repairDays, repairMovesFor } from './commands.ts';
import { RepairSchema, type Repair } from './repair.ts';
import { repairMoves, repairStates, type RepairMove, type RepairState } from './states.ts';

const repairId = 'repair-1';
let world: OrderWorld;
beforeEach(async () => {
	world = await onSite();
	world.put({ ...world.order, number: 'D0201-2026112001' });
});

const repair = (): Repair => world.get('repair', repairId) as Repair;
const give = (who: Person, name: string, args: Record<string, unknown> = {}) =>
	world.run(people[who], `repair.${name}@1`, repairId, args);
const asked = { orderId: 'order-1', fault: '定影组件过热', type: 'third_party', urgency: 'high' };
const reason = { reason: '先换保险丝试' };
const signature = { name: '维修商 何', strokes: signedStrokes };
const quote = { vendor: '恒通维修', price: '860 元', days: 10 };

/** What each command says when it says it right. */
const rightArgs: Record<RepairMove, () => Record<string, unknown>> = {
	resubmit: () => ({ set: { requirement: '保留原硬盘' } }),
	approve: () => ({}),
	askChange: () => reason,
	refuseVendor: () => reason,
	addQuote: () => quote,
	chooseQuote: () => ({ quoteId: repair().quotes.at(-1)?.id ?? 'none', name: '信息科 王' }),
	handOver: () => signature,
	report: () => ({ text: '等配件，预计周四到' }),
	takeBack: () => ({ handling: '更换定影组件' }),
	sign: () => ({ name: '刘护士', strokes: signedStrokes }),
	pass: () => ({}),
	fail: () => reason,
	cancel: () => reason,
};
const whoGives: Record<RepairMove, Person> = {
	...{ resubmit: 'engineer', approve: 'supervisor', askChange: 'supervisor' },
	...{ refuseVendor: 'supervisor', addQuote: 'engineer', chooseQuote: 'engineer' },
	...{ handOver: 'engineer', report: 'engineer', takeBack: 'engineer', sign: 'engineer' },
	...{ pass: 'engineer', fail: 'engineer', cancel: 'engineer' },
};
/** How a repair gets into each state. */
const waysTo: Record<RepairState, RepairMove[]> = {
	requested: [],
	changes: ['askChange'],
	approved: ['approve', 'addQuote', 'chooseQuote'],
	at_vendor: ['approve', 'addQuote', 'chooseQuote', 'handOver'],
	returned: ['approve', 'addQuote', 'chooseQuote', 'handOver', 'takeBack'],
	signed: ['approve', 'addQuote', 'chooseQuote', 'handOver', 'takeBack', 'sign'],
	passed: ['approve', 'addQuote', 'chooseQuote', 'handOver', 'takeBack', 'sign', 'pass'],
	no_vendor: ['refuseVendor'],
	cancelled: ['cancel'],
};
const names = Object.keys(repairMoves) as RepairMove[];

async function inState(state: RepairState): Promise<void> {
	await give('engineer', 'request', asked);
	for (const name of waysTo[state]) await give(whoGives[name], name, rightArgs[name]());
	expect(repair().state).toBe(state);
}

describe('the command table', () => {
	test.each(repairStates.flatMap((state) => names.map((name) => [state, name] as const)))(
		'%s: %s',
		async (state, name) => {
			await inState(state);
			const before = repair();
			const result = await give(whoGives[name], name, rightArgs[name]());
			const allowed = (repairMoves[name].from as readonly string[]).includes(state);
			expect(result.ok).toBe(allowed);
			expect(repair().state).toBe(allowed ? repairMoves[name].to : state);
			if (!allowed) expect(repair()).toBe(before);
			expect(repairMovesFor(before, people[whoGives[name]]).includes(name)).toBe(allowed);
		},
	);

	test.each(names)('%s only by those who may', async (name) => {
		const from = repairMoves[name].from[0];
		for (const person of Object.keys(people) as Person[]) {
			world = await onSite();
			world.put({ ...world.order, number: 'D0201-2026112001' });
			await inState(from);
			const { who } = repairMoves[name];
			const may: Person[] =
				who === 'supervisor'
					? ['supervisor']
					: who === 'own'
						? ['engineer', 'dispatcher']
						: ['engineer'];
			expect((await give(person, name, rightArgs[name]())).ok, person).toBe(may.includes(person));
		}
	});
});

describe('a request', () => {
	test('carries the order’s number behind its form’s, its place and machine', async () => {
		world.put({
			...world.order,
			lines: world.order.lines.map((line) => ({ ...line, asset: { tag: 'ZC-1' } })),
		});
		await give('engineer', 'request', asked);
		expect(repair()).toMatchObject({
			...{ number: 'D0302-D0201-2026112001', customerId: 'customer-1', engineerId: 'chen' },
			...{ asset: { tag: 'ZC-1' }, state: 'requested', round: 1 },
		});
	});

	test.each(['colleague', 'dispatcher', 'supervisor', 'requester'] as const)(
		'is not the %s’s to make',
		async (person) => {
			expect((await give(person, 'request', asked)).ok).toBe(false);
		},
	);

	test('is approved by nobody who made it', async () => {
		const both = { ...people.engineer, roles: ['engineer', 'supervisor'] as const };
		await world.run(both, 'repair.request@1', repairId, asked);
		expect(await world.run(both, 'repair.approve@1', repairId, {})).toMatchObject({
			refusal: { kind: 'not-allowed' },
		});
	});
});

describe('handing over', () => {
	test('out of warranty waits for the customer’s choice among quotes', async () => {
		await give('engineer', 'request', asked);
		await give('supervisor', 'approve');
		expect(await give('engineer', 'handOver', signature)).toMatchObject({
			refusal: { kind: 'vendor-missing' },
		});
		await give('engineer', 'addQuote', { ...quote, vendor: '另一家' });
		await give('engineer', 'addQuote', quote);
		await give('engineer', 'chooseQuote', rightArgs.chooseQuote());
		await give('engineer', 'handOver', signature);
		expect(repair()).toMatchObject({ state: 'at_vendor', receipts: [{ vendor: '恒通维修' }] });
	});

	test('in warranty goes to the maker, without quotes', async () => {
		await give('engineer', 'request', { ...asked, type: 'warranty', vendor: '启明' });
		await give('supervisor', 'approve');
		await give('engineer', 'handOver', signature);
		expect(repair()).toMatchObject({ receipts: [{ vendor: '启明' }] });
	});

	test('needs the vendor’s signature', async () => {
		await inState('approved');
		expect(await give('engineer', 'handOver', { name: '何' })).toMatchObject({
			refusal: { kind: 'signature-missing' },
		});
	});

	test('starts fifteen working days, and three until the next word', async () => {
		await inState('approved');
		world.at(friday10);
		await give('engineer', 'handOver', signature);
		expect(repairDays).toEqual({ thirdParty: 15, betweenReports: 3 });
		expect(repair().due).toEqual({
			backAt: '2026-12-11T02:00:00.000Z',
			wordAt: '2026-11-25T02:00:00.000Z',
		});
		world.at('2026-11-24T02:00:00.000Z');
		await give('engineer', 'report', { text: '等配件' });
		expect(repair().due?.wordAt).toBe('2026-11-27T02:00:00.000Z');
	});
});

test('what fails is a non-conformance and begins a new round, which keeps the first', async () => {
	await inState('signed');
	await give('engineer', 'fail', { reason: '仍过热' });
	expect(repair()).toMatchObject({
		...{ state: 'approved', round: 2 },
		verdicts: [{ verdict: 'failed', reason: '仍过热', round: 1 }],
	});
	await give('engineer', 'handOver', signature);
	expect(repair().receipts.map(({ round }) => round)).toEqual([1, 2]);
});

test('no order of commands reaches a state the table forbids, and nothing recorded is lost', async () => {
	const step = fc.tuple(
		fc.constantFrom<Person>('engineer', 'supervisor', 'dispatcher', 'colleague'),
		fc.constantFrom(...names),
		fc.boolean(),
	);
	const seen = new Set<RepairState>();
	await fc.assert(
		fc.asyncProperty(
			fc.constantFrom(...repairStates),
			fc.array(step, { maxLength: 40 }),
			async (start, steps) => {
				world = await onSite();
				world.put({ ...world.order, number: 'D0201-2026112001' });
				await inState(start);
				for (const [person, name, right] of steps) {
					const before = repair();
					const { ok } = await give(person, name, right ? rightArgs[name]() : {});
					const after = repair();
					seen.add(after.state);
					if (!ok) expect(after).toBe(before);
					else expectByTable(before, after, name);
				}
			},
		),
		{ numRuns: 200 },
	);
	expect([...seen].sort()).toEqual([...repairStates].sort());
});

function expectByTable(before: Repair, after: Repair, name: RepairMove): void {
	const { from, to } = repairMoves[name];
	expect(from as readonly string[]).toContain(before.state);
	expect(after.state).toBe(to);
	expect(v.is(RepairSchema, after), name).toBe(true);
	const lists = ['decisions', 'quotes', 'receipts', 'progress', 'results', 'verdicts'] as const;
	for (const list of lists) expect(after[list].slice(0, before[list].length)).toEqual(before[list]);
	if (after.state === 'at_vendor') expect(after.decisions.at(-1)?.how).toBe('approved');
	if (after.state === 'passed') expect(after.signatures.at(-1)?.round).toBe(after.round);
}
