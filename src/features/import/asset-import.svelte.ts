import { importBytesMax, type AssetImportOrder, type FileProblem } from '#domain/import/report.ts';
import type { ImportSource } from '#domain/import/sources.ts';
import type { Online } from '#sync/online.ts';
import type { Answer } from './file-upload.svelte.ts';
import { tooLarge, type Trouble } from './import-words.ts';
import {
	sendToCheck,
	sendToLook,
	sendToRun,
	type ReadCheck,
	type ReadLook,
} from './send-import.ts';

type Step = 'look' | 'check' | 'run';
/** Without them no row says which asset it is. */
const needed = ['tag', 'name'] as const;

/** One file of assets on its way in: looked at, assigned, tried out, begun. */
export class AssetImportFlow {
	file = $state.raw<File>();
	look = $state.raw<ReadLook>();
	check = $state.raw<ReadCheck>();
	trouble = $state.raw<Trouble>();
	/** What could be read either way, until somebody says. */
	asked = $state.raw<{ dates?: FileProblem; decimal?: FileProblem }>({});
	busy = $state.raw<Step>();
	/** Of the import that was begun. */
	runId = $state<string>();
	source = $state<ImportSource>('free');
	columns = $state.raw<string[]>([]);
	dates = $state<AssetImportOrder['dates']>();
	decimal = $state<AssetImportOrder['decimal']>();
	readonly #online: Online;

	constructor(online: Online) {
		this.#online = online;
	}

	get missing(): ('tag' | 'name')[] {
		return needed.filter((target) => !this.columns.includes(target));
	}
	/** What is asked and nobody said yet. */
	get isAsking(): boolean {
		return (
			(this.asked.dates !== undefined && !this.dates) ||
			(this.asked.decimal !== undefined && !this.decimal)
		);
	}
	get #order(): AssetImportOrder {
		const { source, columns, dates, decimal } = this;
		return { source, columns, ...(dates && { dates }), ...(decimal && { decimal }) };
	}

	/** Looked at as soon as it is chosen. */
	async choose(file: File): Promise<void> {
		this.file = file;
		this.look = undefined;
		this.runId = undefined;
		this.dates = this.decimal = undefined;
		this.asked = {};
		this.#changed();
		if (file.size > importBytesMax) {
			this.trouble = tooLarge(importBytesMax);
			return;
		}
		const look = await this.#doing('look', sendToLook(this.#online, file));
		if (!look || this.file !== file) return;
		this.look = look;
		this.setSource(look.source);
	}

	setSource(source: ImportSource): void {
		this.source = source;
		this.columns = [...(this.look?.guesses[source] ?? [])];
		this.#changed();
	}

	/** What another column was assigned to is taken from it. */
	setColumn(at: number, target: string): void {
		this.columns = this.columns.map((one, n) => {
			if (n === at) return target;
			return target !== '' && one === target ? '' : one;
		});
		this.asked = {};
		this.#changed();
	}

	answer(read: Pick<AssetImportOrder, 'dates' | 'decimal'>): void {
		this.dates = read.dates ?? this.dates;
		this.decimal = read.decimal ?? this.decimal;
		this.#changed();
	}

	async tryOut(): Promise<void> {
		if (!this.file || this.busy) return;
		this.#changed();
		const answer = sendToCheck(this.#online, this.file, this.#order);
		this.check = await this.#doing('check', answer);
	}

	/** The same id again is the same import, so an answer that was lost does no harm. */
	async run(id: string): Promise<void> {
		if (!this.file || this.busy) return;
		const begun = await this.#doing('run', sendToRun(this.#online, this.file, this.#order, id));
		if (begun) this.runId = id;
	}

	reset(): void {
		this.file = this.look = this.runId = undefined;
		this.asked = {};
		this.#changed();
	}

	/** An answer belongs to what was asked. */
	#changed(): void {
		this.check = undefined;
		this.trouble = undefined;
	}

	async #doing<T>(step: Step, work: Promise<Answer<T>>): Promise<T | undefined> {
		this.busy = step;
		const answer = await work;
		this.busy = undefined;
		if (answer.ok) return answer.report;
		const { problem, trouble } = answer;
		if (problem?.kind === 'ask-dates') this.asked = { ...this.asked, dates: problem };
		else if (problem?.kind === 'ask-numbers') this.asked = { ...this.asked, decimal: problem };
		else this.trouble = trouble;
		return undefined;
	}
}
