import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { channelsOf, deskConflictsChannel } from '../access/channels.ts';
import { actor, OrderWorld, people, sampleRequest } from '../work-order/order-world.ts';
import type { Asset } from './asset.ts';
import { decidedCorrectionsMax, openCorrections, openCorrectionsMax } from './correction.ts';

const assetId = 'asset-1';
const registered = {
	...{ tag: 'ZC-1', name: '打印机', serial: 'SN-1', ip: '10.0.0.1' },
	...{ customerId: 'customer-1', siteId: 'site-1' },
};
let world: OrderWorld;
let lineId: string;

const asset = () => world.get('asset', assetId) as Asset;
const line = () => world.order.lines[0]!;
const last = () => asset().corrections!.at(-1)!;

beforeEach(async () => {
	world = new OrderWorld();
	await world.run(people.admin, 'asset.register@1', assetId, { set: registered });
	const lines = [{ asset: { id: assetId, tag: 'ZC-1' } }];
	await world.do('dispatcher', 'create', { ...sampleRequest, lines });
	await world.do('dispatcher', 'dispatch', { assigneeId: 'chen' });
	await world.do('engineer', 'accept');
	await world.do('engineer', 'arrive');
	lineId = line().id;
});

function propose(set: Partial<Asset>, seen: object = registered, by = people.engineer) {
	const args = { orderId: 'order-1', lineId, set, seen };
	return world.run(by, 'asset.proposeCorrection@1', assetId, args);
}
function decide(args: object, by: Parameters<OrderWorld['run']>[0] = people.dispatcher, base = {}) {
	const said = { correctionId: last().id, ...args };
	return world.run(by, 'asset.decideCorrection@1', assetId, said, base);
}

describe('a data correction', () => {
	test('changes nothing until the desk accepts it, which sees the asset as long as it waits', async () => {
		expect(channelsOf(asset())).not.toContain(deskConflictsChannel);
		await propose({ serial: 'SN-2' });
		expect(asset().serial).toBe('SN-1');
		expect(channelsOf(asset())).toContain(deskConflictsChannel);
		expect(last().fields).toEqual([{ field: 'serial', from: 'SN-1', to: 'SN-2' }]);
		await decide({ as: 'accepted' });
		expect(asset().serial).toBe('SN-2');
		expect(last().decided).toMatchObject({ as: 'accepted', by: 'diao' });
		expect(channelsOf(asset())).not.toContain(deskConflictsChannel);
		const [change] = asset().history.at(-1)!.changes;
		expect(change).toEqual({ field: 'serial', from: 'SN-1', to: 'SN-2' });
	});

	test('is rejected with a reason only, and then changes nothing', async () => {
		await propose({ serial: 'SN-2' });
		expect(await decide({ as: 'rejected', reason: ' ' })).toMatchObject({
			refusal: { kind: 'reason-missing' },
		});
		await decide({ as: 'rejected', reason: '贴错标签' });
		expect(asset().serial).toBe('SN-1');
		expect(last().decided).toMatchObject({ as: 'rejected', reason: '贴错标签' });
		expect(await decide({ as: 'accepted' })).toMatchObject({ value: { changed: false } });
	});

	test('is decided by the desk, and by nobody about his own', async () => {
		const both = actor('beide', ['engineer', 'dispatcher']);
		await propose({ serial: 'SN-2' }, registered, both);
		for (const by of [people.engineer, people.storekeeper, people.requester, both])
			expect(await decide({ as: 'accepted' }, by)).toMatchObject({
				refusal: { kind: 'not-allowed' },
			});
		expect((await decide({ as: 'accepted' }, people.supervisor)).ok).toBe(true);
		const stranger = await propose({ ip: '1' }, {}, people.requester);
		expect(stranger).toMatchObject({ refusal: { kind: 'not-allowed' } });
	});

	test('of what papers tell is none', async () => {
		expect((await propose({ tag: 'ZC-2', state: 'retired' })).ok).toBe(true);
		expect(asset().corrections).toBeUndefined();
	});

	test('compared again, what was proposed before is withdrawn; also by finding everything in order', async () => {
		await propose({ serial: 'SN-2' });
		await propose({ serial: 'SN-3' });
		expect(openCorrections(asset()).map(({ fields }) => fields[0]?.to)).toEqual(['SN-3']);
		await propose({});
		expect(openCorrections(asset())).toEqual([]);
		expect(asset().corrections!.map(({ decided }) => decided?.as)).toEqual([
			'withdrawn',
			'withdrawn',
		]);
		expect(await propose({})).toMatchObject({ value: { changed: false } });
	});

	test('a field somebody changed since the decider looked is a conflict, no loss', async () => {
		await propose({ serial: 'SN-2', ip: '10.0.0.9' });
		await world.run(people.admin, 'asset.edit@1', assetId, { set: { serial: 'SN-X' } });
		await decide({ as: 'accepted' });
		expect(asset()).toMatchObject({ serial: 'SN-X', ip: '10.0.0.9' });
		expect(asset().conflicts).toMatchObject([{ fields: [{ mine: 'SN-2', theirs: 'SN-X' }] }]);
	});

	test('who saw the newer value beside it replaces it', async () => {
		await propose({ serial: 'SN-2' });
		await world.run(people.admin, 'asset.edit@1', assetId, { set: { serial: 'SN-X' } });
		await decide({ as: 'accepted' }, people.dispatcher, { serial: 'SN-X' });
		expect(asset()).toMatchObject({ serial: 'SN-2' });
		expect(asset().conflicts).toBeUndefined();
	});

	test('lists stay bounded', async () => {
		for (let n = 0; n < openCorrectionsMax; n++) {
			const by = actor(`eng-${n}`, ['engineer']);
			await propose({ serial: `SN-${n}` }, registered, by);
		}
		expect(await propose({ serial: 'SN-Z' })).toMatchObject({ refusal: { kind: 'too-many' } });
	});
});

