import * as v from 'valibot';
import { swapGoes, type Accessory, type Piece, type Swap } from '#domain/asset/swap.ts';
import type { Asset } from '#domain/asset/asset.ts';
import { LocalDateSchema } from '#domain/time/local-date.ts';
import type { Line } from '#domain/work-order/work-order.ts';
import { m } from '#i18n/generated/messages.js';

export const swapWhats = ['swap', 'add', 'remove', 'device'] as const;

/** What is typed on the swap page, as it is kept while somebody scans. */
export const SwapFields = v.object({
	what: v.picklist(swapWhats),
	/** An accessory on record; empty for one that is not. */
	pieceId: v.string(),
	sort: v.string(),
	oldSerial: v.string(),
	model: v.string(),
	/** Serial of the new piece, or tag of the new device. */
	newCode: v.string(),
	goes: v.nullable(v.picklist(swapGoes)),
	temporary: v.boolean(),
	backBy: v.string(),
	warranty: v.string(),
});
export type SwapInput = v.InferOutput<typeof SwapFields>;

export const emptySwap: SwapInput = {
	...{ what: 'swap', pieceId: '', sort: '', oldSerial: '', model: '', newCode: '' },
	...{ goes: null, temporary: false, backBy: '', warranty: '' },
};

/** What the input is about: the line, its machine where it is held here, and the device it names. */
interface SwapAround {
	swapId: string;
	line: Line;
	pieces: readonly Accessory[];
	device?: Asset | undefined;
	/** The temporary swap that is ended. */
	ends?: Swap | undefined;
}

/** The form filled in for swapping back. */
export function swapBack(open: Swap): SwapInput {
	const { what, sort, out, in: piece } = open;
	return {
		...emptySwap,
		what: what === 'device' ? 'device' : out ? 'swap' : 'remove',
		...{ sort, oldSerial: piece?.serial ?? '', goes: 'store' },
		...{ pieceId: what === 'part' ? open.swapId : '', model: out?.model ?? '' },
		newCode: (what === 'device' ? out?.tag : out?.serial) ?? '',
	};
}

/** What is still to be said, in words; undefined when it can be saved. */
export function swapLacks(
	input: SwapInput,
	{ line, device, ends }: SwapAround,
): string | undefined {
	const { what, goes } = input;
	const taken = ends?.in?.tag ?? line.asset?.tag;
	if (what === 'device') {
		if (!input.newCode.trim()) return m.swap_need_device();
		if ((device?.tag ?? input.newCode.trim()) === taken) return m.swap_device_same();
	} else if (!input.sort.trim()) return m.swap_need_sort();
	return what !== 'add' && !goes ? m.swap_need_goes() : undefined;
}

/** The form as a fact; call it only where nothing lacks. */
export function swapOf(input: SwapInput, around: SwapAround): Swap {
	const { swapId, ends } = around;
	const { what, temporary, backBy, goes } = input;
	const lasting = temporary && what !== 'remove' && !ends;
	return {
		...{ swapId, what: what === 'device' ? 'device' : 'part' },
		...movedOf(input, around),
		...(what !== 'add' && goes && { goes }),
		...(lasting && { temporary, ...(isDate(backBy) && { backBy }) }),
		...(ends && { ends: ends.swapId }),
	};
}

function movedOf(input: SwapInput, { line, device, pieces, ends }: SwapAround) {
	const { what, pieceId, newCode, model } = input;
	if (what === 'device') {
		const { id, tag, serial } = line.asset ?? {};
		const own: Piece = { ...pieceOf({ assetId: id, tag, model: line.asset?.model, serial }) };
		const code = newCode.trim();
		const other = device
			? pieceOf({ assetId: device.id, tag: device.tag, model: device.model, serial: device.serial })
			: pieceOf({ tag: code });
		const sort = line.asset?.name || line.asset?.tag || code;
		// Swapping back the spare goes out, and the machine of the line comes in again.
		return ends?.in ? { sort, out: ends.in, in: own } : { sort, out: own, in: other };
	}
	const on = pieces.find(({ id }) => id === pieceId);
	const old = pieceOf({ id: on?.id, model: on?.model, serial: input.oldSerial.trim() });
	return {
		sort: input.sort.trim(),
		...(what !== 'add' && { out: old }),
		...(what !== 'remove' && { in: pieceOf({ model: model.trim(), serial: newCode.trim() }) }),
	};
}

/** Without what nobody knows. */
function pieceOf(said: Record<string, string | undefined>): Piece {
	return Object.fromEntries(Object.entries(said).filter(([, value]) => value));
}

function isDate(text: string): boolean {
	return v.is(LocalDateSchema, text);
}

/** The new warranty, where one was typed. */
export function warrantyOf({ warranty, what }: SwapInput): string | undefined {
	return isDate(warranty) && (what === 'swap' || what === 'device') ? warranty : undefined;
}
