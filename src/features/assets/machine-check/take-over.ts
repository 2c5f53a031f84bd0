import type { Asset } from '#domain/asset/asset.ts';
import type { FieldBeside } from '#domain/machine-check/beside-record.ts';
import type { MachineFacts } from '#domain/machine-check/facts.ts';
import { codeOf } from '#store/record-links.ts';
import type { CommandDraft } from '#store/execute.ts';
import { onLine } from '../compare/compare-subject.ts';
import { comparisonCommands } from '../compare/comparison-commands.ts';

/** A disk or a monitor, as an accessory of the machine. */
export interface Piece {
	sort: 'disk' | 'monitor';
	model: string;
	serial: string;
	/** The record has it, by its serial number. */
	onRecord: boolean;
}

/** Those that can be told apart; one without a serial number is shown and not compared. */
export function piecesBeside(
	{ accessories = [] }: Pick<Asset, 'accessories'>,
	facts: MachineFacts,
): Piece[] {
	const known = new Set(accessories.flatMap(({ serial }) => (serial ? [codeOf(serial)] : [])));
	const disks = facts.disks.map(({ model = '', serial = '' }) => ({
		...{ sort: 'disk' as const, model, serial },
	}));
	const monitors = facts.monitors.map(({ maker = '', model = '', serial = '' }) => ({
		...{ sort: 'monitor' as const, model: `${maker} ${model}`.trim(), serial },
	}));
	return [...disks, ...monitors]
		.filter(({ serial }) => serial !== '')
		.map((piece) => ({ ...piece, onRecord: known.has(codeOf(piece.serial)) }));
}

/** An order's line about the machine, whose engineer this person is. */
export interface OrderLine {
	orderId: string;
	lineId: string;
}

interface Taken {
	asset: Asset;
	rows: readonly FieldBeside[];
	/** Taken over, of `rows`. */
	fields: ReadonlySet<string>;
	pieces: readonly { id: string; sort: string; model: string; serial: string }[];
	line: OrderLine | undefined;
	by: string;
}

/** A data correction of the order for the desk to decide, or, without an order, the register itself. */
export function takeOverCommands({ asset, rows, fields, pieces, line, by }: Taken): CommandDraft[] {
	const taken = rows.filter(({ field }) => fields.has(field));
	const set = Object.fromEntries(taken.map(({ field, real }) => [field, real]));
	const seen = Object.fromEntries(taken.map(({ field }) => [field, asset[field] ?? null]));
	const target = { kind: 'asset', record: asset.id } as const;
	const added = pieces.map(({ id, sort, model, serial }) => ({
		...target,
		type: 'asset.setAccessory@1',
		args: { accessoryId: id, sort, serial, ...(model && { model }) },
	}));
	if (line) {
		const same = rows.filter(({ verdict }) => verdict === 'equal').map(({ field }) => field);
		const differs = taken.map(({ field, recorded, real }) => ({ field, from: recorded, to: real }));
		const of = onLine(line.orderId, { id: line.lineId });
		return [...comparisonCommands(of, { asset, by, same, differs, set, seen }), ...added];
	}
	const edit = { ...target, type: 'asset.edit@1', args: { set }, base: seen };
	return taken.length > 0 ? [edit, ...added] : added;
}
