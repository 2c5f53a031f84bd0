/**
 * The service of the catalogue as the screen of an order's author showed it. Who takes an order
 * without signal may hold an older catalogue than the server; what he then ticks and has signed is
 * by the list he saw, so he sends along which steps those were. He chooses the service himself, so
 * nothing is opened by this that another service would not.
 */
import * as v from 'valibot';
import { consentKinds, stepsOffered, type ServiceItem } from '../catalogue/service-item.ts';
import { stepsMax } from '../catalogue/steps-kept.ts';

export const SeenItemSchema = v.object({
	steps: v.pipe(v.array(v.string()), v.maxLength(stepsMax)),
	consent: v.optional(v.picklist(consentKinds)),
	interruption: v.optional(v.boolean()),
});
export type SeenItem = v.InferOutput<typeof SeenItemSchema>;

/** What the screen shows of it. */
export function seenOf(item: ServiceItem): SeenItem {
	const { consent, interruption } = item;
	return {
		steps: stepsOffered(item).map(({ key }) => key),
		...(consent && { consent }),
		...(interruption && { interruption }),
	};
}

/** The item as it was seen; steps that never were in the catalogue are left out. */
export function asSeen(
	item: ServiceItem | undefined,
	seen: SeenItem | undefined,
): ServiceItem | undefined {
	if (!item || !seen) return item;
	const { consent: _, interruption: __, ...rest } = item;
	const { steps, ...demands } = seen;
	const checklist = steps.flatMap((key) => {
		const step = item.checklist.find((one) => one.key === key);
		return step ? [{ ...step, retired: false }] : [];
	});
	return { ...rest, ...demands, checklist };
}
