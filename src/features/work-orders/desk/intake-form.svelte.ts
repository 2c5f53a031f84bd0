import * as v from 'valibot';
import { assetRefOf, AssetRefSchema, type Asset, type AssetRef } from '#domain/asset/asset.ts';
import { itemsOffered, type ServiceItem } from '#domain/catalogue/service-item.ts';
import type { Contact, Customer } from '#domain/customer/records.ts';
import {
	defaultCalendarId,
	defaultPolicyId,
	type CalendarRecord,
	type ServicePolicyRecord,
} from '#domain/organisation/records.ts';
import { GradeSchema, priorityOf, type Grade } from '#domain/sla/level.ts';
import { instantOf } from '#domain/time/instant.ts';
import { clocksFor } from '#domain/work-order/order-clocks.ts';
import { isOpen } from '#domain/work-order/states.ts';
import { orderKinds } from '#domain/work-order/order-kinds.ts';
import { channels, type WorkOrder } from '#domain/work-order/work-order.ts';
import type { AccountScope } from '#store/account-context.ts';
import type { Live } from '#store/live.svelte.ts';
import { newId } from '#store/new-id.ts';
import { codeOf } from '#store/record-links.ts';
import type { Online } from '#sync/online.ts';
import { m } from '#i18n/generated/messages.js';
import { refusalText } from '#i18n/terms.ts';
import type { ComboOption } from '#ui/combo-option.ts';
import { tickingNow } from '#ui/ticking-now.svelte.ts';
import { KeptDraft } from '../shared/kept-draft.svelte.ts';
import { Reference } from '../shared/reference.svelte.ts';

const optionsMax = 20;

const FieldsSchema = v.object({
	...{ summary: v.string(), symptom: v.string(), requester: v.string(), phone: v.string() },
	...{ contactId: v.string(), siteId: v.string(), room: v.string(), serviceItemId: v.string() },
	...{ orderKind: v.picklist(orderKinds), channel: v.picklist(channels) },
	...{ impact: GradeSchema, urgency: GradeSchema },
	asset: v.optional(AssetRefSchema),
});
type Fields = v.InferOutput<typeof FieldsSchema>;

const empty: Fields = {
	...{ summary: '', symptom: '', requester: '', phone: '', contactId: '', siteId: '' },
	...{ room: '', serviceItemId: '', orderKind: 'fault', channel: 'phone' },
	...{ impact: 'low', urgency: 'medium', asset: undefined },
};

/** A request being taken at the desk; kept with every keystroke until it is saved. */
export class IntakeForm {
	readonly reference: Reference;
	readonly #account: AccountScope;
	readonly #online: Online;
	readonly #draft: KeptDraft<Fields>;
	readonly #items: Live<ServiceItem[]>;
	readonly #contacts: Live<Contact[]>;
	readonly #policy: Live<ServicePolicyRecord | undefined>;
	readonly #calendar: Live<CalendarRecord | undefined>;
	readonly #openHere: Live<WorkOrder[]>;
	/** What the archive answered, by id, for the pick that follows. */
	readonly #found = new Map<string, Asset>();
	#tried = $state(false);
	#busy = $state(false);
	#refusal = $state<string>();
	#searchedOffline = $state(false);

	constructor(account: AccountScope, online: Online) {
		const { store } = account;
		this.#account = account;
		this.#online = online;
		this.reference = new Reference(store);
		this.#draft = new KeptDraft(store, 'intake', FieldsSchema, { ...empty });
		this.#items = store.live(() => store.records.list('serviceItem'));
		this.#contacts = store.live(() => store.records.list('contact'));
		this.#policy = store.live(() => store.get('servicePolicy', defaultPolicyId));
		this.#calendar = store.live(() => store.get('calendar', defaultCalendarId));
		this.#openHere = store.live(() => store.records.openOrders());
	}

