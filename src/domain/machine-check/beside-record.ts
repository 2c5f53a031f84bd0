/**
 * A machine beside its record, field by field.
 *
 * 1. What the machine does not say is not compared.
 * 2. Where it says several (addresses, a maker's long name), the record is right if it is among them.
 * 3. Nothing is decided here: each difference is taken over, or not, by a person.
 */
import type { Asset } from '../asset/asset.ts';
import type { ComparedField } from '../asset/correction.ts';
import { macsIn } from '../asset/mac.ts';
import { normaliseScanCode } from '../asset/scan-code.ts';
import type { MachineFacts } from './facts.ts';

/** The fields of a record that a machine knows of itself, as a person reads them. */
export const machineFields = [
	...(['manufacturer', 'model', 'serial', 'systemSerial', 'operatingSystem'] as const),
	...(['hostName', 'ip', 'mac'] as const),
] as const satisfies readonly ComparedField[];
export type MachineField = (typeof machineFields)[number];

/** equal, differs, or missing (not on record). */
export type FieldVerdict = 'equal' | 'differs' | 'missing';

export interface FieldBeside {
	field: MachineField;
	/** Empty where nothing is on record. */
	recorded: string;
	/** As it would be written into the record. */
	real: string;
	verdict: FieldVerdict;
}

/** Of a record's field. */
const fieldLengthMax = 200;

/** What a record of this machine would say; fields it does not tell are absent. */
export function recordOf(facts: MachineFacts): Partial<Record<MachineField, string>> {
	const { operatingSystem: system, macs, ips } = facts;
	const told: Record<MachineField, string> = {
		manufacturer: facts.manufacturer ?? '',
		model: facts.model ?? '',
		serial: facts.serial ?? '',
		systemSerial: facts.systemSerial ?? '',
		operatingSystem: [system?.name, system?.version].filter(Boolean).join(' '),
		hostName: facts.hostName ?? '',
		ip: joined(ips),
		mac: joined(macs.map(({ mac }) => mac)),
	};
	const said = Object.entries(told).filter(([, text]) => text !== '');
	return Object.fromEntries(said.map(([field, text]) => [field, text.slice(0, fieldLengthMax)]));
}

export function besideRecord(
	record: Partial<Pick<Asset, MachineField>>,
	facts: MachineFacts,
): FieldBeside[] {
	const told = recordOf(facts);
	return machineFields.flatMap((field) => {
		const real = told[field];
		if (real === undefined) return [];
		const recorded = record[field]?.trim() ?? '';
		const isEqual = agrees(field, recorded, real);
		const verdict = recorded === '' ? 'missing' : isEqual ? 'equal' : 'differs';
		return [{ field, recorded, real, verdict }];
	});
}

type Agreement = (recorded: string, real: string) => boolean;

const sameCode: Agreement = (a, b) => normaliseScanCode(a) === normaliseScanCode(b);
/** "Dell" is the maker "Dell Inc.", "Windows 10" the system "Microsoft Windows 10 Pro 10.0.19045". */
const wordsAmong: Agreement = (recorded, real) => {
	const among = new Set(wordsOf(real));
	return wordsOf(recorded).every((word) => among.has(word));
};
const macsAmong: Agreement = (recorded, real) => {
	const own = macsIn(recorded);
	return own.length > 0 && own.every((mac) => real.includes(mac));
};
const addressesAmong: Agreement = (recorded, real) => {
	const among = new Set(real.split(', '));
	return recorded.split(/[\s,;，、；]+/).every((ip) => among.has(ip));
};

/** Whether what is on record is right for a machine that says this; of other fields, the same text. */
export function agrees(field: string, recorded: string, real: string): boolean {
	return (agreements[field] ?? sameCode)(recorded, real);
}

const agreements: Readonly<Record<string, Agreement | undefined>> = {
	...{ manufacturer: wordsAmong, model: wordsAmong, operatingSystem: wordsAmong },
	...{ serial: sameCode, systemSerial: sameCode, hostName: sameCode },
	...{ ip: addressesAmong, mac: macsAmong },
};

function wordsOf(text: string): string[] {
	return (
		text
			.normalize('NFKC')
			.toLowerCase()
			.match(/[\p{L}\p{N}.]+/gu) ?? []
	);
}

/** Whole ones only. */
function joined(values: readonly string[]): string {
	return [...new Set(values)].reduce((text, one) => {
		const longer = text ? `${text}, ${one}` : one;
		return longer.length <= fieldLengthMax ? longer : text;
	}, '');
}
