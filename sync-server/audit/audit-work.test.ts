import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { namedIn, type AuditCampaign } from '#domain/audit/campaign.ts';
import type { AuditCount } from '#domain/audit/count.ts';
import { shelfIdOf } from '#domain/audit/count.ts';
import { ExpectedIndex, type AuditRoom } from '#domain/audit/expected.ts';
import { resultOf } from '#domain/audit/result.ts';
import { reviewIdOf } from '#domain/audit/review.ts';
import type { Command } from '#domain/command.ts';
import { TestServer, type TestDevice } from '#server/testing/test-server.ts';

const id = 'audit-1';
const counters = ['pan', 'li', 'wang'];
const plan = {
	...{ name: '半年盘点', type: 'half_yearly', from: '2026-11-20', to: '2026-11-30' },
	...{ scope: { siteIds: ['s-north'] }, auditors: counters.map((name) => `u-${name}`) },
	approverId: 'u-zhou',
};
const totals = { expected: 4, found: 1, moved: 1, changed: 0, missing: 2, surplus: 2 };

let server: TestServer;
let desk: TestDevice;

beforeEach(async () => {
	server = await TestServer.open();
	await server.staff({
		...{ pan: ['auditor'], li: ['engineer'], wang: ['engineer'], zhou: ['supervisor'] },
		...{ diao: ['dispatcher'], chef: ['supervisor'], fremd: ['auditor'] },
	});
	await server.premises('north');
	await server.premises('south');
	for (const n of [1, 2, 3]) {
		const set = { tag: `ZC-${n}`, name: '主机', siteId: 's-north', customerId: 'c-north' };
		await server.must('asset.register@1', `a-${n}`, { set: { ...set, room: '6F' } });
	}
	server.parts.audits.begin();
	desk = await server.signIn('diao');
	expect(await say('plan', plan)).toMatchObject({ outcome: 'applied' });
});
afterEach(() => server.close());

async function say(name: string, args: Record<string, unknown> = {}, by = desk) {
	const [result] = await by.push(by.command(`auditCampaign.${name}@1`, id, args));
	await server.parts.audits.settled();
	return result;
}

async function heldBy(device: TestDevice) {
	const { records } = await device.pull();
	return records.filter(({ kind }) => kind.startsWith('audit'));
}
const kindsOf = async (account: string) => [
	...new Set((await heldBy(await server.signIn(account))).map(({ kind }) => kind)),
];

async function sheetOf(device: TestDevice) {
	const held = await heldBy(device);
	const of = (kind: string) => held.filter((one) => one.kind === kind).map(({ body }) => body);
	const [campaign] = of('auditCampaign') as unknown as AuditCampaign[];
	const rooms = of('auditRoom') as unknown as AuditRoom[];
	return { campaign, rooms, sheet: resultOf(rooms, of('auditCount') as unknown as AuditCount[]) };
}

async function scansBy(device: TestDevice, codes: readonly string[], room = '6F') {
	const { campaign, rooms } = await sheetOf(device);
	const index = new ExpectedIndex(rooms);
	return codes.map((code): Command => {
		const assetId = index.find(code)?.line.assetId;
		const args = { campaignId: id, code, how: 'typed', siteId: 's-north', room };
		const record = shelfIdOf(campaign!, { assetId, code });
		return device.command('auditCount.scan@1', record, { ...args, ...(assetId && { assetId }) });
	});
}

test('opening freezes the list of the scope; what the register says later changes nothing', async () => {
	await say('open');
	await server.must('asset.edit@1', 'a-1', { set: { room: '9F' } });
	await say('freeze', { expected: 0, rooms: 0 });
	server.parts.audits.recover();
	await server.parts.audits.settled();
	const { campaign, rooms } = await sheetOf(await server.signIn('pan'));
	expect(campaign?.frozen).toMatchObject({ expected: 4, rooms: 2, shelves: 1 });
	const tags = rooms.map(({ room, lines }) => [room, lines.map(({ tag }) => tag)]);
	expect(tags.sort()).toEqual([
		['', ['TAG-north']],
		['6F', ['ZC-1', 'ZC-2', 'ZC-3']],
	]);
	expect(server.faults).toEqual([]);
});

