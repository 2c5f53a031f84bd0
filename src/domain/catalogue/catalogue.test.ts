/** The editor's commands, and that a changed catalogue changes nothing of what was begun. */
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { gapsOf } from '../work-order/readiness.ts';
import {
	generalFault,
	OrderWorld,
	people,
	sampleRequest,
	signedStrokes,
	type Person,
} from '../work-order/order-world.ts';
import { seenOf } from '../work-order/seen-item.ts';
import type { WorkOrder } from '../work-order/work-order.ts';
import { faultTaxonomyId, type FaultCause, type Taxonomy } from './fault-causes.ts';
import { stepsOffered, type CatalogueStep, type ServiceItem } from './service-item.ts';

const steps: CatalogueStep[] = [
	{ key: 'power', text: '检查电源', textEn: 'Power checked' },
	{ key: 'earth', text: '接地电阻', reading: { unit: 'Ω', upper: '4' } },
];
const photo: CatalogueStep = { key: 'panel', text: '拍面板', photoRequired: true };
const lineId = 'dev-diao:1.1';
const others = Object.keys(people).filter((who) => who !== 'admin') as Person[];

let world: OrderWorld;
beforeEach(() => {
	world = new OrderWorld();
	world.put({ ...generalFault, checklist: steps });
});

const item = () => world.get('serviceItem', generalFault.id) as ServiceItem;
const edit = (set: object, who: Person = 'admin', base?: Record<string, unknown>) =>
	world.run(people[who], 'serviceItem.edit@1', generalFault.id, { set }, base);
const keys = () => stepsOffered(item()).map(({ key }) => key);

describe('a service of the catalogue', () => {
	test.each(others)('is not changed by %s', async (who) => {
		const answer = { refusal: { kind: 'not-allowed' } };
		expect(await edit({ name: '别的' }, who)).toMatchObject(answer);
		expect(
			await world.run(people[who], 'serviceItem.register@1', 'item-new', { set: generalFault }),
		).toMatchObject(answer);
	});

	test('keeps who changed what from what to what', async () => {
		await edit({ standardMinutes: 55 });
		expect(item().history.at(-1)).toMatchObject({
			by: 'guan',
			changes: [{ field: 'standardMinutes', from: 40, to: 55 }],
		});
	});

	test('retires a step that is left out, and takes it up again', async () => {
		await edit({ checklist: [photo, steps[0]] });
		expect(keys()).toEqual(['panel', 'power']);
		expect(item().checklist.at(-1)).toMatchObject({ key: 'earth', retired: true });
		await edit({ checklist: [{ ...steps[1], retired: false }] });
		expect(keys()).toEqual(['earth']);
	});

	test('takes back consent and response by null, and has no such field then', async () => {
		await edit({ consent: 'data-loss', responseMinutes: 5 });
		await edit({ consent: null, responseMinutes: null });
		expect(item()).not.toHaveProperty('consent');
		expect(item()).not.toHaveProperty('responseMinutes');
	});

	test.each([
		['a step twice', [steps[0], steps[0]], 'checklist'],
		['a step without words', [{ ...photo, text: ' ' }], 'checklist.panel'],
		['more steps than anybody does', many(41), 'checklist'],
		['a tick that was a reading', [{ key: 'earth', text: '接地' }], 'checklist.earth'],
		[
			'limits nothing is within',
			[{ key: 'v', text: '电压', reading: { unit: 'V', lower: '5', upper: '4' } }],
			'checklist.v',
		],
	])('refuses %s', async (_, checklist, field) => {
		expect(await edit({ checklist })).toMatchObject({
			refusal: { kind: 'bad-input', fields: [field] },
		});
	});

	test('changed by two keeps the second in a conflict', async () => {
		await edit({ name: '甲' }, 'admin', { name: generalFault.name });
		await edit({ name: '乙' }, 'admin', { name: generalFault.name });
		expect(item()).toMatchObject({ name: '甲', conflicts: [{ fields: [{ mine: '乙' }] }] });
	});

	test('is made again by an import and loses no step', async () => {
		const { name, standardMinutes } = generalFault;
		const set = { name, standardMinutes, checklist: steps };
		const make = (more: object) =>
			world.run(people.admin, 'serviceItem.import@1', 'item-x', { set: { ...set, ...more } });
		await make({});
		await make({ checklist: [steps[0]] });
		expect(world.get('serviceItem', 'item-x')).toMatchObject({
			checklist: [{ key: 'power' }, { key: 'earth', retired: true }],
		});
	});
});

function many(n: number): CatalogueStep[] {
	return Array.from({ length: n }, (_, at) => ({ key: `k${at}`, text: 'x' }));
}

