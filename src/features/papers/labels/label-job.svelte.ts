import type { Asset } from '#domain/asset/asset.ts';
import { labelDue } from '#domain/asset/label.ts';
import { organisationId } from '#domain/organisation/ids.ts';
import { locationRulesOf } from '#domain/organisation/location-rules.ts';
import type { AccountStore } from '#store/account-store.ts';
import { m } from '#i18n/generated/messages.js';
import { getLocale } from '#i18n/generated/runtime.js';
import { hashOf } from '../kept-paper.svelte.ts';
import { canvasMeasure } from '../layout/canvas-measure.ts';
import type { Measure } from '../layout/clusters.ts';
import { renderPaper } from '../papers.ts';
import { keepLabelChoice, keptLabelChoice, sizeOf, type LabelChoice } from './label-choice.ts';
import type { LabelProblem } from './label-code.ts';
import { labelOfAsset, labelsOfRooms } from './label-content.ts';
import type { LabelContent, LabelSheet } from './label-sheet.ts';
import { labelsPerPage, type LabelSize } from './label-sizes.ts';
import { layOutLabel } from './layout-labels.ts';

/** Labels of one run: more take a printer an hour and a phone its memory. */
export const labelsMax = 1_000;
export const copiesMax = 20;
const readAtOnce = 200;

/** Labels that cannot be printed so, and fields for which there is no room on others. */
interface LabelCheck {
	unfit: { code: string; problem: LabelProblem }[];
	/** How many labels a field is left out on, by field. */
	left: Map<string, number>;
}

/** One run of labels, from what is printed to its PDF, all of it on the device. */
export class LabelJob {
	choice = $state<LabelChoice>();
	copies = $state(1);
	start = $state(1);
	of = $state<'assets' | 'rooms'>('assets');
	/** Left out by hand, by the label's id. */
	out = $state.raw<ReadonlySet<string>>(new Set());
	phase = $state<'choosing' | 'working' | 'ready' | 'failed'>('choosing');
	error = $state<string>();
	bytes = $state.raw<Uint8Array>();
	fileName = $state('');
	#assets = $state.raw<Asset[]>();
	#rooms = $state.raw<LabelContent[]>([]);
	readonly #store: AccountStore;
	readonly #measure: Measure;
	#organisation = $state.raw({ zh: '', en: '' });

	constructor(store: AccountStore) {
		this.#store = store;
		this.#measure = remembered(canvasMeasure());
		void keptLabelChoice(store).then((choice) => (this.choice = choice));
	}

	/** What is measured with on this screen. */
	get measure(): Measure {
		return this.#measure;
	}

	async load(ids: readonly string[]): Promise<void> {
		const { records } = this.#store;
		const assets: Asset[] = [];
		for (let from = 0; from < Math.min(ids.length, labelsMax); from += readAtOnce)
			assets.push(...(await records.getMany('asset', ids.slice(from, from + readAtOnce))));
		const organisation = await this.#store.get('organisation', organisationId);
		const { name = '', nameEn } = organisation ?? {};
		this.#organisation = { zh: name, en: nameEn ?? name };
		const sites = new Map((await records.list('site')).map((site) => [site.id, site.name]));
		const rules = locationRulesOf(organisation);
		this.#rooms = labelsOfRooms(assets, rules, ({ siteId = '' }) => sites.get(siteId) ?? '');
		this.#assets = assets.slice(0, labelsMax);
	}

	/** Undefined until they are read. */
	readonly all: LabelContent[] | undefined = $derived.by(() => {
		const fields = this.choice?.fields;
		if (!this.#assets || !fields) return undefined;
		if (this.of === 'rooms') return this.#rooms;
		return this.#assets.map((asset) => labelOfAsset(asset, fields));
	});
	readonly labels: LabelContent[] = $derived.by(() =>
		(this.all ?? []).filter(({ id }) => !this.out.has(id)),
	);
	get hasRooms(): boolean {
		return this.#rooms.length > 0;
	}
	readonly size: LabelSize | undefined = $derived.by(() => this.choice && sizeOf(this.choice));

	readonly sheet: LabelSheet | undefined = $derived.by(() => {
		const { choice, size, labels, copies } = this;
		if (!choice || !size) return undefined;
		const title = (locale: 'zh-CN' | 'en') => m.labels_title({}, { locale });
		return {
			...{ labels, size, symbology: choice.symbology, copies },
			start: Math.min(this.start, labelsPerPage(size)),
			language: getLocale() === 'en' ? 'en' : 'zh',
			title: { zh: title('zh-CN'), en: title('en') },
			...{ organisation: this.#organisation, hash: '', madeAt: '' },
		};
	});

	readonly check: LabelCheck = $derived.by(() => {
		const check: LabelCheck = { unfit: [], left: new Map() };
		const { sheet } = this;
		for (const content of sheet?.labels ?? []) {
			const laid = sheet && layOutLabel(content, sheet, this.#measure);
			if (!laid) continue;
			if ('problem' in laid) check.unfit.push({ code: content.code, problem: laid.problem });
			else for (const field of laid.left) check.left.set(field, 1 + (check.left.get(field) ?? 0));
		}
		return check;
	});

	/** Those of them whose label was reported damaged. */
	readonly due: Asset[] = $derived.by(() => {
		const printed = new Set(this.of === 'assets' ? this.labels.map(({ id }) => id) : []);
		return (this.#assets ?? []).filter((asset) => printed.has(asset.id) && labelDue(asset));
	});

	/** Another choice is another PDF. */
	change(what: Partial<LabelChoice>): void {
		if (!this.choice) return;
		this.choice = { ...this.choice, ...what };
		keepLabelChoice(this.#store, $state.snapshot(this.choice));
		this.again();
	}
	/** The first free place of the first sheet. */
	place(start: number): void {
		this.start = start;
		this.again();
	}
	repeat(copies: number): void {
		this.copies = copies;
		this.again();
	}
	print(of: 'assets' | 'rooms'): void {
		this.of = of;
		this.out = new Set();
		this.again();
	}
	again(): void {
		this.phase = 'choosing';
		this.bytes = undefined;
	}
	leaveOut(id: string, isOut: boolean): void {
		const out = new Set(this.out);
		if (isOut) out.add(id);
		else out.delete(id);
		this.out = out;
		this.again();
	}

	/** Made in the Worker, without signal too. */
	async make(): Promise<void> {
		const { sheet } = this;
		if (!sheet || this.phase === 'working') return;
		this.phase = 'working';
		try {
			const plain = JSON.stringify(sheet);
			const madeAt = new Date().toISOString();
			const hash = await hashOf(plain);
			const bytes = await renderPaper({ ...(JSON.parse(plain) as LabelSheet), madeAt, hash });
			this.fileName = `labels-${madeAt.slice(0, 10)}-${sheet.labels.length * sheet.copies}.pdf`;
			this.bytes = bytes;
			this.phase = 'ready';
		} catch (error) {
			this.error = error instanceof Error ? error.message : String(error);
			this.phase = 'failed';
		}
	}
}

/** A thousand labels have few different characters. */
function remembered(measure: Measure): Measure {
	const known = new Map<string, number>();
	return (text, bold) => {
		const key = `${bold ? 'b' : ''}${text}`;
		const width = known.get(key) ?? measure(text, bold);
		known.set(key, width);
		return width;
	};
}