describe('who holds it', () => {
	test('who is named, the desk its head, others nothing; taken out or closed, nobody', async () => {
		await say('open');
		const pan = await server.signIn('pan');
		await pan.push(...(await scansBy(pan, ['ZC-1'])));
		const counted = ['auditCampaign', 'auditCount', 'auditRoom'];
		for (const account of [...counters, 'zhou', 'diao'])
			expect((await kindsOf(account)).sort(), account).toEqual(counted);
		expect(await kindsOf('chef')).toEqual(['auditCampaign']);
		expect(await kindsOf('fremd')).toEqual([]);
		// No machine of the register comes along.
		expect((await pan.pull()).records.some(({ kind }) => kind === 'asset')).toBe(false);
		const { cursor } = await pan.pull();
		await say('assign', { auditors: ['u-li'] });
		const after = await pan.pull(cursor);
		expect(after.grants.some((grant) => grant.startsWith('audit:'))).toBe(false);
		expect(await kindsOf('pan')).toEqual([]);
		await say('reconcile');
		await say('countAgain', { assetIds: ['a-1'] });
		expect(await kindsOf('li')).toContain('auditRoom');
	});

	test.each([true, false])(
		'what somebody taken out had scanned counts, or waits for the desk; who never was named is refused (%s)',
		async (isHis) => {
			await say('open');
			const pan = await server.signIn('pan');
			const [first, second] = await scansBy(pan, ['ZC-1', 'ZC-2']);
			const li = await server.signIn('li');
			if (isHis) await pan.push(first);
			else await li.push(...(await scansBy(li, ['ZC-1'])));
			pan.proof = (await pan.pull()).cursor;
			await say('assign', { auditors: ['u-li'] });
			const outcome = isHis ? 'applied' : 'quarantined';
			expect(await pan.push(second)).toMatchObject([{ outcome }]);
			const fremd = await server.signIn('fremd');
			const { record, args } = first!;
			expect(await fremd.push(fremd.command('auditCount.scan@1', record, args))).toMatchObject([
				{ outcome: 'rejected' },
			]);
		},
	);
});

test('three hand in overlapping scans in any order: the same sheet on all', async () => {
	await say('open');
	const devices = await Promise.all(counters.map((name) => server.signIn(name)));
	const scans = await Promise.all(
		devices.map((device, n) => scansBy(device, ['ZC-1', `ZC-${n + 1}`, 'X-1', 'TAG-north'])),
	);
	// Drawn by a fixed rule: each round hands in another scan of another device, some of them twice.
	for (let turn = 0; turn < 12; turn++) {
		const who = (turn * 7 + Math.floor(turn / 3)) % 3;
		const command = scans[who]?.shift();
		if (command) await devices[who]?.push(command);
		if (command && turn % 4 === 0) await devices[who]?.push(command);
	}
	for (const [n, device] of devices.entries()) await device.push(...scans[n]!);
	const sheets = await Promise.all(devices.map(async (device) => (await sheetOf(device)).sheet));
	expect(sheets[1]).toEqual(sheets[0]);
	expect(sheets[2]).toEqual(sheets[0]);
	const [first] = sheets;
	expect(first?.lines.map(({ line, outcome, seen }) => [line.tag, outcome, seen?.scans])).toEqual([
		['TAG-north', 'moved', 3],
		['ZC-1', 'found', 4],
		['ZC-2', 'found', 1],
		['ZC-3', 'found', 1],
	]);
	expect(first?.surplus).toMatchObject([{ code: 'X-1', seen: { scans: 3 } }]);
});

test('surplus the register knows is told to the desk alone; what is approved is applied, once', async () => {
	await say('open');
	const pan = await server.signIn('pan');
	await pan.push(...(await scansBy(pan, ['ZC-1', 'TAG-north', 'TAG-south', 'NEW-1'])));
	await say('reconcile');
	const reviewId = reviewIdOf(id);
	const review = () => server.administration.get('auditReview', reviewId);
	expect((await review())?.links).toMatchObject([{ code: 'TAG-SOUTH', assetId: 'a-south' }]);
	expect((await heldBy(pan)).some(({ kind }) => kind === 'auditReview')).toBe(false);
	const zhou = await server.signIn('zhou');
	const lost = (n: number) => ({ assetId: `a-${n}`, as: 'lost', set: {} });
	const adjustments = [
		...[lost(2), lost(3), { assetId: 'gone', as: 'lost', set: {} }],
		{ assetId: 'a-north', as: 'moved', set: { room: '6F' }, base: {} },
		{ assetId: 'new-1', as: 'registered', set: { tag: 'NEW-1', name: '路由器', room: '6F' } },
	];
	await zhou.push(
		zhou.command('auditCampaign.approve@1', id, totals),
		zhou.command('auditReview.approve@1', reviewId, { campaignId: id, adjustments }),
	);
	await server.parts.audits.settled();
	expect(await review()).toMatchObject({
		...{ state: 'applied', applied: 5 },
		refused: [{ assetId: 'gone', kind: 'not-found' }],
	});
	const asset = (assetId: string) => server.administration.get('asset', assetId);
	expect(await asset('a-2')).toMatchObject({ state: 'lost', updatedBy: 'u-zhou' });
	expect(await asset('a-north')).toMatchObject({ room: '6F' });
	expect(await asset('new-1')).toMatchObject({ tag: 'NEW-1', state: 'in_use' });
	expect(await say('close')).toMatchObject({ outcome: 'applied' });
	for (const account of [...counters, 'zhou']) {
		const kinds = account === 'zhou' ? ['auditCampaign'] : [];
		expect(await kindsOf(account), account).toEqual(kinds);
	}
	expect(server.faults).toEqual([]);
	expect(namedIn((await server.administration.get('auditCampaign', id))!)).toHaveLength(5);
});

