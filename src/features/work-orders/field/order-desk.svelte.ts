import { goto } from '$app/navigation';
import { resolve } from '$app/paths';
import type { ServiceItem } from '#domain/catalogue/service-item.ts';
import { linesWithoutConsent, noticeDue } from '#domain/work-order/before-work.ts';
import { checksWithoutPhoto } from '#domain/work-order/checks.ts';
import { nextStep, type NextStep } from '#domain/work-order/next-step.ts';
import { isAssignee, isDispatcher, movesFor } from '#domain/work-order/parties.ts';
import { isElsewhere, linesHere, openLines } from '#domain/work-order/follow-up.ts';
import { causeKnown, lineSolved } from '#domain/work-order/line-solved.ts';
import { isFrozen, validSignature } from '#domain/work-order/readiness.ts';
import type { MoveName } from '#domain/work-order/states.ts';
import { openVisit } from '#domain/work-order/visit.ts';
import { msOf } from '#domain/time/instant.ts';
import type { Line, Visit, WorkOrder } from '#domain/work-order/work-order.ts';
import type { AccountScope } from '#store/account-context.ts';
import type { CommandDraft } from '#store/execute.ts';
import { newId } from '#store/new-id.ts';
import { ownHand } from '#store/own-hand.ts';
import type { Live } from '#store/live.svelte.ts';
import { m } from '#i18n/generated/messages.js';
import { moveWords } from '#i18n/terms.ts';
import type { DockItem } from '#ui/dock-item.ts';
import type { MenuItem } from '#ui/menu-item.ts';
import { Causes } from '../shared/causes.svelte.ts';
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
/** Sheets of the page that are no move. */
type OtherSheet = 'work' | 'service' | 'batch' | 'split' | 'time';