describe('an order that is begun', () => {
	const checks = () => world.order.lines[0]?.checklist.map(({ key }) => key);
	const arrive = async () => {
		await world.do('dispatcher', 'create', sampleRequest);
		await world.do('dispatcher', 'dispatch', { assigneeId: 'chen' });
		for (const step of ['accept', 'depart', 'arrive']) await world.do('engineer', step);
	};
	const tick = (key: string) => world.do('engineer', 'tick', { lineId, key, done: true });

	test('keeps checklist and demands of the day it was taken', async () => {
		await arrive();
		await edit({ checklist: [photo], consent: 'data-loss', interruption: true });
		expect(await tick('power')).toMatchObject({ ok: true });
		expect(checks()).toEqual(['power', 'earth']);
		expect(gapsOf(world.order, item())).not.toContain('consent');
		await world.do('engineer', 'addLine', { symptom: '又一处' });
		expect(world.order.lines[1]?.checklist.map(({ key }) => key)).toEqual(['power', 'earth']);
	});

	test('still needs the consent that was demanded, though it is not any more', async () => {
		await edit({ consent: 'data-loss' });
		await arrive();
		await edit({ consent: null });
		expect(await tick('power')).toMatchObject({ refusal: { kind: 'consent-missing' } });
	});

	test('takes a retired step off the list only for the orders after it', async () => {
		await edit({ checklist: [steps[0]] });
		await arrive();
		expect(checks()).toEqual(['power']);
	});

	test('keeps every tick of who was without signal, whatever list the server holds', async () => {
		const phone = item();
		const walkUp = { ...sampleRequest, requester: { name: '刘护士' }, seen: seenOf(phone) };
		await edit({ checklist: [photo], consent: 'data-loss' });
		await world.do('engineer', 'createOnSite', walkUp);
		const own = world.order.lines[0]?.id;
		const ticked = await world.do('engineer', 'tick', { lineId: own, key: 'power', done: true });
		expect(ticked).toMatchObject({ ok: true });
		expect(checks()).toEqual(['power', 'earth']);
		expect(gapsOf(world.order, item())).not.toContain('photo');
	});

	test('of an app that says nothing of what it saw takes his ticks all the same', async () => {
		await edit({ checklist: [photo] });
		await arrive();
		expect(await tick('power')).toMatchObject({ ok: true });
		expect(checks()).toEqual(['panel', 'power']);
		expect(await tick('nothing')).toMatchObject({ refusal: { kind: 'not-found' } });
	});

	test('is never changed by any sequence of edits, signed or not', async () => {
		const step = fc.record({
			key: fc.constantFrom('power', 'panel', 'other'),
			text: fc.constantFrom('甲', '乙'),
			retired: fc.boolean(),
		});
		const change = fc.record({
			checklist: fc.uniqueArray(step, { selector: ({ key }) => key, maxLength: 3 }),
			consent: fc.constantFrom('data-loss', null),
			interruption: fc.boolean(),
		});
		await fc.assert(
			fc.asyncProperty(
				fc.array(change, { maxLength: 6 }),
				fc.boolean(),
				async (edits, isSigned) => {
					world = new OrderWorld();
					world.put({ ...generalFault, checklist: steps });
					await arrive();
					await tick('power');
					if (isSigned)
						await world.do('engineer', 'sign', { name: '刘护士', strokes: signedStrokes });
					const before = worded(world.order);
					for (const set of edits) await edit(set);
					expect(worded(world.order)).toBe(before);
					expect(gapsOf(world.order, item())).not.toContain('consent');
				},
			),
			{ numRuns: 40 },
		);
	});

	const worded = ({ lines, demands }: WorkOrder) => JSON.stringify([lines, demands]);
});

describe('the fault taxonomy', () => {
	const causes: FaultCause[] = [
		{ code: 'hw', name: '硬件', nameEn: 'Hardware' },
		{ code: 'hw-disk', name: '硬盘', group: 'hw' },
	];
	const taxonomy = () => world.get('taxonomy', faultTaxonomyId) as Taxonomy;
	const set = (list: object[], who: Person = 'admin') =>
		world.run(people[who], 'taxonomy.edit@1', faultTaxonomyId, { set: { causes: list } });

	beforeEach(async () => {
		const make = { set: { name: '故障', causes } };
		await world.run(people.admin, 'taxonomy.import@1', faultTaxonomyId, make);
	});

	test.each(others)('is not changed by %s', async (who) => {
		expect(await set([], who)).toMatchObject({ refusal: { kind: 'not-allowed' } });
	});

	test('retires what is left out: a code is for ever', async () => {
		await set([causes[0] as object, { code: 'hw-fan', name: '风扇', group: 'hw' }]);
		expect(taxonomy().causes.map(({ code, retired }) => [code, retired])).toEqual([
			...[
				['hw', undefined],
				['hw-fan', undefined],
			],
			['hw-disk', true],
		]);
	});

	test.each([
		['a code twice', [...causes, causes[1] as object], 'causes'],
		['a third level', [...causes, { code: 'x', name: 'x', group: 'hw-disk' }], 'causes.x'],
		['a group nobody knows', [...causes, { code: 'x', name: 'x', group: 'no' }], 'causes.x'],
	])('refuses %s', async (_, list, field) => {
		expect(await set(list)).toMatchObject({ refusal: { kind: 'bad-input', fields: [field] } });
	});
});
