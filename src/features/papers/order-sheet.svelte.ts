import type { Paper, WorkOrder } from '#domain/work-order/work-order.ts';
import { defaultCalendarId, organisationId } from '#domain/organisation/records.ts';
import { isAssignee, isDispatcher } from '#domain/work-order/parties.ts';
import type { AccountScope } from '#store/account-context.ts';
import { blobRefOf, sha256Of } from '#store/blob-store.ts';
import { getLocale } from '#i18n/generated/runtime.js';
import { refusalText } from '#i18n/terms.ts';
import type { Online } from '#sync/online.ts';
import { resolve } from '$app/paths';
import { copyAddress, newCopyToken } from './copy-address.ts';
import { renderPaper } from './papers.ts';
import { paperOfFact } from './fact-paper.ts';
import { factOf, type PaperSubject } from './paper-subject.ts';
import type { OrderPaper } from './form-paper.ts';
import { isPartsSlip } from './slip-of-order.ts';
import type { PaperPictures } from './pdf/write-pdf.ts';
import { sheetOfOrder } from './sheet-of-order.ts';
import { photosOfSheet, type SheetPhotos } from './sheet-photos.ts';

type Phase = 'working' | 'ready' | 'absent' | 'not-completed' | 'failed';

/**
 * One paper of an order: its service sheet, or the paper of a consent or notice. Whoever completed or
 * recorded it makes the PDF once, on his device; everybody else, and he himself later, gets those
 * very bytes.
 */
export class OrderSheet {
	readonly #account: AccountScope;
	readonly #online: Online;
	readonly #orderId: string;
	readonly #subject: PaperSubject | undefined;
	#phase = $state<Phase>('working');
	#bytes = $state.raw<Uint8Array>();
	#sheet = $state.raw<OrderPaper>();
	#pictures = $state.raw<PaperPictures>({});
	#number = $state('');
	#error = $state<string>();

	constructor(account: AccountScope, online: Online, orderId: string, subject?: PaperSubject) {
		this.#account = account;
		this.#online = online;
		this.#orderId = orderId;
		this.#subject = subject;
	}

	get phase(): Phase {
		return this.#phase;
	}
	get bytes(): Uint8Array | undefined {
		return this.#bytes;
	}
	/** For the preview; the PDF is what counts. */
	get sheet(): OrderPaper | undefined {
		return this.#sheet;
	}
	/** What it prints besides text, by the names the sheet gives them. */
	get pictures(): PaperPictures {
		return this.#pictures;
	}
	get number(): string {
		return this.#number;
	}
	get error(): string | undefined {
		return this.#error;
	}

