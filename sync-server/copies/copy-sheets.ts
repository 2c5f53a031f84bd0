/**
 * What the token of a service sheet opens.
 *
 * 1. A token opens the check of its own order and nothing else: no text of the record leaves here, but
 *    names of fields that changed, hashes, dates and the tags the sheet itself prints.
 * 2. An order that is not there, a wrong token and a paper withdrawn are one and the same answer.
 * 3. "Still broken" makes one request while that one is open, whoever says it how often.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { CopyLink } from '#domain/copy/copy-link.ts';
import type { Reported, ToldCopy } from '#domain/copy/copy-wire.ts';
import { defaultZone, organisationId } from '#domain/organisation/records.ts';
import { checkSeal, sealOf } from '#domain/seal/check-seal.ts';
import { addMinutes } from '#domain/time/instant.ts';
import { reopenDaysMax } from '#domain/work-order/commands/desk.ts';
import { isOpen } from '#domain/work-order/states.ts';
import { papersOf } from '#domain/work-order/papers-of-order.ts';
import { nextVisitAt } from '#domain/work-order/visit.ts';
import type { Paper, WorkOrder } from '#domain/work-order/work-order.ts';
import { isSignedBy, sha256Hex } from '#server/keys/check-signature.ts';
import type { ServerParts } from '#server/server-parts.ts';
import type { Store } from '#server/store/port.ts';
import { readRecord } from '#server/store/stored-body.ts';

const dayMinutes = 24 * 60;
/** Requests that one order may bring about this way, one after the other. */
const reportsMax = 20;

interface OpenedCopy {
	order: WorkOrder;
	paper: Paper;
}

type Parts = Pick<ServerParts, 'store' | 'keys' | 'administration'>;

/** Undefined for whatever the token does not open. */
export async function openCopy(
	{ store }: Pick<Parts, 'store'>,
	{ order: id, token }: CopyLink,
): Promise<OpenedCopy | undefined> {
	const order = await readRecord(store, 'workOrder', id);
	const paper = sheetsOf(order).find((sheet) => sheet.token && isSame(sheet.token, token));
	return order && paper && { order, paper };
}

function isSame(a: string, b: string): boolean {
	const [left, right] = [a, b].map((text) => createHash('sha256').update(text).digest());
	return left !== undefined && right !== undefined && timingSafeEqual(left, right);
}

/** The service sheets of an order; those made before there were tokens too. */
function sheetsOf(order: WorkOrder | undefined): Paper[] {
	return order ? papersOf(order, 'sheet') : [];
}

export async function tellCopy(parts: Parts, { order, paper }: OpenedCopy): Promise<ToldCopy> {
	const organisation = await readRecord(parts.store, 'organisation', organisationId);
	const done = order.completedAt && (order.closing?.at ?? order.completedAt);
	const last = (await reportsOf(parts, order)).at(-1);
	const goingOn = [last, order].find((one) => one && isOpen(one.state));
	const next = goingOn && nextVisitAt(goingOn);
	return {
		number: paper.number,
		zone: organisation?.zone ?? defaultZone,
		sheets: sheetsOf(order).map(({ number, blob }) => ({ number, sha256: blob.sha256 })),
		record: await findingOf(parts, order, paper),
		...(done && { repairUntil: addMinutes(done, reopenDaysMax * dayMinutes) }),
		warranties: await warrantiesOf(parts, order),
		...(next && { nextVisitAt: next }),
		...(last && { reported: reportedOf(last) }),
	};
}

async function findingOf(
	{ store, keys }: Parts,
	order: WorkOrder,
	paper: Paper,
): Promise<ToldCopy['record']> {
	if (order.snapshot && order.snapshot.at > paper.at) return { kind: 'superseded' };
	const seal = sealOf(order, order.snapshot?.of);
	const key = seal && (await store.device(seal.device))?.publicKey;
	const known = {
		devices: seal && key ? { [seal.device]: key } : {},
		receipts: { [keys.public.receipt.id]: keys.public.receipt.publicKey },
	};
	const finding = await checkSeal(order, known, {
		sha256: async (text) => sha256Hex(text),
		verify: async (...signed) => isSignedBy(...signed),
	});
	if (finding.kind === 'invalid') return { kind: 'invalid' };
	if (finding.kind === 'open' || finding.kind === 'unsealed') return { kind: 'unsealed' };
	const { signedAt, changes } = finding;
	const received = finding.kind === 'signed' && { receivedAt: finding.receivedAt };
	return { kind: 'signed', signedAt, ...received, changes: changes.map((one) => ({ ...one })) };
}

async function warrantiesOf(
	{ store }: Parts,
	{ lines }: WorkOrder,
): Promise<ToldCopy['warranties']> {
	const refs = lines.flatMap(({ asset }) => (asset?.id && !asset.unconfirmed ? [asset] : []));
	const found = [];
	for (const { id = '', tag } of refs) {
		const until = (await readRecord(store, 'asset', id))?.warrantyUntil;
		if (until) found.push({ tag, until });
	}
	return found;
}

/** Those that sheets of this order brought about, the earliest first. */
async function reportsOf({ store }: Pick<Parts, 'store'>, order: WorkOrder): Promise<WorkOrder[]> {
	const found: WorkOrder[] = [];
	for (let n = 1; n <= reportsMax; n++) {
		const report = await readRecord(store, 'workOrder', reportId(store, order, n));
		if (!report) break;
		found.push(report);
	}
	return found;
}

/** The same for who says it twice, and nobody else's to take first. */
function reportId({ secret }: Store, { id }: WorkOrder, n: number): string {
	const digest = createHmac('sha256', secret).update(`still broken ${id} ${n}`).digest('hex');
	return `again-${digest.slice(0, 32)}`;
}

function reportedOf({ id, number, createdAt }: WorkOrder): Reported {
	return { number: number ?? id, at: createdAt };
}

/** The request that is open already, or a new one; undefined where the order has brought about too many. */
export async function reportBroken(
	parts: Parts,
	{ order, paper }: OpenedCopy,
	text: string,
): Promise<Reported | undefined> {
	const reports = await reportsOf(parts, order);
	const last = reports.at(-1);
	if (last && isOpen(last.state)) return reportedOf(last);
	if (reports.length >= reportsMax) return undefined;
	const record = reportId(parts.store, order, reports.length + 1);
	await parts.administration.execute({
		...{ type: 'workOrder.stillBroken@1', kind: 'workOrder', record },
		args: { order: order.id, paper: paper.number, text },
	});
	const made = await readRecord(parts.store, 'workOrder', record);
	return made && reportedOf(made);
}