test('in any order of proposing, changing and deciding no value is lost and decided ones stay bounded', async () => {
	const step = fc.constantFrom('propose', 'edit', 'accept', 'reject');
	await fc.assert(
		fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
			const id = `asset-${world.now.replaceAll(':', '.')}`;
			await world.run(people.admin, 'asset.register@1', id, { set: registered });
			const now = () => world.get('asset', id) as Asset;
			let n = 0;
			for (const step of steps) {
				n += 1;
				const [open] = openCorrections(now());
				const seen = { serial: now().serial };
				if (step === 'edit')
					await world.run(people.admin, 'asset.edit@1', id, { set: { serial: `E${n}` } });
				else if (step === 'propose') {
					const args = { orderId: 'order-1', lineId, set: { serial: `P${n}` }, seen };
					await world.run(people.engineer, 'asset.proposeCorrection@1', id, args);
				} else if (open) {
					const as = step === 'accept' ? 'accepted' : 'rejected';
					const args = { correctionId: open.id, as, reason: '核对' };
					await world.run(people.dispatcher, 'asset.decideCorrection@1', id, args, seen);
					if (as === 'accepted') expect(now().serial).toBe(open.fields[0]?.to);
					else expect(now().serial).toBe(seen.serial);
				}
			}
			expect(openCorrections(now()).length).toBeLessThanOrEqual(1);
			expect(now().corrections?.length ?? 0).toBeLessThanOrEqual(decidedCorrectionsMax + 1);
		}),
		{ numRuns: 40 },
	);
});

describe('the comparison on the order', () => {
	const said = () => ({
		...{ lineId, same: ['name'], newNumber: 'FT-2' },
		differs: [{ field: 'serial', from: 'SN-1', to: 'SN-2' }],
	});

	test('stands on the line with the number of the new seal', async () => {
		await world.do('engineer', 'checkSeal', { lineId, state: 'broken', number: 'FT-1' });
		await world.do('engineer', 'compareAsset', said());
		expect(line()).toMatchObject({
			seal: { state: 'broken', number: 'FT-1', newNumber: 'FT-2' },
			comparison: { by: 'chen', same: ['name'], differs: [{ field: 'serial', to: 'SN-2' }] },
		});
		await world.do('engineer', 'compareAsset', { ...said(), differs: [] });
		expect(world.order.earlier!.map(({ field }) => field)).toContain(`lines.${lineId}.comparison`);
	});

	test('needs an asset, and the engineer whose order it is', async () => {
		await world.do('engineer', 'addLine', { symptom: '另一台' });
		const bare = { ...said(), lineId: world.order.lines[1]!.id };
		expect(await world.do('engineer', 'compareAsset', bare)).toMatchObject({
			refusal: { kind: 'not-found' },
		});
		expect((await world.do('colleague', 'compareAsset', said())).ok).toBe(false);
	});

	test('of one who lost the order fills in what is empty and waits where it would replace', async () => {
		await world.do('engineer', 'compareAsset', said());
		await world.do('dispatcher', 'dispatch', { assigneeId: 'wang', reason: 'overload' });
		await world.do('engineer', 'compareAsset', { ...said(), differs: [] });
		expect(line().comparison?.differs).toHaveLength(1);
		expect(world.order.held).toMatchObject([{ command: 'workOrder.compareAsset@1' }]);
	});
});
