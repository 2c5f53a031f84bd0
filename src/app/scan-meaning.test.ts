import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AnyRecord } from '#domain/record-schemas.ts';
import type { AccountScope } from '#store/account-context.ts';
import { openSyncStore } from '#store/sync-store.ts';
import { engineer, openTestStore } from '#store/test-store.ts';
import { meaningOf } from './scan-meaning.ts';
import { keyOf, type Thing } from './scan-thing.ts';
import { pictureOf } from './scanned-picture.ts';

const at = '2026-11-20T00:00:00.000Z';
const stamps = { createdAt: at, createdBy: 'x', updatedAt: at, updatedBy: 'x', history: [] };
const record = (kind: string, id: string, more: object) =>
	({ id, kind, ...stamps, ...more }) as unknown as AnyRecord;
const asset = (id: string, tag: string, more: object = {}) =>
	record('asset', id, { tag, name: 'PC', state: 'in_use', moves: [], siteId: 'site', ...more });
const order = (id: string, number: string) =>
	record('workOrder', id, {
		...{ number, summary: '蓝屏', state: 'accepted', receivedAt: at, receivedBy: 'x' },
		...{ orderKind: 'fault', channel: 'phone', mode: 'on_site', requester: { name: '刘' } },
		...{ customerId: 'c', impact: 'low', urgency: 'low', priority: 'P4', reopenCount: 0 },
		...{ level: { level: 'standard', rule: 'default' }, lines: [], held: [], visits: [] },
		...{ notes: [], photos: [], times: [], consulted: [], signatures: [], papers: [] },
		...{ delays: [], escalations: [] },
	});

const records: AnyRecord[] = [
	record('organisation', 'organisation', { name: '前哨', zone: 'Asia/Shanghai' }),
	record('site', 'site', { name: '住院楼', customerId: 'c', rooms: ['6F 东护士站'] }),
	asset('pc', 'ZC-2026-000123', {
		...{ aliases: ['YY-0417'], serial: 'PF2ABC', systemSerial: 'SYS-9' },
		mac: 'LAN 00:1B:44:11:3A:B7; 00-1b-44-11-3a-b8',
		...{ locationCode: 'D010602-003', room: '6F 东护士站' },
	}),
	asset('twin', 'ZC-2026-000124', { serial: 'DUP-1', room: '6F 西' }),
	asset('double', 'ZC-2026-000125', { serial: 'DUP-1' }),
	asset('named', 'DUP-2'),
	asset('other', 'ZC-2026-000126', { serial: 'DUP-2' }),
	asset('listed', '417'),
	record('part', 'part-SSD-512', { name: '固态硬盘', unit: '块', aliases: ['6930014500127'] }),
	order('order', 'D0201-2026112101'),
	record('auditCampaign', 'audit', {
		...{
			name: '下半年盘点',
			number: 'D0401-2026110101',
			from: '2026-11-01',
			to: '2026-12-01',
			type: 'half_yearly',
		},
		...{ state: 'open', auditors: [engineer.userId], approverId: 'x', scope: { siteIds: ['far'] } },
		frozen: { at, expected: 1, rooms: 1, shelves: 1 },
	}),
	record('inspection', 'round', {
		...{ name: '十一月巡检', number: 'D0305-2026110102', siteId: 'site', state: 'ready' },
		...{ from: '2026-11-01', to: '2026-11-30', inspectors: [engineer.userId], facts: [] },
		...{
			recurrence: { kind: 'monthly' },
			checklists: ['server'],
			inspectorNames: ['李工'],
			makers: ['x'],
		},
		...{ chain: [{ role: 'supervisor', side: 'provider' }], customerId: 'c', first: '2026-11-01' },
		checkpoints: [{ id: 'pc', tag: 'ZC-2026-000123', name: 'PC', room: '6F', lists: ['server'] }],
	}),
	record('auditRoom', 'audit.r1.0', {
		...{ campaignId: 'audit', siteId: 'far', siteName: '门诊楼', room: '2F' },
		lines: [{ assetId: 'hidden', tag: 'MZ-77', name: '打印机', codes: ['HID-1'] }],
	}),
];

let account: AccountScope;
let close: () => void;

beforeAll(async () => {
	const { store, engine, clock } = await openTestStore();
	const sync = await openSyncStore(engineer.userId, { engine, clock });
	const page = {
		records: records.map((body) => ({
			...{ kind: body.kind, id: body.id, rev: 1, channels: ['all'], body },
		})),
		...{ removals: [], grants: ['all'], cursor: 'c', more: false, epoch: 'e' },
		serverTime: at as never,
	};
	await sync.applyPage(page, { acknowledged: [], cursor: await sync.beginPull() });
	account = { store, zone: 'Asia/Shanghai', actor: { ...engineer, deviceId: 'd' } as never };
	close = () => {
		sync.close();
		store.close();
	};
});
afterAll(() => close());

