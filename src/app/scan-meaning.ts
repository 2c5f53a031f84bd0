import type { Asset } from '#domain/asset/asset.ts';
import { scanCodeCandidates } from '#domain/asset/scan-code.ts';
import { isAssignee } from '#domain/work-order/parties.ts';
import { isOpen } from '#domain/work-order/states.ts';
import type { Part } from '#domain/stock/part.ts';
import type { WorkOrder } from '#domain/work-order/work-order.ts';
import type { AccountScope } from '#store/account-context.ts';

/** What a scanned code stands for on this device. */
export interface ScanMeaning {
	asset: Asset | undefined;
	/** A spare part, by its own code or its maker's. */
	part: Part | undefined;
	/** A record that carries the code as its own number. */
	order: WorkOrder | undefined;
	/** Own open orders about this asset. */
	orders: WorkOrder[];
}

/** Asks the register for the code as read, then for what it may carry inside; the first hit wins. */
export async function meaningOf(
	code: string,
	{ store, actor }: AccountScope,
): Promise<ScanMeaning> {
	for (const candidate of scanCodeCandidates(code)) {
		const { exact } = await store.records.findByCode(candidate);
		const asset = exact.find((record) => record.kind === 'asset');
		const order = exact.find((record) => record.kind === 'workOrder');
		const part = exact.find((record) => record.kind === 'part');
		if (!asset && !order && !part) continue;
		const about = asset ? await store.records.about('workOrder', 'asset', asset.id) : [];
		return {
			asset,
			part,
			order,
			orders: about.filter((one) => isOpen(one.state) && isAssignee(one, actor)),
		};
	}
	return { asset: undefined, part: undefined, order: undefined, orders: [] };
}