test('a label seen damaged is told to its machine at once, and once', async () => {
	await say('open');
	const pan = await server.signIn('pan');
	const [scan] = await scansBy(pan, ['ZC-1']);
	const seen = (labelDamaged: boolean) =>
		pan.command('auditCount.scan@1', scan!.record, { ...scan!.args, labelDamaged });
	await pan.push(seen(false));
	await pan.push(seen(true), seen(true));
	await server.parts.audits.settled();
	const asset = await server.administration.get('asset', 'a-1');
	expect(asset?.labels).toMatchObject([{ says: 'damaged', by: 'u-pan', campaignId: id }]);
	await say('reconcile');
	expect((await server.administration.get('asset', 'a-1'))?.labels).toHaveLength(1);
	expect(server.faults).toEqual([]);
});

test('the scope is counted for the desk, and for nobody else', async () => {
	const scope = { siteIds: ['s-north'], rooms: ['6F'] };
	const answer = await desk.request('POST', '/sync/v1/audit-scope', { scope });
	expect(answer.json()).toMatchObject({ assets: 3, places: 1, rooms: ['6F'] });
	const pan = await server.signIn('pan');
	expect((await pan.request('POST', '/sync/v1/audit-scope', { scope })).statusCode).toBe(403);
});

test('a campaign has a daily number of its own form; planned without signal it keeps its device’s', async () => {
	const campaign = async (campaignId: string) =>
		server.administration.get('auditCampaign', campaignId);
	const number = (await campaign(id))?.number;
	expect(number).toMatch(/^D0401-\d{8}01$/);
	const offlineNumber = 'D0401-20261121-K7F-01';
	const args = { ...plan, offlineNumber };
	for (const other of ['audit-2', 'audit-3'])
		await desk.push(desk.command('auditCampaign.plan@1', other, args));
	expect(await campaign('audit-2')).toMatchObject({
		...{ number: number?.replace(/01$/, '02'), offlineNumber },
	});
	// A copied installation: the number stays with the first, and still finds the second.
	expect(await campaign('audit-3')).toMatchObject({ formerNumber: offlineNumber });
	expect(await server.parts.store.search('auditCampaign', offlineNumber, 9)).toHaveLength(2);
});

test('reconciling tells what the campaign before over the same scope had missed and seen', async () => {
	const pan = await server.signIn('pan');
	const count = async (campaignId: string, tags: readonly string[]) => {
		await desk.push(desk.command('auditCampaign.open@1', campaignId, {}));
		await server.parts.audits.settled();
		for (const code of tags) {
			const campaign = await server.administration.get('auditCampaign', campaignId);
			const assetId = `a-${code.at(-1)}`;
			const args = { campaignId, code, how: 'typed', siteId: 's-north', room: '6F', assetId };
			const record = shelfIdOf(campaign!, { assetId, code });
			await pan.push(pan.command('auditCount.scan@1', record, args));
		}
		await desk.push(desk.command('auditCampaign.reconcile@1', campaignId, {}));
		await server.parts.audits.settled();
	};
	await count(id, ['ZC-1', 'ZC-2']);
	const zhou = await server.signIn('zhou');
	await zhou.push(zhou.command('auditCampaign.approve@1', id, totals));
	await desk.push(desk.command('auditCampaign.close@1', id, {}));
	const later = { ...plan, from: '2026-11-25' };
	await desk.push(desk.command('auditCampaign.plan@1', 'audit-2', later));
	await count('audit-2', ['ZC-2', 'ZC-3']);
	const review = await server.administration.get('auditReview', reviewIdOf('audit-2'));
	expect(review?.before).toMatchObject({
		...{ campaignId: id, seen: ['a-1'] },
		missing: [{ tag: 'TAG-north' }, { assetId: 'a-3', tag: 'ZC-3', room: '6F' }],
	});
	expect(server.faults).toEqual([]);
});
