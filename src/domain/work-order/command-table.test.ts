import { describe, expect, test } from 'vitest';
import { movesFor } from './parties.ts';
import { orderStates, type MoveName, type OrderState } from './states.ts';
import { OrderWorld, people, signedStrokes, type Person, sampleRequest } from './order-world.ts';

/**
 * The rows of domain.md, "Commands and moves", written down a second time: every pair of command and
 * state, by every person, is allowed exactly where a row says so.
 */
interface Row {
	from: OrderState[];
	to: OrderState | 'same';
	who: Person[];
	args: (world: OrderWorld) => Record<string, unknown>;
}

const open: OrderState[] = [
	'new',
	'dispatched',
	'accepted',
	'en_route',
	'on_site',
	'suspended',
	'returned',
];
const finished: OrderState[] = ['completed', 'resolved_by_phone', 'closed'];
const assignee: Person[] = ['engineer'];
const none = () => ({});
const reason = () => ({ reason: '原因' });

const rows: Record<Exclude<MoveName, 'acceptLate'>, Row> = {
	claim: { from: ['new'], to: 'accepted', who: ['engineer', 'colleague'], args: none },
	resolveRemotely: {
		from: ['new', 'dispatched', 'accepted'],
		to: 'resolved_by_phone',
		who: ['dispatcher', ...assignee],
		args: () => ({ solution: '重启后正常', mode: 'phone' }),
	},
	dispatch: {
		from: ['new', 'returned', 'suspended', 'dispatched', 'accepted', 'en_route', 'on_site'],
		to: 'dispatched',
		who: ['dispatcher'],
		args: () => ({ assigneeId: 'wang', reason: 'overload' }),
	},
	replan: {
		from: ['dispatched', 'accepted', 'en_route', 'suspended'],
		to: 'same',
		who: ['dispatcher'],
		args: ({ now }) => ({ plannedAt: now, reason: '客户要求' }),
	},
	reportDelay: {
		from: ['dispatched', 'accepted', 'en_route', 'suspended'],
		to: 'same',
		who: assignee,
		args: reason,
	},
	accept: { from: ['dispatched'], to: 'accepted', who: assignee, args: none },
	depart: { from: ['accepted'], to: 'en_route', who: assignee, args: none },
	arrive: { from: ['accepted', 'en_route'], to: 'on_site', who: assignee, args: none },
	return: {
		from: ['dispatched', 'accepted', 'en_route', 'on_site'],
		to: 'returned',
		who: assignee,
		args: reason,
	},
	noAccess: {
		from: ['en_route', 'on_site'],
		to: 'suspended',
		who: assignee,
		args: () => ({ evidence: { kind: 'call', text: '电话无人接听' } }),
	},
	suspend: { from: ['on_site'], to: 'suspended', who: assignee, args: () => ({ reason: 'part' }) },
	resume: { from: ['suspended'], to: 'accepted', who: ['dispatcher', ...assignee], args: none },
	restore: {
		from: ['on_site', 'suspended'],
		to: 'same',
		who: assignee,
		args: () => ({ how: 'loan' }),
	},
	complete: { from: ['on_site'], to: 'completed', who: assignee, args: none },
	sendBack: {
		from: ['completed'],
		to: 'accepted',
		who: ['dispatcher'],
		args: () => ({ missing: '缺故障原因' }),
	},
	close: {
		from: ['completed', 'resolved_by_phone'],
		to: 'closed',
		who: ['dispatcher', 'requester'],
		args: () => ({ outcome: 'reached' }),
	},
	rate: {
		from: finished,
		to: 'same',
		who: ['requester'],
		args: () => ({ stars: 5, solved: true }),
	},
	reopen: { from: finished, to: 'new', who: ['dispatcher', 'requester'], args: reason },
	cancel: { from: open, to: 'cancelled', who: ['dispatcher'], args: reason },
	revive: { from: ['cancelled'], to: 'new', who: ['dispatcher'], args: none },
	escalate: {
		from: open,
		to: 'same',
		who: ['dispatcher', ...assignee],
		args: () => ({ to: 'second_line', reason: '超出能力' }),
	},
};

