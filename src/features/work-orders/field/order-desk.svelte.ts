import { goto } from '$app/navigation';
import { resolve } from '$app/paths';
import type { ServiceItem } from '#domain/catalogue/service-item.ts';
import { linesWithoutConsent, noticeDue } from '#domain/work-order/before-work.ts';
import { checksWithoutPhoto } from '#domain/work-order/checks.ts';
import { nextStep, type NextStep } from '#domain/work-order/next-step.ts';
import { isAssignee, isDispatcher, movesFor } from '#domain/work-order/parties.ts';
import { isFrozen, lineSolved, validSignature } from '#domain/work-order/readiness.ts';
import type { MoveName } from '#domain/work-order/states.ts';
import { openVisit } from '#domain/work-order/visit.ts';
import { msOf } from '#domain/time/instant.ts';
import type { Line, WorkOrder } from '#domain/work-order/work-order.ts';
import type { AccountScope } from '#store/account-context.ts';
import type { Live } from '#store/live.svelte.ts';
import { m } from '#i18n/generated/messages.js';
import { moveWords } from '#i18n/terms.ts';
import type { DockItem } from '#ui/dock-item.ts';
import type { MenuItem } from '#ui/menu-item.ts';
import { OrderActions } from '../shared/order-actions.svelte.ts';
import { PhotoIntake } from './photos/photo-intake.svelte.ts';
import { VanParts } from './van-parts.svelte.ts';

/** Moves that ask for a reason first; they stand in the menu, the next step stands at the thumb. */
const menuMoves = [
	'suspend',
	'restore',
	'reportDelay',
	'noAccess',
	'resolveRemotely',
	'escalate',
	'return',
] as const satisfies MoveName[];
export type MenuMove = (typeof menuMoves)[number];

const stepLabels: Record<NextStep, () => string> = {
	accept: m.move_accept,
	depart: m.move_depart,
	arrive: m.move_arrive,
	resume: m.move_resume,
	cause: m.wo_step_work,
	solution: m.wo_step_work,
	photo: m.wo_step_photo,
	consent: m.wo_step_consent,
	notice: m.wo_step_notice,
	recovery: m.wo_step_recovery,
	signature: m.wo_step_sign,
	complete: m.move_complete,
	sheet: m.wo_step_sheet,
};

/** What one engineer's order page knows and does; the page shows it. */
export class OrderDesk {
	readonly actions: OrderActions;
	readonly account: AccountScope;
	/** Read when a line asks for it. */
	readonly van: VanParts;
	/** Photos on their way from the camera to the disk. */
	readonly intake: PhotoIntake;
	readonly #order: Live<WorkOrder | undefined>;
	readonly #item: Live<ServiceItem | undefined>;
	#sheet = $state<MenuMove | 'work' | 'service'>();
	#workLine = $state<string>();