/** `asset|pc by serial`. */
const told = (thing: Thing) => keyOf(thing) + (thing.kind === 'asset' ? ` by ${thing.by}` : '');
const found = async (code: string) => (await meaningOf(code, account)).things.map(told);

describe('what a code stands for', () => {
	test.each([
		['ZC-2026-000123', ['asset|pc by tag']],
		[' zc－2026－000123\r\n', ['asset|pc by tag']],
		[']C1ZC-2026-000123', ['asset|pc by tag']],
		['*ZC-2026-000123*', ['asset|pc by tag']],
		['8004ZC-2026-000123', ['asset|pc by tag']],
		['yy-0417', ['asset|pc by alias']],
		['PF2ABC', ['asset|pc by serial']],
		['010890381998765921PF2ABC', ['asset|pc by serial']],
		['sys-9', ['asset|pc by systemSerial']],
		['001b.4411.3ab7', ['asset|pc by mac']],
		['MAC:00-1B-44-11-3A-B8', ['asset|pc by mac']],
		['D010602-003', ['asset|pc by location']],
		['d010602', ['room|site|6F 东护士站']],
		['6F东护士站', ['room|site|6F 东护士站']],
		['SSD-512', ['part|part-SSD-512']],
		['6930014500127', ['part|part-SSD-512']],
		['D0201-2026112101', ['order|order']],
		['d0201 - 2026112101', ['order|order']],
		['D0201-2026112101-S2', ['order|order']],
		['D0202-D0201-2026112101-S1', ['order|order']],
		['D0401-2026110101', ['campaign|audit']],
		['D0305-2026110102-S1', ['round|round']],
		['https://outpost.example/work-orders/order', ['order|order']],
		['https://10.0.0.9:8443/assets/pc?from=label', ['asset|pc by link']],
		['https://snipe.example/hardware/bytag?assetTag=ZC-2026-000123', ['asset|pc by tag']],
		['https://snipe.example/ht/YY-0417', ['asset|pc by alias']],
		['https://glpi.example/front/computer.form.php?id=417', ['asset|listed by tag']],
		['https://any.example/a/b/ZC-2026-000123', ['asset|pc by tag']],
		['DUP-1', ['asset|twin by serial', 'asset|double by serial']],
		['DUP-2', ['asset|named by tag', 'asset|other by serial']],
		['MZ-77', ['listed|hidden']],
		['HID-1', ['listed|hidden']],
		['ZC-2026-999999', []],
		['', []],
	])('%j: %j', async (code, things) => {
		expect((await found(code)).toSorted()).toEqual(things.toSorted());
	});

	test('our own paper is told by its address', async () => {
		const address = `https://outpost.example/copy#order.${'a'.repeat(22)}`;
		expect(await found(address)).toEqual(['paper|order']);
	});

	test('the administrator says how an old address carries the tag', async () => {
		const address = 'https://old.example/show?what=1&nr=ZC-2026-000123&x=2';
		expect(await found(address)).toEqual([]);
		const before = await account.store.get('organisation', 'organisation');
		const own = { ...account, store: withOldAddresses(before, ['/show?nr=[tag]']) };
		expect((await meaningOf(address, own)).things.map(told)).toEqual(['asset|pc by tag']);
	});
});

/** The same store, whose organisation has other patterns. */
function withOldAddresses(organisation: object | undefined, oldAddresses: string[]) {
	const { store } = account;
	const get = (kind: never, id: never) =>
		kind === 'organisation' ? { ...organisation, oldAddresses } : store.get(kind, id);
	return { records: store.records, get } as unknown as AccountScope['store'];
}

describe('several codes of one picture', () => {
	const pictured = async (...codes: string[]) => {
		const meanings = await Promise.all(codes.map((code) => meaningOf(code, account)));
		const { things, unknown, aside } = pictureOf(meanings);
		return { things: things.map(({ thing }) => keyOf(thing)), unknown, aside };
	};

	test('tag and serial that agree are one machine', async () => {
		expect(await pictured('ZC-2026-000123', 'PF2ABC')).toEqual({
			...{ things: ['asset|pc'], unknown: [], aside: [] },
		});
	});
	test('tag and serial that disagree are two', async () => {
		const { things } = await pictured('ZC-2026-000123', 'DUP-1');
		expect(things.toSorted()).toEqual(['asset|double', 'asset|pc', 'asset|twin']);
	});
	test('a strange serial beside a tag is told, and no machine of its own', async () => {
		expect(await pictured('6901234567892', 'ZC-2026-000123', 'X1')).toEqual({
			...{ things: ['asset|pc'], unknown: [], aside: ['6901234567892', 'X1'] },
		});
	});
	test('a strange tag beside a tag is another machine', async () => {
		expect(await pictured('ZC-2026-000123', 'ZC-2026-999999')).toEqual({
			...{ things: ['asset|pc'], unknown: ['ZC-2026-999999'], aside: [] },
		});
	});
	test('where nothing is known, each is asked about', async () => {
		expect((await pictured('X1', 'X2')).unknown).toEqual(['X1', 'X2']);
	});
});
