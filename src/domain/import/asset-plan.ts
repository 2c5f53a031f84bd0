/**
 * What a file of assets asks of the register. Companies become customers, locations their sites, people
 * who hold something contacts, where who imports may make them; else a row that names one is refused.
 *
 * 1. A row is the asset with its id (ours), else its tag; several assets of one tag refuse it.
 * 2. A tag twice in the file refuses the later row; a serial twice, here or there, is taken and told.
 * 3. What an asset depends on is in the register or comes with the file, else its row is refused.
 * 4. Whatever stands in the register already, by the name people see, is nothing to say.
 */
import * as v from 'valibot';
import { assetFields } from '../asset/asset.ts';
import { fieldsFor } from '../asset/categories.ts';
import { wantedOf } from '../asset/import-commands.ts';
import { listsAfter, type ImportedLists } from '../asset/imported-lists.ts';
import type { Relation } from '../asset/relations.ts';
import type { Accessory } from '../asset/swap.ts';
import { meantBy, sealTitles, stateTitles, type ColumnTarget } from './asset-columns.ts';
import { instantOf } from '../time/instant.ts';
import type { PlannedCommand } from './plan.ts';
import { PlannedPlaces, type ImportRights } from './planned-places.ts';
import { PlannedRelations } from './planned-relations.ts';
import type { KnownAsset, RegisterView } from './register-view.ts';
import type {
	AssetChange,
	AssetImportOrder,
	DateReading,
	FileProblem,
	RowProblem,
} from './report.ts';
import { cut, Duplicates } from './duplicates.ts';
import { readLists, type RowLists } from './row-lists.ts';
import { readCustom, readFields, stateOf, supplierOver } from './row-values.ts';
import { SheetRows, type Readings, type SheetRow } from './sheet-rows.ts';
import { sourceId } from './source-id.ts';
import type { TableRow } from './table.ts';

export interface PlannedAsset extends PlannedCommand {
	tag: string;
	isNew: boolean;
	/** As shown before anything is done. */
	fields: AssetChange['fields'];
	/** New assets of the same file that it depends on. */
	needs: readonly string[];
}

interface Lists extends Pick<PlannedAsset, 'needs'> {
	told: ImportedLists;
}

export interface AssetPlan {
	/** Customers, sites and contacts there are not yet. */
	registers: PlannedCommand[];
	assets: PlannedAsset[];
	same: number;
	refused: RowProblem[];
	warned: RowProblem[];
	dates: DateReading[];
	decimal: Readings['decimal'];
}

/** Rows planned between two turns of others. */
const rowsPerTurn = 100;

/** The plan, in turns: tens of thousands of rows take seconds, and others ask meanwhile. */
export function* planAssets(
	table: readonly TableRow[],
	order: AssetImportOrder,
	register: RegisterView,
	rights: ImportRights,
): Generator<void, AssetPlan | FileProblem> {
	const missing = (['tag', 'name'] as const).filter((column) => !order.columns.includes(column));
	if (missing.length > 0) return { kind: 'columns-missing', columns: missing };
	const sheet = new SheetRows(table, order);
	const readings = sheet.readings(order, register.fields);
	if ('kind' in readings) return readings;
	return yield* new Planner(sheet, order, readings, register, rights).plan();
}

class Planner {
	readonly #sheet: SheetRows;
	readonly #order: AssetImportOrder;
	readonly #readings: Readings;
	readonly #register: RegisterView;
	readonly #places: PlannedPlaces;
	readonly #refused: RowProblem[];
	readonly #warned: RowProblem[] = [];
	#assets: PlannedAsset[] = [];
	readonly #twice: Duplicates;
	#relations: PlannedRelations;
	#same = 0;

	constructor(
		sheet: SheetRows,
		order: AssetImportOrder,
		readings: Readings,
		register: RegisterView,
		rights: ImportRights,
	) {
		this.#sheet = sheet;
		this.#order = order;
		this.#readings = readings;
		this.#register = register;
		this.#places = new PlannedPlaces(sheet, register, rights, order.source);
		this.#twice = new Duplicates(register);
		this.#refused = [...sheet.refused];
		this.#relations = new PlannedRelations(register, []);
	}

