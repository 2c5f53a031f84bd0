/** What there is before a story begins: the organisation, its people, places, assets and articles. */
import { organisationId } from '#domain/organisation/records.ts';
import type { RecordKind } from '#domain/record.ts';
import { stockIdOf, warehouseId } from '#domain/stock/stock.ts';
import type { AdministrationCommand } from '#server/administration.ts';
import { engineers, everybody, secretOf } from './people.ts';

export const customers = ['c-1', 'c-2', 'c-3'];
export const sites = ['s-1', 's-2', 's-3', 's-4'];
export const assets = ['a-1', 'a-2', 'a-3', 'a-4', 'a-5', 'a-6'];

/** Spare parts, each with some in the warehouse. */
export const parts = ['part-P1', 'part-P2'];
const piecesAtFirst = 20;

export function setting(): AdministrationCommand[] {
	return [
		register('organisation', organisationId, { name: 'Story', zone: 'Asia/Shanghai' }),
		register('desk', 'desk-a', { name: 'A' }),
		register('desk', 'desk-b', { name: 'B' }),
		...everybody.map(({ id, account, roles, deskIds, customerId }) =>
			register('user', id, { name: account, account, roles, deskIds, customerId, phone: '1' }),
		),
		...customers.map((id, n) =>
			register('customer', id, {
				name: id,
				deskId: n === 1 ? 'desk-b' : 'desk-a',
				advice: secretOf('customer', id),
			}),
		),
		...sites.map((id, n) =>
			register('site', id, {
				name: id,
				customerId: customers[n % customers.length],
				address: secretOf('site', id),
			}),
		),
		...assets.map((id, n) => asset(id, sites[n % sites.length] ?? 's-1')),
		register('contact', 'k-1', {
			name: 'k-1',
			customerId: 'c-1',
			email: secretOf('contact', 'k-1'),
		}),
		register('contact', 'k-2', {
			...{ name: 'k-2', customerId: 'c-2', siteId: 's-2', email: secretOf('contact', 'k-2') },
		}),
		...parts.flatMap((id) => [register('part', id, { name: id, unit: 'x' }), goods(id)]),
		article('art-1', 'internal'),
		article('art-2', 'public'),
		...[1, 2, 3, 4, 5].flatMap((n) => order(n)),
	];
}

/** A request as the desk takes it. */
export function request(record: string, n: number): AdministrationCommand {
	const site = n % sites.length;
	const asset = assets[n] ?? 'a-1';
	const other = assets[n - 1] ?? 'a-1';
	const ofOne = [{ asset: { id: asset, tag: asset } }];
	const args = {
		...{ orderKind: 'fault', channel: 'phone', requester: { name: 'x' } },
		...{ customerId: customers[site % customers.length], siteId: sites[site] },
		...{ summary: record, symptom: secretOf('workOrder', record), impact: 'low', urgency: 'low' },
		lines: n % 2 === 0 ? [...ofOne, { asset: { id: other, tag: other } }] : ofOne,
	};
	return { type: 'workOrder.create@1', kind: 'workOrder', record, args };
}

/** Orders that were there before: most of them with an engineer already. */
function order(n: number): AdministrationCommand[] {
	const record = `order-0${n}`;
	const create = request(record, n);
	const engineer = engineers[n % engineers.length];
	if (n === 5 || !engineer) return [create];
	const args = { assigneeId: engineer.id };
	return [create, { type: 'workOrder.dispatch@1', kind: 'workOrder', record, args }];
}

function asset(id: string, siteId: string): AdministrationCommand {
	const customerId = customers[sites.indexOf(siteId) % customers.length];
	const set = { tag: `T-${id}`, name: id, siteId, customerId, notes: secretOf('asset', id) };
	return register('asset', id, set);
}

function goods(partId: string): AdministrationCommand {
	const args = { storeId: warehouseId, partId, type: 'in', quantity: piecesAtFirst };
	return { type: 'stock.move@1', kind: 'stock', record: stockIdOf(warehouseId, partId), args };
}

function article(id: string, audience: string): AdministrationCommand {
	const set = { title: id, problemType: 'other', audience, solution: secretOf('article', id) };
	return { type: 'article.import@1', kind: 'article', record: id, args: { set } };
}

function register(
	kind: RecordKind,
	record: string,
	set: Record<string, unknown>,
): AdministrationCommand {
	return { type: `${kind}.register@1`, kind, record, args: { set } };
}
