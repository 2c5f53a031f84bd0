import { expect, test } from 'vitest';
import { checkFactSeal } from '../seal/check-seal.ts';
import { receiptText, sealText } from '../seal/seal.ts';
import { signedStrokes } from '../work-order/order-world.ts';
import { auditor, AuditWorld, colleague, dispatcher, supervisor } from './audit-world.ts';
import type { AuditCampaign } from './campaign.ts';
import { frozenResults, sheetText } from './frozen-result.ts';
import { resultOf } from './result.ts';

const totals = { expected: 6, found: 1, moved: 0, changed: 0, missing: 5, surplus: 0 };
const sheet = 'b'.repeat(64);
const signature = `${'A'.repeat(86)}==`;
const done = { ok: true };

async function approved(): Promise<AuditWorld> {
	const world = await new AuditWorld().opened();
	await world.scan(auditor, 'A1', 'A');
	await world.campaignDo(dispatcher, 'reconcile');
	await world.campaignDo(supervisor, 'approve', totals);
	return world;
}
const sign = (world: AuditWorld, by = auditor) =>
	world.campaignDo(by, 'sign', { name: '胡科长', role: '信息科', strokes: signedStrokes, sheet });

/** Keys that sign by writing their name under the text. */
const checker = {
	sha256: () => Promise.resolve(sheet),
	verify: (key: string, text: string, signed: string) =>
		Promise.resolve(signed === `${key}: ${text}`),
};

function sealed(campaign: AuditCampaign): AuditCampaign {
	const [{ of, json } = { of: '', json: '' }] = frozenResults(campaign);
	const named = { completion: of, device: 'dev', sha256: sheet };
	const own = {
		...{ ...named, id: 'seal', at: campaign.updatedAt, by: auditor.userId, json },
		signature: `phone: ${sealText(campaign.id, named)}`,
	};
	const found = { at: own.at, verified: true, deviceKey: 'phone' };
	const receipt = { ...found, sha256: sheet, keyId: 'k1', signature: '' };
	receipt.signature = `server: ${receiptText(campaign.id, own, found)}`;
	return { ...campaign, seals: [{ ...own, receipt }] };
}

test('the customer signs what was approved, and its seal stays right while reports are kept', async () => {
	const world = await approved();
	expect(await sign(world)).toMatchObject(done);
	const [before] = frozenResults(world.campaign);
	const blob = { sha256: sheet, type: 'application/pdf', bytes: 9 };
	await world.campaignDo(dispatcher, 'attachPaper', { number: 'D0401-1-S1', version: 1, blob });
	await world.campaignDo(dispatcher, 'close');
	expect(await sign(world, dispatcher)).toMatchObject(done);
	expect(frozenResults(world.campaign)[0]).toEqual(before);
	const [signed] = world.campaign.signatures ?? [];
	const keys = { devices: { dev: 'phone' }, receipts: { k1: 'server' } };
	const check = (campaign: AuditCampaign) =>
		checkFactSeal(campaign, signed?.id ?? '', keys, checker);
	expect(await check(sealed(world.campaign))).toMatchObject({ kind: 'signed', changes: [] });
	const approval = { ...world.campaign.approved!, missing: 0 };
	expect(await check({ ...sealed(world.campaign), approved: approval })).toMatchObject({
		changes: [{ field: 'approved', how: 'changed' }],
	});
});

test('a device seals what was signed on it, once', async () => {
	const world = await approved();
	await sign(world);
	const [{ of = '', json = '' } = {}] = frozenResults(world.campaign);
	const args = { completion: of, sha256: sheet, signature, json };
	expect(await world.campaignDo(colleague, 'sealSnapshot', args)).toMatchObject({ ok: false });
	for (const completion of [of, of, `dev-${auditor.userId}:999`])
		await world.campaignDo(auditor, 'sealSnapshot', { ...args, completion });
	expect(world.campaign.seals).toMatchObject([{ completion: of, json }]);
});

test('what he saw is told by a hash of every line: a scan more is another', async () => {
	const world = await approved();
	const text = () => sheetText(resultOf(world.rooms, world.shelves));
	const before = text();
	expect(text()).toBe(before);
	world.put({ ...world.campaign, state: 'reconciling' });
	await world.scan(auditor, 'A2', 'A');
	expect(text()).not.toBe(before);
});
