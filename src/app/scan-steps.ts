import { assetRefOf } from '#domain/asset/asset.ts';
import { mayMove } from '#domain/work-order/states.ts';
import { isAssignee } from '#domain/work-order/parties.ts';
import type { WorkOrder } from '#domain/work-order/work-order.ts';
import type { AccountScope } from '#store/account-context.ts';
import type { CommandDraft } from '#store/execute.ts';
import type { ScanMeaning } from './scan-meaning.ts';
import type { ScanReading } from '#features/scan/reading.ts';

/** The one thing a reading most likely was made for. */
export type ScanStep = 'arrive' | 'link' | 'none';

/** Whether the code is of an asset the order names. */
function isOrdersAsset(order: WorkOrder, meaning: ScanMeaning): boolean {
	return order.lines.some(
		(line) => line.asset?.id !== undefined && line.asset.id === meaning.asset?.id,
	);
}

export function stepFor(
	order: WorkOrder | undefined,
	lineId: string | undefined,
	meaning: ScanMeaning,
	{ actor }: AccountScope,
): ScanStep {
	if (!order || !isAssignee(order, actor)) return 'none';
	if (lineId || order.lines.some((line) => !line.asset)) return 'link';
	return mayMove('arrive', order.state) && isOrdersAsset(order, meaning) ? 'arrive' : 'none';
}

/** The reading as evidence that he stood before a closed door. */
export function noAccessDraft(
	{ id }: WorkOrder,
	{ text, source }: ScanReading,
	{ asset }: ScanMeaning,
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
	meaning: ScanMeaning,
): CommandDraft[] {
	const target = { kind: 'workOrder', record: order.id } as const;
	const asset = meaning.asset;
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
