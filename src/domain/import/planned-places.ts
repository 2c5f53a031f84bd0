/** Customers, sites and people the rows of a file name: those there are, and those to be made. */
import { defaultDeskId } from '../organisation/records.ts';
import { PlannedRegisters, type PlannedCommand } from './plan.ts';
import type { KnownAsset, RegisterView } from './register-view.ts';
import { readSharers } from './row-lists.ts';
import type { SheetRow, SheetRows } from './sheet-rows.ts';
import { keyOf, sourceId } from './source-id.ts';
import type { ImportSource } from './sources.ts';

/** Customer of a new asset whose row names none. */
const nobody = '未注明客户 / No company given';

export interface ImportRights {
	/** Whether customers, sites and contacts are made; else a row that names a new one is refused. */
	mayAddPlaces: boolean;
}

type Place = { set: Record<string, unknown> } | { unknown: 'customer' | 'site' };

export class PlannedPlaces {
	readonly #sheet: SheetRows;
	readonly #register: RegisterView;
	readonly #rights: ImportRights;
	readonly #source: ImportSource;
	readonly #registers = new PlannedRegisters();

	constructor(
		sheet: SheetRows,
		register: RegisterView,
		rights: ImportRights,
		source: ImportSource,
	) {
		this.#sheet = sheet;
		this.#register = register;
		this.#rights = rights;
		this.#source = source;
	}

	get commands(): PlannedCommand[] {
		return this.#registers.commands;
	}

	/** What a row says of where its asset is and whose; what stands there by that name is nothing to say. */
	of(row: SheetRow, known: KnownAsset | undefined): Place {
		const isNew = !known || known.withdrawn !== undefined;
		const company = row.text('customer') || (isNew && this.#mayNameNobody ? nobody : '');
		const stays = !company || isNamed(company, this.#register.nameOf(known?.customerId));
		const customerId = stays ? known?.customerId : this.#customer(row, company);
		if (!customerId && company) return { unknown: 'customer' };
		const set: Record<string, unknown> = stays ? {} : { customerId };
		const sites = [row.text('site'), row.text('userSite')].filter(Boolean);
		if (!customerId)
			return sites.length > 0 ? { unknown: 'customer' } : { set: this.#people(row, known) };
		const sited = sites.map((name) => this.#site(row, known, customerId, name));
		if (sited.includes(undefined)) return { unknown: 'site' };
		const siteId = sited.at(-1);
		return {
			set: { ...set, ...(siteId && { siteId }), ...this.#people(row, known, customerId) },
		};
	}

	/** A file of ours says nothing where there is nothing. */
	get #mayNameNobody(): boolean {
		return this.#rights.mayAddPlaces && this.#source !== 'ours';
	}

	#customer(row: SheetRow, name: string): string | undefined {
		const found = this.#register.customer(name);
		if (found || !this.#rights.mayAddPlaces) return found;
		const set = { name, deskId: defaultDeskId };
		return this.#registers.add('customer', sourceId('customer', name), row.line, set);
	}

	#site(
		row: SheetRow,
		known: KnownAsset | undefined,
		customerId: string,
		name: string,
	): string | undefined {
		const stays =
			known?.customerId === customerId && isNamed(name, this.#register.nameOf(known.siteId));
		const found = stays ? known.siteId : this.#register.site(customerId, name);
		if (found || !this.#rights.mayAddPlaces) return found;
		const id = sourceId('site', this.#customerName(row, customerId), name);
		return this.#registers.add('site', id, row.line, { customerId, name });
	}

	#people(row: SheetRow, known: KnownAsset | undefined, customerId?: string) {
		const holder = holderOf(row);
		const answers = row.text('responsible') || (this.#sheet.has('responsible') ? '' : holder);
		const person = (name: string) => (customerId ? this.#person(row, customerId, name) : { name });
		return {
			...(holder && holder !== known?.user?.name && { user: person(holder) }),
			...(answers && answers !== known?.responsible?.name && { responsible: person(answers) }),
			...this.#sharers(row, known, person),
		};
	}

	/** Who stays among them is known as before. */
	#sharers(row: SheetRow, known: KnownAsset | undefined, person: (name: string) => object) {
		const names = readSharers(row);
		if (names.length === 0) return {};
		const before = known?.sharers ?? [];
		const isSame = before.map(({ name }) => name).join('\n') === names.join('\n');
		const of = (name: string) => before.find((one) => one.name === name) ?? person(name);
		return isSame ? {} : { sharers: names.map(of) };
	}

	#person(row: SheetRow, customerId: string, name: string) {
		const found = this.#register.contact(customerId, name);
		if (found) return { contactId: found, name };
		if (!this.#rights.mayAddPlaces || this.#source === 'ours') return { name };
		const isHolder = name === holderOf(row);
		const [email, department] = isHolder ? [row.text('email'), row.text('department')] : [];
		const key = (isHolder && (row.text('userName') || email)) || name;
		const id = sourceId('contact', this.#customerName(row, customerId), key);
		const contactId = this.#registers.add('contact', id, row.line, {
			...{ customerId, name },
			...(email && { email }),
			...(department && { department }),
		});
		return { contactId, name };
	}

	#customerName(row: SheetRow, customerId: string): string {
		return row.text('customer') || this.#register.nameOf(customerId) || nobody;
	}
}

/** Who holds the asset of a row, by full name, by its parts or by account. */
export function holderOf(row: SheetRow): string {
	const parts = `${row.text('firstName')} ${row.text('lastName')}`.trim();
	return row.text('user') || parts || row.text('userName');
}

function isNamed(name: string, known: string): boolean {
	return keyOf(name) === keyOf(known);
}
