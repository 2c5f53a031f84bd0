import { assetRefOf, type Asset } from '#domain/asset/asset.ts';
import type { Place } from '#domain/audit/expected.ts';
import type { Inspection } from '#domain/inspection/inspection.ts';
import { mayMove } from '#domain/work-order/states.ts';
import { isAssignee } from '#domain/work-order/parties.ts';
import type { WorkOrder } from '#domain/work-order/work-order.ts';
import type { AccountScope } from '#store/account-context.ts';
import type { CommandDraft } from '#store/execute.ts';
import type { ScanReading } from '#features/scan/reading.ts';

/** An address in a code may be long; its beginning tells which it was. */
const scannedLengthMax = 200;

/** The one thing a reading most likely was made for. */
export type ScanStep = 'arrive' | 'link' | 'none';

/** Whether the code is of an asset the order names. */
function isOrdersAsset(order: WorkOrder, asset: Asset | undefined): boolean {
	return order.lines.some((line) => line.asset?.id !== undefined && line.asset.id === asset?.id);
}

export function stepFor(
	order: WorkOrder | undefined,
	lineId: string | undefined,
	asset: Asset | undefined,
	{ actor }: AccountScope,
): ScanStep {
	if (!order || !isAssignee(order, actor)) return 'none';
	if (lineId || order.lines.some((line) => !line.asset)) return 'link';
	return mayMove('arrive', order.state) && isOrdersAsset(order, asset) ? 'arrive' : 'none';
}

/** The reading as evidence that he stood before a closed door. */
export function noAccessDraft(
	{ id }: WorkOrder,
	{ text, source }: ScanReading,
	asset: Asset | undefined,
): CommandDraft {
	const scan = { code: text, source, ...(asset && { assetId: asset.id }) };
	const args = { evidence: { kind: 'scan', scan } };
	return { kind: 'workOrder', record: id, type: 'workOrder.noAccess@1', args };
}

/** The commands of a step; the scan is the proof of presence. */
export function draftsOf(
	step: ScanStep,
	order: WorkOrder,
	lineId: string | undefined,
	reading: ScanReading,
	asset: Asset | undefined,
): CommandDraft[] {
	const target = { kind: 'workOrder', record: order.id } as const;
	const scan = { code: reading.text, source: reading.source, ...(asset && { assetId: asset.id }) };
	const arrive = { ...target, type: 'workOrder.arrive@1', args: { scan } };
	if (step === 'arrive') return [arrive];
	const line =
		order.lines.find((entry) => entry.id === lineId) ?? order.lines.find((entry) => !entry.asset);
	if (step !== 'link' || !line) return [];
	const ref = asset ? assetRefOf(asset) : { tag: reading.text };
	const link = { ...target, type: 'workOrder.linkAsset@1', args: { lineId: line.id, asset: ref } };
	return mayMove('arrive', order.state) ? [link, arrive] : [link];
}

/** The reading as proof of presence on an order about that machine. */
export function arriveDraft(
	{ id }: WorkOrder,
	{ text, source }: ScanReading,
	asset: Asset,
): CommandDraft {
	const scan = { code: text, source, assetId: asset.id };
	return { kind: 'workOrder', record: id, type: 'workOrder.arrive@1', args: { scan } };
}

/** The reading as proof that he stood before a machine of his round; checkpoints go by the asset's id. */
export function stopDraft(
	{ id }: Inspection,
	checkpointId: string,
	{ text, source }: ScanReading,
): CommandDraft {
	const args = { checkpointId, code: text.slice(0, scannedLengthMax), how: source };
	return { kind: 'inspection', record: id, type: 'inspection.scan@1', args };
}

/** The machine stands in that room from now on. */
export function moveHereDraft(asset: Asset, { siteId, room }: Place): CommandDraft {
	const base = { siteId: asset.siteId, room: asset.room };
	const set = { siteId, room };
	return { kind: 'asset', record: asset.id, type: 'asset.edit@1', args: { set }, base };
}