	*plan(): Generator<void, AssetPlan> {
		if (this.#sheet.has('relations')) {
			const records = new Map<string, string>();
			yield* this.#eachRow((row) => this.#noteRecord(row, records));
			this.#relations = new PlannedRelations(this.#register, records);
		}
		yield* this.#eachRow((row) => this.#take(row));
		this.#refuseUnfounded();
		const { dates, decimal } = this.#readings;
		return {
			...{ registers: this.#places.commands, assets: this.#assets, same: this.#same },
			...{ refused: this.#refused, warned: this.#warned, decimal },
			// What somebody said needs no telling.
			dates: dates.columns.length > 0 && dates.decidedBy === 'values' ? [dates] : [],
		};
	}

	*#eachRow(work: (row: SheetRow) => void): Generator<void, void> {
		for (const [n, row] of this.#sheet.rows.entries()) {
			work(row);
			if (n % rowsPerTurn === rowsPerTurn - 1) yield;
		}
	}

	/** Everything wrong with a row is told at once, so that it is mended in one go. */
	#take(row: SheetRow): void {
		const known = this.#knownOf(row);
		const read = readFields(row, this.#readings, this.#register);
		const lists = readLists(row);
		const faults = [...read.faults, ...lists.faults];
		const problems = [
			...this.#problemsOf(row, { values: read.values, faults }),
			...(typeof known === 'string' ? [known] : []),
		];
		const found = problems.map((one) =>
			typeof one === 'string' ? this.#problem(row, 'tag', one) : one,
		);
		if (found.length > 0 || typeof known === 'string') {
			this.#refused.push(...found);
			return;
		}
		const place = this.#places.of(row, known);
		if ('unknown' in place)
			this.#refused.push(this.#problem(row, place.unknown, `${place.unknown}-unknown`));
		else this.#compare(row, known, { ...read.values, ...place.set }, lists);
	}

	/** The asset a row means; undefined for a new one, a reason where it cannot be told. */
	#knownOf(row: SheetRow): KnownAsset | undefined | 'tag-ambiguous' {
		const own = this.#order.source === 'ours' ? this.#register.asset(row.text('id')) : undefined;
		if (own && !own.withdrawn) return own;
		const tag = row.text('tag');
		const [first, ...others] = this.#register.withTag(tag);
		if (others.length > 0) return 'tag-ambiguous';
		return first ?? this.#register.asset(sourceId('asset', tag));
	}

