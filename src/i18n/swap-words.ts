import type { Piece, Swap, SwapGoes } from '#domain/asset/swap.ts';
import { m } from './generated/messages.js';

type Options = { locale?: 'zh-CN' | 'en' };

export const swapGoesWords: Record<SwapGoes, (inputs?: object, options?: Options) => string> = {
	customer: m.swap_goes_customer,
	vendor: m.swap_goes_vendor,
	scrap: m.swap_goes_scrap,
	store: m.swap_goes_store,
};

/** One swap in words, for screen and paper: what for what, where the old one went, for how long. */
export function swapText(swap: Swap, options?: Options): string {
	const goes = swap.goes && swapGoesWords[swap.goes]({}, options);
	return [
		movedText(swap, options),
		goes && m.swap_text_goes({ goes }, options),
		lastingText(swap, options),
	]
		.filter(Boolean)
		.join('　');
}

function movedText({ sort, out, in: piece }: Swap, options?: Options): string {
	const [before, after] = [out, piece].map((one) => one && pieceText(one, options));
	if (before && after) return m.swap_text_swap({ sort, old: before, new: after }, options);
	return before
		? m.swap_text_remove({ sort, old: before }, options)
		: m.swap_text_add({ sort, new: after ?? '' }, options);
}

function pieceText({ tag, model, serial }: Piece, options?: Options): string {
	const said = [tag, model, serial].filter(Boolean).join(' ');
	return said || m.swap_unknown({}, options);
}

function lastingText({ temporary, backBy, ends }: Swap, options?: Options): string {
	if (ends) return m.swap_text_ended({}, options);
	if (!temporary) return '';
	return backBy
		? m.swap_text_back_by({ day: backBy }, options)
		: m.swap_text_temporary({}, options);
}
