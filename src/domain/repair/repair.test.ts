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
import { checkFactSeal } from '../seal/check-seal.ts';
import { sealText } from '../seal/seal.ts';
import { repairDays } from './commands.ts';
import { frozenRounds } from './frozen-rounds.ts';
import { repairMovesFor } from './repair-command.ts';
import { isRepairDue, RepairSchema, type Repair } from './repair.ts';
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
/** As the screen asks: the order counts it, then the repair itself. */
async function request(who: Person = 'engineer', more: object = {}, id = repairId) {
	await world.run(people[who], 'workOrder.linkRepair@1', 'order-1', { repairId: id });
	return world.run(people[who], 'repair.request@1', id, { ...asked, ...more });
}
const asked = { orderId: 'order-1', fault: '定影组件过热', type: 'third_party', urgency: 'high' };
const reason = { reason: '先换保险丝试' };
const signature = { name: '维修商 何', strokes: signedStrokes };
const quote = { vendor: '恒通维修', price: '860 元' };

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
	pass: () => ({ strokes: signedStrokes }),
	fail: () => ({ ...reason, strokes: signedStrokes }),
	cancel: () => reason,
	lend: () => ({ device: { tag: 'BJ-07' } }),
	takeLoanBack: () => ({}),
};
const whoGives: Record<RepairMove, Person> = {
	...{ resubmit: 'engineer', approve: 'supervisor', askChange: 'supervisor' },
	...{ refuseVendor: 'supervisor', addQuote: 'engineer', chooseQuote: 'engineer' },
	...{ handOver: 'engineer', report: 'engineer', takeBack: 'engineer', sign: 'engineer' },
	...{ pass: 'engineer', fail: 'engineer', cancel: 'engineer' },
	...{ lend: 'engineer', takeLoanBack: 'engineer' },
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
	await request();
	for (const name of waysTo[state]) await give(whoGives[name], name, rightArgs[name]());
	expect(repair().state).toBe(state);
}

/** Where a move leads from a state. */
function after(name: RepairMove, state: RepairState): RepairState {
	const { to } = repairMoves[name];
	return to === 'same' ? state : to;
}

function putLoan(): void {
	const loan = { id: 'd:1.0', at: friday10, by: 'chen', device: { tag: 'BJ-07' } };
	world.put({ ...repair(), loans: [loan] });
}

describe('the command table', () => {
	test.each(repairStates.flatMap((state) => names.map((name) => [state, name] as const)))(
		'%s: %s',
		async (state, name) => {
			await inState(state);
			if (name === 'takeLoanBack') putLoan();
			const before = repair();
			const result = await give(whoGives[name], name, rightArgs[name]());
			const allowed = (repairMoves[name].from as readonly string[]).includes(state);
			expect(result.ok).toBe(allowed);
			expect(repair().state).toBe(allowed ? after(name, state) : state);
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
			if (name === 'takeLoanBack') putLoan();
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
		await request();
		expect(repair()).toMatchObject({
			...{ number: 'D0302-D0201-2026112001', customerId: 'customer-1', engineerId: 'chen' },
			...{ asset: { tag: 'ZC-1' }, state: 'requested', round: 1 },
		});
	});

	test.each(['colleague', 'dispatcher', 'supervisor', 'requester'] as const)(
		'is not the %s’s to make',
		async (person) => {
			expect((await request(person)).ok).toBe(false);
		},
	);

	test('is approved by nobody who made it', async () => {
		const both = { ...people.engineer, roles: ['engineer', 'supervisor'] as const };
		await request();
		expect(await world.run(both, 'repair.approve@1', repairId, {})).toMatchObject({
			refusal: { kind: 'not-allowed' },
		});
	});
});

