import * as v from 'valibot';
import { BlobRefSchema } from '../../protocol/blob.ts';
import { IdSchema } from '../../record.ts';
import { accept } from '../../result.ts';
import { factCommand, type FactStamp } from '../order-command.ts';
import { isFrozen } from '../readiness.ts';
import { photoPhases, ShortSchema, type WorkOrder } from '../work-order.ts';

/**
 * A photo is a fact: it is taken in whatever state. A marked one takes the place of the plain one,
 * which is withdrawn and stays in the record; where that may not be touched any more both stand.
 */
const addPhoto = factCommand(
	'assigneeOrDispatcher',
	{
		blob: BlobRefSchema,
		width: v.optional(v.number()),
		height: v.optional(v.number()),
		lineId: v.optional(IdSchema),
		caption: v.optional(ShortSchema),
		phase: v.optional(v.picklist(photoPhases)),
		checkKey: v.optional(ShortSchema),
		original: v.optional(BlobRefSchema),
		/** The plain photo this one was drawn on. */
		replaces: v.optional(IdSchema),
	},
	(order, { replaces, ...args }, _, stamp) => {
		const known = order.photos.some(
			(photo) =>
				photo.blob.sha256 === args.blob.sha256 &&
				photo.checkKey === args.checkKey &&
				photo.lineId === args.lineId &&
				!photo.retracted,
		);
		if (known) return accept(order);
		const photos = withoutPlain(order, replaces, stamp);
		return accept({ ...order, photos: [...photos, { ...args, ...stamp }] });
	},
);

function withoutPlain(
	order: WorkOrder,
	photoId: string | undefined,
	{ at, by, late }: FactStamp,
): WorkOrder['photos'] {
	if (photoId === undefined || late || isFrozen(order)) return order.photos;
	const retracted = { at, by, reason: 'marked' };
	return order.photos.map((photo) => {
		const isHis = photo.id === photoId && photo.by === by && !photo.retracted;
		const handedIn = order.completedAt !== undefined && photo.at <= order.completedAt;
		return isHis && !handedIn ? { ...photo, retracted } : photo;
	});
}

export const photoCommands = { 'workOrder.addPhoto@1': addPhoto };
