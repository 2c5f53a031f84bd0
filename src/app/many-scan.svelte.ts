import { assetRefOf, type Asset } from '#domain/asset/asset.ts';
import { normaliseScanCode } from '#domain/asset/scan-code.ts';
import type { WorkOrder } from '#domain/work-order/work-order.ts';
import { readMachinePart } from '#domain/machine-check/parts.ts';
import type { ScanReading } from '#features/scan/reading.ts';
import { refusalText } from '#i18n/terms.ts';
import type { AccountScope } from '#store/account-context.ts';
import type { CommandDraft } from '#store/execute.ts';
import { meaningOf } from './scan-meaning.ts';
import type { Thing } from './scan-thing.ts';
import { pictureOf } from './scanned-picture.ts';

type Outcome = 'added' | 'unknown' | 'already' | 'part' | 'ambiguous' | 'undone' | 'refused';
interface Scanned {
	tag: string;
	name: string | undefined;
	outcome: Outcome;
	/** Why it was refused, in words. */
	why?: string;
	/** Codes beside it that nobody knows; they were not added. */
	aside?: readonly string[];
}
interface Added {
	tag: string;
	seqs: number[];
}

/** Machines scanned one after another, each a line of the order; the last can be taken back. */
export class ManyScan {
	readonly #account: AccountScope;
	readonly #orderId: string;
	#last = $state.raw<Scanned>();
	#added = $state.raw<readonly Added[]>([]);
	/** Readings wait for each other: two of one machine make one line. */
	#turn: Promise<void> = Promise.resolve();

	constructor(account: AccountScope, orderId: string) {
		this.#account = account;
		this.#orderId = orderId;
	}

	get last(): Scanned | undefined {
		return this.#last;
	}
	get count(): number {
		return this.#added.length;
	}

	/** All codes of one picture, each machine once. */
	read(readings: readonly ScanReading[]): void {
		// What a machine says of itself is no tag.
		const tags = readings.filter(({ text }) => readMachinePart(text) === undefined);
		if (tags.length > 0) this.#turn = this.#turn.then(() => this.#takeAll(tags));
	}

	undo(): void {
		this.#turn = this.#turn.then(() => this.#takeBack());
	}

	async #takeAll(readings: readonly ScanReading[]): Promise<void> {
		const meanings = await Promise.all(readings.map(({ text }) => meaningOf(text, this.#account)));
		for (const { code } of meanings.filter(({ things }) => things.length > 1)) {
			this.#tell({ tag: normaliseScanCode(code), name: undefined, outcome: 'ambiguous' });
		}
		const { things, unknown, aside } = pictureOf(
			meanings.filter(({ things: { length } }) => length < 2),
		);
		for (const { thing, code } of things) await this.#take(thing, code);
		for (const code of unknown) await this.#take(undefined, code);
		if (aside.length > 0 && this.#last) this.#tell({ ...this.#last, aside });
	}

	async #take(thing: Thing | undefined, code: string): Promise<void> {
		const { store } = this.#account;
		const order = await store.get('workOrder', this.#orderId);
		if (!order) return;
		const asset = thing?.kind === 'asset' ? thing.asset : undefined;
		const tag = asset?.tag ?? normaliseScanCode(code);
		const told = { tag, name: asset?.name };
		if (thing && !asset) return this.#tell({ ...told, outcome: 'part' });
		// The camera still looks at the one just added.
		if (isThere(order, tag) && this.#added.at(-1)?.tag === tag) return;
		if (isThere(order, tag)) return this.#tell({ ...told, outcome: 'already' });
		const result = await store.execute(draftOf(order, asset, tag));
		if (!result.ok) {
			const why = refusalText(result.refusal.kind);
			return this.#tell({ ...told, outcome: 'refused', why });
		}
		this.#added = [...this.#added, { tag, seqs: result.value.seqs }];
		this.#tell({ ...told, outcome: asset ? 'added' : 'unknown' });
	}

	async #takeBack(): Promise<void> {
		const last = this.#added.at(-1);
		if (!last) return;
		const undone = await this.#account.store.undo(last.seqs);
		const told = { tag: last.tag, name: undefined };
		if (!undone.ok) {
			const why = refusalText(undone.refusal.kind);
			return this.#tell({ ...told, outcome: 'refused', why });
		}
		this.#added = this.#added.slice(0, -1);
		this.#tell({ ...told, outcome: 'undone' });
	}

	#tell(scanned: Scanned): void {
		this.#last = scanned;
	}
}

function isThere({ lines }: WorkOrder, tag: string): boolean {
	return lines.some(({ asset }) => asset?.tag === tag);
}

/** A line that waits for its machine takes the first one. */
function draftOf(order: WorkOrder, asset: Asset | undefined, tag: string): CommandDraft {
	const ref = asset ? assetRefOf(asset) : { tag };
	const on = { kind: 'workOrder', record: order.id } as const;
	const empty = order.lines.find((line) => !line.asset && !line.continues);
	if (empty)
		return { ...on, type: 'workOrder.linkAsset@1', args: { lineId: empty.id, asset: ref } };
	const symptom = order.symptom?.trim() ? order.symptom : order.summary;
	return { ...on, type: 'workOrder.addLine@1', args: { asset: ref, symptom } };
}