describe('handing over', () => {
	test('out of warranty waits for the customer’s choice among quotes', async () => {
		await request();
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

	test('in warranty goes to the maker, without quotes, by his own target', async () => {
		await request('engineer', { type: 'warranty', vendor: '启明', makerDays: 5 });
		world.at(friday10);
		await give('supervisor', 'approve');
		await give('engineer', 'handOver', signature);
		expect(repair()).toMatchObject({
			...{
				receipts: [{ vendor: '启明' }],
				due: { backAt: expect.stringMatching(/^2026-11-27T02:/) as string },
			},
		});
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

test('each repair of an order has a number of its own, for ever', async () => {
	const { number: _, ...offline } = world.order;
	world.put({ ...offline, offlineNumber: 'D0201-20261120-K7F-03' });
	await request();
	expect(repair()).toMatchObject({
		...{ number: 'D0302-D0201-20261120-K7F-03', offlineNumber: 'D0302-D0201-20261120-K7F-03' },
	});
	await request('engineer', {}, 'repair-2');
	expect(world.get('repair', 'repair-2')).toMatchObject({
		number: 'D0302-D0201-20261120-K7F-03-2',
	});
	expect(await world.run(people.engineer, 'repair.request@1', 'repair-3', asked)).toMatchObject({
		refusal: { kind: 'not-found' },
	});
});

describe('a loan device', () => {
	test('is one at a time, out and back', async () => {
		await inState('at_vendor');
		await give('engineer', 'lend', { device: { tag: 'BJ-07' } });
		expect(await give('engineer', 'lend', { device: { tag: 'BJ-08' } })).toMatchObject({
			refusal: { kind: 'loan-out' },
		});
		await give('engineer', 'takeLoanBack');
		expect((await give('engineer', 'takeLoanBack')).ok).toBe(false);
		await give('engineer', 'lend', { device: { tag: 'BJ-08' } });
		expect(repair().loans).toMatchObject([
			{ device: { tag: 'BJ-07' }, back: { by: 'chen' } },
			{ device: { tag: 'BJ-08' } },
		]);
	});

	test('that is still out keeps an ended repair due', async () => {
		await inState('signed');
		await give('engineer', 'lend', { device: { tag: 'BJ-07' } });
		await give('engineer', 'pass', { strokes: signedStrokes });
		expect(isRepairDue(repair())).toBe(true);
		await give('engineer', 'takeLoanBack');
		expect(isRepairDue(repair())).toBe(false);
	});
});

describe('what was signed', () => {
	const checker = {
		sha256: (text: string) => Promise.resolve(`hash of ${text}`),
		verify: (key: string, text: string, signature: string) =>
			Promise.resolve(signature === `${key}: ${text}`),
	};
	const keys = { devices: { 'dev-chen': 'phone' }, receipts: {} };
	const verdictOf = (round: number) => repair().verdicts.find((one) => one.round === round)!;
	const check = (record: Repair, fact = verdictOf(1)) =>
		checkFactSeal(record, fact.id, keys, checker);

	beforeEach(async () => {
		await inState('passed');
		const seals = frozenRounds(repair()).map(({ of, json }, n) => {
			const named = { completion: of, device: 'dev-chen', sha256: `hash of ${json}` };
			const signature = `phone: ${sealText(repairId, named)}`;
			return { ...named, id: `seal-${n}`, at: friday10, by: 'chen', signature, json };
		});
		world.put({ ...repair(), seals });
	});

	test('stands under the customer’s signature and under the verdict', async () => {
		expect(repair().seals).toHaveLength(2);
		expect(await check(repair())).toMatchObject({ kind: 'waiting', changes: [] });
		expect(await check(repair(), repair().signatures[0] as never)).toMatchObject({
			...{ kind: 'waiting', changes: [] },
		});
	});

	test('a later loan, paper or word changes nothing of it', async () => {
		await give('engineer', 'lend', { device: { tag: 'BJ-07' } });
		expect(await check(repair())).toMatchObject({ kind: 'waiting', changes: [] });
	});

	test.each(['fault', 'requirement', 'decisions', 'receipts', 'results', 'signatures', 'verdicts'])(
		'a changed %s is found, also when the text and its hash are rewritten with it',
		async (field) => {
			const was = repair();
			const value = was[field as keyof Repair];
			const forged = Array.isArray(value)
				? value.map((entry) => ({ ...(entry as object), forged: true }))
				: '改过的';
			const changed = { ...was, [field]: forged } as Repair;
			expect(await check(changed)).toMatchObject({ changes: [{ field }] });
			const seals = frozenRounds(changed).map(({ json }, n) => ({
				...{ ...was.seals[n]!, json, sha256: `hash of ${json}` },
			}));
			expect(await check({ ...changed, seals })).toMatchObject({ kind: 'invalid' });
		},
	);

	test('a failed round stays signed as it was while the next goes on', async () => {
		world = await onSite();
		world.put({ ...world.order, number: 'D0201-2026112001' });
		await inState('signed');
		await give('engineer', 'fail', rightArgs.fail());
		const [text] = frozenRounds(repair()).slice(-1);
		await give('engineer', 'addQuote', { ...quote, vendor: '另一家' });
		await give('engineer', 'chooseQuote', rightArgs.chooseQuote());
		await give('engineer', 'handOver', signature);
		expect(frozenRounds(repair()).find(({ of }) => of === text?.of)).toEqual(text);
	});
});

test('what fails is a non-conformance and begins a new round, which keeps the first', async () => {
	await inState('signed');
	await give('engineer', 'fail', { reason: '仍过热', strokes: signedStrokes });
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
					const now = repair();
					seen.add(now.state);
					if (!ok) expect(now).toBe(before);
					else expectByTable(before, now, name);
				}
			},
		),
		{ numRuns: 200 },
	);
	expect([...seen].sort()).toEqual([...repairStates].sort());
});

function expectByTable(before: Repair, now: Repair, name: RepairMove): void {
	expect(repairMoves[name].from as readonly string[]).toContain(before.state);
	expect(now.state).toBe(after(name, before.state));
	expect(v.is(RepairSchema, now), name).toBe(true);
	const lists = ['decisions', 'quotes', 'receipts', 'progress', 'results', 'verdicts'] as const;
	for (const list of lists) expect(now[list].slice(0, before[list].length)).toEqual(before[list]);
	if (now.state === 'at_vendor') expect(now.decisions.at(-1)?.how).toBe('approved');
	if (now.state === 'passed') expect(now.signatures.at(-1)?.round).toBe(now.round);
}