	get fields(): Fields {
		return this.#draft.fields;
	}
	get items(): ServiceItem[] {
		return itemsOffered(this.#items.current ?? [], this.fields.serviceItemId);
	}
	/** What was typed last found no room on the device. */
	get unkept(): boolean {
		return this.#draft.unkept;
	}
	get busy(): boolean {
		return this.#busy;
	}
	get refusal(): string | undefined {
		return this.#refusal;
	}
	/** The last search for an asset could not ask the register. */
	get searchedOffline(): boolean {
		return this.#searchedOffline;
	}
	get customer(): Customer | undefined {
		return this.reference.customers.get(this.#site?.customerId ?? '');
	}
	get openHere(): WorkOrder[] {
		const siteId = this.fields.siteId;
		return (this.#openHere.current ?? []).filter(
			(order) => order.siteId === siteId && isOpen(order.state),
		);
	}

	get errors(): { site?: string; requester?: string; summary?: string } {
		if (!this.#tried) return {};
		return {
			...(!this.#site && { site: m.wo_site_missing() }),
			...(!this.fields.requester.trim() && { requester: m.wo_requester_missing() }),
			...(!this.fields.summary.trim() && { summary: m.wo_summary_missing() }),
		};
	}

	get siteOption(): ComboOption | null {
		return this.#optionOfSite(this.fields.siteId);
	}
	get contactOption(): ComboOption | null {
		const { contactId, requester } = this.fields;
		return requester ? { id: contactId || 'typed', label: requester } : null;
	}
	get assetOption(): ComboOption | null {
		const { asset } = this.fields;
		return asset ? { id: asset.id ?? asset.tag, label: asset.tag, detail: asset.name } : null;
	}

	/** Level and due times as the order will have them, by the same code that sets them. */
	get preview() {
		const policy = this.#policy.current;
		const calendar = this.#calendar.current;
		if (!this.#site || !policy || !calendar) return undefined;
		const { impact, urgency, serviceItemId } = this.fields;
		const held = new Map<string, unknown>([
			[policy.id, policy],
			[calendar.id, calendar],
			[this.#site.id, this.#site],
			...this.items.map((item): [string, unknown] => [item.id, item]),
			...[...this.reference.customers].map(([id, customer]): [string, unknown] => [id, customer]),
		]);
		const request = {
			...{ customerId: this.#site.customerId, siteId: this.#site.id },
			serviceItemId: serviceItemId || undefined,
			priority: priorityOf(impact, urgency),
			receivedAt: instantOf(tickingNow.ms),
		};
		return clocksFor(request, (_, id) => held.get(id));
	}

	keep(): void {
		this.#draft.keep();
	}

	async searchSites(q: string): Promise<ComboOption[]> {
		const words = q.trim().toLowerCase();
		const options = [...this.reference.sites.keys()].map((id) => this.#optionOfSite(id));
		return options
			.filter((option) => option !== null)
			.filter((option) => `${option.detail ?? ''} ${option.label}`.toLowerCase().includes(words))
			.slice(0, optionsMax);
	}
	pickSite(id: string | undefined): void {
		this.fields.siteId = id ?? '';
		this.keep();
	}

	async searchContacts(q: string): Promise<ComboOption[]> {
		const words = q.trim().toLowerCase();
		const customerId = this.#site?.customerId;
		return (this.#contacts.current ?? [])
			.filter((contact) => !customerId || contact.customerId === customerId)
			.filter((contact) => `${contact.name} ${contact.phone ?? ''}`.toLowerCase().includes(words))
			.slice(0, optionsMax)
			.map(({ id, name, phone, department }) => ({
				id,
				label: name,
				detail: [phone, department].filter(Boolean).join('　'),
			}));
	}
	/** The person brings his phone and place along. */
	pickContact(id: string | undefined): void {
		const contact = this.#contacts.current?.find((entry) => entry.id === id);
		this.fields.contactId = contact?.id ?? '';
		this.fields.requester = contact?.name ?? '';
		if (contact?.phone) this.fields.phone = contact.phone;
		if (contact?.siteId && !this.fields.siteId) this.fields.siteId = contact.siteId;
		this.keep();
	}
	nameRequester(name: string): void {
		this.fields.contactId = '';
		this.fields.requester = name.trim();
		this.keep();
	}

	/** What the device holds first; the register itself when the server answers. */
	async searchAssets(q: string): Promise<ComboOption[]> {
		const text = q.trim();
		const local = await this.#heldAssets(text);
		const answer = await this.#online.lookup({
			kind: 'asset',
			text,
			...(this.fields.siteId && text.length === 0 && { siteId: this.fields.siteId }),
			limit: optionsMax,
		});
		this.#searchedOffline = !answer.ok;
		const found = answer.ok ? answer.value : [];
		for (const asset of [...local, ...found]) this.#found.set(asset.id, asset);
		const unique = new Map([...local, ...found].map((asset) => [asset.id, asset]));
		return [...unique.values()].slice(0, optionsMax).map((asset) => ({
			id: asset.id,
			label: asset.tag,
			detail: [asset.name, asset.room].filter(Boolean).join('　'),
		}));
	}
	/** An asset by id, from the device or the register. */
	async takeAsset(id: string): Promise<void> {
		const held = await this.#account.store.get('asset', id);
		const answer = held ? undefined : await this.#online.lookup({ kind: 'asset', text: '', id });
		const asset = held ?? (answer?.ok ? answer.value[0] : undefined);
		if (asset) this.#found.set(id, asset);
		if (asset) this.pickAsset(id);
	}
	pickAsset(id: string | undefined): void {
		const asset = id ? this.#found.get(id) : undefined;
		this.#setAsset(asset && assetRefOf(asset));
		if (!asset) return;
		if (asset.siteId && this.reference.sites.has(asset.siteId)) this.fields.siteId = asset.siteId;
		if (asset.room && !this.fields.room) this.fields.room = asset.room;
		this.keep();
	}
	/**
	 * A tag is taken as it was read out; if the register turns out to know it, and nothing else was
	 * chosen meanwhile, its asset takes the place.
	 */
	async typeTag(tag: string): Promise<void> {
		const typed = tag.trim();
		this.#setAsset({ tag: typed });
		await this.searchAssets(typed);
		const known = [...this.#found.values()].find((asset) => codeOf(asset.tag) === codeOf(typed));
		const { asset } = this.fields;
		if (known && asset?.tag === typed && asset.id === undefined) this.pickAsset(known.id);
	}

	grade(impact: Grade, urgency: Grade): void {
		this.fields.impact = impact;
		this.fields.urgency = urgency;
		this.keep();
	}

	/** Answers the new order's id; undefined where something is missing, which the fields then say. */
	async save(): Promise<string | undefined> {
		this.#tried = true;
		const site = this.#site;
		if (!site || Object.keys(this.errors).length > 0 || this.#busy) return undefined;
		const id = newId();
		this.#busy = true;
		const result = await this.#account.store.execute(
			{ type: 'workOrder.create@1', kind: 'workOrder', record: id, args: this.#args(site) },
			{ clearDrafts: [this.#draft.key] },
		);
		this.#busy = false;
		this.#refusal = result.ok ? undefined : refusalText(result.refusal.kind);
		if (result.ok) this.#reset();
		return result.ok ? id : undefined;
	}

	async discard(): Promise<void> {
		await this.#draft.clear();
		this.#reset();
	}

	#args(site: { id: string; customerId: string }): Record<string, unknown> {
		const { summary, symptom, requester, phone, contactId, room, serviceItemId, asset } =
			$state.snapshot(this.fields);
		const { orderKind, channel, impact, urgency } = this.fields;
		return {
			...{ orderKind, channel, impact, urgency },
			mode: 'on_site',
			requester: {
				name: requester.trim(),
				...(phone && { phone }),
				...(contactId && { contactId }),
			},
			...{ customerId: site.customerId, siteId: site.id, summary: summary.trim() },
			...(room && { room }),
			...(symptom && { symptom }),
			...(serviceItemId && { serviceItemId }),
			lines: [asset ? { asset } : {}],
		};
	}

	#reset(): void {
		Object.assign(this.fields, empty);
		this.#tried = false;
	}

	#setAsset(asset: AssetRef | undefined): void {
		this.fields.asset = asset;
		this.keep();
	}

	async #heldAssets(text: string): Promise<Asset[]> {
		const { exact, prefix } = await this.#account.store.records.findByCode(text);
		return [...exact, ...prefix].filter((record) => record.kind === 'asset');
	}

	get #site() {
		return this.reference.sites.get(this.fields.siteId);
	}

	#optionOfSite(id: string): ComboOption | null {
		const site = this.reference.sites.get(id);
		const customer = site && this.reference.customers.get(site.customerId)?.name;
		return site ? { id, label: site.name, detail: customer } : null;
	}
}
