import type { Line } from '#domain/work-order/work-order.ts';
import type { CommandDraft } from '#store/execute.ts';
import type { Compared } from './compare-form.ts';

/** What was seen, as it is kept where it was compared. */
export type Said = Pick<Compared, 'same' | 'differs'> & { newNumber?: string };

/** Where a machine is compared with its record: on an order's line, or on a round of inspection. */
export interface CompareSubject {
	/** Its draft's key on this device. */
	draftKey: string;
	back: string;
	/** The seal that led there. */
	seal?: Line['seal'];
	/** What the correction says of where it was found. */
	place: { orderId: string; lineId: string; inspectionId?: string };
	/** What is kept there of the comparison. */
	told: (said: Said) => CommandDraft;
	/** Where one goes once it is kept. */
	leave: () => Promise<void>;
}

/** On an order's line. */
export function onLine(
	orderId: string,
	{ id: lineId }: Pick<Line, 'id'>,
): Pick<CompareSubject, 'place' | 'told'> {
	return {
		place: { orderId, lineId },
		told: (said) => ({
			...{ type: 'workOrder.compareAsset@1', kind: 'workOrder', record: orderId },
			args: { lineId, ...said },
		}),
	};
}
