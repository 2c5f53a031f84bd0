/**
 * What a machine says of itself: the text of a machine check, one fact in a line, its fields parted by
 * tabs, by the scripts of `static/machine-check`.
 *
 * 1. Keys an older app does not know are passed over; a field too many is, too.
 * 2. What a machine says is nobody's word: it changes nothing until a person takes it over.
 * 3. There is no user's name, no key and no password in it, and no place for one.
 */
import * as v from 'valibot';
import { macsIn } from '../asset/mac.ts';

/** UTF-16 units; about eighty codes of a terminal. */
export const machineTextMax = 20_000;
const piecesMax = 32;
const softwareMax = 200;
const valueLengthMax = 200;
const numberMax = 1_000_000_000;

const value = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(valueLengthMax));
const amount = v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(numberMax));
const few = <S extends v.GenericSchema>(schema: S) =>
	v.pipe(v.array(schema), v.maxLength(piecesMax));

export const MachineFactsSchema = v.object({
	manufacturer: v.optional(value),
	model: v.optional(value),
	serial: v.optional(value),
	systemSerial: v.optional(value),
	boardSerial: v.optional(value),
	cpu: v.optional(value),
	/** MiB. */
	memory: v.optional(amount),
	hostName: v.optional(value),
	operatingSystem: v.optional(v.object({ name: value, version: v.optional(value) })),
	/** Size in GB, 10^9 bytes. */
	disks: few(
		v.object({
			model: v.optional(value),
			gigabytes: v.optional(amount),
			serial: v.optional(value),
		}),
	),
	/** In the register's spelling. */
	macs: few(v.object({ mac: value, card: v.optional(value) })),
	ips: few(value),
	monitors: few(
		v.object({ maker: v.optional(value), model: v.optional(value), serial: v.optional(value) }),
	),
	software: v.pipe(
		v.array(v.object({ name: value, version: v.optional(value) })),
		v.maxLength(softwareMax),
	),
	/** Programs the scripts left out for want of room; 0 where the list is whole. */
	softwareLeftOut: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(numberMax)),
});
export type MachineFacts = v.InferOutput<typeof MachineFactsSchema>;

/** empty: says nothing of a machine. too-large, odd: more, or other, than the scripts write. */
export type FactsFault = 'empty' | 'too-large' | 'odd';

export function readMachineFacts(text: string): { facts: MachineFacts } | { fault: FactsFault } {
	if (text.length > machineTextMax) return { fault: 'too-large' };
	const lines = text.split('\n').map((line) => line.split('\t').map((field) => field.trim()));
	const all = (key: string) => lines.filter(([name]) => name === key).map(([, ...rest]) => rest);
	const one = (key: string) => filled(all(key)[0]?.[0]);
	const [system] = all('os');
	const raw = {
		...{ manufacturer: one('mk'), model: one('md'), serial: one('sn'), systemSerial: one('ss') },
		...{ boardSerial: one('bs'), cpu: one('cp'), memory: count(one('rm')), hostName: one('hn') },
		operatingSystem: system && { name: filled(system[0]), version: filled(system[1]) },
		disks: all('dk').map(([model, size, serial]) => ({
			...{ model: filled(model), gigabytes: count(size), serial: filled(serial) },
		})),
		macs: all('ma').flatMap(([mac = '', card]) =>
			macsIn(mac).map((spelled) => ({ mac: spelled, card: filled(card) })),
		),
		ips: all('ip').flatMap(([ip]) => filled(ip) ?? []),
		monitors: all('mo').map(([maker, model, serial]) => ({
			...{ maker: filled(maker), model: filled(model), serial: filled(serial) },
		})),
		software: all('sw').map(([name, version]) => ({ name, version: filled(version) })),
		softwareLeftOut: count(one('sx')) ?? 0,
	};
	const parsed = v.safeParse(MachineFactsSchema, raw);
	if (!parsed.success) return { fault: 'odd' };
	return saysSomething(parsed.output) ? { facts: parsed.output } : { fault: 'empty' };
}

function filled(field: string | undefined): string | undefined {
	return field === '' ? undefined : field;
}

function count(field: string | undefined): number | undefined {
	const number = /^\d{1,9}$/.test(field ?? '') ? Number(field) : 0;
	return number > 0 ? number : undefined;
}

function saysSomething({ serial, systemSerial, hostName, model, macs }: MachineFacts): boolean {
	return macs.length > 0 || [serial, systemSerial, hostName, model].some(Boolean);
}

/** By what a register may know the machine, the surest first. */
export function machineCodes({ serial, systemSerial, macs, boardSerial }: MachineFacts): string[] {
	const codes = [serial, systemSerial, ...macs.map(({ mac }) => mac), boardSerial];
	return [...new Set(codes.filter((code) => code !== undefined))];
}
