import { lineSolved } from '#domain/work-order/line-solved.ts';
import { isFrozen } from '#domain/work-order/readiness.ts';
import type { Photo, PhotoPhase, WorkOrder } from '#domain/work-order/work-order.ts';
import type { AccountScope } from '#store/account-context.ts';
import { m } from '#i18n/generated/messages.js';
import type { OpenPhoto, PhotoPurpose, PhotoWishes } from './keep-photo.ts';
import { photoFileBytesMax, pickPhotos } from './pick-photos.ts';

/** Photos between the camera and the disk: each is looked at, drawn on and kept, one after the other. */
export class PhotoIntake {
	readonly #account: AccountScope;
	readonly #order: () => WorkOrder | undefined;
	#queue = $state.raw<OpenPhoto[]>([]);
	#unkept = $state.raw<string[]>([]);
	#refused = $state<string>();
	#busy = $state(false);
	/** What somebody made of the phase the app proposed. */
	#chosen: { proposed: PhotoPhase; phase: PhotoPhase | undefined } | undefined;

	constructor(account: AccountScope, order: () => WorkOrder | undefined) {
		this.#account = account;
		this.#order = order;
	}

	/** The one that is being looked at. */
	get current(): OpenPhoto | undefined {
		return this.#queue[0];
	}
	get count(): number {
		return this.#queue.length;
	}
	get busy(): boolean {
		return this.#busy;
	}
	/** Files that were no photos, in words, until the next ones are taken. */
	get unkept(): string | undefined {
		return [...new Set(this.#unkept)].join('\n') || undefined;
	}
	/** Why the one that is being looked at could not be kept; it is still there. */
	get refused(): string | undefined {
		return this.#refused;
	}

	async take(purpose: PhotoPurpose = {}): Promise<void> {
		const photos = await this.#pick(purpose);
		if (photos) this.#queue = photos;
	}

	/** Kept with its stamp at once: a proof nobody draws on. What was not kept is in `unkept`. */
	async takeAtOnce(): Promise<void> {
		const photos = (await this.#pick({})) ?? [];
		const { keepPhoto } = await import('./keep-photo.ts');
		for (const photo of photos) {
			const order = this.#order();
			const wishes = { marks: [], phase: undefined, withOriginal: false };
			const failed = order && (await keepPhoto(photo, wishes, order, this.#account.store));
			if (failed) this.#unkept = [...this.#unkept, failed.words];
		}
	}

	/** Undefined when the user thinks better of it; files that are too large are told in `unkept`. */
	async #pick(purpose: PhotoPurpose): Promise<OpenPhoto[] | undefined> {
		const files = await pickPhotos();
		const order = this.#order();
		if (!order || files.length === 0) return undefined;
		const { stampTexts } = await import('./keep-photo.ts');
		const { zone } = this.#account;
		const tooLarge = files.filter(({ size }) => size > photoFileBytesMax);
		this.#unkept = tooLarge.map(({ name }) => m.wo_photo_too_large({ name }));
		return files
			.filter((file) => !tooLarge.includes(file))
			.map((file) => ({
				...{ file, name: file.name, purpose, phase: this.#phaseFor(order, purpose) },
				stamp: stampTexts(order, takenMs(file), zone),
			}));
	}

	/** One's own photo that is kept already: what is drawn makes a new one in its place. */
	mayMark(photo: Photo): boolean {
		const order = this.#order();
		const isHis = photo.by === this.#account.actor.userId;
		return order !== undefined && isHis && !isFrozen(order);
	}

	async mark(photo: Photo): Promise<void> {
		const stored = await this.#account.store.blobs.get(photo.blob.sha256);
		if (!stored) return void (this.#unkept = [m.ui_photo_missing()]);
		const { lineId, checkKey, phase } = photo;
		const purpose = { ...(lineId && { lineId }), ...(checkKey && { checkKey }) };
		const file = new Blob([stored.data], { type: stored.type });
		this.#unkept = [];
		this.#queue = [{ file, name: m.wo_photo(), purpose, phase, stamp: [], plain: photo }];
	}

	/** Keeps the one in front and goes on to the next. */
	async keep(wishes: PhotoWishes): Promise<void> {
		this.#busy = true;
		await this.#keepFirst(wishes);
		this.#busy = false;
	}

	/** This one as it was drawn on, and all behind it as they are. */
	async keepAll(wishes: PhotoWishes): Promise<void> {
		this.#busy = true;
		let going = await this.#keepFirst(wishes);
		while (going && this.current) going = await this.#keepFirst({ ...wishes, marks: [] });
		this.#busy = false;
	}

	/** The file in front is no picture. */
	async passOver(): Promise<void> {
		const { unreadable } = await import('./keep-photo.ts');
		const [first] = this.#queue;
		if (first) this.#drop(first, unreadable(first.name).words);
	}

	/** Lets go of what was not kept. */
	giveUp(): void {
		this.#queue = [];
		this.#refused = undefined;
	}

	async #keepFirst(wishes: PhotoWishes): Promise<boolean> {
		const [first] = this.#queue;
		const order = this.#order();
		if (!first || !order) return false;
		this.#remember(order, first, wishes.phase);
		const { keepPhoto } = await import('./keep-photo.ts');
		const failed = await keepPhoto(first, wishes, order, this.#account.store);
		if (failed?.kind === 'refused') {
			this.#refused = failed.words;
			return false;
		}
		this.#drop(first, failed?.words);
		return true;
	}

	/** That one and no other: while it was being kept, its picture may have been found broken as well. */
	#drop(photo: OpenPhoto, unkept: string | undefined): void {
		if (unkept) this.#unkept = [...this.#unkept, unkept];
		this.#refused = undefined;
		this.#queue = this.#queue.filter((one) => one !== photo);
	}

	#remember(order: WorkOrder, { purpose, plain }: OpenPhoto, phase: PhotoPhase | undefined): void {
		if (purpose.checkKey !== undefined || plain) return;
		this.#chosen = { proposed: proposedPhase(order), phase };
	}

	/** Chosen for the last one, as long as the app would propose the same as then. */
	#phaseFor(order: WorkOrder, { checkKey }: PhotoPurpose): PhotoPhase | undefined {
		if (checkKey !== undefined) return undefined;
		const proposed = proposedPhase(order);
		return this.#chosen?.proposed === proposed ? this.#chosen.phase : proposed;
	}
}

/** Before the work until a solution is written, and after it then. */
function proposedPhase({ lines }: WorkOrder): PhotoPhase {
	return lines.some(lineSolved) ? 'after' : 'before';
}

/** A file from the gallery was made when it says; a clock that is ahead says nothing. */
function takenMs({ lastModified }: File): number {
	const now = Date.now();
	return lastModified > 0 ? Math.min(lastModified, now) : now;
}
