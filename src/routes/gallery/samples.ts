import { m } from '#i18n/generated/messages.js';
import type { ComboOption } from '#ui/combo-option.ts';
import type { Fact } from '#ui/fact.ts';

/** What the gallery's label says. */
export function sampleFacts(): Fact[] {
	return [
		{ label: m.ui_gallery_fact_name(), value: m.ui_gallery_sample_machine() },
		{ label: m.ui_gallery_fact_model(), value: 'M8200' },
		{ label: m.ui_gallery_fact_serial(), value: 'QM82-7K2D91', code: true },
		{ label: m.ui_gallery_fact_warranty(), value: '2027-03-31', code: true },
		{ label: m.ui_gallery_fact_place(), value: 'D010602-003', code: true },
		{ label: m.ui_gallery_fact_seal(), value: m.ui_gallery_sample_intact(), tone: 'ok' },
	];
}

/** Assets for the search box of the gallery. */
export function sampleOptions(): ComboOption[] {
	return Array.from({ length: 40 }, (_, n) => ({
		id: String(n),
		label: `ZC-2025-${String(861 + n).padStart(6, '0')}`,
		detail: m.ui_gallery_sample_printer({ window: n + 1 }),
		end: n % 7 === 2 ? m.ui_gallery_sample_twice() : undefined,
		tone: n % 7 === 2 ? 'warn' : undefined,
	}));
}
