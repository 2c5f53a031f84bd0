import type { Paper, WorkOrder } from '#domain/work-order/work-order.ts';
import { faultTaxonomyId } from '#domain/catalogue/fault-causes.ts';
import { defaultCalendarId } from '#domain/organisation/records.ts';
import { papersOf } from '#domain/work-order/papers-of-order.ts';
import { isAssignee, isDispatcher } from '#domain/work-order/parties.ts';
import type { AccountScope } from '#store/account-context.ts';
import type { Online } from '#sync/online.ts';
import { resolve } from '$app/paths';
import { copyAddress, newCopyToken } from './copy-address.ts';
import { paperOfFact } from './fact-paper.ts';
import type { OrderPaper } from './form-paper.ts';
import { hashOf, type PaperPhase, type Worded } from './kept-paper.svelte.ts';
import { OrderKeptPaper } from './order-paper.svelte.ts';
import type { PaperLook } from './paper-look.ts';
import { factOf, type PaperSubject } from './paper-subject.ts';
import { sheetOfOrder } from './sheet-of-order.ts';
import { photosOfSheet, type SheetPhotos } from './sheet-photos.ts';
import { wordedIn } from './sheet-terms.ts';

/** Which paper of an order: its service sheet of that version or the newest, or that of a fact. */
export interface SheetOf {
	subject?: PaperSubject | undefined;
	version?: number | undefined;
}

/**
 * The service sheet of an order, or the paper of a consent or notice. Whoever completed or recorded
 * it makes it.
 */
export class OrderSheet extends OrderKeptPaper<OrderPaper, 'not-completed'> {
	readonly #of: SheetOf;

	constructor(account: AccountScope, online: Online, orderId: string, of: SheetOf = {}) {
		super(account, online, orderId);
		this.#of = of;
	}

	async open(): Promise<void> {
		await this.withOrder((order) => this.#open(order));
	}

	async #open(order: WorkOrder): Promise<PaperPhase | 'not-completed'> {
		const { subject, version } = this.#of;
		const paper = keptPaper(order, this.#of);
		if (paper)
			return this.show(paper, (look) => this.#content(order, look, paper.version, paper.token));
		if (version !== undefined) return 'absent';
		const { actor } = this.account;
		const fact = subject && factOf(order, subject);
		if (fact?.by === actor.userId) return this.#make(order, fact.version);
		if (subject) return 'absent';
		if (!order.snapshot) return 'not-completed';
		return isAssignee(order, actor) ? this.#make(order, 1) : 'absent';
	}

	/** Whether something came after the newest paper that a new version would show (the return visit). */
	mayRenew(order: WorkOrder): boolean {
		if (this.#of.subject) return false;
		const paper = keptPaper(order, {});
		const later = order.closing !== undefined && paper !== undefined && order.closing.at > paper.at;
		return later && isDispatcher(this.account.actor);
	}

	/** The next version, with what came later; earlier ones stay as they are. */
	async renew(): Promise<void> {
		await this.withOrder((order) => this.#make(order, (keptPaper(order, {})?.version ?? 0) + 1));
	}

	#make(order: WorkOrder, version: number): Promise<'ready'> {
		const { subject } = this.#of;
		const token = subject ? undefined : newCopyToken();
		const args = { version, ...subject, ...(token && { token }) };
		return this.make((look) => this.#content(order, look, version, token), args);
	}

	async #content(
		order: WorkOrder,
		look: PaperLook,
		version: number,
		token: string | undefined,
	): Promise<Worded<OrderPaper>> {
		const { subject } = this.#of;
		const link = token && { order: order.id, token };
		const sources = {
			...(await this.#sources(order, version)),
			look,
			...(link && { checkAddress: copyAddress(link, resolve('/copy')) }),
		};
		if (subject) return { paper: wordedIn(look, () => paperOfFact(sources, subject)) };
		const { photos, pictures } = await this.#photos(order, look);
		return { paper: wordedIn(look, () => sheetOfOrder(sources, photos)), pictures };
	}

	/** Offline too: what is not on this device, and not to be had now, is told on the sheet. */
	#photos(order: WorkOrder, look: PaperLook): Promise<SheetPhotos> {
		const { store, zone } = this.account;
		const load = async (sha256: string) => {
			const found = await this.online.loadBlob(store.blobs, sha256, order.id);
			return found.ok ? new Blob([found.value.data], { type: found.value.type }) : undefined;
		};
		return photosOfSheet(order, { zone, look }, load);
	}

	async #sources(order: WorkOrder, version: number) {
		const { store, zone } = this.account;
		const { subject } = this.#of;
		const assetIds = order.lines.flatMap((line) => (line.asset?.id ? [line.asset.id] : []));
		const assets = await store.records.getMany('asset', assetIds);
		const users = new Map((await store.records.list('user')).map((user) => [user.id, user.name]));
		const fact = subject && factOf(order, subject);
		return {
			order,
			customer: await store.get('customer', order.customerId),
			site: order.siteId ? await store.get('site', order.siteId) : undefined,
			item: order.serviceItemId ? await store.get('serviceItem', order.serviceItemId) : undefined,
			causes: (await store.get('taxonomy', faultTaxonomyId))?.causes ?? [],
			assets: new Map(assets.map((asset) => [asset.id, asset])),
			users,
			engineer: users.get(fact?.by ?? order.snapshot?.by ?? '') ?? '',
			desk: users.get(order.closing?.by ?? '') ?? '',
			calendar: await store.get('calendar', defaultCalendarId),
			zone,
			snapshotHash: await hashOf(fact?.json ?? order.snapshot?.json ?? ''),
			version,
		};
	}
}

function keptPaper(order: WorkOrder, { subject, version }: SheetOf): Paper | undefined {
	return papersOf(order, subject?.form ?? 'sheet').findLast(
		(paper) =>
			paper.about === subject?.about && (version === undefined || paper.version === version),
	);
}