	#problemsOf(row: SheetRow, { values, faults }: ReturnType<typeof readFields>): RowProblem[] {
		const found = (['tag', 'name'] as const)
			.filter((column) => !row.text(column).trim())
			.map((column) => this.#problem(row, column, 'value-missing'));
		found.push(...faults.map(({ target, reason }) => this.#problem(row, target, reason)));
		const twice = this.#twice.ofTag(row.line, row.text('tag'));
		if (twice && found.length === 0)
			found.push({ ...this.#problem(row, 'tag', 'twice'), detail: twice });
		return found.length > 0 ? found : this.#schemaProblems(row, values);
	}

	/** What the register's own schema would refuse, by column rather than by field. */
	#schemaProblems(row: SheetRow, values: Record<string, unknown>): RowProblem[] {
		const parsed = v.safeParse(v.partial(v.object(assetFields)), values);
		if (parsed.success) return [];
		const paths = parsed.issues.map((issue) => v.getDotPath(issue)?.split('.')[0] ?? '');
		return paths.map((field) =>
			this.#sheet.has(field)
				? this.#problem(row, field, 'too-long')
				: { line: row.line, reason: 'bad-input', fields: [field] },
		);
	}

	#problem(row: SheetRow, target: ColumnTarget, reason: string): RowProblem {
		const value = row.text(target);
		return {
			...{ line: row.line, column: this.#sheet.titleOf(target), reason },
			...(value && { detail: { value: cut(value) } }),
		};
	}

	#compare(
		row: SheetRow,
		known: KnownAsset | undefined,
		values: Record<string, unknown>,
		told: RowLists,
	): void {
		const category = (values['category'] as string | undefined) ?? known?.category;
		const fields = fieldsFor(this.#register.categories, category);
		const custom = readCustom(row, this.#sheet, this.#readings, fields);
		if (custom.faults.length > 0) {
			this.#refused.push(
				...custom.faults.map(({ target, reason }) => this.#problem(row, target, reason)),
			);
			return;
		}
		const twice = this.#twice.ofUnique(row.line, custom.values);
		if (twice) {
			this.#refused.push({ ...this.#problem(row, twice.target, 'twice'), detail: twice.detail });
			return;
		}
		const lists = this.#listsOf(row, known, told);
		if (!lists) return;
		const alike = this.#twice.ofSerial(row.line, row.text('serial'), known?.id);
		if (alike)
			this.#warned.push({ ...this.#problem(row, 'serial', alike.reason), detail: alike.detail });
		const set = { ...values, ...custom.values, ...supplierOver(values, known) };
		const isNew = !known || known.withdrawn !== undefined;
		if (isNew) this.#add(row, known, set, lists);
		else this.#change(row, known, set, lists);
	}

	/** Undefined where the row was refused for them. */
	#listsOf(
		row: SheetRow,
		known: KnownAsset | undefined,
		{ accessories, relations: told = [] }: RowLists,
	): Lists | undefined {
		const pieces = accessories && { accessories };
		if (told.length === 0) return { told: { ...pieces }, needs: [] };
		const found = this.#relations.of(told, this.#recordOf(row, known), known);
		if ('missing' in found) {
			const detail = { value: cut(found.missing.tag || found.missing.id) };
			this.#refused.push({ ...this.#problem(row, 'relations', 'relation-unknown'), detail });
			return undefined;
		}
		const { relations, needs } = found;
		return { told: { ...pieces, relations }, needs };
	}

	#noteRecord(row: SheetRow, byTag: Map<string, string>): void {
		const [tag, known] = [row.text('tag'), this.#knownOf(row)];
		if (tag && typeof known !== 'string') byTag.set(tag, this.#recordOf(row, known));
	}

	/** The record a row is, or is to be. */
	#recordOf(row: SheetRow, known: KnownAsset | undefined): string {
		const own = this.#order.source === 'ours' && isId(row.text('id')) ? row.text('id') : undefined;
		const free = own && !this.#register.asset(own) ? own : undefined;
		return known?.id ?? free ?? sourceId('asset', row.text('tag'));
	}

	/** Rows that depend on one of the file that was refused itself, and so on. */
	#refuseUnfounded(): void {
		const dependents = new Map<string, PlannedAsset[]>();
		for (const asset of this.#assets)
			for (const id of asset.needs) {
				const others = dependents.get(id);
				if (others) others.push(asset);
				else dependents.set(id, [asset]);
			}
		const made = new Set(this.#assets.filter(({ isNew }) => isNew).map(({ record }) => record));
		const missing = [...dependents.keys()].filter((id) => !made.has(id));
		const unfounded = new Set<PlannedAsset>();
		for (const id of missing)
			for (const asset of dependents.get(id) ?? []) {
				if (unfounded.has(asset)) continue;
				unfounded.add(asset);
				// Reached by this very loop, in its turn.
				if (asset.isNew) missing.push(asset.record);
			}
		this.#assets = this.#assets.filter((asset) => !unfounded.has(asset));
		for (const { line } of unfounded)
			this.#refused.push({ line, reason: 'relation-refused', fields: ['relations'] });
	}

	#add(
		row: SheetRow,
		known: KnownAsset | undefined,
		set: Record<string, unknown>,
		{ told, needs }: Lists,
	): void {
		const record = this.#recordOf(row, known);
		const seal = meantBy(sealTitles, row.text('sealState'));
		const number = row.text('sealNumber');
		const args = {
			...{ set, ...told },
			state: stateOf(row),
			...((seal || number) && { seal: { state: seal ?? 'intact', ...(number && { number }) } }),
		};
		this.#push(row, { record, isNew: true, args, needs, fields: [] });
	}

	#change(
		row: SheetRow,
		known: KnownAsset,
		set: Record<string, unknown>,
		{ told, needs }: Lists,
	): void {
		const state = meantBy(stateTitles, row.text('state'));
		if (state && state !== known.state)
			this.#warned.push(this.#problem(row, 'state', 'state-kept'));
		const { wanted, clashes } = wantedOf(known, set, this.#overwrites);
		if (clashes.length > 0) {
			this.#refused.push({ line: row.line, reason: 'conflict', fields: clashes });
			return;
		}
		const lists = listsAfter(known, told, { ...nobody, isWhole: this.#overwrites });
		const changes = { ...wanted, ...lists };
		if (Object.keys(changes).length === 0) {
			this.#same++;
			return;
		}
		const fields = Object.entries(changes).map(([field, to]) => ({
			...{ field, from: this.#shown((known as Record<string, unknown>)[field]) },
			to: this.#shown(to),
		}));
		const args = {
			...{ set, ...(lists.accessories && { accessories: told.accessories }) },
			...(lists.relations && { relations: told.relations }),
		};
		this.#push(row, { record: known.id, isNew: false, args, needs, fields });
	}

	get #overwrites(): boolean {
		return this.#order.source === 'ours';
	}

	#push(
		row: SheetRow,
		{ args, ...planned }: Pick<PlannedAsset, 'record' | 'isNew' | 'args' | 'needs' | 'fields'>,
	): void {
		this.#assets.push({
			...{ type: 'asset.import@1', kind: 'asset', line: row.line, tag: row.text('tag') },
			...planned,
			args: { ...args, ...(this.#overwrites && { overwrites: true }) },
		});
	}

	/** An entry of a list: a word, a person, a piece, or what it depends on. */
	#shownOf(one: unknown): string {
		if (typeof one === 'string') return one;
		const { name, sort, model, to, ended } = one as Partial<
			Accessory & Relation & { name: string }
		>;
		if (to !== undefined) return ended ? '' : (this.#register.asset(to)?.tag ?? to);
		return name ?? [sort, model].filter(Boolean).join(' ');
	}

	/** A value as a person reads it, in short. */
	#shown(value: unknown): string {
		if (typeof value === 'string') return cut(this.#register.nameOf(value) || value);
		if (typeof value === 'number') return String(value);
		if (Array.isArray(value)) return cut(value.map((one) => this.#shownOf(one)).join(' '));
		return cut((value as { name?: string } | null | undefined)?.name ?? '');
	}
}

/** Only whether lists change is asked. */
const nobody = { now: instantOf(0), by: '', idOf: String };

function isId(text: string): boolean {
	return /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$/u.test(text);
}