	/** Shows the newest paper, or makes the first one. */
	async open(): Promise<void> {
		await this.#guarded(async (order) => {
			const paper = newestPaper(order, this.#subject);
			if (paper) return this.#show(order, paper);
			const { actor } = this.#account;
			const fact = this.#subject && factOf(order, this.#subject);
			if (fact?.by === actor.userId) return this.#make(order, fact.version);
			if (this.#subject) return void (this.#phase = 'absent');
			if (!order.snapshot) return void (this.#phase = 'not-completed');
			if (!isAssignee(order, actor)) return void (this.#phase = 'absent');
			await this.#make(order, 1);
		});
	}

	/** Whether something came after the newest paper that a new version would show (the return visit). */
	mayRenew(order: WorkOrder): boolean {
		if (this.#subject) return false;
		const paper = newestPaper(order);
		const later = order.closing !== undefined && paper !== undefined && order.closing.at > paper.at;
		return later && isDispatcher(this.#account.actor);
	}

	/** The next version, with what came later; earlier ones stay as they are. */
	async renew(): Promise<void> {
		await this.#guarded((order) => this.#make(order, (newestPaper(order)?.version ?? 0) + 1));
	}

	async #guarded(work: (order: WorkOrder) => Promise<void>): Promise<void> {
		this.#phase = 'working';
		this.#error = undefined;
		try {
			const order = await this.#account.store.get('workOrder', this.#orderId);
			if (order) await work(order);
			else this.#phase = 'absent';
		} catch (error) {
			this.#phase = 'failed';
			this.#error = error instanceof Error ? error.message : String(error);
		}
	}

	async #show(order: WorkOrder, paper: Paper): Promise<void> {
		this.#number = paper.number;
		const { blobs } = this.#account.store;
		const blob = await this.#online.loadBlob(blobs, paper.blob.sha256, order.id);
		if (!blob.ok) return void (this.#phase = 'absent');
		this.#sheet = await this.#content(order, paper.version, paper.token);
		this.#bytes = new Uint8Array(blob.value.data);
		this.#phase = 'ready';
	}

	async #make(order: WorkOrder, version: number): Promise<void> {
		const token = this.#subject ? undefined : newCopyToken();
		const sheet = await this.#content(order, version, token);
		const bytes = await renderPaper(sheet, this.#pictures);
		const data = new Uint8Array(bytes).buffer;
		const blob = await blobRefOf(data, 'application/pdf');
		const kept = await this.#account.store.execute(
			{
				...{ type: 'workOrder.attachPaper@1', kind: 'workOrder', record: order.id },
				args: { number: sheet.number, version, blob, ...this.#subject, ...(token && { token }) },
			},
			{
				blobs: [
					{ sha256: blob.sha256, type: 'application/pdf', data, recordId: order.id, role: 'paper' },
				],
			},
		);
		if (!kept.ok) throw new Error(refusalText(kept.refusal.kind));
		this.#number = sheet.number;
		this.#sheet = sheet;
		this.#bytes = bytes;
		this.#phase = 'ready';
	}

	async #content(
		order: WorkOrder,
		version: number,
		token: string | undefined,
	): Promise<OrderPaper> {
		const link = token && { order: order.id, token };
		const sources = {
			...(await this.#sources(order, version)),
			...(link && { checkAddress: copyAddress(link, resolve('/copy')) }),
		};
		if (this.#subject) return paperOfFact(sources, this.#subject);
		const { photos, pictures } = await this.#photos(order);
		this.#pictures = pictures;
		return sheetOfOrder(sources, photos);
	}

	/** Offline too: what is not on this device, and not to be had now, is told on the sheet. */
	#photos(order: WorkOrder): Promise<SheetPhotos> {
		const { store, zone } = this.#account;
		return photosOfSheet(order, zone, async (sha256) => {
			const found = await this.#online.loadBlob(store.blobs, sha256, order.id);
			return found.ok ? new Blob([found.value.data], { type: found.value.type }) : undefined;
		});
	}

	async #sources(order: WorkOrder, version: number) {
		const { store, zone } = this.#account;
		const assetIds = order.lines.flatMap((line) => (line.asset?.id ? [line.asset.id] : []));
		const assets = await store.records.getMany('asset', assetIds);
		const users = new Map((await store.records.list('user')).map((user) => [user.id, user.name]));
		const fact = this.#subject && factOf(order, this.#subject);
		const json = new TextEncoder().encode(fact?.json ?? order.snapshot?.json ?? '');
		return {
			order,
			customer: await store.get('customer', order.customerId),
			site: order.siteId ? await store.get('site', order.siteId) : undefined,
			item: order.serviceItemId ? await store.get('serviceItem', order.serviceItemId) : undefined,
			assets: new Map(assets.map((asset) => [asset.id, asset])),
			users,
			engineer: users.get(fact?.by ?? order.snapshot?.by ?? '') ?? '',
			desk: users.get(order.closing?.by ?? '') ?? '',
			organisation: await store.get('organisation', organisationId),
			calendar: await store.get('calendar', defaultCalendarId),
			zone,
			snapshotHash: await sha256Of(json.buffer),
			version,
			language: getLocale() === 'en' ? ('en' as const) : ('zh' as const),
		};
	}
}

function newestPaper(order: WorkOrder, subject?: PaperSubject): Paper | undefined {
	return order.papers.findLast(
		({ retracted, form, about, number }) =>
			!retracted && !isPartsSlip(number) && form === subject?.form && about === subject?.about,
	);
}