/** So many lines are shown folded, with a filter. */
export const foldedLinesMin = 3;

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
	readonly causes: Causes;
	/** Read when a line asks for it. */
	readonly van: VanParts;
	/** Photos on their way from the camera to the disk. */
	readonly intake: PhotoIntake;
	readonly #order: Live<WorkOrder | undefined>;
	readonly #item: Live<ServiceItem | undefined>;
	#sheet = $state<MenuMove | OtherSheet>();
	#visit = $state<string>();
	#workLine = $state<string>();

	constructor(account: AccountScope, id: () => string) {
		const { store } = account;
		this.account = account;
		this.van = new VanParts(account);
		this.causes = new Causes(store);
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
		const scan = {
			label: m.wo_scan_many(),
			onselect: () => void goto(resolve(`/scan?order=${id}&many=1`)),
		};
		return this.mayWork ? [...moves, scan, service, repair] : moves;
	}

	get dockItems(): DockItem[] {
		const order = this.order;
		if (!order) return [];
		const checks = linesHere(order).flatMap((line) => line.checklist);
		const done = checks.filter((item) => item.doneAt).length;
		const parts = order.lines.flatMap((line) => line.parts.filter((used) => !used.retracted));
		const photos = order.photos.filter((photo) => !photo.retracted).length;
		const onSite = order.state === 'on_site';
		const work = order.lines.length < foldedLinesMin ? '#work' : '#lines';
		const unphotographed = linesHere(order).some(
			(line) => checksWithoutPhoto(order, line).length > 0,
		);
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
						href: order.lines.length < foldedLinesMin ? '#checks' : '#lines',
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
				state: need(linesHere(order).every(causeKnown)),
				href: work,
			},
			{
				id: 'solution',
				label: m.wo_ann_solution(),
				state: need(linesHere(order).every(lineSolved)),
				href: work,
			},
			{
				id: 'signature',
				label: m.wo_ann_signature(),
				state: need(validSignature(order) !== undefined),
				href: '#papers',
			},
		];
	}

	/** The same work for several lines: all of them, or none. */
	async recordFor(lines: readonly Line[], set: Record<string, unknown>): Promise<boolean> {
		const drafts = lines.map((line): CommandDraft => {
			const { causeCode = '', cause = '', solution = '', result } = line;
			return {
				...{ type: 'workOrder.recordWork@1', kind: 'workOrder', record: this.order?.id ?? '' },
				args: { lineId: line.id, set },
				base: { causeCode, cause, solution, result },
			};
		});
		return this.actions.runAll(drafts);
	}

	/** Marks the lines and makes the order that goes on with them, in one act. */
	async splitOff(lines: readonly Line[], promise: Record<string, unknown>): Promise<boolean> {
		const order = this.order;
		if (!order) return false;
		const followUp = newId();
		// Asked once: both carry the same number.
		let number = '';
		const mark: CommandDraft = {
			...{ type: 'workOrder.splitOff@1', kind: 'workOrder', record: order.id },
			args: async ({ nextOfflineNumber }) => {
				number = await nextOfflineNumber('D0201');
				return { lineIds: lines.map(({ id }) => id), followUp, number };
			},
		};
		const make: CommandDraft = {
			...{ type: 'workOrder.createFollowUp@1', kind: 'workOrder', record: followUp, causedBy: 0 },
			args: () => ({ from: order.id, offlineNumber: number, ...promise }),
		};
		return this.actions.runAll([mark, make], m.wo_split_done());
	}

	/** The consent or notice recorded last, also where the screen does not show it yet. */
	async newest(list: 'consents' | 'interruptions'): Promise<string | undefined> {
		const order = this.order && (await this.account.store.get('workOrder', this.order.id));
		return order?.[list]?.at(-1)?.id;
	}

	isSheet(name: MenuMove | OtherSheet): boolean {
		return this.#sheet === name;
	}
	get menuSheet(): MenuMove | undefined {
		return menuMoves.find((name) => name === this.#sheet);
	}
	get workLineId(): string | undefined {
		return (
			this.#workLine ??
			this.order?.lines.find((line) => !lineSolved(line) && !isElsewhere(line))?.id ??
			this.order?.lines[0]?.id
		);
	}
	/** Open lines that may be written now: nothing has to be signed for them first. */
	get batchLines(): Line[] {
		const order = this.order;
		if (!order || !this.mayWork) return [];
		return openLines(order).filter((line) => this.waitsFor(line) === undefined);
	}
	/** Open lines that could go on in another order, with at least one left here. */
	get splitLines(): Line[] {
		const order = this.order;
		if (!order || !this.mayWork || order.state !== 'on_site') return [];
		return linesHere(order).length > 1 ? openLines(order) : [];
	}
	open(sheet: 'batch' | 'split'): void {
		this.#sheet = sheet;
	}
	/** A visit whose times are his to correct. */
	mayCorrect({ engineerId, departedAt, arrivedAt }: Visit): boolean {
		if (!this.order || !this.mine || isFrozen(this.order)) return false;
		return engineerId === this.account.actor.userId && Boolean(departedAt ?? arrivedAt);
	}
	correct(visitId: string): void {
		this.#visit = visitId;
		this.#sheet = 'time';
	}
	get visitToCorrect(): Visit | undefined {
		if (this.#sheet !== 'time') return undefined;
		return this.order?.visits.find(({ id }) => id === this.#visit);
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

	/** Takes one photo more; answers its hash, or undefined where none was kept. */
	async takeEvidence(): Promise<string | undefined> {
		const before = this.order?.photos.length ?? 0;
		await this.intake.takeAtOnce();
		const order = this.order && (await this.account.store.get('workOrder', this.order.id));
		const photo = order && order.photos.length > before ? order.photos.at(-1) : undefined;
		return photo?.blob.sha256;
	}

	/** The first photo the checklist still asks for. */
	async #takeMissing(order: WorkOrder): Promise<void> {
		const missing = linesHere(order).flatMap((line) =>
			checksWithoutPhoto(order, line).map(({ key }) => ({ lineId: line.id, checkKey: key })),
		);
		await this.intake.take(missing[0]);
	}

	/** Where nobody recorded labour, the minutes since arrival are it. */
	async #complete(order: WorkOrder): Promise<void> {
		const strokes = await ownHand(this.account.store);
		const args = { ...labourOf(order), ...(strokes && { strokes }) };
		const done = await this.actions.run('workOrder.complete@1', args);
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