	constructor(account: AccountScope, id: () => string) {
		const { store } = account;
		this.account = account;
		this.van = new VanParts(account);
		this.intake = new PhotoIntake(account, () => this.order);
		this.actions = new OrderActions(store, id);
		this.#order = store.live(() => store.get('workOrder', id()));
		this.#item = store.live(async () => {
			const order = await store.get('workOrder', id());
			return order?.serviceItemId ? store.get('serviceItem', order.serviceItemId) : undefined;
		});
	}

	get ready(): boolean {
		return this.#order.ready;
	}
	get order(): WorkOrder | undefined {
		return this.#order.current;
	}
	get item(): ServiceItem | undefined {
		return this.#item.current;
	}
	get mine(): boolean {
		return this.order !== undefined && isAssignee(this.order, this.account.actor);
	}
	/** Cause, checklist and seal are recorded between accepting and signing. */
	get mayWork(): boolean {
		return this.mayPhoto && this.order !== undefined && !isFrozen(this.order);
	}
	/** A photo is an addition: it is taken until the order is handed in. */
	get mayPhoto(): boolean {
		const workable = ['accepted', 'en_route', 'on_site', 'suspended'];
		return this.order !== undefined && this.mine && workable.includes(this.order.state);
	}
	/** What the customer has to sign or hear before this line is worked on, in a few words. */
	waitsFor(line: Line): string | undefined {
		const order = this.order;
		if (!order) return undefined;
		const unsigned = linesWithoutConsent(order, this.item);
		if (unsigned.some(({ id }) => id === line.id)) return m.wo_consent_first();
		return noticeDue(order, this.item) ? m.wo_notice_first() : undefined;
	}
	/** Notes come from whoever works on it, in the field and at the desk. */
	get mayNote(): boolean {
		if (!this.order || this.order.state === 'closed') return false;
		return this.mine || isDispatcher(this.account.actor);
	}
	get step(): NextStep | undefined {
		return this.order && nextStep(this.order, this.account.actor, this.item);
	}
	get stepLabel(): string {
		return this.step ? stepLabels[this.step]() : '';
	}

	get menu(): MenuItem[] {
		if (!this.order) return [];
		const { id } = this.order;
		const may = movesFor(this.order, this.account.actor);
		const moves = menuMoves
			.filter((name) => this.mine && may.includes(name))
			.map((name) => ({ label: moveWords[name](), onselect: () => (this.#sheet = name) }));
		const service = { label: m.wo_service_change(), onselect: () => (this.#sheet = 'service') };
		const repair = {
			label: m.repair_request(),
			onselect: () => void goto(resolve('/work-orders/[id]/repair', { id })),
		};
		return this.mayWork ? [...moves, service, repair] : moves;
	}

	get dockItems(): DockItem[] {
		const order = this.order;
		if (!order) return [];
		const checks = order.lines.flatMap((line) => line.checklist);
		const done = checks.filter((item) => item.doneAt).length;
		const parts = order.lines.flatMap((line) => line.parts.filter((used) => !used.retracted));
		const photos = order.photos.filter((photo) => !photo.retracted).length;
		const onSite = order.state === 'on_site';
		const unphotographed = order.lines.some((line) => checksWithoutPhoto(order, line).length > 0);
		const need = (filled: boolean) => (filled ? 'done' : onSite ? 'required' : 'none');
		return [
			{ id: 'fault', label: m.wo_ann_fault(), state: 'done', href: '#request' },
			checks.length === 0
				? { id: 'checks', label: m.wo_ann_checks(), state: 'none' }
				: {
						id: 'checks',
						label: m.wo_ann_checks(),
						state: 'count',
						count: `${done}/${checks.length}`,
						href: '#checks',
					},
			{
				id: 'parts',
				label: m.wo_ann_parts(),
				state: parts.length > 0 ? 'count' : 'none',
				count: String(parts.length),
				href: '#parts',
			},
			{
				id: 'photos',
				label: m.wo_ann_photos(),
				state: unphotographed && onSite ? 'required' : photos > 0 ? 'count' : 'none',
				count: String(photos),
				href: '#photos',
			},
			{
				id: 'cause',
				label: m.wo_ann_cause(),
				state: need(order.lines.every((line) => line.cause?.trim())),
				href: '#work',
			},
			{
				id: 'solution',
				label: m.wo_ann_solution(),
				state: need(order.lines.every(lineSolved)),
				href: '#work',
			},
			{
				id: 'signature',
				label: m.wo_ann_signature(),
				state: need(validSignature(order) !== undefined),
				href: '#papers',
			},
		];
	}

	/** The consent or notice recorded last, also where the screen does not show it yet. */
	async newest(list: 'consents' | 'interruptions'): Promise<string | undefined> {
		const order = this.order && (await this.account.store.get('workOrder', this.order.id));
		return order?.[list]?.at(-1)?.id;
	}

	isSheet(name: MenuMove | 'work' | 'service'): boolean {
		return this.#sheet === name;
	}
	get menuSheet(): MenuMove | undefined {
		return menuMoves.find((name) => name === this.#sheet);
	}
	get workLineId(): string | undefined {
		return (
			this.#workLine ??
			this.order?.lines.find((line) => !lineSolved(line))?.id ??
			this.order?.lines[0]?.id
		);
	}
	openWork(lineId?: string): void {
		this.#workLine = lineId;
		this.#sheet = 'work';
	}
	closeSheet(): void {
		this.#sheet = undefined;
		this.#workLine = undefined;
		this.actions.clear();
	}

	async doStep(): Promise<void> {
		const step = this.step;
		const order = this.order;
		if (!step || !order) return;
		if (step === 'cause' || step === 'solution') return this.openWork();
		const { id } = order;
		if (step === 'photo') await this.#takeMissing(order);
		else if (step === 'consent') await goto(resolve('/work-orders/[id]/consent', { id }));
		else if (step === 'notice') await goto(resolve('/work-orders/[id]/interruption', { id }));
		else if (step === 'recovery') await this.actions.run('workOrder.endInterruption@1');
		else if (step === 'signature') await goto(resolve('/work-orders/[id]/sign', { id }));
		else if (step === 'sheet') await goto(resolve('/work-orders/[id]/sheet', { id }));
		else if (step === 'complete') await this.#complete(order);
		else if (step === 'resume')
			await this.actions.run('workOrder.resume@1', { to: 'on_site' }, { undo: true });
		else await this.actions.run(`workOrder.${step}@1`, {}, { undo: true });
	}

	/** The first photo the checklist still asks for. */
	async #takeMissing(order: WorkOrder): Promise<void> {
		const missing = order.lines.flatMap((line) =>
			checksWithoutPhoto(order, line).map(({ key }) => ({ lineId: line.id, checkKey: key })),
		);
		await this.intake.take(missing[0]);
	}

	/** Where nobody recorded labour, the minutes since arrival are it. */
	async #complete(order: WorkOrder): Promise<void> {
		const done = await this.actions.run('workOrder.complete@1', labourOf(order));
		if (done) await goto(resolve('/work-orders/[id]/sheet', { id: order.id }));
	}
}

const minuteMs = 60_000;

function labourOf(order: WorkOrder): { minutes?: number } {
	const recorded = order.times.some((entry) => !entry.retracted);
	const arrivedAt = openVisit(order)?.arrivedAt;
	if (recorded || !arrivedAt) return {};
	return { minutes: Math.max(1, Math.round((Date.now() - msOf(arrivedAt)) / minuteMs)) };
}