type Step = [Person, string, Record<string, unknown>?];
const sent: Step[] = [['dispatcher', 'dispatch', { assigneeId: 'chen' }]];
const there: Step[] = [...sent, ['engineer', 'accept'], ['engineer', 'arrive']];
const work = {
	lineId: 'dev-diao:1.1',
	set: { cause: '辊轮脏', solution: '清洁', result: 'solved' },
};
const ready: Step[] = [
	...there,
	['engineer', 'recordWork', work],
	['engineer', 'sign', { name: '刘护士', strokes: signedStrokes }],
];
const done: Step[] = [...ready, ['engineer', 'complete']];

const wayTo: Record<OrderState, Step[]> = {
	new: [],
	dispatched: sent,
	accepted: [...sent, ['engineer', 'accept']],
	en_route: [...sent, ['engineer', 'accept'], ['engineer', 'depart']],
	on_site: ready,
	suspended: [...there, ['engineer', 'suspend', { reason: 'customer' }]],
	returned: [...sent, ['engineer', 'return', { reason: '技能不符' }]],
	resolved_by_phone: [
		...sent,
		['engineer', 'accept'],
		['engineer', 'resolveRemotely', { solution: '电话指导', mode: 'phone' }],
	],
	completed: done,
	closed: [...done, ['dispatcher', 'close', { outcome: 'reached' }]],
	cancelled: [['dispatcher', 'cancel', { reason: '重复' }]],
};

/** Whose order is out of his hands in that state: what he does then is held, not refused. */
const lostBy: Partial<Record<OrderState, Person>> = { returned: 'engineer' };

async function worldIn(state: OrderState): Promise<OrderWorld> {
	const world = new OrderWorld();
	await world.do('dispatcher', 'create', sampleRequest);
	for (const [who, name, args] of wayTo[state]) await world.do(who, name, args);
	return world;
}

describe.each(orderStates)('an order that is %s', (state) => {
	test('is reached on the ways of the table', async () => {
		const { order } = await worldIn(state);
		expect(order.state).toBe(state);
	});

	test.each(Object.keys(rows) as (keyof typeof rows)[])('%s', async (name) => {
		const row = rows[name];
		for (const who of Object.keys(people) as Person[]) {
			const world = await worldIn(state);
			const before = world.order;
			const result = await world.do(who, name, row.args(world));
			const may = row.from.includes(state) && allowed(row, name, who, state);
			const what = `${who} ${name} when ${state}`;
			if (may) {
				expect(result, what).toMatchObject({ ok: true });
				expect(world.order.state, what).toBe(row.to === 'same' ? state : row.to);
			} else if (isHeld(row, name, who, state)) {
				expect(world.order, what).toMatchObject({
					state,
					held: [{ command: `workOrder.${name}@1` }],
				});
			} else {
				expect(result, what).toMatchObject({ ok: false });
				expect(world.order, what).toBe(before);
			}
		}
	});

	test.each(['dispatcher', 'engineer', 'requester'] as const)(
		'offers the %s just what would not be refused for state or person',
		async (who) => {
			const world = await worldIn(state);
			const offered = movesFor(world.order, people[who]).filter((name) => name !== 'acceptLate');
			for (const name of Object.keys(rows) as (keyof typeof rows)[]) {
				const may = rows[name].from.includes(state) && allowed(rows[name], name, who, state);
				expect(offered.includes(name), `${who} ${name} when ${state}`).toBe(may);
			}
		},
	);
});

/** The requester cancels his own while it is new; nobody is the assignee where there is none. */
function allowed(row: Row, name: string, who: Person, state: OrderState): boolean {
	if (name === 'cancel' && who === 'requester') return state === 'new';
	const unassigned = ['new', 'returned', 'cancelled'].includes(state);
	if (row.who.includes('dispatcher') && who === 'engineer' && unassigned) return false;
	return row.who.includes(who);
}

function isHeld(row: Row, name: string, who: Person, state: OrderState): boolean {
	const engineersPart = row.who.includes('engineer') && name !== 'claim';
	return engineersPart && lostBy[state] === who;
}
